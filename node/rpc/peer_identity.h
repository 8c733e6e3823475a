// Who is at the other end of a connection: TLS hands over the certificates, the identity is proven here.
#ifndef LIGHTSHIP_NODE_RPC_PEER_IDENTITY_H_
#define LIGHTSHIP_NODE_RPC_PEER_IDENTITY_H_

#include <cstddef>
#include <map>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "node/base/clock.h"
#include "node/base/mutex.h"
#include "node/crypto/digest.h"
#include "node/statement/identity.h"
#include "node/statement/roots.h"

namespace grpc {
class AuthContext;
}  // namespace grpc

namespace lightship::rpc {

// The certificates of a connection, own first, as gRPC gives them: servers get the chain without the own certificate, clients
// with it. UNAUTHENTICATED (UNTRUSTED_CERTIFICATE) when there is none, one does not parse, or there are too many.
absl::StatusOr<std::vector<crypto::Certificate>> ReadChain(absl::string_view certificate_pem,
                                                           absl::string_view chain_pem);

struct Peer {
  statement::Identity identity;
  crypto::Digest key_id{};
};

// Verifying a chain costs a few signatures, and every call brings the same one: results are kept by digest of the
// certificates. Thread-safe.
class PeerIdentities {
 public:
  // Chains remembered, and for how long; a certificate that ends earlier is forgotten with its end.
  static constexpr size_t kRemembered = 4096;
  static constexpr absl::Duration kRememberedFor = absl::Minutes(5);

  // Both outlive this object.
  PeerIdentities(const statement::PinnedRoots* roots, const base::Clock* clock)
      : roots_(roots), clock_(clock) {}

  // The peer of a TLS connection. UNAUTHENTICATED when it showed no certificate; else as Verify.
  absl::StatusOr<std::shared_ptr<const Peer>> Identify(const grpc::AuthContext& context);

  // `chain_pem` may begin with the certificate again. UNAUTHENTICATED (UNTRUSTED_CERTIFICATE) for an empty or unreadable
  // certificate, PERMISSION_DENIED when the chain does not end at a root of the economy it names.
  absl::StatusOr<std::shared_ptr<const Peer>> Verify(absl::string_view certificate_pem,
                                                     absl::string_view chain_pem);

 private:
  struct Remembered {
    std::shared_ptr<const Peer> peer;
    absl::Time until;
  };
  std::shared_ptr<const Peer> Recall(const crypto::Digest& digest, absl::Time now);
  void Remember(const crypto::Digest& digest, Remembered remembered, absl::Time now);

  const statement::PinnedRoots* const roots_;
  const base::Clock* const clock_;
  base::Mutex mutex_;
  std::map<crypto::Digest, Remembered> remembered_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_PEER_IDENTITY_H_
