// Entry 0 of a log: the bridge from a pinned root to the keys that sign the log's checkpoints.
#ifndef LIGHTSHIP_NODE_STATEMENT_LOG_OPENING_H_
#define LIGHTSHIP_NODE_STATEMENT_LOG_OPENING_H_

#include <vector>

#include "absl/status/statusor.h"
#include "lightship/v1/key.pb.h"
#include "lightship/v1/log.pb.h"
#include "node/crypto/certificate.h"
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
};

// The content of the KEY statement that opens a log.
v1::KeyStatement MakeLogOpening(const Origin& origin, const crypto::PublicKey& log_key,
                                const crypto::PublicKey& cosigner_key,
                                const std::vector<crypto::Certificate>& node_chain);

// Checks entry 0: index, kind, part digest, chain to the economy's pinned root at admission time, role node, origin of
// that economy, and the node's signature.
absl::StatusOr<LogOpening> VerifyLogOpening(const v1::HeldEntry& entry_zero,
                                            const PinnedRoots& roots);

}  // namespace lightship::statement

#endif  // LIGHTSHIP_NODE_STATEMENT_LOG_OPENING_H_
