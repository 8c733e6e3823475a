// For what is waited for: goes at the machine's pace, whatever the time is set to.
#ifndef LIGHTSHIP_NODE_BASE_STEADY_CLOCK_H_
#define LIGHTSHIP_NODE_BASE_STEADY_CLOCK_H_

#include <functional>
#include <utility>

#include "absl/time/time.h"
#include "node/base/clock.h"

namespace lightship::base {

// Begins with the wall-clock time, from which it departs when that is set: for nothing that people or other machines are told.
class SteadyClock final : public Clock {
 public:
  // `uptime`: time that nobody sets (base::Uptime).
  SteadyClock(absl::Time start, std::function<absl::Duration()> uptime)
      : uptime_(std::move(uptime)), began_(start - uptime_()) {}

  absl::Time Now() const override { return began_ + uptime_(); }

 private:
  const std::function<absl::Duration()> uptime_;
  const absl::Time began_;
};

}  // namespace lightship::base

#endif  // LIGHTSHIP_NODE_BASE_STEADY_CLOCK_H_
