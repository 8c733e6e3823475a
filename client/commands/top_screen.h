// The terminal of `lightship top`. Only top_screen.cc reads the library for terminals, whose macros have short names.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_TOP_SCREEN_H_
#define LIGHTSHIP_CLIENT_COMMANDS_TOP_SCREEN_H_

#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "client/commands/top_picture.h"

namespace lightship::commands {

// Shows `draw`'s lines for the terminal's rows and columns, again after each `every`, a key is pressed or the terminal
// has another size, until q is pressed. The terminal is as before when it returns. FAILED_PRECONDITION when it cannot show pictures.
absl::Status ShowUntilQuit(const std::function<std::vector<TopLine>(size_t rows, size_t columns)>& draw, absl::Duration every);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_TOP_SCREEN_H_
