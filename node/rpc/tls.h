// TLS between officers, nodes and peers: both sides show certificates. TLS proves that a peer's chain ends at some pinned
// root; that it is the root of the economy which the certificate names is proven by peer_identity.h (callers) and by
// PeerCredentials (nodes that are dialled).
#ifndef LIGHTSHIP_NODE_RPC_TLS_H_
#define LIGHTSHIP_NODE_RPC_TLS_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "node/base/clock.h"
#include "node/statement/roots.h"

namespace grpc {
class ChannelCredentials;
class ServerCredentials;
}  // namespace grpc

namespace lightship::rpc {

// What this node shows of itself.
struct TlsIdentity {
  std::string chain_pem;  // own certificate first
  std::string key_pem;
};

// Requires of every client a certificate whose chain ends at one of all pinned roots.
std::shared_ptr<grpc::ServerCredentials> ServerCredentials(const TlsIdentity& own,
                                                           const statement::PinnedRoots& roots);

// Accepts only a node of `economy`: a chain that ends at one of that economy's roots, is valid now, and names that economy and
// role node. The name or address dialled plays no part. `roots` and `clock` outlive the credentials.
std::shared_ptr<grpc::ChannelCredentials> PeerCredentials(const TlsIdentity& own,
                                                          const statement::PinnedRoots* roots,
                                                          const base::Clock* clock,
                                                          absl::string_view economy);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_TLS_H_
