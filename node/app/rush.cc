#include "node/app/rush.h"

#include <algorithm>

namespace lightship::app {

bool Rush::Look(uint64_t changes, absl::Time now) {
  const absl::Duration past = now - at_;
  if (past >= kStretch || past < absl::ZeroDuration()) {
    const bool rush = static_cast<double>(changes - std::min(changes, changes_)) > kChangesPerSecond * absl::ToDoubleSeconds(past);
    // The first look, and one after a clock was set, knows of no stretch.
    const bool known = past > absl::ZeroDuration() && past < absl::InfiniteDuration();
    since_ = rush && known ? std::min(since_, now) : absl::InfiniteFuture();
    changes_ = changes;
    at_ = now;
  }
  return since_ <= now && now - since_ < kMostWait;
}

}  // namespace lightship::app
