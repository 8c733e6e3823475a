// Handing a signed statement to the node, or keeping it until there is one.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_DELIVER_H_
#define LIGHTSHIP_CLIENT_COMMANDS_DELIVER_H_

#include "absl/status/status.h"
#include "client/commands/context.h"
#include "lightship/v1/submission.pb.h"

namespace lightship::commands {

// Submits, and prints the address and who holds it. When the node cannot be reached, or fails, the statement is kept in the spool,
// the terminal says so, and the status is UNAVAILABLE (exit code 3): it is not delivered yet.
absl::Status Deliver(const v1::SubmitRequest& request, sdk::Node& node, Context& context);

// Hands in the attachments that wait in the spool and says on the terminal what became of each. UNAVAILABLE when the node cannot
// be reached any more: they stay.
absl::Status SendAttachments(sdk::Spool& spool, sdk::Node& node, Context& context);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_DELIVER_H_
