// How much of something comes in a stretch of time. What was not used is kept, up to all that may come in one stretch:
//
//   |<------------- over ------------>|
//   now ........ paid until                 so much of the stretch is used up; it moves back as time goes on
//
// So `most` may come at once, then as much as time gives back: in any stretch at most twice `most`.
#ifndef LIGHTSHIP_NODE_BASE_METER_H_
#define LIGHTSHIP_NODE_BASE_METER_H_

#include <algorithm>
#include <cstdint>

#include "absl/time/time.h"

namespace lightship::base {

// Pure: the time is an argument. Thread-compatible.
class Meter {
 public:
  // `most` 0: no bound.
  Meter(uint64_t most, absl::Duration over) : most_(most), over_(over) {}

  // Another bound from now on. What has come still counts, as no more than all that may; of what comes while there is no bound,
  // nothing does, nor of what came before.
  void SetMost(uint64_t most, absl::Time now) {
    if (most > 0 && most_ > 0) {
      const double share = static_cast<double>(most_) / static_cast<double>(most);
      paid_until_ = now + std::min(over_, (Begin(now) - now) * share);
    } else {
      paid_until_ = absl::InfinitePast();
    }
    most_ = most;
  }

  // How long until `amount` may come, zero when it may now. More than `most` comes as if it were `most`, when all of that is there.
  absl::Duration WaitFor(uint64_t amount, absl::Time now) const {
    if (most_ == 0) return absl::ZeroDuration();
    return std::max(absl::ZeroDuration(), Begin(now) + std::min(Cost(amount), over_) - now - over_);
  }
  // It has come.
  void Add(uint64_t amount, absl::Time now) {
    if (most_ > 0) paid_until_ = Begin(now) + Cost(amount);
  }
  // It has come and is taken away again: as if it had not come. REQUIRES: Add(amount, ...) before.
  void TakeBack(uint64_t amount) {
    if (most_ > 0) paid_until_ -= Cost(amount);
  }
  // How long until nothing is owed: what came was more than may.
  absl::Duration Debt(absl::Time now) const { return WaitFor(0, now); }
  // Nothing that came counts any more.
  bool IsFull(absl::Time now) const { return paid_until_ <= now; }

 private:
  absl::Time Begin(absl::Time now) const { return std::max(paid_until_, now); }
  absl::Duration Cost(uint64_t amount) const {
    return over_ * static_cast<int64_t>(std::min<uint64_t>(amount, INT64_MAX)) / static_cast<int64_t>(most_);
  }

  uint64_t most_;
  absl::Duration over_;
  absl::Time paid_until_ = absl::InfinitePast();
};

}  // namespace lightship::base

#endif  // LIGHTSHIP_NODE_BASE_METER_H_
