// Findings on the terminal, and as JSON.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_FINDINGS_H_
#define LIGHTSHIP_CLIENT_COMMANDS_FINDINGS_H_

#include "client/commands/context.h"
#include "client/doctor/finding.h"

namespace lightship::commands {

// One after the other; with --json one object a line: level, area, what, means, do,
// looked.
void PrintFindings(const doctor::Findings& findings, Context& context);
// When there is nothing to mend or to look at: "All is well.", or what was not looked at.
std::string WellText(const doctor::Findings& findings);
// "2 to mend, 1 to look at".
std::string CountText(const doctor::Findings& findings);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_FINDINGS_H_
