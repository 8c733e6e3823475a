#include "node/ledger/replica.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "lightship/v1/key.pb.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/unverified.h"
#include "node/merkle/proof.h"
#include "node/statement/open.h"
#include "node/statement/seal.h"

namespace lightship::ledger {
namespace {

namespace reason = base::reason;

absl::Status Invalid(absl::string_view reason, absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, reason, what);
}

absl::Status CheckParts(const v1::HeldEntry& held, const v1::Manifest& manifest) {
  std::set<std::string> names;
  for (const v1::Part& part : held.parts()) {
    if (!names.insert(part.name()).second) {
      return Invalid(reason::kMalformed, absl::StrCat("part ", part.name(), " stands twice"));
    }
    RETURN_IF_ERROR(statement::CheckPart(manifest, part));
  }
  return absl::OkStatus();
}

// Opens a held entry and checks what does not depend on its place. Takes its bytes, unless it fails.
absl::StatusOr<ExaminedItem> OpenItem(v1::HeldEntry& held, absl::string_view economy) {
  ExaminedItem item;
  ASSIGN_OR_RETURN(item.opened, statement::OpenEntry(held.entry()));
  if (item.opened->manifest.economy() != economy) {
    return Invalid(reason::kInconsistentLog,
                   absl::StrCat("a statement of ", item.opened->manifest.economy(), " in ",
                                std::string(economy), "'s log"));
  }
  RETURN_IF_ERROR(CheckParts(held, item.opened->manifest));
  item.index = item.opened->entry.index();
  item.leaf = item.opened->leaf_hash;
  item.entry = std::move(*held.mutable_entry());
  item.parts.assign(std::make_move_iterator(held.mutable_parts()->begin()), std::make_move_iterator(held.mutable_parts()->end()));
  return item;
}

absl::StatusOr<ExaminedItem> WithheldItem(const v1::Withheld& withheld) {
  ExaminedItem item;
  ASSIGN_OR_RETURN(item.leaf, crypto::DigestFromBytes(withheld.leaf_hash()));
  // A later release's reason says nothing here; kept as it came it could pass for one of this node's own marks.
  item.withheld = v1::WithheldReason_IsValid(withheld.reason()) ? withheld.reason()
                                                                : v1::WITHHELD_REASON_UNSPECIFIED;
  item.unresolved = item.withheld == v1::WITHHELD_REASON_NOT_HELD ||
                    item.withheld == v1::WITHHELD_REASON_UNSPECIFIED;
  return item;
}

ExaminedItem NotHeld(uint64_t index, const merkle::Digest& leaf) {
  ExaminedItem item;
  item.index = index;
  item.leaf = leaf;
  item.withheld = v1::WITHHELD_REASON_NOT_HELD;
  item.unresolved = true;
  return item;
}

// The certificate that a KEY grant makes known; nothing when the entry grants none. Its chain is for KeyState::Apply.
std::optional<crypto::Certificate> GrantedBy(const statement::OpenedEntry& entry,
                                             absl::Span<const v1::Part> parts) {
  if (entry.manifest.kind() != v1::STATEMENT_KIND_KEY) return std::nullopt;
  v1::KeyStatement content;
  for (const v1::Part& part : parts) {
    if (part.name() == "key" && !content.ParseFromString(part.content())) return std::nullopt;
  }
  if (content.grant().certificate_chain().empty()) return std::nullopt;
  auto certificate = crypto::Certificate::FromDer(content.grant().certificate_chain(0));
  if (!certificate.ok()) return std::nullopt;
  return *std::move(certificate);
}

// Every signer must be allowed to sign at the entry's place; whether they did is left to `checks`. The pointers in a
// check stay valid when the batch is moved: the strings belong to messages that a vector of fixed capacity owns.
absl::Status CollectChecks(const ExaminedItem& item, const trust::KeyState& keys,
                           std::vector<std::unique_ptr<SignatureCheck>>& checks) {
  const v1::Entry& entry = item.opened->entry;
  ASSIGN_OR_RETURN(std::vector<const trust::GrantedKey*> signers,
                   JudgeSigners(*item.opened, item.parts, keys));
  for (int i = 0; i < entry.signatures_size(); ++i) {
    checks.push_back(std::make_unique<SignatureCheck>(
        SignatureCheck{signers[i]->certificate.public_key(), entry.index(), &entry.manifest(),
                       &entry.signatures(i).signature(), MayWait(item.opened->manifest)}));
  }
  return absl::OkStatus();
}

absl::Status ApplyKeys(const ExaminedItem& item, const statement::PinnedRoots& roots,
                       ReplicaState& state) {
  ASSIGN_OR_RETURN(v1::KeyStatement content, KeyIn(item.parts));
  // Copied for the first KEY of a batch: after that nobody else has it.
  if (state.keys.use_count() > 1) state.keys = std::make_shared<trust::KeyState>(*state.keys);
  const auto keys = std::const_pointer_cast<trust::KeyState>(state.keys);
  RETURN_IF_ERROR(keys->CheckRoom(content));
  return keys->Apply(*item.opened, content, roots);
}

absl::Status OpenLog(const v1::HeldEntry& held, const statement::PinnedRoots& roots,
                     ReplicaState& state) {
  ASSIGN_OR_RETURN(trust::KeyState keys, trust::KeyState::Open(held, roots));
  if (keys.origin().ToString() != state.origin) {
    return Invalid(reason::kInconsistentLog,
                   absl::StrCat("entry 0 opens ", keys.origin().ToString(), ", not ", state.origin));
  }
  state.keys = std::make_shared<trust::KeyState>(std::move(keys));
  return absl::OkStatus();
}

// Adds one entry to `batch` and to its state; its leaf also when the entry may not stand there.
absl::Status ExamineItem(v1::BatchItem& sent, uint64_t index, absl::string_view economy,
                         const statement::PinnedRoots& roots, ExaminedBatch& batch) {
  ReplicaState& state = batch.after;
  if (sent.has_withheld()) {
    if (index == 0) return Invalid(reason::kInconsistentLog, "entry 0 is for everyone");
    ASSIGN_OR_RETURN(ExaminedItem item, WithheldItem(sent.withheld()));
    item.index = index;
    state.frontier.Append(item.leaf);
    batch.items.push_back(std::move(item));
    return absl::OkStatus();
  }
  const v1::HeldEntry opening = index == 0 ? sent.held() : v1::HeldEntry();
  ASSIGN_OR_RETURN(ExaminedItem opened, OpenItem(*sent.mutable_held(), economy));
  const bool is_key = opened.opened->manifest.kind() == v1::STATEMENT_KIND_KEY;
  if (is_key && index > 0) RETURN_IF_ERROR(KeyIn(opened.parts).status());
  if (opened.index != index) {
    return Invalid(reason::kInconsistentLog, absl::StrCat("carries index ", opened.index));
  }
  state.frontier.Append(opened.leaf);
  if (opened.opened->admitted_at < state.last_admitted_at) {
    return Invalid(reason::kInconsistentLog, "was admitted before the entry in front of it");
  }
  state.last_admitted_at = opened.opened->admitted_at;
  batch.items.push_back(std::move(opened));
  const ExaminedItem& item = batch.items.back();
  if (index == 0) return OpenLog(opening, roots, state);
  RETURN_IF_ERROR(CollectChecks(item, *state.keys, batch.checks));
  return is_key ? ApplyKeys(item, roots, state) : absl::OkStatus();
}

absl::Status LackingKey(const absl::Status& why) {
  return base::Error(absl::StatusCode::kFailedPrecondition, reason::kUnknownKey,
                     absl::StrCat(why.message(), "; a KEY may have been sent as a leaf alone"));
}

// Whether a KEY in front of it that is not known here may make it good. None gives a revoked key back.
bool MayBeCured(const absl::Status& status) {
  const std::string why = base::ReasonOf(status);
  return absl::IsNotFound(status) ||
         (absl::IsPermissionDenied(status) &&
          (why == reason::kUnknownKey || why == reason::kUntrustedCertificate ||
           why == reason::kMissingRole));
}

// Of a newer key of the log's, to judge by its name.
bool IsSignedInName(const merkle::SignedCheckpoint& head, absl::string_view origin) {
  return std::any_of(head.note.signatures.begin(), head.note.signatures.end(),
                     [&](const crypto::NoteSignature& line) { return line.name == origin; });
}

// The leaves from `next` on, of entries that cannot be judged: whether the log has them the checkpoint says.
absl::Status AppendLeaves(const v1::Batch& sent, int next, merkle::Frontier& tree) {
  for (; next < sent.items_size(); ++next) {
    const v1::BatchItem& item = sent.items(next);
    if (item.has_held()) {
      tree.Append(merkle::LeafHash(item.held().entry()));
    } else {
      ASSIGN_OR_RETURN(merkle::Digest leaf, crypto::DigestFromBytes(item.withheld().leaf_hash()));
      tree.Append(leaf);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckHead(const v1::Batch& sent, ExaminedBatch& batch) {
  ASSIGN_OR_RETURN(merkle::SignedCheckpoint head,
                   merkle::SignedCheckpoint::FromNote(sent.checkpoint()));
  const merkle::Frontier& tree = batch.after.frontier;
  if (head.checkpoint.origin != batch.origin) {
    return Invalid(reason::kInconsistentLog,
                   absl::StrCat("a checkpoint of ", head.checkpoint.origin));
  }
  std::vector<crypto::NoteKey> keys = {
      batch.after.keys->LogKeyAt(head.checkpoint.size).key};
  ASSIGN_OR_RETURN(std::vector<size_t> signers, crypto::VerifyNote(head.note, keys));
  if (signers.empty()) {
    absl::Status unsigned_head =
        Invalid(reason::kBadSignature, "the checkpoint is not signed by the log's key");
    const bool may_be_changed = batch.after.has_stubs && IsSignedInName(head, batch.origin);
    return may_be_changed ? LackingKey(unsigned_head) : unsigned_head;
  }
  std::vector<merkle::Digest> proof;
  for (const std::string& hash : sent.consistency()) {
    ASSIGN_OR_RETURN(proof.emplace_back(), crypto::DigestFromBytes(hash));
  }
  if (proof.size() > base::limits::kProofHashes) {
    return Invalid(reason::kTooLarge, "the consistency proof has over 63 hashes");
  }
  RETURN_IF_ERROR(merkle::VerifyConsistency(tree.size(), tree.Root(), head.checkpoint.size,
                                            head.checkpoint.root, proof));
  batch.head = head.checkpoint;
  batch.checkpoint = sent.checkpoint();
  return absl::OkStatus();
}

absl::StatusOr<ExaminedItem> ExamineAnswer(
    v1::BatchItem& sent, absl::string_view economy, bool forked,
    absl::FunctionRef<absl::StatusOr<merkle::Digest>(uint64_t)> leaf_of) {
  ExaminedItem examined;
  if (sent.has_held()) {
    ASSIGN_OR_RETURN(examined, OpenItem(*sent.mutable_held(), economy));
  } else {
    ASSIGN_OR_RETURN(examined, WithheldItem(sent.withheld()));
    examined.index = sent.withheld().index();
  }
  ASSIGN_OR_RETURN(merkle::Digest leaf, leaf_of(examined.index));
  if (leaf == examined.leaf) return examined;
  if (forked) return NotHeld(examined.index, leaf);
  return Invalid(reason::kBadProof,
                 absl::StrCat("entry ", examined.index, " is not the one in the tree"));
}

absl::Status ExamineBackfill(
    v1::Batch& sent, absl::string_view economy, ExaminedBatch& batch,
    absl::FunctionRef<absl::StatusOr<merkle::Digest>(uint64_t)> leaf_of) {
  for (v1::BatchItem& answer : *sent.mutable_items()) {
    ASSIGN_OR_RETURN(ExaminedItem examined, ExamineAnswer(answer, economy, batch.after.forked, leaf_of));
    batch.items.push_back(std::move(examined));
    const ExaminedItem& item = batch.items.back();
    if (!item.opened.has_value()) continue;
    absl::Status judged = CollectChecks(item, *batch.after.keys, batch.checks);
    if (absl::IsPermissionDenied(judged)) return NotItsSendersFault(judged);
    RETURN_IF_ERROR(judged);
    if (item.opened->manifest.kind() == v1::STATEMENT_KIND_KEY) return KeyIn(item.parts).status();
  }
  return absl::OkStatus();
}

// The entries of a batch that goes on where the log ends, and the head that proves them.
absl::Status ExamineNext(v1::Batch& sent, const statement::Origin& origin,
                         const statement::PinnedRoots& roots, ExaminedBatch& batch) {
  absl::Status misfit;
  for (int i = 0; i < sent.items_size() && misfit.ok(); ++i) {
    const uint64_t index = sent.from() + i;
    absl::Status fits = base::Annotate(ExamineItem(*sent.mutable_items(i), index, origin.economy, roots, batch),
                                       origin.At(index).ToString());
    if (fits.ok()) continue;
    const bool has_leaf = batch.after.frontier.size() > index;
    if (!has_leaf || batch.after.keys == nullptr) return fits;
    misfit = NotItsSendersFault(fits);
    RETURN_IF_ERROR(AppendLeaves(sent, i + 1, batch.after.frontier));
  }
  RETURN_IF_ERROR(base::Annotate(CheckHead(sent, batch), batch.origin));
  return misfit;
}

}  // namespace

bool LacksKey(const absl::Status& status) {
  return absl::IsFailedPrecondition(status) && base::ReasonOf(status) == reason::kUnknownKey;
}

absl::Status NotItsSendersFault(const absl::Status& why) {
  if (MayBeCured(why)) return LackingKey(why);
  return base::Error(absl::StatusCode::kFailedPrecondition, base::ReasonOf(why),
                     absl::StrCat(why.message(), "; the log's own signature says that it has it"));
}

absl::StatusOr<v1::KeyStatement> KeyIn(absl::Span<const v1::Part> parts) {
  for (const v1::Part& part : parts) {
    v1::KeyStatement content;
    if (part.name() != "key") continue;
    if (content.ParseFromString(part.content())) return content;
    return Invalid(reason::kMalformed, "part key is no KeyStatement");
  }
  return Invalid(reason::kInconsistentLog, "a KEY statement without its part");
}

absl::StatusOr<std::vector<const trust::GrantedKey*>> JudgeSigners(
    const statement::OpenedEntry& entry, absl::Span<const v1::Part> parts,
    const trust::KeyState& keys) {
  const statement::Operation operation = statement::OperationOf(entry.manifest, parts);
  const std::optional<crypto::Certificate> granted = GrantedBy(entry, parts);
  std::vector<const trust::GrantedKey*> signers;
  for (const v1::Signature& signature : entry.entry.signatures()) {
    ASSIGN_OR_RETURN(crypto::Digest id, crypto::DigestFromBytes(signature.key_id()));
    const bool renews = granted.has_value() && granted->public_key().key_id() == id;
    ASSIGN_OR_RETURN(signers.emplace_back(),
                     keys.Judge(id, operation, entry.entry.index(), entry.admitted_at,
                                renews ? &*granted : nullptr));
  }
  return signers;
}

bool ExaminedBatch::BringsKey() const {
  return std::any_of(items.begin(), items.end(), [](const ExaminedItem& item) {
    return item.opened && item.opened->manifest.kind() == v1::STATEMENT_KIND_KEY;
  });
}

absl::StatusOr<ExaminedBatch> ExamineBatch(
    const ReplicaState& before, v1::Batch batch, const statement::PinnedRoots& roots,
    absl::FunctionRef<absl::StatusOr<merkle::Digest>(uint64_t index)> leaf_of) {
  if (batch.origin() != before.origin) {
    return Invalid(reason::kInconsistentLog,
                   absl::StrCat("a batch of ", batch.origin(), " for ", before.origin));
  }
  size_t most = batch.backfill() ? base::limits::kMissingOfFetch : base::limits::kBatchEntries;
  if (static_cast<size_t>(batch.items_size()) > most) {
    return Invalid(reason::kTooLarge,
                   absl::StrCat("a batch of ", batch.items_size(), " entries; at most ", most));
  }
  ASSIGN_OR_RETURN(statement::Origin origin, statement::Origin::Parse(before.origin));
  ExaminedBatch examined;
  examined.origin = before.origin;
  examined.backfill = batch.backfill();
  examined.judged_by = before.keys;
  examined.after = before;
  examined.items.reserve(batch.items_size());
  if (batch.backfill()) {
    if (before.keys == nullptr) return Invalid(reason::kInconsistentLog, "backfill of an empty log");
    RETURN_IF_ERROR(ExamineBackfill(batch, origin.economy, examined, leaf_of));
    return examined;
  }
  if (batch.items().empty() || batch.from() != before.frontier.size()) {
    return Invalid(reason::kInconsistentLog,
                   absl::StrCat("a batch from ", batch.from(), " with ", batch.items_size(),
                                " entries; the log goes on at ", before.frontier.size()));
  }
  RETURN_IF_ERROR(ExamineNext(batch, origin, roots, examined));
  examined.after.has_stubs |=
      std::any_of(examined.items.begin(), examined.items.end(),
                  [](const ExaminedItem& item) { return !item.opened.has_value(); });
  return examined;
}

void DeriveAhead(const Indexer& indexer, const std::string& origin, ExaminedItem& item) {
  if (!item.opened.has_value()) return;
  NewStatement statement;
  statement.id = item.opened->statement_id;
  statement.origin = origin;
  statement.index = item.index;
  statement.admitted_at = item.opened->admitted_at;
  // Lent, not copied.
  statement.manifest.Swap(&item.opened->manifest);
  statement.parts.swap(item.parts);
  item.derived = indexer.Derive(statement);
  statement.manifest.Swap(&item.opened->manifest);
  statement.parts.swap(item.parts);
}

std::optional<size_t> FindBad(absl::Span<const std::unique_ptr<SignatureCheck>> checks) {
  std::vector<statement::SignatureClaim> claims;
  claims.reserve(checks.size());
  for (const auto& check : checks) claims.push_back({check->key, *check->manifest, *check->signature});
  const std::vector<bool> valid = statement::VerifySignatures(claims);
  const auto bad = std::find(valid.begin(), valid.end(), false);
  return bad == valid.end() ? std::nullopt : std::optional<size_t>(bad - valid.begin());
}

absl::Status CheckSignatures(const ExaminedBatch& batch) {
  const std::optional<size_t> bad = FindBad(batch.checks);
  return bad.has_value() ? batch.checks[*bad]->Failure(batch.origin) : absl::OkStatus();
}

}  // namespace lightship::ledger
