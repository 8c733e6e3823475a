#include "node/rpc/gate.h"

#include "node/base/status.h"
#include "node/rpc/authorize.h"

namespace lightship::rpc {

absl::StatusOr<statement::Identity> Gate::AdmitOfficer(
    const grpc::AuthContext& context, statement::Operation operation) {
  ASSIGN_OR_RETURN(std::shared_ptr<const Peer> peer, identities_.Identify(context));
  RETURN_IF_ERROR(AuthorizeOfficer(peer->identity, economy_, operation));
  RETURN_IF_ERROR(heads_->Get()->CheckNotRevoked(peer->identity, peer->key_id));
  return peer->identity;
}

absl::StatusOr<std::shared_ptr<const Peer>> Gate::AdmitPeer(const grpc::AuthContext& context) {
  ASSIGN_OR_RETURN(std::shared_ptr<const Peer> peer, identities_.Identify(context));
  RETURN_IF_ERROR(AuthorizePeer(peer->identity, economy_));
  RETURN_IF_ERROR(heads_->Get()->CheckNotRevoked(peer->identity, peer->key_id));
  return peer;
}

}  // namespace lightship::rpc
