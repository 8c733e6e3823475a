// Waiting until a time has come.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_WAIT_H_
#define LIGHTSHIP_CLIENT_COMMANDS_WAIT_H_

#include "absl/time/time.h"

namespace lightship::commands {

void WaitFor(absl::Duration delay);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_WAIT_H_
