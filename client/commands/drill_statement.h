// What a step of a scenario makes its participant say.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_DRILL_STATEMENT_H_
#define LIGHTSHIP_CLIENT_COMMANDS_DRILL_STATEMENT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/commands/withdrawal.h"
#include "client/sdk/identity.h"
#include "lightship/config/v1/exercise.pb.h"
#include "lightship/v1/submission.pb.h"
#include "node/base/entropy.h"

namespace lightship::commands {

// The statement that the step is about, when it has been admitted.
struct Spoken {
  WithdrawalTarget statement;
  std::string incident;
};

// Signed by the officer, marked with `status`. `about` may be null for a report of an incident of its own.
absl::StatusOr<v1::SubmitRequest> DrillStatement(const config::v1::Step& step, v1::ExerciseStatus status,
                                                 const Spoken* about,
                                                 const sdk::OfficerIdentity& officer, absl::Time now,
                                                 base::Entropy& entropy);

// "initial alert", "response", "retraction".
std::string WhatIsDone(const config::v1::Step& step);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_DRILL_STATEMENT_H_
