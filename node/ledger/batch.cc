// Batches for peers: LedgerReader's part for the exchange. The sender enforces audiences here.
#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/log.h"
#include "node/ledger/reader.h"
#include "node/ledger/recent_tiles.h"
#include "node/merkle/tile.h"
#include "node/statement/open.h"
#include "node/store/schema.h"
#include "node/trust/disclosure.h"

namespace lightship::ledger {

// For whom a batch is made, and by what rules.
struct LedgerReader::Receiver {
  absl::string_view economy;
  absl::string_view log_economy;
  const trust::AudienceBook& audiences;

  // Turns `held` into what the receiver may have after `acts`: without parts that are not for it, or unset with the
  // reason.
  v1::BatchItem Narrow(v1::HeldEntry held, const statement::OpenedEntry& opened, const storage::v1::Acts& acts) const;
};

namespace {

using Verdict = trust::AudienceBook::Verdict;

v1::WithheldReason ReasonFor(Verdict verdict) {
  switch (verdict) {
    case Verdict::kOwnOnly:
      return v1::WITHHELD_REASON_OWN_ONLY;
    case Verdict::kUndefined:
      return v1::WITHHELD_REASON_NOT_HELD;
    default:
      return v1::WITHHELD_REASON_NOT_IN_AUDIENCE;
  }
}

// Held entries of a range by index; what is missing before `until` is a stub.
struct Range {
  std::map<uint64_t, v1::HeldEntry> entries;
  std::map<uint64_t, storage::v1::Acts> acts;
  uint64_t until = 0;
};

// Entries [from, until), or fewer once they, or their parts, have `most_bytes`.
absl::StatusOr<Range> ReadRange(const store::Store& store, absl::string_view origin,
                                uint64_t from, uint64_t until, size_t most_bytes) {
  Range range;
  range.until = until;
  std::map<uint64_t, v1::HeldEntry>& entries = range.entries;
  size_t bytes = 0;
  absl::Status damaged;
  const size_t number_at = origin.size() + 1;
  RETURN_IF_ERROR(store.Scan(
      store::Table::kEntries, store::NumberedKey(origin, from), store::NumberedKey(origin, until),
      [&](absl::string_view key, absl::string_view value) {
        absl::StatusOr<uint64_t> index = store::NumberOfKey(key);
        if (!index.ok()) {
          damaged = index.status();
          return false;
        }
        entries[*index].set_entry(std::string(value));
        bytes += value.size();
        if (bytes >= most_bytes) range.until = *index + 1;
        return bytes < most_bytes;
      }));
  RETURN_IF_ERROR(damaged);
  bytes = 0;
  RETURN_IF_ERROR(store.Scan(
      store::Table::kParts, store::NumberedKey(origin, from), store::NumberedKey(origin, range.until),
      [&](absl::string_view key, absl::string_view value) {
        if (key.size() < number_at + 8 || value.size() < base::limits::kSaltBytes) return true;
        const uint64_t index = base::ReadBigEndian64(key.substr(number_at));
        if (index >= range.until) return false;
        bytes += value.size();
        if (bytes >= most_bytes) range.until = index + 1;
        auto entry = entries.find(index);
        if (entry == entries.end()) return true;
        v1::Part& part = *entry->second.add_parts();
        part.set_name(std::string(store::PartNameOfKey(origin, key)));
        part.set_salt(std::string(value.substr(0, base::limits::kSaltBytes)));
        part.set_content(std::string(value.substr(base::limits::kSaltBytes)));
        return true;
      }));
  bool damaged_acts = false;
  RETURN_IF_ERROR(store.Scan(
      store::Table::kActs, store::NumberedKey(origin, from), store::NumberedKey(origin, range.until),
      [&](absl::string_view key, absl::string_view value) {
        absl::StatusOr<uint64_t> index = store::NumberOfKey(key);
        damaged_acts = !index.ok() ||
                       !range.acts[*index].ParseFromArray(value.data(), static_cast<int>(value.size()));
        return !damaged_acts;
      }));
  if (!damaged_acts) return range;
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                     absl::StrCat("acts on entries of ", std::string(origin), " are damaged"));
}

// The checkpoint that goes with a batch.
struct Offered {
  uint64_t size;
  std::string checkpoint;
};

// The newest, unless the log's key changes on the way: then the last of the key that the receiver knows.
absl::StatusOr<Offered> OfferedFrom(const store::Store& store, const LogHead& log, uint64_t from) {
  Offered offered{log.checkpoint_size, log.checkpoint};
  const std::optional<uint64_t> change = log.keys->NextLogKeyChange(from);
  if (!change.has_value() || *change + 1 >= offered.size) return offered;
  offered.size = *change + 1;
  ASSIGN_OR_RETURN(offered.checkpoint,
                   store.Get(store::Table::kCheckpoints, store::NumberedKey(log.origin, offered.size)));
  return offered;
}

}  // namespace

