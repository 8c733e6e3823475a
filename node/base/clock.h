// The only source of time. Everything else is handed a Clock, so that tests and the simulator decide
// what time it is.
#ifndef LIGHTSHIP_NODE_BASE_CLOCK_H_
#define LIGHTSHIP_NODE_BASE_CLOCK_H_

#include "absl/time/time.h"

namespace lightship::base {

class Clock {
 public:
  virtual ~Clock() = default;
  // Wall-clock time (UTC). May jump. Thread-safe.
  virtual absl::Time Now() const = 0;
};

// The machine's clock.
class SystemClock final : public Clock {
 public:
  absl::Time Now() const override;
};

}  // namespace lightship::base

#endif  // LIGHTSHIP_NODE_BASE_CLOCK_H_
