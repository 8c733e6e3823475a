// Entry 0 of a log: the bridge from a pinned root to the keys that sign the log's checkpoints.
//
// Of a cosigner's log a verifier sees this one entry and no proof that it is in the log; so every
// byte of it is bound by the node's signature: the encoding is canonical, there is one signature,
// and the entry was admitted at the very time that its manifest was made.
#ifndef LIGHTSHIP_NODE_STATEMENT_LOG_OPENING_H_
#define LIGHTSHIP_NODE_STATEMENT_LOG_OPENING_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lightship/v1/key.pb.h"
#include "lightship/v1/log.pb.h"
#include "lightship/v1/statement.pb.h"
#include "node/base/entropy.h"
#include "node/crypto/certificate.h"
#include "node/crypto/key.h"
#include "node/crypto/note.h"
#include "node/statement/address.h"
#include "node/statement/identity.h"
#include "node/statement/open.h"
#include "node/statement/roots.h"

namespace lightship::statement {

struct LogOpening {
  Origin origin;
  crypto::NoteKey log_key;       // kEd25519, name = origin
  crypto::NoteKey cosigner_key;  // kCosignatureV1, name = origin
  Identity node;
  crypto::Certificate node_certificate;
  std::vector<crypto::Certificate> node_chain;  // node_certificate first
  absl::Time opened_at;
  std::optional<v1::Predecessor> predecessor;  // an earlier epoch of the same economy
};

// The content of the KEY statement that opens a log.
v1::KeyStatement MakeLogOpening(const Origin& origin, const crypto::PublicKey& log_key,
                                const crypto::PublicKey& cosigner_key,
                                const std::vector<crypto::Certificate>& node_chain,
                                const std::optional<v1::Predecessor>& predecessor = std::nullopt);

// What every KEY statement's manifest has in common (audience "all", TLP clear); parts are Seal's
// to add.
v1::Manifest KeyManifest(absl::string_view economy, absl::Time created_at);

// The whole of entry 0, as VerifyLogOpening wants it. `node_key` is that of node_chain[0].
absl::StatusOr<v1::HeldEntry> SealLogOpening(const Origin& origin, const crypto::PublicKey& log_key,
                                             const crypto::PublicKey& cosigner_key,
                                             const std::vector<crypto::Certificate>& node_chain,
                                             const crypto::PrivateKey& node_key, absl::Time now,
                                             base::Entropy& entropy,
                                             const std::optional<v1::Predecessor>& predecessor =
                                                 std::nullopt);

// Checks entry 0 against itself: canonical encoding, index, kind, part digest, role node, origin of
// the economy that the certificate names, and the node's signature. Whose key it is stays a claim
// until the chain is checked.
absl::StatusOr<LogOpening> ReadLogOpening(const v1::HeldEntry& entry_zero);

// ReadLogOpening, and the chain ends at a pinned root of the economy and was valid when the log was
// opened.
absl::StatusOr<LogOpening> VerifyLogOpening(const v1::HeldEntry& entry_zero,
                                            const PinnedRoots& roots);

}  // namespace lightship::statement

#endif  // LIGHTSHIP_NODE_STATEMENT_LOG_OPENING_H_