v1::BatchItem LedgerReader::Receiver::Narrow(
    v1::HeldEntry held, const statement::OpenedEntry& opened, const storage::v1::Acts& acts) const {
  v1::BatchItem item;
  if (economy == log_economy) {
    *item.mutable_held() = std::move(held);
    return item;
  }
  const trust::Disclosure disclosure(audiences, opened.manifest, opened.statement_id, acts);
  const Verdict verdict = disclosure.Judge(economy);
  if (verdict != Verdict::kMayHold) {
    item.mutable_withheld()->set_leaf_hash(crypto::AsString(opened.leaf_hash));
    item.mutable_withheld()->set_reason(ReasonFor(verdict));
    return item;
  }
  auto& parts = *held.mutable_parts();
  parts.erase(std::remove_if(parts.begin(), parts.end(),
                             [&](const v1::Part& part) {
                               const v1::PartRef* ref =
                                   statement::FindPart(opened.manifest, part.name());
                               return ref == nullptr ||
                                      disclosure.JudgePart(economy, *ref) != Verdict::kMayHold;
                             }),
              parts.end());
  *item.mutable_held() = std::move(held);
  return item;
}

absl::StatusOr<v1::BatchItem> LedgerReader::ReadStub(absl::string_view origin,
                                                     uint64_t index) const {
  v1::BatchItem item;
  ASSIGN_OR_RETURN(crypto::Digest leaf, LeafAt(origin, index));
  item.mutable_withheld()->set_leaf_hash(crypto::AsString(leaf));
  absl::StatusOr<std::string> reason =
      store_->Get(store::Table::kStubs, store::NumberedKey(origin, index));
  // That this node may not have it says nothing of the receiver, unless nobody may.
  bool own_only = reason.ok() && ((*reason)[0] & ~kHearsay) == v1::WITHHELD_REASON_OWN_ONLY;
  item.mutable_withheld()->set_reason(own_only ? v1::WITHHELD_REASON_OWN_ONLY
                                               : v1::WITHHELD_REASON_NOT_HELD);
  return item;
}

absl::StatusOr<v1::Batch> LedgerReader::ReadBatch(absl::string_view origin, uint64_t from,
                                                  const BatchLimits& limits,
                                                  absl::string_view economy) const {
  std::shared_ptr<const Heads> heads = heads_->Get();
  const LogHead* log = heads->Find(origin);
  if (log == nullptr || from >= log->checkpoint_size) {
    return base::Error(absl::StatusCode::kOutOfRange, base::reason::kNotFound,
                       absl::StrCat("nothing of ", std::string(origin), " from ", from, " on yet"));
  }
  ASSIGN_OR_RETURN(statement::Origin parsed, statement::Origin::Parse(origin));
  const Receiver receiver{economy, parsed.economy, *heads->audiences};
  ASSIGN_OR_RETURN(Offered offered, OfferedFrom(*store_, *log, from));
  const uint64_t until = std::min<uint64_t>(offered.size, from + limits.entries);
  ASSIGN_OR_RETURN(Range range, ReadRange(*store_, origin, from, until, limits.bytes));
  v1::Batch batch;
  batch.set_origin(std::string(origin));
  batch.set_from(from);
  size_t bytes = 0;
  for (uint64_t index = from; index < range.until; ++index) {
    v1::BatchItem item;
    auto held = range.entries.find(index);
    if (held == range.entries.end()) {
      ASSIGN_OR_RETURN(item, ReadStub(origin, index));
    } else {
      ASSIGN_OR_RETURN(const statement::OpenedEntry opened, CheckRead(origin, index, held->second));
      item = receiver.Narrow(std::move(held->second), opened, range.acts[index]);
    }
    bytes += item.ByteSizeLong();
    if (bytes > limits.bytes && batch.items_size() > 0) break;
    *batch.add_items() = std::move(item);
  }
  batch.set_checkpoint(offered.checkpoint);
  ASSIGN_OR_RETURN(merkle::Proof proof,
                   merkle::ConsistencyProof(RememberedTiles(store_, &recent_, origin),
                                            from + batch.items_size(), offered.size));
  for (const merkle::Digest& hash : proof) batch.add_consistency(crypto::AsString(hash));
  return batch;
}

