#include "node/ledger/remains.h"

#include <algorithm>
#include <utility>

#include "node/base/limits.h"
#include "node/ledger/stored_tiles.h"
#include "node/ledger/taken_out.h"
#include "node/merkle/checkpoint.h"
#include "node/merkle/tile.h"
#include "node/store/schema.h"

namespace lightship::ledger {
namespace {

using store::Table;

// Turns `key` into the next one that does not begin with it: steps grow when a byte has had all its values. False when
// there is none.
bool StepBehind(std::string& key) {
  while (!key.empty() && key.back() == '\xff') key.pop_back();
  if (key.empty()) return false;
  ++key.back();
  return true;
}

// The leaf at an index as the entry's bytes give it, and as the tiles do.
std::optional<merkle::Digest> LeafOfEntry(const store::Store& damaged, absl::string_view origin,
                                          uint64_t index) {
  absl::StatusOr<std::string> entry =
      damaged.Get(Table::kEntries, store::NumberedKey(origin, index));
  if (!entry.ok()) return std::nullopt;
  absl::StatusOr<statement::OpenedEntry> opened = statement::OpenEntry(*entry);
  if (!opened.ok() || opened->entry.index() != index) return std::nullopt;
  return opened->leaf_hash;
}

// Hashes of a tile of leaves, none when it cannot be read.
std::vector<merkle::Digest> LeavesOfTile(const store::Store& damaged, absl::string_view origin,
                                         uint64_t tile) {
  std::vector<merkle::Digest> leaves;
  absl::StatusOr<std::string> hashes =
      damaged.Get(Table::kTiles, store::TileKey(origin, 0, tile));
  if (!hashes.ok()) return leaves;
  for (size_t at = 0; at + crypto::kDigestBytes <= hashes->size(); at += crypto::kDigestBytes) {
    leaves.push_back(*crypto::DigestFromBytes(
        absl::string_view(*hashes).substr(at, crypto::kDigestBytes)));
  }
  return leaves;
}

}  // namespace

uint64_t ScanAround(const store::Store& store, Table table, std::string first,
                    absl::string_view limit,
                    absl::FunctionRef<void(absl::string_view, absl::string_view)> visit) {
  uint64_t gaps = 0;
  bool in_gap = false;
  while (limit.empty() || first < limit) {
    std::string last;
    absl::Status read = store.Scan(table, first, limit,
                                   [&](absl::string_view key, absl::string_view value) {
                                     last = std::string(key);
                                     visit(key, value);
                                     return true;
                                   });
    if (read.ok()) break;
    if (!last.empty()) {
      first = last;
      in_gap = false;
    }
    if (!in_gap) ++gaps;
    in_gap = true;
    if (!StepBehind(first)) break;
  }
  return gaps;
}

std::set<std::string> OriginsIn(const store::Store& damaged) {
  std::set<std::string> origins;
  for (Table table : {Table::kHeads, Table::kTiles, Table::kCheckpoints}) {
    ScanAround(damaged, table, std::string(1, '\0'), "",
               [&](absl::string_view key, absl::string_view) {
                 std::string name(key.substr(0, key.find('\0')));
                 if (statement::Origin::Parse(name).ok()) origins.insert(std::move(name));
               });
  }
  return origins;
}

LogRemains::LogRemains(const store::Store* damaged, absl::string_view origin)
    : damaged_(damaged), origin_(origin) {
  absl::StatusOr<std::string> value = damaged_->Get(Table::kHeads, origin_);
  storage::v1::LogHead head;
  if (value.ok() && head.ParseFromString(*value)) head_ = std::move(head);
  ReadNotes();
  ReadLeaves();
}

void LogRemains::ReadNotes() {
  ScanAround(*damaged_, Table::kCheckpoints, store::NumberedKey(origin_, 0),
             store::OriginLimit(origin_), [&](absl::string_view key, absl::string_view note) {
               absl::StatusOr<uint64_t> size = store::NumberOfKey(key);
               if (size.ok()) all_notes_[*size] = std::string(note);
             });
}

// Where entries and tiles contradict each other, one of the two is damaged: which one, the checkpoints tell.
void LogRemains::ReadLeaves() {
  std::vector<merkle::Digest> by_tiles, by_entries, tile;
  for (uint64_t index = 0; !head_ || index < head_->size(); ++index) {
    const uint64_t place = index % merkle::kTileWidth;
    if (place == 0) tile = LeavesOfTile(*damaged_, origin_, index / merkle::kTileWidth);
    std::optional<merkle::Digest> of_entry = LeafOfEntry(*damaged_, origin_, index);
    std::optional<merkle::Digest> of_tile;
    if (place < tile.size()) of_tile = tile[place];
    if (!of_entry && !of_tile) break;
    by_tiles.push_back(of_tile ? *of_tile : *of_entry);
    by_entries.push_back(of_entry ? *of_entry : *of_tile);
  }
  size_before_ = head_ ? head_->size() : by_tiles.size();
  std::map<uint64_t, std::string> notes_by_entries;
  const uint64_t tiles_reach = SignedLength(by_tiles, notes_);
  const uint64_t entries_reach = SignedLength(by_entries, notes_by_entries);
  leaves_ = std::move(by_tiles);
  if (entries_reach > tiles_reach) {
    leaves_ = std::move(by_entries);
    notes_ = std::move(notes_by_entries);
  }
  leaves_.resize(std::max(tiles_reach, entries_reach));
}

uint64_t LogRemains::SignedLength(const std::vector<merkle::Digest>& leaves,
                                  std::map<uint64_t, std::string>& signed_notes) const {
  merkle::Frontier tree;
  uint64_t reach = 0;
  for (const merkle::Digest& leaf : leaves) {
    tree.Append(leaf);
    auto note = all_notes_.find(tree.size());
    if (note == all_notes_.end()) continue;
    absl::StatusOr<merkle::SignedCheckpoint> head = merkle::SignedCheckpoint::FromNote(note->second);
    if (!head.ok() || head->checkpoint.origin != origin_ ||
        head->checkpoint.size != tree.size() || head->checkpoint.root != tree.Root()) {
      continue;
    }
    signed_notes.insert(*note);
    reach = tree.size();
  }
  return reach;
}

LogRemains::Item LogRemains::At(uint64_t index) const {
  Item item;
  absl::StatusOr<std::string> stub =
      damaged_->Get(Table::kStubs, store::NumberedKey(origin_, index));
  if (stub.ok() && stub->size() == 1) item.stub = static_cast<v1::WithheldReason>((*stub)[0]);
  absl::StatusOr<std::string> entry =
      damaged_->Get(Table::kEntries, store::NumberedKey(origin_, index));
  if (entry.ok() && merkle::LeafHash(*entry) == leaves_[index]) {
    absl::StatusOr<statement::OpenedEntry> opened = statement::OpenEntry(*entry);
    if (opened.ok()) item.entry = Prepared{*std::move(entry), *std::move(opened), {}};
  }
  if (item.entry) {
    TakeParts(item);
    if (ends_badly()) item.given_back = WereErasedByEnd(index);
  } else if (!item.stub) {
    item.may_be_key = !head_ || std::find(head_->key_indexes().begin(), head_->key_indexes().end(),
                                          index) != head_->key_indexes().end();
  }
  return item;
}

bool LogRemains::WereErasedByEnd(uint64_t index) const {
  absl::StatusOr<storage::v1::Acts> acts = ReadActs(*damaged_, origin_, index);
  return acts.ok() && ErasesFrom(*acts, leaves_.size());
}

void LogRemains::TakeParts(Item& item) const {
  const statement::OpenedEntry& opened = item.entry->opened;
  for (const v1::PartRef& ref : opened.manifest.parts()) {
    absl::StatusOr<std::string> value = damaged_->Get(
        Table::kParts, store::PartKey(origin_, opened.entry.index(), ref.name()));
    if (absl::IsNotFound(value.status())) continue;  // withheld or erased
    v1::Part part;
    part.set_name(ref.name());
    if (value.ok() && value->size() >= base::limits::kSaltBytes) {
      part.set_salt(value->substr(0, base::limits::kSaltBytes));
      part.set_content(value->substr(base::limits::kSaltBytes));
    }
    if (value.ok() && statement::CheckPart(opened.manifest, part).ok()) {
      item.entry->parts.push_back(std::move(part));
    } else {
      ++item.parts_lost;
    }
  }
  item.may_be_key = item.parts_lost > 0 && opened.manifest.kind() == v1::STATEMENT_KIND_KEY;
}

}  // namespace lightship::ledger
