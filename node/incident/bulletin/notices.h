// Notices to seafarers as they stand, derived from statements. Pure, deterministic, and independent of the order in which the
// statements arrived: the same statements, with the same parts held, give the same notices on every node. No clock: how a
// notice stands is asked for a time.
#ifndef LIGHTSHIP_NODE_INCIDENT_BULLETIN_NOTICES_H_
#define LIGHTSHIP_NODE_INCIDENT_BULLETIN_NOTICES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "lightship/v1/notice.pb.h"
#include "node/incident/bulletin/posting.h"
#include "node/maritime/geometry.h"

namespace lightship::incident::bulletin {

struct NoticeView {
  v1::PostedNotice shown;  // all but `state`
  // In force in [from, until), unless and until it is replaced (or cleared) or retracted.
  absl::Time from = absl::InfinitePast();
  absl::Time until = absl::InfiniteFuture();
  absl::Time replaced_at = absl::InfiniteFuture();
  absl::Time retracted_at = absl::InfiniteFuture();
  bool cleared = false;  // what replaced it is an all clear, or it is one itself
  // Its circle; nothing when it gives no position. Metres; 0: none stated.
  std::optional<maritime::Point> centre;
  double radius_m = 0;
  // Newest change of it, or of what takes it back.
  uint64_t changed = 0;
};

v1::NoticeState StateAt(const NoticeView& notice, absl::Time at);

// Newest first by admission, ties by statement id. An update replaces, and an all clear ends, what its manifest supersedes, from
// the time on from which it is valid itself; by the rules of standing.h: only earlier notices of its own economy, and never while it is
// in doubt. Notices whose text is not held are left out, and still replace what they name.
std::vector<NoticeView> DeriveNotices(absl::Span<const Posting* const> postings);

}  // namespace lightship::incident::bulletin

#endif  // LIGHTSHIP_NODE_INCIDENT_BULLETIN_NOTICES_H_
