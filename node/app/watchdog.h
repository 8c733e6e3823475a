// Says that the node is alive, for as long as its threads are.
#ifndef LIGHTSHIP_NODE_APP_WATCHDOG_H_
#define LIGHTSHIP_NODE_APP_WATCHDOG_H_

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "node/base/beat.h"

namespace lightship::app {

// Thread-compatible.
class Watchdog {
 public:
  // `limit`: whoever hears nothing for so long takes the node for dead; zero: nobody listens. The beats outlive the watchdog.
  Watchdog(absl::Duration limit, std::vector<const base::Beat*> beats, std::function<void()> tell);

  // To be called often, with a time that is never set: tells when half of the limit is over and every beat has passed since it
  // was told last. A thread that hangs is thus found within the limit and a half.
  void Look(absl::Time now);

 private:
  const absl::Duration limit_;
  const std::function<void()> tell_;
  std::vector<std::pair<const base::Beat*, uint64_t>> beats_;  // with its passes when it was told last
  absl::Time next_ = absl::InfinitePast();
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_WATCHDOG_H_
