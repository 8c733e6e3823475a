#include "client/commands/questions.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/formats/safe_text.h"

namespace lightship::commands {

absl::StatusOr<std::string> AsTyped(const std::string&) { return std::string(); }

absl::Status Questions::Ask(const std::string& question, std::string& answer,
                            const Understand& understand, bool required) {
  while (true) {
    terminal_.out << question << "\n> " << std::flush;
    std::string line;
    if (!std::getline(terminal_.in, line)) {
      return WithExit(ExitCode::kUsage, absl::CancelledError(absl::StrCat("input ended; ", when_ended_)));
    }
    line = std::string(absl::StripAsciiWhitespace(line));
    if (line.empty() && !required) return absl::OkStatus();
    absl::StatusOr<std::string> echo = understand(line);
    if (echo.ok()) {
      if (!echo->empty()) terminal_.out << "  = " << formats::SafeLine(*echo) << "\n";
      answer = line;
      return absl::OkStatus();
    }
    terminal_.out << "  " << formats::SafeLine(echo.status().message()) << "\n";
  }
}

bool Confirm(const std::string& question, Terminal& terminal) {
  terminal.out << question << " [y/N] " << std::flush;
  std::string line;
  if (!std::getline(terminal.in, line)) return false;
  absl::string_view answer = absl::StripAsciiWhitespace(line);
  return absl::EqualsIgnoreCase(answer, "y") || absl::EqualsIgnoreCase(answer, "yes");
}

}  // namespace lightship::commands
