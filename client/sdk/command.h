// Running a program.
#ifndef LIGHTSHIP_CLIENT_SDK_COMMAND_H_
#define LIGHTSHIP_CLIENT_SDK_COMMAND_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace lightship::sdk {

// "notify --to 'watch desk'" as a program and its arguments: blanks separate, '...' and "..." keep them, nothing else is special, and no
// shell is asked. INVALID_ARGUMENT for nothing, and for a quote that is never closed.
absl::StatusOr<std::vector<std::string>> SplitCommand(absl::string_view text);

// Runs the program, found by PATH, with `input` as its standard input, and waits for its end. What it prints goes where this process
// prints. FAILED_PRECONDITION that says so when it cannot be started, ends with another status than 0, is killed, or has not ended
// `within` that time: then it is killed here, with all that it has started and that has not left its process group. It has one of
// its own, so that what is typed at a terminal (^C) does not reach it. REQUIRES: `argv` is not empty.
absl::Status RunCommand(const std::vector<std::string>& argv, absl::string_view input,
                        absl::Duration within);

// How a program ended, and what it printed on standard output and standard error, mixed as it came.
struct Ended {
  int status = 0;
  std::string output;
};

// The same with nothing to read, but an exit status other than 0 is an answer, and what is printed comes back, up to 64 KiB.
absl::StatusOr<Ended> RunAndRead(const std::vector<std::string>& argv, absl::Duration within);

// Starts it, with nothing to read, and leaves it to itself; it outlives this process. FAILED_PRECONDITION when it cannot be started.
absl::Status StartCommand(const std::vector<std::string>& argv);

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_COMMAND_H_
