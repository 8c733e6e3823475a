// Signing what one holds of an incident, or did about it.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_SAY_H_
#define LIGHTSHIP_CLIENT_COMMANDS_SAY_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/commands/verb.h"
#include "lightship/v1/statement.pb.h"

namespace lightship::commands {

struct SayFlags {
  std::string incident;  // "SG/12" or a statement id
  std::string audience;  // empty: that of the statement named
  bool yes = false;
};

// Adds the incident's name and the common flags to a verb.
void AddSayFlags(Verb verb, SayFlags& flags);

// A statement that people named, and the incident that it speaks of (its founding report's id, 32 bytes).
struct Named {
  std::string statement_id;
  std::string incident;
  v1::Manifest manifest;
};
absl::StatusOr<Named> Look(const std::string& text, sdk::Node& node);

struct Saying {
  v1::StatementKind kind = v1::STATEMENT_KIND_UNSPECIFIED;
  std::string part;     // its name
  std::string content;  // serialized
  std::string words;    // what will be signed, for the terminal
};

// Has `make` say something of the incident, shows it, asks, signs and delivers. Whoever was told of the incident is told of
// this, unless the flags name an audience.
absl::Status Say(const SayFlags& flags,
                 const std::function<absl::StatusOr<Saying>(const Named&, sdk::Node&)>& make,
                 Context& context);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_SAY_H_
