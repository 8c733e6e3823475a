// Which callers may do what, once it is known who they are. Pure.
#ifndef LIGHTSHIP_NODE_RPC_AUTHORIZE_H_
#define LIGHTSHIP_NODE_RPC_AUTHORIZE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "node/statement/identity.h"
#include "node/statement/operation.h"

namespace lightship::rpc {

// An officer of `economy` who may do `operation`. PERMISSION_DENIED otherwise: WRONG_ECONOMY or MISSING_ROLE, naming the
// caller and what would do.
absl::Status AuthorizeOfficer(const statement::Identity& caller, absl::string_view economy,
                              statement::Operation operation);

// A node with role node, of any member but `own` economy.
absl::Status AuthorizePeer(const statement::Identity& caller, absl::string_view own);

// A node with role node of exactly `economy`.
absl::Status AuthorizeNodeOf(const statement::Identity& peer, absl::string_view economy);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_AUTHORIZE_H_
