// How often something comes that has to be written at once, and so whether what can wait may as well wait for it.
#ifndef LIGHTSHIP_NODE_LEDGER_RHYTHM_H_
#define LIGHTSHIP_NODE_LEDGER_RHYTHM_H_

#include <algorithm>

#include "absl/time/time.h"

namespace lightship::ledger {

// Thread-compatible.
class Rhythm {
 public:
  static constexpr absl::Duration kMostWait = absl::Milliseconds(100);

  // Something was written that could not wait.
  void Beat(absl::Time now) {
    const absl::Duration gap = now - last_;
    last_ = now;
    mean_ += ((gap < absl::ZeroDuration() ? kMostGap : std::min(gap, kMostGap)) - mean_) / 8;
  }
  // How long to wait for the next: nothing unless it is very likely to come within kMostWait.
  absl::Duration Patience() const { return 2 * mean_ <= kMostWait ? 2 * mean_ : absl::ZeroDuration(); }

 private:
  static constexpr absl::Duration kMostGap = absl::Seconds(1);
  absl::Time last_ = absl::InfinitePast();
  absl::Duration mean_ = kMostGap;
};

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_RHYTHM_H_
