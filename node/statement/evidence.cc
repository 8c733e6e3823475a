#include "node/statement/evidence.h"

#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/canonical.h"
#include "node/statement/log_opening.h"
#include "node/statement/proven_keys.h"

namespace lightship::statement {
namespace {

namespace reason = base::reason;

absl::Status WrongEvidence(absl::string_view why, absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, why, absl::StrCat("evidence: ", what));
}

crypto::Note ByLogAlone(const crypto::Note& note, const crypto::NoteKey& log_key) {
  crypto::Note alone{note.text, {}};
  for (const crypto::NoteSignature& signature : note.signatures) {
    if (signature.name != log_key.name || signature.id != log_key.id()) continue;
    alone.signatures.push_back(signature);
    break;
  }
  return alone;
}

// A note of the log with the one signature that it must have.
absl::StatusOr<merkle::SignedCheckpoint> ReadNote(const v1::Evidence& evidence,
                                                  absl::string_view note,
                                                  const crypto::NoteKey& key) {
  ASSIGN_OR_RETURN(merkle::SignedCheckpoint parsed, merkle::SignedCheckpoint::FromNote(note));
  if (parsed.checkpoint.origin != evidence.origin() || key.name != evidence.origin()) {
    return WrongEvidence(reason::kMalformed, "a checkpoint or key of another log");
  }
  ASSIGN_OR_RETURN(std::vector<size_t> signers, crypto::VerifyNote(parsed.note, {&key, 1}));
  if (signers.size() != 1 || parsed.note.signatures.size() != 1) {
    return WrongEvidence(reason::kBadSignature,
                 "each checkpoint must have the signature of the log's key, and no other");
  }
  return parsed;
}

}  // namespace

v1::Evidence MakeEvidence(const merkle::SignedCheckpoint& one, const merkle::SignedCheckpoint& other,
                          const crypto::NoteKey& log_key,
                          absl::Span<const merkle::Digest> proof) {
  auto rank = [](const merkle::SignedCheckpoint& checkpoint) {
    return std::tie(checkpoint.checkpoint.size, checkpoint.note.text);
  };
  const bool in_order = rank(one) <= rank(other);
  v1::Evidence evidence;
  evidence.set_origin(log_key.name);
  evidence.set_checkpoint_a(ByLogAlone((in_order ? one : other).note, log_key).ToString());
  evidence.set_checkpoint_b(ByLogAlone((in_order ? other : one).note, log_key).ToString());
  for (const merkle::Digest& hash : proof) evidence.add_proof(crypto::AsString(hash));
  return evidence;
}

absl::StatusOr<Contradiction> CheckEvidence(const v1::Evidence& evidence,
                                            const crypto::NoteKey& key_of_a,
                                            const crypto::NoteKey& key_of_b) {
  ASSIGN_OR_RETURN(merkle::SignedCheckpoint a, ReadNote(evidence, evidence.checkpoint_a(), key_of_a));
  ASSIGN_OR_RETURN(merkle::SignedCheckpoint b, ReadNote(evidence, evidence.checkpoint_b(), key_of_b));
  if (std::tie(a.checkpoint.size, a.note.text) >= std::tie(b.checkpoint.size, b.note.text)) {
    return WrongEvidence(reason::kMalformed, "the checkpoints are one, or not in order");
  }
  merkle::Proof proof;
  for (const std::string& hash : evidence.proof()) {
    ASSIGN_OR_RETURN(merkle::Digest digest, crypto::DigestFromBytes(hash));
    proof.push_back(digest);
  }
  if (a.checkpoint.size == b.checkpoint.size) {
    if (!proof.empty()) return WrongEvidence(reason::kBadProof, "equal sizes need no proof");
    return Contradiction{a.checkpoint, b.checkpoint};
  }
  ASSIGN_OR_RETURN(merkle::Digest root,
                   merkle::ProvenOldRoot(a.checkpoint.size, b.checkpoint.size, b.checkpoint.root,
                                         proof));
  if (root == a.checkpoint.root) {
    return WrongEvidence(reason::kBadProof, "the checkpoints agree: the smaller tree is part of the larger");
  }
  return Contradiction{a.checkpoint, b.checkpoint};
}

namespace {

// Both checkpoints are by a key that the log's was changed to.
absl::StatusOr<Contradiction> VerifyChanged(const v1::EvidenceFile& file, const PinnedRoots& roots) {
  if (!file.openings().empty()) return WrongEvidence(reason::kMalformed, "openings and keys in one file");
  ASSIGN_OR_RETURN(auto a, merkle::SignedCheckpoint::FromNote(file.evidence().checkpoint_a()));
  ASSIGN_OR_RETURN(auto b, merkle::SignedCheckpoint::FromNote(file.evidence().checkpoint_b()));
  absl::StatusOr<ProvenKeys> keys = ProvenKeys::Read(file.keys(), b.checkpoint, roots);
  if (!keys.ok() && a.checkpoint.size == b.checkpoint.size) {
    keys = ProvenKeys::Read(file.keys(), a.checkpoint, roots);
  }
  RETURN_IF_ERROR(keys.status());
  return CheckEvidence(file.evidence(), keys->log_key(), keys->log_key());
}

}  // namespace

absl::StatusOr<Contradiction> VerifyEvidenceFile(absl::string_view file, const PinnedRoots& roots) {
  v1::EvidenceFile parsed;
  RETURN_IF_ERROR(ParseCanonical(file, parsed));
  if (!parsed.keys().empty()) return VerifyChanged(parsed, roots);
  if (parsed.openings_size() < 1 || parsed.openings_size() > 2) {
    return WrongEvidence(reason::kMalformed, "the file needs entry 0 of the log, once or twice");
  }
  ASSIGN_OR_RETURN(LogOpening of_a, VerifyLogOpening(parsed.openings(0), roots));
  ASSIGN_OR_RETURN(LogOpening of_b,
                   VerifyLogOpening(parsed.openings(parsed.openings_size() - 1), roots));
  if (parsed.openings_size() == 2 && of_a.log_key.key.spki() == of_b.log_key.key.spki()) {
    return WrongEvidence(reason::kMalformed, "one key needs only one opening");
  }
  return CheckEvidence(parsed.evidence(), of_a.log_key, of_b.log_key);
}

}  // namespace lightship::statement
