#include "node/ledger/reader.h"

#include <algorithm>
#include <set>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "lightship/storage/v1/storage.pb.h"
#include "lightship/v1/exchange.pb.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/log.h"
#include "node/ledger/scrub.h"
#include "node/merkle/tile.h"
#include "node/store/schema.h"
#include "node/trust/disclosure.h"

namespace lightship::ledger {
namespace {

absl::StatusOr<std::vector<uint64_t>> ListStubs(
    const store::Store& store, absl::string_view origin, uint64_t from, size_t most,
    absl::FunctionRef<bool(char reason)> wanted) {
  std::vector<uint64_t> indexes;
  absl::Status damaged;
  RETURN_IF_ERROR(store.Scan(
      store::Table::kStubs, store::NumberedKey(origin, from), store::OriginLimit(origin),
      [&](absl::string_view key, absl::string_view reason) {
        absl::StatusOr<uint64_t> index = store::NumberOfKey(key);
        if (!index.ok() || reason.size() != 1) {
          damaged = index.status();
          return false;
        }
        if (wanted(reason[0])) indexes.push_back(*index);
        return indexes.size() < most;
      }));
  RETURN_IF_ERROR(damaged);
  return indexes;
}

absl::Status NotHeld(absl::string_view origin, uint64_t index) {
  return base::Error(absl::StatusCode::kNotFound, base::reason::kNotFound,
                     absl::StrCat("entry ", index, " of ", std::string(origin), " is not held by this node"));
}

}  // namespace

absl::StatusOr<Location> LedgerReader::Locate(const crypto::Digest& statement_id) const {
  absl::StatusOr<std::string> value =
      store_->Get(store::Table::kStatements, crypto::AsView(statement_id));
  if (absl::IsNotFound(value.status())) {
    return base::Error(absl::StatusCode::kNotFound, base::reason::kNotFound,
                       absl::StrCat("statement ", base::Hex(crypto::AsView(statement_id)),
                                    " is not held by this node"));
  }
  RETURN_IF_ERROR(value.status());
  storage::v1::StatementLocation location;
  if (!location.ParseFromString(*value)) {
    return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                       "a statement's location is damaged");
  }
  return Location{location.origin(), location.index(), location.receipt_size()};
}

absl::StatusOr<v1::HeldEntry> LedgerReader::Read(absl::string_view origin, uint64_t index) const {
  absl::StatusOr<v1::HeldEntry> held = ReadHeld(*store_, origin, index);
  if (held.ok()) RETURN_IF_ERROR(CheckRead(origin, index, *held).status());
  return absl::IsNotFound(held.status()) ? NotHeld(origin, index) : held;
}

absl::StatusOr<statement::OpenedEntry> LedgerReader::ReadOpened(absl::string_view origin, uint64_t index) const {
  absl::StatusOr<std::string> entry = store_->Get(store::Table::kEntries, store::NumberedKey(origin, index));
  if (absl::IsNotFound(entry.status())) return NotHeld(origin, index);
  v1::HeldEntry held;
  ASSIGN_OR_RETURN(*held.mutable_entry(), std::move(entry));
  return CheckRead(origin, index, held);
}

absl::StatusOr<statement::OpenedEntry> LedgerReader::CheckRead(absl::string_view origin, uint64_t index,
                                                               const v1::HeldEntry& held) const {
  ASSIGN_OR_RETURN(crypto::Digest leaf, LeafAt(origin, index));
  absl::StatusOr<statement::OpenedEntry> opened = OpenSound(origin, index, held, leaf);
  if (!opened.ok()) store_->Distrust(opened.status());
  return opened;
}

absl::StatusOr<crypto::Digest> LedgerReader::LeafAt(absl::string_view origin,
                                                    uint64_t index) const {
  return recent_.Node(origin, {0, index / merkle::kTileWidth}, 0, index % merkle::kTileWidth);
}

absl::StatusOr<std::vector<uint64_t>> LedgerReader::Unresolved(absl::string_view origin,
                                                               size_t most) const {
  auto waited_for = ListStubs(*store_, origin, 0, most, [](char reason) {
    return reason == v1::WITHHELD_REASON_NOT_HELD || reason == v1::WITHHELD_REASON_UNSPECIFIED;
  });
  if (!waited_for.ok() || !waited_for->empty()) return waited_for;
  return ListStubs(*store_, origin, 0, most, [](char reason) { return reason == kAuthorLacks; });
}

absl::StatusOr<std::vector<uint64_t>> LedgerReader::Hearsay(absl::string_view origin, uint64_t from,
                                                            size_t most) const {
  return ListStubs(*store_, origin, from, most, [](char reason) { return (reason & kHearsay) != 0; });
}

absl::StatusOr<std::vector<uint64_t>> LedgerReader::Stubs(absl::string_view origin, uint64_t from,
                                                          size_t most) const {
  return ListStubs(*store_, origin, from, most, [](char) { return true; });
}

absl::StatusOr<storage::v1::Acts> LedgerReader::ActsOn(absl::string_view origin,
                                                       uint64_t index) const {
  return ReadActs(*store_, origin, index);
}

absl::StatusOr<LedgerReader::Holders> LedgerReader::HoldersOf(
    const statement::OpenedEntry& entry, absl::string_view origin,
    const std::map<std::string, uint64_t>& cosigned) const {
  ASSIGN_OR_RETURN(storage::v1::Acts acts, ActsOn(origin, entry.entry.index()));
  return HoldersOf(entry.manifest, entry.statement_id, entry.entry.index(), acts, cosigned);
}

LedgerReader::Holders LedgerReader::HoldersOf(const v1::Manifest& manifest, const crypto::Digest& id, uint64_t index,
                                              const storage::v1::Acts& acts,
                                              const std::map<std::string, uint64_t>& cosigned) const {
  std::shared_ptr<const Heads> heads = heads_->Get();
  Holders result;
  if (heads->audiences == nullptr) return result;
  const trust::Disclosure disclosure(*heads->audiences, manifest, id, acts);
  result.audience = disclosure.Members(roots_->Economies());
  for (const std::string& economy : result.audience) {
    auto size = cosigned.find(economy);
    const uint64_t needed = disclosure.EntitledBy(economy).value_or(index);
    const bool holds = size != cosigned.end() && size->second > needed;
    if (holds || economy == manifest.economy()) result.holders.push_back(economy);
  }
  return result;
}

absl::StatusOr<LedgerReader::Holders> LedgerReader::HoldersOf(const statement::OpenedEntry& entry,
                                                              absl::string_view origin) const {
  std::shared_ptr<const Heads> heads = heads_->Get();
  std::map<std::string, uint64_t> sizes;
  if (const LogHead* log = heads->Find(origin)) {
    for (const auto& [economy, cosigned] : log->cosigned) sizes[economy] = cosigned.size;
  }
  return HoldersOf(entry, origin, sizes);
}

}  // namespace lightship::ledger
