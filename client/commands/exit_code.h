// What `lightship` tells the shell. Scripts rely on these numbers: they are never changed.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_EXIT_CODE_H_
#define LIGHTSHIP_CLIENT_COMMANDS_EXIT_CODE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace lightship::commands {

enum class ExitCode {
  kOk = 0,
  kUsage = 1,        // a flag, file or identity on this side is wrong
  kRefused = 2,      // the node, or the client's own checks, refused the statement or the request
  kUnreachable = 3,  // the node cannot be reached, is too busy or fails: the same call may work later
  kNotFound = 4,
  kUnverified = 5,  // a statement or receipt does not verify
  kPartly = 6,      // part of the work was done: the output says which rows or statements were not
};

// For the --help text.
inline constexpr absl::string_view kExitCodesHelp =
    "Exit codes: 0 ok, 1 usage, 2 refused, 3 node unreachable or busy, 4 not found,\n"
    "            5 does not verify, 6 done in part";

// `status` with the exit code that it shall end the program with.
absl::Status WithExit(ExitCode code, const absl::Status& status);
absl::Status UsageError(absl::string_view message);

// The code attached by WithExit, else by the status code: NOT_FOUND 4, unreachable 3, anything else 2.
ExitCode ExitCodeOf(const absl::Status& status);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_EXIT_CODE_H_
