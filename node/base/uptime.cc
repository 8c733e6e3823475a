#include "node/base/uptime.h"

#include <ctime>

namespace lightship::base {

absl::Duration Uptime() {
  timespec time{};
  clock_gettime(CLOCK_BOOTTIME, &time);
  return absl::DurationFromTimespec(time);
}

}  // namespace lightship::base
