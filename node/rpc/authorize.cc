#include "node/rpc/authorize.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::rpc {
namespace {

namespace reason = base::reason;
using statement::Identity;
using statement::Role;

absl::Status Denied(absl::string_view why, absl::string_view message) {
  return base::Error(absl::StatusCode::kPermissionDenied, why, message);
}

absl::Status RequireNode(const Identity& peer) {
  if (peer.is_node && peer.Has(Role::kNode)) return absl::OkStatus();
  return Denied(reason::kMissingRole,
                absl::StrCat(peer.Uri(), " is not a node with role node; only nodes converse"));
}

}  // namespace

absl::Status AuthorizeOfficer(const Identity& caller, absl::string_view economy,
                              statement::Operation operation) {
  if (caller.economy != economy) {
    return Denied(reason::kWrongEconomy,
                  absl::StrCat(caller.Uri(), " is of ", caller.economy, "; this node serves ",
                               economy, "'s officers only"));
  }
  if (caller.is_node) {
    return Denied(reason::kMissingRole,
                  absl::StrCat(caller.Uri(), " is a node; this is for officers"));
  }
  return statement::MayDo(caller, operation);
}

absl::Status AuthorizePeer(const Identity& caller, absl::string_view own) {
  RETURN_IF_ERROR(RequireNode(caller));
  if (caller.economy != own) return absl::OkStatus();
  return Denied(reason::kWrongEconomy,
                absl::StrCat(caller.Uri(), " is of this node's own economy; peers are of others"));
}

absl::Status AuthorizeNodeOf(const Identity& peer, absl::string_view economy) {
  RETURN_IF_ERROR(RequireNode(peer));
  if (peer.economy == economy) return absl::OkStatus();
  return Denied(reason::kWrongEconomy, absl::StrCat("the node dialled as ", economy, "'s is ",
                                                    peer.Uri()));
}

}  // namespace lightship::rpc
