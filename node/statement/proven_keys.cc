#include "node/statement/proven_keys.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/merkle/proof.h"
#include "node/statement/operation.h"

namespace lightship::statement {
namespace {

namespace reason = base::reason;

absl::Status NotProven(absl::string_view why, absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, why, what);
}

// An entry of the keys, read and found in the tree.
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

}  // namespace

absl::Status CheckIncluded(const Digest& leaf, uint64_t index, absl::Span<const Digest> proof,
                           const merkle::Checkpoint& head) {
  absl::Status included = merkle::VerifyInclusion(leaf, index, head.size, proof, head.root);
  return included.ok() ? included
                       : base::Annotate(included, absl::StrCat("entry ", index,
                                                               " in the tree of size ", head.size));
}

absl::Status CheckParts(const v1::Manifest& manifest, const Parts& parts) {
  std::set<absl::string_view> names;
  for (const v1::Part& part : parts) {
    RETURN_IF_ERROR(CheckPart(manifest, part));
    if (!names.insert(part.name()).second) {
      return NotProven(reason::kMalformed, absl::StrCat("part '", part.name(), "' is there twice"));
    }
  }
  return absl::OkStatus();
}

ProvenKeys::ProvenKeys(LogOpening opening)
    : opening_(std::move(opening)), log_key_(opening_.log_key) {
  keys_[opening_.node_certificate.public_key().key_id()].push_back(
      {opening_.node_certificate, opening_.node, 0});
}

absl::StatusOr<ProvenKeys> ProvenKeys::Read(
    const google::protobuf::RepeatedPtrField<v1::ProvenEntry>& entries,
    const merkle::Checkpoint& head, const PinnedRoots& roots) {
  if (entries.empty()) {
    return NotProven(reason::kMalformed, "the file has no entry 0, which opens the log");
  }
  RETURN_IF_ERROR(OpenProven(entries[0], head).status());
  ASSIGN_OR_RETURN(LogOpening opening, VerifyLogOpening(entries[0].held(), roots));
  ProvenKeys keys(std::move(opening));
  uint64_t last = 0;
  for (int i = 1; i < entries.size(); ++i) {
    ASSIGN_OR_RETURN(last, keys.Add(entries[i], last, head, roots));
  }
  return keys;
}

absl::Status ProvenKeys::AddGrant(const OpenedEntry& opened, const v1::KeyGrant& grant,
                                  const PinnedRoots& roots) {
  const auto& ders = grant.certificate_chain();
  ASSIGN_OR_RETURN(std::vector<crypto::Certificate> chain,
                   ParseChain(std::vector<std::string>(ders.begin(), ders.end())));
  ASSIGN_OR_RETURN(Identity identity, VerifyIdentity(chain, roots, opened.admitted_at));
  if (identity.economy != opening_.origin.economy) {
    return NotProven(reason::kWrongEconomy,
                 absl::StrCat("the log of ", opening_.origin.economy, " grants a key to ",
                              identity.Uri()));
  }
  keys_[chain[0].public_key().key_id()].push_back(
      {chain[0], std::move(identity), opened.entry.index()});
  return absl::OkStatus();
}

// The newest key of this id that was granted before `index`.
const ProvenKeys::Key* ProvenKeys::Find(const Digest& key_id, uint64_t index) const {
  auto found = keys_.find(key_id);
  if (found == keys_.end()) return nullptr;
  const Key* key = nullptr;
  for (const Key& proven : found->second) {
    if (proven.index < index || (index == 0 && proven.index == 0)) key = &proven;
  }
  return key;
}

absl::StatusOr<Identity> ProvenKeys::CheckSigner(const OpenedEntry& opened, const Parts& held,
                                                 const v1::Signature& signature) const {
  ASSIGN_OR_RETURN(Digest key_id, crypto::DigestFromBytes(signature.key_id()));
  const Key* key = Find(key_id, opened.entry.index());
  if (key == nullptr) {
    return NotProven(reason::kUnknownKey,
                 absl::StrCat("the file does not prove that key ", base::Hex(signature.key_id()),
                              " was granted before entry ", opened.entry.index()));
  }
  const std::string who = key->identity.Uri();
  const std::vector<v1::Part> parts(held.begin(), held.end());
  if (opened.admitted_at < key->certificate.not_before() ||
      opened.admitted_at > key->certificate.not_after()) {
    return NotProven(reason::kUntrustedCertificate,
                 absl::StrCat("the certificate of ", who, " was not valid at admission"));
  }
  RETURN_IF_ERROR(MayDo(key->identity, OperationOf(opened.manifest, parts)));
  if (!VerifySignature(opened.entry.manifest(), signature, key->certificate.public_key())) {
    return NotProven(reason::kBadSignature,
                 absl::StrCat("the signature of ", who, " does not hold for this statement"));
  }
  return key->identity;
}

// The newest change before the checkpoint says which key signs it: the change itself is signed by a key of the log's.
absl::Status ProvenKeys::AddLogKeyChange(const OpenedEntry& opened, const Parts& parts,
                                         const v1::LogKeyChange& change,
                                         const merkle::Checkpoint& head) {
  if (opened.entry.index() + 1 >= head.size) {
    return NotProven(reason::kMalformed, "a change of the log's key that the checkpoint is too small for");
  }
  for (const v1::Signature& signature : opened.entry.signatures()) {
    RETURN_IF_ERROR(CheckSigner(opened, parts, signature).status());
  }
  ASSIGN_OR_RETURN(log_key_.key,
                   crypto::PublicKey::FromRawEd25519(change.log_public_key()));
  return absl::OkStatus();
}

// A grant, or the change of the log's key; the entry's index.
absl::StatusOr<uint64_t> ProvenKeys::Add(const v1::ProvenEntry& proven, uint64_t after,
                                         const merkle::Checkpoint& head,
                                         const PinnedRoots& roots) {
  ASSIGN_OR_RETURN(OpenedEntry opened, OpenProven(proven, head));
  const Parts& parts = proven.held().parts();
  v1::KeyStatement content;
  if (opened.entry.index() <= after || opened.manifest.kind() != v1::STATEMENT_KIND_KEY ||
      parts.size() != 1 || parts[0].name() != "key" ||
      !content.ParseFromString(parts[0].content()) ||
      !(content.has_grant() || content.has_log_key_change())) {
    return NotProven(reason::kMalformed,
                 absl::StrCat("entry ", opened.entry.index(),
                              " among the keys: after entry 0, only KEY grants and changes of the log's "
                              "key in order of index may stand there"));
  }
  if (content.has_grant()) {
    RETURN_IF_ERROR(AddGrant(opened, content.grant(), roots));
  } else {
    RETURN_IF_ERROR(AddLogKeyChange(opened, parts, content.log_key_change(), head));
  }
  return opened.entry.index();
}

}  // namespace lightship::statement
