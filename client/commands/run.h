// The program `lightship`, from its arguments to its exit code.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_RUN_H_
#define LIGHTSHIP_CLIENT_COMMANDS_RUN_H_

#include <string>
#include <vector>

#include "client/commands/context.h"

namespace lightship::commands {

// `arguments` without the program's name. Output and errors go to the context's terminal.
int Run(const std::vector<std::string>& arguments, Context& context);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_RUN_H_
