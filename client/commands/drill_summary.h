// The hot wash of a drill: who received what, and when.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_DRILL_SUMMARY_H_
#define LIGHTSHIP_CLIENT_COMMANDS_DRILL_SUMMARY_H_

#include <string>
#include <vector>

#include "client/commands/context.h"
#include "client/commands/drill.h"

namespace lightship::commands {

// A table, a CSV line a step, or one JSON object. Seconds are from submission to the author's knowing of it.
void PrintDrill(const config::v1::Scenario& scenario, const std::vector<StepOutcome>& outcomes,
                absl::Time begin, Context& context);

// Whether every step was admitted and is held by all of its audience.
bool IsComplete(const std::vector<StepOutcome>& outcomes);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_DRILL_SUMMARY_H_
