// The machine's clock as the node goes by it: not followed when it is set far ahead, since a log's time never goes back, and one
// entry would move it ahead for good.
#ifndef LIGHTSHIP_NODE_APP_LEAP_GUARD_H_
#define LIGHTSHIP_NODE_APP_LEAP_GUARD_H_

#include <functional>

#include "absl/time/time.h"
#include "node/base/clock.h"
#include "node/base/mutex.h"
#include "node/rpc/warning_board.h"

namespace lightship::app {

// Thread-safe.
class LeapGuard final : public base::Clock {
 public:
  // A clock that is set ahead by more than where it would have come to, while the node runs, is not followed: the node goes on from
  // the time before, until the clock is set right again or the node is started anew.
  static constexpr absl::Duration kMost = absl::Hours(24);

  // Hears how far the clock is ahead when it begins not to be followed, and nothing (zero) when it is again; from whatever thread
  // asks for the time.
  using Tell = std::function<void(absl::Duration ahead, absl::Time now)>;

  // `uptime`: time that nobody sets (base::Uptime).
  LeapGuard(const base::Clock* clock, std::function<absl::Duration()> uptime, Tell tell);

  absl::Time Now() const override;
  // The own log's newest entry when the node starts. A clock that is behind that is wrong, and any leap sets it right.
  void KnowNewest(absl::Time admitted_at);

 private:
  const base::Clock* const clock_;
  const std::function<absl::Duration()> uptime_;
  const Tell tell_;
  mutable base::Mutex mutex_;
  // The furthest time that was followed, from which a clock that was set back may return, and the uptime then.
  mutable absl::Time furthest_ ABSL_GUARDED_BY(mutex_);
  mutable absl::Duration at_ ABSL_GUARDED_BY(mutex_);
  mutable bool told_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time newest_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

// A `tell` that warns of it (CLOCK), in the log and on the board.
LeapGuard::Tell WarningOfLeap(rpc::WarningBoard* warnings);

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_LEAP_GUARD_H_
