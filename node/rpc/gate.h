// The gate of every service: connection -> identity -> economy and role -> not revoked.
#ifndef LIGHTSHIP_NODE_RPC_GATE_H_
#define LIGHTSHIP_NODE_RPC_GATE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "node/base/clock.h"
#include "node/ledger/heads.h"
#include "node/rpc/peer_identity.h"
#include "node/statement/identity.h"
#include "node/statement/operation.h"
#include "node/statement/roots.h"

namespace lightship::rpc {

// Thread-safe.
class Gate {
 public:
  // The pointers outlive the gate.
  Gate(absl::string_view economy, const statement::PinnedRoots* roots, const base::Clock* clock,
       const ledger::HeadsBoard* heads)
      : economy_(economy), identities_(roots, clock), heads_(heads) {}

  // An officer of this economy who may do `operation`, and whose key is not revoked (Heads::CheckNotRevoked). UNAUTHENTICATED
  // or PERMISSION_DENIED otherwise.
  absl::StatusOr<statement::Identity> AdmitOfficer(const grpc::AuthContext& context,
                                                   statement::Operation operation);

  // A node of another member, whose key is not revoked in any log of that member held here.
  absl::StatusOr<std::shared_ptr<const Peer>> AdmitPeer(const grpc::AuthContext& context);

  const std::string& economy() const { return economy_; }

 private:
  const std::string economy_;
  PeerIdentities identities_;
  const ledger::HeadsBoard* const heads_;
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_GATE_H_
