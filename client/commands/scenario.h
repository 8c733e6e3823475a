// Scripted drills: from the file to a scenario that can be played. Pure functions.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_SCENARIO_H_
#define LIGHTSHIP_CLIENT_COMMANDS_SCENARIO_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/config/v1/exercise.pb.h"

namespace lightship::commands {

// Reads and checks the text (proto/lightship/config/v1/exercise.proto) and fills what has a default. INVALID_ARGUMENT with
// line and column, or with the step and what is wrong with it: a scenario that would be ACTUAL, a name used twice, a step
// that refers to a later one, a participant who is none, an amendment of somebody else's report.
absl::StatusOr<config::v1::Scenario> ReadScenario(absl::string_view text);

// "SG=127.0.0.1:7001,identities/sg": where the participant's node and identity are; replaces what the scenario says.
absl::Status SetParticipant(absl::string_view text, config::v1::Scenario& scenario);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_SCENARIO_H_
