// Two signed checkpoints of one log that cannot both be true: making and checking the proof of a fork. Pure.
#ifndef LIGHTSHIP_NODE_STATEMENT_EVIDENCE_H_
#define LIGHTSHIP_NODE_STATEMENT_EVIDENCE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "lightship/v1/exchange.pb.h"
#include "node/crypto/note.h"
#include "node/merkle/checkpoint.h"
#include "node/merkle/proof.h"
#include "node/statement/roots.h"

namespace lightship::statement {

// What evidence proves: the log's key signed both, and the tree of `larger` has another root than `smaller.root` at
// smaller.size. Whoever holds the key has shown two histories.
struct Contradiction {
  merkle::Checkpoint smaller;
  merkle::Checkpoint larger;
};

// The one form for the pair. `proof` leads from the smaller size to the larger in the larger one's tree, in the form of
// merkle::ProvenOldRoot; empty for equal sizes. Signatures other than the log's own are dropped. Nothing is checked.
v1::Evidence MakeEvidence(const merkle::SignedCheckpoint& one, const merkle::SignedCheckpoint& other,
                          const crypto::NoteKey& log_key, absl::Span<const merkle::Digest> proof);

// INVALID_ARGUMENT with what does not hold (MALFORMED, BAD_SIGNATURE, BAD_PROOF), unless the notes are in the one form,
// signed by the keys, and contradict each other.
absl::StatusOr<Contradiction> CheckEvidence(const v1::Evidence& evidence,
                                            const crypto::NoteKey& key_of_a,
                                            const crypto::NoteKey& key_of_b);

// A serialized v1::EvidenceFile, checked offline against pinned roots. A change of any byte is an error.
absl::StatusOr<Contradiction> VerifyEvidenceFile(absl::string_view file, const PinnedRoots& roots);

}  // namespace lightship::statement

#endif  // LIGHTSHIP_NODE_STATEMENT_EVIDENCE_H_
