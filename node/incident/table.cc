#include "node/incident/table.h"

#include <algorithm>
#include <utility>

#include "node/base/status.h"

namespace lightship::incident {
namespace {

// Where the row that came as number `row` stands.
size_t PlaceOf(const Arrangements& arrangements, size_t row) {
  const size_t region = row / Arrangement::kRows;
  if (region >= arrangements.size()) return row;
  return region * Arrangement::kRows + arrangements[region]->PlaceOf(row % Arrangement::kRows);
}

}  // namespace

absl::StatusOr<bool> TableSnapshot::MakeTexts() const {
  for (size_t begin = 0; begin < arrangements_.size() * Arrangement::kChunks; begin += Arrangement::kChunks) {
    const auto chunks = absl::MakeConstSpan(chunks_).subspan(begin, Arrangement::kChunks);
    const auto unchanged = std::find_if(chunks.begin(), chunks.end(), [](const auto& chunk) { return chunk->region_text != nullptr; });
    if (unchanged == chunks.end()) continue;
    ASSIGN_OR_RETURN(const bool made, (*unchanged)->region_text->Make(chunks));
    if (made) return true;
  }
  return false;
}

const RowDetail* TableSnapshot::At(std::optional<size_t> row) const {
  // A row beyond the end was added after this snapshot.
  if (!row.has_value() || *row >= rows_) return nullptr;
  const size_t place = PlaceOf(arrangements_, *row);
  return chunks_[place / Chunk::kRows]->detail[place % Chunk::kRows].get();
}

const RowDetail* TableSnapshot::Find(const crypto::Digest& incident) const {
  return At(directory_->Find(incident));
}

const RowDetail* TableSnapshot::Find(const statement::Address& address) const {
  return At(directory_->Find(address));
}

IncidentTable::IncidentTable(std::shared_ptr<const Records> records)
    : directory_(std::make_shared<Directory>()), records_(std::move(records)) {}

const RowDetail* IncidentTable::Find(const crypto::Digest& incident) const {
  const std::optional<size_t> row = directory_->Find(incident);
  if (!row.has_value()) return nullptr;
  const size_t place = PlaceOf(arrangements_, *row);
  return chunks_[place / Chunk::kRows]->detail[place % Chunk::kRows].get();
}

Chunk& IncidentTable::Writable(size_t place) {
  size_t at = place / Chunk::kRows;
  if (at == chunks_.size()) {
    chunks_.emplace_back();
    writable_.push_back(nullptr);
  }
  if (writable_[at] == nullptr) {
    auto copy = chunks_[at] == nullptr ? std::make_shared<Chunk>()
                                       : std::make_shared<Chunk>(*chunks_[at]);
    copy->records = records_;
    writable_[at] = copy.get();
    chunks_[at] = std::move(copy);
  }
  return *writable_[at];
}

void IncidentTable::Put(const Row& row) {
  std::optional<size_t> known = directory_->Find(row.detail->id);
  const size_t row_number = known.value_or(rows_);
  const size_t at = PlaceOf(arrangements_, row_number);
  Writable(at).Set(at % Chunk::kRows, row);
  newest_change_ = std::max(newest_change_, row.changed);
  if (row.address.has_value()) directory_->AddAddress(*row.address, row_number);
  if (known.has_value()) return;
  directory_->Add(row.detail->id, row_number);
  ++rows_;
}

void IncidentTable::Arrange() {
  const size_t begin = arrangements_.size() * Arrangement::kChunks;
  const auto chunks = absl::MakeConstSpan(chunks_).subspan(begin, Arrangement::kChunks);
  auto arrangement = std::make_shared<const Arrangement>(chunks);
  auto arranged = arrangement->Arranged(chunks);
  for (size_t i = 0; i < arranged.size(); ++i) {
    writable_[begin + i] = arranged[i].get();
    chunks_[begin + i] = std::move(arranged[i]);
  }
  arrangements_.push_back(std::move(arrangement));
}

std::shared_ptr<const TableSnapshot> IncidentTable::Publish() {
  while (rows_ >= (arrangements_.size() + 1) * Arrangement::kRows) Arrange();
  for (Chunk* chunk : writable_) {
    if (chunk != nullptr) chunk->text_index = std::make_shared<TextIndex>();
  }
  auto snapshot = std::make_shared<TableSnapshot>();
  snapshot->rows_ = rows_;
  snapshot->newest_change_ = newest_change_;
  snapshot->chunks_ = chunks_;
  snapshot->arrangements_ = arrangements_;
  snapshot->directory_ = directory_;
  snapshot->records_ = records_;
  std::fill(writable_.begin(), writable_.end(), nullptr);
  return snapshot;
}

}  // namespace lightship::incident
