// Which notices changed after a position, for those who watch. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_BULLETIN_NOTICE_CHANGES_H_
#define LIGHTSHIP_NODE_INCIDENT_BULLETIN_NOTICE_CHANGES_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lightship/v1/filter.pb.h"
#include "lightship/v1/notice.pb.h"
#include "node/incident/bulletin/posting_index.h"

namespace lightship::incident::bulletin {

// Oldest change first, at most `most`, as they stand at `now`. `cursor` is the position after them (equal to the given one when
// nothing changed).
struct NoticeChanges {
  std::vector<v1::PostedNotice> notices;
  std::vector<uint64_t> positions;  // one per notice
  uint64_t cursor = 0;
};

// Of `filter` count the box or circle, the economies and the exercise statuses. A notice whose area meets the place is meant, and so is one
// that gives no position: who watches a strait must hear of a warning that names it in words. INVALID_ARGUMENT (INVALID_CURSOR) when
// `cursor` is ahead of the board.
absl::StatusOr<NoticeChanges> NoticesAfter(const Board& board, const v1::IncidentFilter& filter,
                                           uint64_t cursor, size_t most, absl::Time now);

}  // namespace lightship::incident::bulletin

#endif  // LIGHTSHIP_NODE_INCIDENT_BULLETIN_NOTICE_CHANGES_H_
