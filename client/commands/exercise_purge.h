// Having exercises erased.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_EXERCISE_PURGE_H_
#define LIGHTSHIP_CLIENT_COMMANDS_EXERCISE_PURGE_H_

#include <string>

#include "absl/status/status.h"
#include "client/commands/context.h"

namespace lightship::commands {

struct PurgeFlags {
  std::string incident;  // "SG/12"
  bool all = false;      // instead: every exercise and test that the node knows
  uint32_t wait_seconds = 10;
  bool yes = false;
};

// Has all parts of what the officer's economy said of them erased by every holder, then tells how far that is confirmed.
// FAILED_PRECONDITION for an incident that is no exercise; DEADLINE_EXCEEDED ("done in part") when not all confirmed in time.
absl::Status Purge(const PurgeFlags& flags, Context& context);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_EXERCISE_PURGE_H_
