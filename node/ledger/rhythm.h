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
  // Of what comes very often one may well be late.
  static constexpr absl::Duration kLeastWait = absl::Milliseconds(10);

  // Something was written that could not wait. After a pause the mean is of the gaps since: what is often is seen to be after a few.
  void Beat(absl::Time now) {
    const absl::Duration gap = now - last_;
    last_ = now;
    gaps_ = gap < absl::ZeroDuration() || gap >= kPause ? 0 : std::min(gaps_ + 1, kMostGaps);
    if (gaps_ > 0) mean_ += (gap - mean_) / gaps_;
  }
  // How long to wait for the next: nothing unless it is very likely to come within kMostWait.
  absl::Duration Patience() const {
    return gaps_ >= kFewGaps && 2 * mean_ <= kMostWait ? std::max(2 * mean_, kLeastWait) : absl::ZeroDuration();
  }

 private:
  static constexpr absl::Duration kPause = absl::Seconds(1);
  static constexpr int kFewGaps = 3, kMostGaps = 8;
  absl::Time last_ = absl::InfinitePast();
  int gaps_ = 0;         // that the mean is of
  absl::Duration mean_;
};

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_RHYTHM_H_
