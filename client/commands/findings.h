// Findings on the terminal, and as JSON.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_FINDINGS_H_
#define LIGHTSHIP_CLIENT_COMMANDS_FINDINGS_H_

#include "client/commands/context.h"
#include "client/doctor/finding.h"

namespace lightship::commands {

// One after the other; with --json one object a line: level, area, what, means, do.
void PrintFindings(const doctor::Findings& findings, Context& context);
// "2 to mend, 1 to look at".
std::string CountText(const doctor::Findings& findings);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_FINDINGS_H_