// The entry alone says who may have it: parts are read only for those.
absl::StatusOr<v1::BatchItem> LedgerReader::ReadItem(const Receiver& receiver, absl::string_view origin,
                                                     uint64_t index, size_t& read) const {
  v1::HeldEntry bare;
  ASSIGN_OR_RETURN(*bare.mutable_entry(),
                   store_->Get(store::Table::kEntries, store::NumberedKey(origin, index)));
  read += bare.entry().size();
  ASSIGN_OR_RETURN(storage::v1::Acts acts, ReadActs(*store_, origin, index));
  const absl::StatusOr<statement::OpenedEntry> unchecked = statement::OpenEntry(bare.entry());
  v1::BatchItem item;
  if (unchecked.ok()) item = receiver.Narrow(std::move(bare), *unchecked, acts);
  if (item.has_withheld()) {
    ASSIGN_OR_RETURN(crypto::Digest leaf, LeafAt(origin, index));
    item.mutable_withheld()->set_leaf_hash(crypto::AsString(leaf));
    return item;
  }
  ASSIGN_OR_RETURN(v1::HeldEntry held, ReadHeld(*store_, origin, index));
  read += held.ByteSizeLong();
  ASSIGN_OR_RETURN(const statement::OpenedEntry opened, CheckRead(origin, index, held));
  return receiver.Narrow(std::move(held), opened, acts);
}

absl::StatusOr<v1::Batch> LedgerReader::ReadBackfill(absl::string_view origin,
                                                     absl::Span<const uint64_t> indexes,
                                                     absl::string_view economy) const {
  std::shared_ptr<const Heads> heads = heads_->Get();
  ASSIGN_OR_RETURN(statement::Origin parsed, statement::Origin::Parse(origin));
  v1::Batch batch;
  batch.set_origin(std::string(origin));
  batch.set_backfill(true);
  if (heads->audiences == nullptr) return batch;
  const Receiver receiver{economy, parsed.economy, *heads->audiences};
  const LogHead* log = heads->Find(origin);
  size_t bytes = 0, read = 0;
  for (uint64_t index : indexes) {
    // Whoever gets an entry from here takes its signatures for verified.
    if (log == nullptr || index >= log->verified_until) continue;
    if (read >= base::limits::kBackfillReadBytes && batch.items_size() > 0) break;
    absl::StatusOr<v1::BatchItem> answer = ReadItem(receiver, origin, index, read);
    if (absl::IsNotFound(answer.status())) continue;
    ASSIGN_OR_RETURN(v1::BatchItem item, std::move(answer));
    if (item.has_withheld()) {
      if (item.withheld().reason() == v1::WITHHELD_REASON_NOT_HELD) continue;
      item.mutable_withheld()->set_index(index);
    }
    bytes += item.ByteSizeLong();
    if (bytes > base::limits::kBatchBytes && batch.items_size() > 0) break;
    *batch.add_items() = std::move(item);
  }
  return batch;
}

}  // namespace lightship::ledger
