// Says in the log what a stop waits for, when that takes long: an operator who looks on knows then which disk does not answer.
#ifndef LIGHTSHIP_NODE_APP_AWAITING_H_
#define LIGHTSHIP_NODE_APP_AWAITING_H_

#include <functional>

#include "absl/strings/string_view.h"

namespace lightship::app {

// Calls `end`, and logs `what` it waits for once that has taken 5 seconds.
void AwaitEnd(absl::string_view what, const std::function<void()>& end);

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_AWAITING_H_
