#include "node/statement/offline.h"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "lightship/v1/key.pb.h"
#include "lightship/v1/log.pb.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/merkle/checkpoint.h"
#include "node/merkle/proof.h"
#include "node/statement/canonical.h"
#include "node/statement/log_opening.h"
#include "node/statement/open.h"
#include "node/statement/operation.h"

namespace lightship::statement {
namespace {

namespace reason = base::reason;

absl::Status Wrong(absl::string_view why, absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, why, what);
}

// A key that the file proves to be in the log.
struct ProvenKey {
  crypto::Certificate certificate;
  Identity identity;
  uint64_t index = 0;
};

// The two files, parsed.
struct Evidence {
  v1::StatementFile file;
  merkle::TlogProof proof;
  merkle::SignedCheckpoint head;
  OpenedEntry statement;
  std::optional<LogOpening> opening;
  std::map<Digest, std::vector<ProvenKey>> keys;  // in order of index
  std::optional<crypto::NoteKey> log_key;         // that signs the checkpoint
};

absl::Status CheckIncluded(const Digest& leaf, uint64_t index, absl::Span<const Digest> proof,
                           const merkle::Checkpoint& head) {
  absl::Status included = merkle::VerifyInclusion(leaf, index, head.size, proof, head.root);
  return included.ok() ? included
                       : base::Annotate(included, absl::StrCat("entry ", index,
                                                               " in the tree of size ", head.size));
}

absl::Status CheckParts(const v1::Manifest& manifest,
                        const google::protobuf::RepeatedPtrField<v1::Part>& parts) {
  std::set<absl::string_view> names;
  for (const v1::Part& part : parts) {
    RETURN_IF_ERROR(CheckPart(manifest, part));
    if (!names.insert(part.name()).second) {
      return Wrong(reason::kMalformed, absl::StrCat("part '", part.name(), "' is there twice"));
    }
  }
  return absl::OkStatus();
}

// An entry of `file.keys`, read and found in the tree.
absl::StatusOr<OpenedEntry> OpenProven(const v1::ProvenEntry& proven,
                                       const merkle::Checkpoint& head) {
  ASSIGN_OR_RETURN(OpenedEntry opened, OpenEntry(proven.held().entry()));
  merkle::Proof proof;
  for (const std::string& hash : proven.inclusion()) {
    ASSIGN_OR_RETURN(Digest digest, crypto::DigestFromBytes(hash));
    proof.push_back(digest);
  }
  RETURN_IF_ERROR(CheckIncluded(opened.leaf_hash, opened.entry.index(), proof, head));
  RETURN_IF_ERROR(CheckParts(opened.manifest, proven.held().parts()));
  return opened;
}

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

absl::Status ReadOpening(Evidence& evidence, const PinnedRoots& roots) {
  if (evidence.file.keys().empty()) {
    return Wrong(reason::kMalformed, "the statement file has no entry 0, which opens the log");
  }
  const v1::ProvenEntry& proven = evidence.file.keys(0);
  RETURN_IF_ERROR(OpenProven(proven, evidence.head.checkpoint).status());
  absl::StatusOr<LogOpening> opening = VerifyLogOpening(proven.held(), roots);
  if (!opening.ok()) return opening.status();
  const std::string& economy = opening->origin.economy;
  if (opening->origin.ToString() != evidence.file.origin() ||
      economy != evidence.statement.manifest.economy()) {
    return Wrong(reason::kWrongEconomy,
                 absl::StrCat("a statement of ", evidence.statement.manifest.economy(), " in log ",
                              absl::CHexEscape(evidence.file.origin()), ", opened as ",
                              opening->origin.ToString(), "; all three must agree"));
  }
  evidence.keys[opening->node_certificate.public_key().key_id()].push_back(
      {opening->node_certificate, opening->node, 0});
  evidence.log_key = opening->log_key;
  evidence.opening = *std::move(opening);
  return absl::OkStatus();
}

absl::Status ReadGrant(const OpenedEntry& opened, const v1::KeyGrant& grant, Evidence& evidence,
                       const PinnedRoots& roots) {
  const auto& ders = grant.certificate_chain();
  ASSIGN_OR_RETURN(std::vector<crypto::Certificate> chain,
                   ParseChain(std::vector<std::string>(ders.begin(), ders.end())));
  ASSIGN_OR_RETURN(Identity identity, VerifyIdentity(chain, roots, opened.admitted_at));
  if (identity.economy != evidence.opening->origin.economy) {
    return Wrong(reason::kWrongEconomy,
                 absl::StrCat("the log of ", evidence.opening->origin.economy, " grants a key to ",
                              identity.Uri()));
  }
  evidence.keys[chain[0].public_key().key_id()].push_back(
      {chain[0], std::move(identity), opened.entry.index()});
  return absl::OkStatus();
}

// The newest key of this id that was granted before `index`.
const ProvenKey* KeyOf(const Evidence& evidence, const Digest& key_id, uint64_t index) {
  auto found = evidence.keys.find(key_id);
  if (found == evidence.keys.end()) return nullptr;
  const ProvenKey* key = nullptr;
  for (const ProvenKey& proven : found->second) {
    if (proven.index < index || (index == 0 && proven.index == 0)) key = &proven;
  }
  return key;
}

using Parts = google::protobuf::RepeatedPtrField<v1::Part>;

absl::StatusOr<Identity> CheckSigner(const Evidence& evidence, const OpenedEntry& opened,
                                     const Parts& held, const v1::Signature& signature) {
  ASSIGN_OR_RETURN(Digest key_id, crypto::DigestFromBytes(signature.key_id()));
  const ProvenKey* key = KeyOf(evidence, key_id, opened.entry.index());
  if (key == nullptr) {
    return Wrong(reason::kUnknownKey,
                 absl::StrCat("the file does not prove that key ", base::Hex(signature.key_id()),
                              " was granted before entry ", opened.entry.index()));
  }
  const std::string who = key->identity.Uri();
  const std::vector<v1::Part> parts(held.begin(), held.end());
  if (opened.admitted_at < key->certificate.not_before() ||
      opened.admitted_at > key->certificate.not_after()) {
    return Wrong(reason::kUntrustedCertificate,
                 absl::StrCat("the certificate of ", who, " was not valid at admission"));
  }
  RETURN_IF_ERROR(MayDo(key->identity, OperationOf(opened.manifest, parts)));
  if (!VerifySignature(opened.entry.manifest(), signature, key->certificate.public_key())) {
    return Wrong(reason::kBadSignature,
                 absl::StrCat("the signature of ", who, " does not hold for this statement"));
  }
  return key->identity;
}

// The newest change before the checkpoint says which key signs it: the change itself is signed by a key of the log's.
absl::Status ReadLogKeyChange(const OpenedEntry& opened, const Parts& parts,
                              const v1::LogKeyChange& change, Evidence& evidence) {
  if (opened.entry.index() + 1 >= evidence.head.checkpoint.size) {
    return Wrong(reason::kMalformed, "a change of the log's key that the checkpoint is too small for");
  }
  for (const v1::Signature& signature : opened.entry.signatures()) {
    RETURN_IF_ERROR(CheckSigner(evidence, opened, parts, signature).status());
  }
  ASSIGN_OR_RETURN(evidence.log_key->key,
                   crypto::PublicKey::FromRawEd25519(change.log_public_key()));
  return absl::OkStatus();
}

// A grant, or the change of the log's key; the entry's index.
absl::StatusOr<uint64_t> ReadKey(const v1::ProvenEntry& proven, uint64_t after, Evidence& evidence,
                                 const PinnedRoots& roots) {
  ASSIGN_OR_RETURN(OpenedEntry opened, OpenProven(proven, evidence.head.checkpoint));
  const Parts& parts = proven.held().parts();
  v1::KeyStatement content;
  if (opened.entry.index() <= after || opened.manifest.kind() != v1::STATEMENT_KIND_KEY ||
      parts.size() != 1 || parts[0].name() != "key" ||
      !content.ParseFromString(parts[0].content()) ||
      !(content.has_grant() || content.has_log_key_change())) {
    return Wrong(reason::kMalformed,
                 absl::StrCat("entry ", opened.entry.index(),
                              " among the keys: after entry 0, only KEY grants and changes of the log's "
                              "key in order of index may stand there"));
  }
  if (content.has_grant()) {
    RETURN_IF_ERROR(ReadGrant(opened, content.grant(), evidence, roots));
  } else {
    RETURN_IF_ERROR(ReadLogKeyChange(opened, parts, content.log_key_change(), evidence));
  }
  return opened.entry.index();
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
  std::vector<crypto::NoteKey> keys = {*evidence.log_key};
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
  OfflineVerdict verdict{.address = evidence.opening->origin.At(evidence.proof.index),
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
  RETURN_IF_ERROR(ReadOpening(evidence, roots));
  uint64_t last = 0;
  for (int i = 1; i < evidence.file.keys_size(); ++i) {
    ASSIGN_OR_RETURN(last, ReadKey(evidence.file.keys(i), last, evidence, roots));
  }
  std::vector<Identity> signers;
  for (const v1::Signature& signature : evidence.statement.entry.signatures()) {
    ASSIGN_OR_RETURN(Identity signer,
                     CheckSigner(evidence, evidence.statement, evidence.file.statement().parts(), signature));
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
