// Two statements of one position compared, and a position with the name of its place. Pure functions.
#ifndef LIGHTSHIP_CLIENT_FORMATS_POSITION_DOUBT_H_
#define LIGHTSHIP_CLIENT_FORMATS_POSITION_DOUBT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "client/formats/imported.h"
#include "lightship/v1/report.pb.h"

namespace lightship::formats {

// Where narrative and column disagree about the position, the doubt that explains it; nothing when they agree.
struct PositionDoubt {
  v1::PositionQualityFlag flag;
  std::string note;
};
std::optional<PositionDoubt> ComparePositions(const v1::Position& column,
                                              const v1::Position& narrative);

// Flags the report's position when `text` names a place that lies there only in another hemisphere; unless it is flagged
// so already.
void CompareWithPlace(absl::string_view text, ImportedReport& report);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_POSITION_DOUBT_H_
