#include "node/base/clock.h"

#include "absl/time/clock.h"

namespace lightship::base {

absl::Time SystemClock::Now() const { return absl::Now(); }

}  // namespace lightship::base
