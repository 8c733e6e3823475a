// A report asked for step by step, each answer checked and echoed at once.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_REPORT_STEPS_H_
#define LIGHTSHIP_CLIENT_COMMANDS_REPORT_STEPS_H_

#include "absl/status/status.h"
#include "client/commands/context.h"
#include "client/commands/report_flags.h"

namespace lightship::commands {

// Fills `flags` from the terminal. An empty answer leaves a field out; an answer that is not understood is asked for
// again. CANCELLED (exit code 1) when the input ends.
absl::Status AskReport(ReportFlags& flags, Terminal& terminal);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_REPORT_STEPS_H_
