// Signing what one holds of an incident, or did about it.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_SAY_H_
#define LIGHTSHIP_CLIENT_COMMANDS_SAY_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/commands/verb.h"
#include "lightship/v1/incident.pb.h"
#include "lightship/v1/statement.pb.h"

namespace lightship::commands {

struct SayFlags {
  std::string incident;  // "SG/12" or a statement id
  std::string audience;  // empty: no wider than that of any statement drawn on
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

// The exercise statuses other than actual: what is asked for to see exercises and tests.
std::vector<v1::ExerciseStatus> ExerciseStatuses();

// Who may know a statement, and how it is to be handled.
struct Drawn {
  std::string address;
  std::string audience;
  v1::Tlp tlp = v1::TLP_UNSPECIFIED;
};

// A part of a report, or (of a field's path, "vessel.victims[0].name_as_written") the part in which the field lies.
Drawn PartDrawn(const v1::IncidentStatement& report, absl::string_view part_or_field);

struct Saying {
  v1::StatementKind kind = v1::STATEMENT_KIND_UNSPECIFIED;
  std::string part;     // its name
  std::string content;  // serialized
  std::string words;    // what will be signed, for the terminal
  // Other statements (or parts of them) that it names or takes values from: who may not know these must not be told of it.
  std::vector<Drawn> drawn_on = {};
};

// Shows it, asks, signs and delivers. `manifest` needs all but kind, economy and time.
absl::Status Utter(v1::Manifest manifest, const Saying& saying, bool yes,
                   const sdk::OfficerIdentity& officer, sdk::Node& node, Context& context);

// The narrower of two audiences, or INVALID_ARGUMENT when neither holds the other, as far as their names tell.
absl::StatusOr<std::string> Narrower(const std::string& one, const std::string& other);

// Has `make` say something of the incident, and utters it. Unless the flags name an audience, those are
// told who were told of the statement named and of all that is drawn on; when these have no narrower one, it asks for --to.
absl::Status Say(const SayFlags& flags,
                 const std::function<absl::StatusOr<Saying>(const Named&, sdk::Node&)>& make,
                 Context& context);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_SAY_H_
