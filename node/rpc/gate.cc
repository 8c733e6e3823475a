#include "node/rpc/gate.h"

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/rpc/authorize.h"

namespace lightship::rpc {
namespace {

absl::Status CheckNotRevoked(const Peer& peer, const ledger::Heads& heads) {
  const ledger::LogHead* own = heads.OfEconomy(peer.identity.economy);
  if (own == nullptr || own->keys == nullptr) return absl::OkStatus();
  const trust::GrantedKey* key = own->keys->Find(peer.key_id);
  if (key == nullptr || !key->revoked_index.has_value()) return absl::OkStatus();
  return base::Error(absl::StatusCode::kPermissionDenied, base::reason::kRevokedKey,
                     absl::StrCat("the key of ", peer.identity.Uri(), " was revoked by ",
                                  peer.identity.economy, "/", *key->revoked_index));
}

}  // namespace

absl::StatusOr<statement::Identity> Gate::AdmitOfficer(
    const grpc::AuthContext& context, statement::Operation operation) {
  ASSIGN_OR_RETURN(std::shared_ptr<const Peer> peer, identities_.Identify(context));
  RETURN_IF_ERROR(AuthorizeOfficer(peer->identity, economy_, operation));
  RETURN_IF_ERROR(CheckNotRevoked(*peer, *heads_->Get()));
  return peer->identity;
}

absl::StatusOr<statement::Identity> Gate::AdmitPeer(const grpc::AuthContext& context) {
  ASSIGN_OR_RETURN(std::shared_ptr<const Peer> peer, identities_.Identify(context));
  RETURN_IF_ERROR(AuthorizePeer(peer->identity, economy_));
  RETURN_IF_ERROR(CheckNotRevoked(*peer, *heads_->Get()));
  return peer->identity;
}

}  // namespace lightship::rpc
