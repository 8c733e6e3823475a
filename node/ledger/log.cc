#include "node/ledger/log.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "lightship/v1/audience.pb.h"
#include "lightship/v1/key.pb.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/cosigning.h"
#include "node/ledger/scrub.h"
#include "node/ledger/stored_tiles.h"
#include "node/statement/open.h"
#include "node/store/schema.h"

namespace lightship::ledger {
namespace {

absl::Status Damaged(absl::string_view name, absl::string_view what) {
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                     absl::StrCat("log ", name, ": ", what));
}

// The part's content parsed as Message; unset when it is not here.
template <typename Message>
absl::StatusOr<std::optional<Message>> ContentOf(const v1::HeldEntry& held, absl::string_view part_name) {
  for (const v1::Part& part : held.parts()) {
    Message content;
    if (part.name() != part_name) continue;
    if (content.ParseFromString(part.content())) return content;
    return absl::DataLossError(absl::StrCat("no readable part ", std::string(part_name)));
  }
  return std::nullopt;
}

// What keys and audiences are read from is what was written: who may do what hangs on it.
absl::StatusOr<v1::HeldEntry> ReadSound(const store::Store& store, const Log& log, uint64_t index) {
  ASSIGN_OR_RETURN(v1::HeldEntry held, ReadHeld(store, log.name, index));
  ASSIGN_OR_RETURN(crypto::Digest leaf, StoredTiles(&store, log.name).LeafAt(index));
  RETURN_IF_ERROR(CheckHeld(log.name, index, held, leaf));
  return held;
}

// Applies the KEY at `index` to `keys`; null before the opening.
absl::Status FoldKey(uint64_t index, const v1::HeldEntry& held, const statement::PinnedRoots& roots,
                     const Log& log, std::shared_ptr<trust::KeyState>& keys) {
  if (index == 0) {
    ASSIGN_OR_RETURN(trust::KeyState opened, trust::KeyState::Open(held, roots));
    keys = std::make_shared<trust::KeyState>(std::move(opened));
    return absl::OkStatus();
  }
  if (keys == nullptr) return Damaged(log.name, "keys before the opening");
  ASSIGN_OR_RETURN(statement::OpenedEntry entry, statement::OpenEntry(held.entry()));
  ASSIGN_OR_RETURN(auto content, ContentOf<v1::KeyStatement>(held, "key"));
  if (content.has_value()) return keys->Apply(entry, *content, roots);
  return Damaged(log.name, absl::StrCat("the key of entry ", index, " is not there"));
}

absl::Status LoadKeys(const store::Store& store, const statement::PinnedRoots& roots, Log& log) {
  std::shared_ptr<trust::KeyState> keys;
  for (uint64_t index : log.key_indexes) {
    ASSIGN_OR_RETURN(v1::HeldEntry held, ReadSound(store, log, index));
    RETURN_IF_ERROR(FoldKey(index, held, roots, log, keys));
  }
  log.keys = std::move(keys);
  return absl::OkStatus();
}

absl::Status LoadAudiences(const store::Store& store, const Log& log,
                           trust::AudienceBook& audiences) {
  for (uint64_t index : log.audience_indexes) {
    ASSIGN_OR_RETURN(v1::HeldEntry held, ReadSound(store, log, index));
    ASSIGN_OR_RETURN(auto definition, ContentOf<v1::AudienceDefinition>(held, "audience"));
    // One whose part was lost, or did not come with it, is nobody's until a peer sends the part.
    const trust::AudienceBook::Place place{log.origin.epoch, index};
    if (definition.has_value()) audiences.Define(log.origin.economy, *definition, place);
  }
  return absl::OkStatus();
}

absl::Status LoadCheckpoints(const store::Store& store, const storage::v1::LogHead& record,
                             Log& log) {
  for (uint64_t size : record.receipt_sizes()) {
    ASSIGN_OR_RETURN(std::string note,
                     store.Get(store::Table::kCheckpoints, store::NumberedKey(log.name, size)));
    ASSIGN_OR_RETURN(log.receipts[size], CosignersOf(note));
  }
  log.checkpoint_size = record.checkpoint_size();
  if (log.checkpoint_size == 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(
      log.checkpoint,
      store.Get(store::Table::kCheckpoints, store::NumberedKey(log.name, log.checkpoint_size)));
  ASSIGN_OR_RETURN(merkle::SignedCheckpoint head,
                   merkle::SignedCheckpoint::FromNote(log.checkpoint));
  if (head.checkpoint.size == log.size() &&
      head.checkpoint.root != log.tiles.frontier().Root()) {
    return Damaged(log.name, "the tiles do not give the root that the checkpoint signs");
  }
  return absl::OkStatus();
}

absl::Status LoadUnverified(const storage::v1::LogHead& record, Log& log) {
  if (record.has_verified_until()) log.unverified_from = record.verified_until();
  if (record.has_bad_signature_at()) log.bad_signature_at = record.bad_signature_at();
  for (const std::string& note : record.awaiting()) {
    ASSIGN_OR_RETURN(merkle::SignedCheckpoint reached, merkle::SignedCheckpoint::FromNote(note));
    log.awaiting[reached.checkpoint.size] = note;
  }
  return absl::OkStatus();
}

absl::Status LoadFork(const store::Store& store, Log& log) {
  absl::StatusOr<std::string> bytes = store.Get(store::Table::kEvidence, log.name);
  if (absl::IsNotFound(bytes.status())) return absl::OkStatus();
  RETURN_IF_ERROR(bytes.status());
  auto fork = std::make_shared<v1::EvidenceFile>();
  if (!fork->ParseFromString(*bytes)) {
    return Damaged(log.name, "the evidence of its fork is damaged");
  }
  log.fork = std::move(fork);
  return absl::OkStatus();
}

}  // namespace

LogHead Log::Head() const {
  LogHead head;
  head.origin = name;
  head.size = size();
  head.root = tiles.frontier().Root();
  head.frontier = tiles.frontier();
  head.checkpoint = checkpoint;
  head.checkpoint_size = checkpoint_size;
  head.reaching = reaching;
  head.reaching_size = reaching_size;
  head.verified_until = verified_until();
  head.bad_signature_at = bad_signature_at;
  if (!awaiting.empty() && reaching.empty()) {
    head.reaching = awaiting.rbegin()->second;
    head.reaching_size = awaiting.rbegin()->first;
  }
  head.last_admitted_at = last_admitted_at;
  head.stubs = stubs;
  head.unresolved = unresolved;
  head.author_lacks = author_lacks;
  head.hearsay = hearsay;
  head.keys = keys;
  head.fork = fork;
  for (const auto& [at_size, cosigners] : receipts) {
    head.receipt_sizes.push_back(at_size);
    for (const auto& [economy, time] : cosigners) {
      head.cosigned.try_emplace(economy, CosignedSize{at_size, time});
    }
  }
  if (checkpoint_size > 0) {
    head.cosigned[origin.economy] = {checkpoint_size, last_admitted_at};
  }
  return head;
}

storage::v1::LogHead Log::Record() const {
  storage::v1::LogHead record;
  record.set_size(size());
  record.set_checkpoint_size(checkpoint_size);
  if (size() > 0) *record.mutable_last_admitted_at() = statement::ToTimestamp(last_admitted_at);
  record.set_stubs(stubs);
  record.set_unresolved(unresolved);
  record.set_author_lacks(author_lacks);
  record.set_hearsay(hearsay);
  record.set_reaching(reaching);
  if (unverified_from.has_value()) record.set_verified_until(*unverified_from);
  for (const auto& [at_size, note] : awaiting) record.add_awaiting(note);
  if (bad_signature_at.has_value()) record.set_bad_signature_at(*bad_signature_at);
  for (uint64_t index : key_indexes) record.add_key_indexes(index);
  for (uint64_t index : audience_indexes) record.add_audience_indexes(index);
  for (const auto& [at_size, cosigners] : receipts) record.add_receipt_sizes(at_size);
  return record;
}

absl::StatusOr<Log> LoadLog(const store::Store& store, absl::string_view name,
                            const storage::v1::LogHead& record,
                            const statement::PinnedRoots& roots, trust::AudienceBook& audiences) {
  Log log;
  log.name = std::string(name);
  ASSIGN_OR_RETURN(log.origin, statement::Origin::Parse(name));
  ASSIGN_OR_RETURN(log.tiles,
                   merkle::TileBuilder::Open(StoredTiles(&store, name), record.size()));
  if (record.size() > 0) {
    ASSIGN_OR_RETURN(log.last_admitted_at, statement::ToTime(record.last_admitted_at()));
  }
  log.stubs = record.stubs();
  log.unresolved = record.unresolved();
  log.author_lacks = record.author_lacks();
  log.hearsay = record.hearsay();
  if (!record.reaching().empty()) {
    ASSIGN_OR_RETURN(merkle::SignedCheckpoint larger, merkle::SignedCheckpoint::FromNote(record.reaching()));
    log.reaching = record.reaching();
    log.reaching_size = larger.checkpoint.size;
  }
  RETURN_IF_ERROR(LoadUnverified(record, log));
  log.key_indexes.assign(record.key_indexes().begin(), record.key_indexes().end());
  log.audience_indexes.assign(record.audience_indexes().begin(), record.audience_indexes().end());
  std::sort(log.audience_indexes.begin(), log.audience_indexes.end());
  log.audience_indexes.resize(std::min(log.audience_indexes.size(), base::limits::kAudiencesOfLog));
  RETURN_IF_ERROR(LoadCheckpoints(store, record, log));
  RETURN_IF_ERROR(LoadKeys(store, roots, log));
  RETURN_IF_ERROR(LoadFork(store, log));
  RETURN_IF_ERROR(LoadAudiences(store, log, audiences));
  return log;
}

absl::StatusOr<trust::AudienceBook> ReadAudienceClaims(const store::Store& store) {
  trust::AudienceBook audiences;
  const std::string first(store::kAudiencePrefix);
  absl::Status damaged;
  RETURN_IF_ERROR(store.Scan(
      store::Table::kMeta, first, store::AfterPrefix(first),
      [&](absl::string_view key, absl::string_view value) {
        auto name = statement::AudienceName::Parse(key.substr(first.size()));
        if (!name.ok() || value.size() != 16) {
          damaged = Damaged(key, "the place of an audience's definition is damaged");
          return false;
        }
        audiences.Claim(name->economy, name->name, name->version,
                        {static_cast<uint32_t>(base::ReadBigEndian64(value)),
                         base::ReadBigEndian64(value.substr(8))});
        return true;
      }));
  RETURN_IF_ERROR(damaged);
  return audiences;
}

absl::StatusOr<v1::HeldEntry> ReadHeld(const store::Store& store, absl::string_view origin,
                                       uint64_t index) {
  v1::HeldEntry held;
  ASSIGN_OR_RETURN(*held.mutable_entry(),
                   store.Get(store::Table::kEntries, store::NumberedKey(origin, index)));
  absl::Status scanned = store.Scan(
      store::Table::kParts, store::NumberedKey(origin, index), store::NumberedKey(origin, index + 1),
      [&](absl::string_view key, absl::string_view value) {
        v1::Part& part = *held.add_parts();
        part.set_name(std::string(store::PartNameOfKey(origin, key)));
        part.set_salt(std::string(value.substr(0, base::limits::kSaltBytes)));
        if (value.size() > base::limits::kSaltBytes) {
          part.set_content(std::string(value.substr(base::limits::kSaltBytes)));
        }
        return true;
      });
  RETURN_IF_ERROR(scanned);
  return held;
}

absl::StatusOr<storage::v1::Acts> ReadActs(const store::Store& store, absl::string_view origin,
                                           uint64_t index) {
  storage::v1::Acts acts;
  absl::StatusOr<std::string> row =
      store.Get(store::Table::kActs, store::NumberedKey(origin, index));
  if (absl::IsNotFound(row.status())) return acts;
  RETURN_IF_ERROR(row.status());
  if (!acts.ParseFromString(*row)) {
    return Damaged(origin, absl::StrCat("the acts on entry ", index, " are damaged"));
  }
  return acts;
}

}  // namespace lightship::ledger
