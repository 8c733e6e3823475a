// Streams that this node opens to a peer.
#ifndef LIGHTSHIP_NODE_RPC_DIALLER_H_
#define LIGHTSHIP_NODE_RPC_DIALLER_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "node/base/clock.h"
#include "node/base/entropy.h"
#include "node/ledger/heads.h"
#include "node/rpc/peer_stream.h"
#include "node/rpc/tls.h"
#include "node/statement/roots.h"

namespace grpc {
class ChannelCredentials;
}  // namespace grpc

namespace lightship::rpc {

// One peer's address. Thread-safe.
class Dialler {
 public:
  // The pointers outlive the dialler and its streams.
  Dialler(absl::string_view economy, const std::string& address, const TlsIdentity& own,
          const statement::PinnedRoots* roots, const base::Clock* clock,
          const ledger::HeadsBoard* heads, base::Entropy* entropy, PeerStreamEvents* events);

  // Opens a stream, under an id that is drawn. OnOpened follows once the peer has answered; OnClosed in any case, with why.
  std::shared_ptr<PeerStream> Dial();

  const std::string& economy() const { return economy_; }
  const std::string& address() const { return address_; }

 private:
  const std::string economy_;
  const std::string address_;
  base::Entropy* const entropy_;
  PeerStreamEvents* const events_;
  const std::shared_ptr<PeerIdentities> identities_;
  const std::shared_ptr<grpc::ChannelCredentials> credentials_;
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_DIALLER_H_
