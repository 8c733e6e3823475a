#include "node/app/rush.h"

#include <algorithm>

namespace lightship::app {

bool Rush::Look(uint64_t changes, absl::Time now) {
  const absl::Duration past = now - at_;
  if (past >= kStretch || past < absl::ZeroDuration()) {
    // The first look, and one after a clock was set, knows of no stretch.
    const bool known = past > absl::ZeroDuration() && past < absl::InfiniteDuration();
    rushes_ = known && static_cast<double>(changes - std::min(changes, changes_)) > kChangesPerSecond * absl::ToDoubleSeconds(past);
    if (!known || now - last_ >= kCalm) since_ = absl::InfiniteFuture();
    if (rushes_) {
      since_ = std::min(since_, now);
      last_ = now;
    }
    changes_ = changes;
    at_ = now;
  }
  return rushes_ && now - since_ < kMostWait;
}

}  // namespace lightship::app
