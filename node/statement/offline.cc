#include "node/statement/offline.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "lightship/v1/log.pb.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/merkle/checkpoint.h"
#include "node/merkle/proof.h"
#include "node/statement/canonical.h"
#include "node/statement/log_opening.h"
#include "node/statement/open.h"
#include "node/statement/proven_keys.h"

namespace lightship::statement {
namespace {

namespace reason = base::reason;

absl::Status Wrong(absl::string_view why, absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, why, what);
}

// The two files, parsed.
struct Evidence {
  v1::StatementFile file;
  merkle::TlogProof proof;
  merkle::SignedCheckpoint head;
  OpenedEntry statement;
  std::optional<ProvenKeys> keys;
};

// Both files' encodings, and that they speak of one entry of one log.
absl::Status ReadFiles(absl::string_view statement_file, absl::string_view tlog_proof,
                       Evidence& evidence) {
  RETURN_IF_ERROR(ParseCanonical(statement_file, evidence.file));
  ASSIGN_OR_RETURN(evidence.proof, merkle::TlogProof::FromText(tlog_proof));
  ASSIGN_OR_RETURN(evidence.head, merkle::SignedCheckpoint::FromNote(evidence.proof.checkpoint));
  const merkle::Checkpoint& head = evidence.head.checkpoint;
  if (head.origin != evidence.file.origin()) {
    return Wrong(reason::kMalformed,
                 absl::StrCat("the statement is of log '", absl::CHexEscape(evidence.file.origin()),
                              "', the checkpoint of '", head.origin, "'"));
  }
  const std::string& entry = evidence.file.statement().entry();
  if (!evidence.proof.extra.empty() && evidence.proof.extra != entry) {
    return Wrong(reason::kMalformed, "the proof's extra data is not the entry");
  }
  ASSIGN_OR_RETURN(evidence.statement, OpenEntry(entry));
  if (evidence.statement.entry.index() != evidence.proof.index) {
    return Wrong(reason::kBadProof, absl::StrCat("the entry is ", evidence.statement.entry.index(),
                                                 ", the proof is for ", evidence.proof.index));
  }
  RETURN_IF_ERROR(CheckIncluded(evidence.statement.leaf_hash, evidence.proof.index,
                                evidence.proof.inclusion, head));
  return CheckParts(evidence.statement.manifest, evidence.file.statement().parts());
}

// The keys, and that they are those of the statement's log.
absl::Status ReadKeys(Evidence& evidence, const PinnedRoots& roots) {
  ASSIGN_OR_RETURN(evidence.keys, ProvenKeys::Read(evidence.file.keys(), evidence.head.checkpoint, roots));
  const Origin& opened = evidence.keys->opening().origin;
  if (opened.ToString() == evidence.file.origin() &&
      opened.economy == evidence.statement.manifest.economy()) {
    return absl::OkStatus();
  }
  return Wrong(reason::kWrongEconomy,
               absl::StrCat("a statement of ", evidence.statement.manifest.economy(), " in log ",
                            absl::CHexEscape(evidence.file.origin()), ", opened as ",
                            opened.ToString(), "; all three must agree"));
}

// A cosigner's log, as far as roots prove it.
struct Cosigner {
  LogOpening opening;
  bool proven = false;
};

absl::StatusOr<std::vector<Cosigner>> ReadCosigners(const Evidence& evidence,
                                                    const PinnedRoots& roots) {
  std::vector<Cosigner> cosigners;
  for (const v1::HeldEntry& entry_zero : evidence.file.cosigners()) {
    ASSIGN_OR_RETURN(LogOpening claimed, ReadLogOpening(entry_zero));
    const bool proven = !roots.Of(claimed.origin.economy).empty();
    // With a root at hand an opening that it does not prove is a forgery, not a claim.
    if (proven) RETURN_IF_ERROR(VerifyLogOpening(entry_zero, roots).status());
    cosigners.push_back({std::move(claimed), proven});
  }
  return cosigners;
}

bool IsBy(const crypto::NoteSignature& signature, const crypto::NoteKey& key) {
  return signature.name == key.name && signature.id == key.id();
}

// Every signature line holds, and each is the log's or a cosigner's that the file explains.
absl::StatusOr<std::vector<HolderProof>> CheckNote(const Evidence& evidence,
                                                   const std::vector<Cosigner>& cosigners) {
  const crypto::Note& note = evidence.head.note;
  std::vector<crypto::NoteKey> keys = {evidence.keys->log_key()};
  for (const Cosigner& cosigner : cosigners) keys.push_back(cosigner.opening.cosigner_key);
  ASSIGN_OR_RETURN(std::vector<size_t> signers, crypto::VerifyNote(note, keys));
  if (signers.empty() || signers[0] != 0) {
    return Wrong(reason::kBadSignature, "the checkpoint is not signed by the log's key");
  }
  if (signers.size() != keys.size()) {
    return Wrong(reason::kBadSignature,
                 "the file explains a cosigner whose signature is not on the checkpoint: the proof "
                 "has lost it, or belongs to another file");
  }
  std::vector<HolderProof> holders;
  std::set<std::string> counted;
  for (const crypto::NoteSignature& signature : note.signatures) {
    if (IsBy(signature, keys[0])) continue;
    const Cosigner* by = nullptr;
    for (size_t signer : signers) {
      if (signer > 0 && IsBy(signature, keys[signer])) by = &cosigners[signer - 1];
    }
    if (by == nullptr) {
      return Wrong(reason::kUnknownKey,
                   absl::StrCat("the checkpoint has a signature of '", signature.name,
                                "' by a key that the file does not explain"));
    }
    ASSIGN_OR_RETURN(absl::Time cosigned_at, crypto::CosignatureTime(signature));
    if (!counted.insert(by->opening.origin.economy).second) continue;
    holders.push_back({by->opening.origin.economy, cosigned_at, by->proven});
  }
  return holders;
}

OfflineVerdict Describe(const Evidence& evidence) {
  OfflineVerdict verdict{.address = evidence.keys->opening().origin.At(evidence.proof.index),
                         .manifest = evidence.statement.manifest,
                         .parts = {},
                         .absent = {},
                         .signers = {},
                         .admitted_at = evidence.statement.admitted_at,
                         .tree_size = evidence.head.checkpoint.size,
                         .holders = {}};
  std::set<absl::string_view> held;
  for (const v1::Part& part : evidence.file.statement().parts()) {
    held.insert(part.name());
    verdict.parts.push_back(part);
  }
  for (const v1::PartRef& part : verdict.manifest.parts()) {
    if (!held.contains(part.name())) verdict.absent.push_back(part.name());
  }
  return verdict;
}

}  // namespace

absl::StatusOr<OfflineVerdict> VerifyOffline(absl::string_view statement_file,
                                             absl::string_view tlog_proof,
                                             const PinnedRoots& roots) {
  Evidence evidence;
  RETURN_IF_ERROR(ReadFiles(statement_file, tlog_proof, evidence));
  RETURN_IF_ERROR(ReadKeys(evidence, roots));
  std::vector<Identity> signers;
  for (const v1::Signature& signature : evidence.statement.entry.signatures()) {
    ASSIGN_OR_RETURN(Identity signer,
                     evidence.keys->CheckSigner(evidence.statement, evidence.file.statement().parts(),
                                                signature));
    signers.push_back(std::move(signer));
  }
  ASSIGN_OR_RETURN(std::vector<Cosigner> cosigners, ReadCosigners(evidence, roots));
  ASSIGN_OR_RETURN(std::vector<HolderProof> holders, CheckNote(evidence, cosigners));
  OfflineVerdict verdict = Describe(evidence);
  verdict.signers = std::move(signers);
  verdict.holders = std::move(holders);
  return verdict;
}

}  // namespace lightship::statement
