// How people name statements on a command line: an address ("SG/1234") or a statement id in hexadecimal.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_NAME_H_
#define LIGHTSHIP_CLIENT_COMMANDS_NAME_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/sdk/node.h"
#include "lightship/v1/incident.pb.h"
#include "lightship/v1/submission.pb.h"

namespace lightship::commands {

// Usage errors for texts that are neither.
absl::StatusOr<v1::IncidentName> IncidentNameFrom(absl::string_view text);
absl::StatusOr<v1::GetReceiptRequest> ReceiptRequestFor(absl::string_view text);

// The 32-byte statement id behind `text`; asks the node for addresses.
absl::StatusOr<std::string> StatementIdFor(absl::string_view text, sdk::Node& node);

// The incident that any of its statements names: `text` may be a comment's or a follow-up's address too. Errors of the node's
// GetIncident.
absl::StatusOr<v1::GetIncidentResponse> FindIncident(absl::string_view text, sdk::Node& node);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_NAME_H_
