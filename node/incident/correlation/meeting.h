// Where the account of a report is put down to be found by others, and where it looks for them. Pure functions.
#ifndef LIGHTSHIP_NODE_INCIDENT_CORRELATION_MEETING_H_
#define LIGHTSHIP_NODE_INCIDENT_CORRELATION_MEETING_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "node/incident/correlation/account.h"
#include "node/incident/correlation/buckets.h"

namespace lightship::incident::correlation {

// A quarter of a cell of one degree: the cell, and which sides of it are the nearest, -1 or 1.
struct Quarter {
  int row = 0, column = 0;
  int row_side = 1, column_side = 1;
};
enum class Kind : uint8_t { kDay = 1, kDayAndCell, kName, kWord, kNumber, kReference };

// One of the places where a report stands. Names stand apart from words of accounts, which may be names: names meet one another
// and words; words do not meet words.
struct Standing {
  Kind kind;
  int64_t time = 0;   // the day, or the number of the forty days, since 1970
  uint64_t what = 0;  // a hash, of the quarter, name or number
  Quarter quarter{};  // kDayAndCell

  Buckets::Key key() const;
  // Where those stand that it meets, itself among them. Symmetric, and the same for all that stand here.
  std::vector<Buckets::Key> Near() const;
};

// Each once.
std::vector<Standing> StandingsOf(const Account& account);

}  // namespace lightship::incident::correlation

#endif  // LIGHTSHIP_NODE_INCIDENT_CORRELATION_MEETING_H_
