// Time since the machine was started, which nobody can set: how far the clock should have come.
#ifndef LIGHTSHIP_NODE_BASE_UPTIME_H_
#define LIGHTSHIP_NODE_BASE_UPTIME_H_

#include "absl/time/time.h"

namespace lightship::base {

// Goes on while the machine sleeps. Thread-safe.
absl::Duration Uptime();

}  // namespace lightship::base

#endif  // LIGHTSHIP_NODE_BASE_UPTIME_H_
