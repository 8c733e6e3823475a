// TLS between officers, nodes and peers: both sides show certificates. The handshake proves that a caller's chain ends at some
// pinned root and is valid now; that it is the root of the economy which the certificate names is proven by peer_identity.h
// (callers) and by PeerCredentials (nodes that are dialled). OpenSSL proves possession of the key, our own code the chain: so
// each handshake is judged by the roots that are pinned by then. Sessions that stand are not touched by any reload.
#ifndef LIGHTSHIP_NODE_RPC_TLS_H_
#define LIGHTSHIP_NODE_RPC_TLS_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "node/base/clock.h"
#include "node/ledger/heads.h"
#include "node/statement/roots.h"

namespace grpc {
class ChannelCredentials;
class ServerCredentials;
}  // namespace grpc

namespace lightship::rpc {

// What this node shows of itself: PEM files, read again every second. While the two do not fit together, new handshakes
// fail; replace them by one rename of their directory, or the key first.
struct TlsIdentity {
  std::string chain_file;  // own certificate first
  std::string key_file;
};

// Requires of every client a certificate whose chain ends at one of all pinned roots. `roots` and `clock` outlive the
// credentials.
std::shared_ptr<grpc::ServerCredentials> ServerCredentials(const TlsIdentity& own,
                                                           const statement::PinnedRoots* roots,
                                                           const base::Clock* clock);

// Accepts only a node of `economy`: a chain that ends at one of that economy's roots, is valid now, may be used for servers, and
// names that economy and role node, and whose key no log held here has revoked. The name or address dialled plays no part. The
// pointers outlive the credentials.
std::shared_ptr<grpc::ChannelCredentials> PeerCredentials(const TlsIdentity& own,
                                                          const statement::PinnedRoots* roots,
                                                          const base::Clock* clock,
                                                          const ledger::HeadsBoard* heads,
                                                          absl::string_view economy);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_TLS_H_
