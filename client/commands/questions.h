// Asking at the terminal, each answer checked and echoed at once.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_QUESTIONS_H_
#define LIGHTSHIP_CLIENT_COMMANDS_QUESTIONS_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/commands/context.h"

namespace lightship::commands {

// Gives the echo of an answer, or says why it was not understood.
using Understand = std::function<absl::StatusOr<std::string>(const std::string&)>;
// Anything, without an echo.
absl::StatusOr<std::string> AsTyped(const std::string& answer);

class Questions {
 public:
  // `when_ended` says what has come of it when the input ends: "nothing was sent".
  Questions(Terminal& terminal, std::string when_ended)
      : terminal_(terminal), when_ended_(std::move(when_ended)) {}

  // An empty answer leaves `answer` as it is, unless one is required; an answer that is not understood is asked for again.
  // CANCELLED (exit code 1) when the input ends.
  absl::Status Ask(const std::string& question, std::string& answer, const Understand& understand,
                   bool required = false);

 private:
  Terminal& terminal_;
  const std::string when_ended_;
};

// True for "y" or "yes"; false for anything else and at the end of the input.
bool Confirm(const std::string& question, Terminal& terminal);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_QUESTIONS_H_
