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

std::string Names(std::initializer_list<Role> roles) {
  std::string names;
  for (Role role : roles) absl::StrAppend(&names, names.empty() ? "" : ", ", RoleName(role));
  return names;
}

absl::Status RequireNode(const Identity& peer) {
  if (peer.is_node && peer.Has(Role::kNode)) return absl::OkStatus();
  return Denied(reason::kMissingRole,
                absl::StrCat(peer.Uri(), " is not a node with role node; only nodes converse"));
}

}  // namespace

absl::Status AuthorizeOfficer(const Identity& caller, absl::string_view economy,
                              std::initializer_list<Role> roles) {
  if (caller.economy != economy) {
    return Denied(reason::kWrongEconomy,
                  absl::StrCat(caller.Uri(), " is of ", caller.economy, "; this node serves ",
                               economy, "'s officers only"));
  }
  if (caller.is_node) {
    return Denied(reason::kMissingRole,
                  absl::StrCat(caller.Uri(), " is a node; this is for officers"));
  }
  if (roles.size() == 0) return absl::OkStatus();
  for (Role role : roles) {
    if (caller.Has(role)) return absl::OkStatus();
  }
  return Denied(reason::kMissingRole,
                absl::StrCat(caller.Uri(), " has none of the roles that may do this: ",
                             Names(roles)));
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
