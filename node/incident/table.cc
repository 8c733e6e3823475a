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
  for (size_t i = 0; i < arrangements_.size(); ++i) {
    const absl::Span<const std::shared_ptr<const Chunk>> chunks = regions_[i]->chunks;
    const auto unchanged = std::find_if(chunks.begin(), chunks.end(), [](const auto& chunk) { return chunk->region_text != nullptr; });
    if (unchanged == chunks.end()) continue;
    ASSIGN_OR_RETURN(const bool made, (*unchanged)->region_text->Make(chunks));
    if (made) return true;
  }
  return false;
}

const RowDetail* TableSnapshot::At(size_t row) const {
  if (row >= rows_) return nullptr;
  const size_t place = PlaceOf(arrangements_, row);
  return chunk(place / Chunk::kRows).detail[place % Chunk::kRows].get();
}

template <typename Key>
std::optional<size_t> TableSnapshot::RowBy(const Key& key) const {
  return directory_->Find(key, [this](size_t row) { return At(row); });
}

std::optional<size_t> TableSnapshot::RowOf(const crypto::Digest& incident) const { return RowBy(incident); }

const RowDetail* TableSnapshot::Find(const crypto::Digest& incident) const {
  const std::optional<size_t> row = RowBy(incident);
  return row.has_value() ? At(*row) : nullptr;
}

const RowDetail* TableSnapshot::Find(const statement::Address& address) const {
  const std::optional<size_t> row = RowBy(address);
  return row.has_value() ? At(*row) : nullptr;
}

IncidentTable::IncidentTable(std::shared_ptr<const Records> records)
    : directory_(std::make_shared<Directory>([this](size_t row) -> const RowDetail& { return DetailAt(row); })),
      records_(std::move(records)) {}

std::optional<size_t> IncidentTable::RowOf(const crypto::Digest& incident) const {
  return directory_->Find(incident, [this](size_t row) { return &DetailAt(row); });
}

const RowDetail* IncidentTable::Find(const crypto::Digest& incident) const {
  const std::optional<size_t> row = RowOf(incident);
  return row.has_value() ? &DetailAt(*row) : nullptr;
}

const RowDetail& IncidentTable::DetailAt(size_t row) const {
  const size_t place = PlaceOf(arrangements_, row);
  const size_t chunk = place / Chunk::kRows;
  return *regions_[chunk / Region::kChunks]->chunks[chunk % Region::kChunks]->detail[place % Chunk::kRows];
}

Region& IncidentTable::WritableRegion(size_t place) {
  const size_t at = place / Arrangement::kRows;
  if (at == regions_.size()) {
    regions_.emplace_back();
    writable_regions_.push_back(nullptr);
  }
  if (writable_regions_[at] == nullptr) {
    auto copy = regions_[at] == nullptr ? std::make_shared<Region>() : std::make_shared<Region>(*regions_[at]);
    writable_regions_[at] = copy.get();
    regions_[at] = std::move(copy);
  }
  return *writable_regions_[at];
}

Chunk& IncidentTable::Writable(size_t place) {
  const size_t at = place / Chunk::kRows;
  if (at == writable_.size()) writable_.push_back(nullptr);
  if (writable_[at] == nullptr) {
    Region& region = WritableRegion(place);
    std::shared_ptr<const Chunk>& chunk = region.chunks[at % Region::kChunks];
    auto copy = chunk == nullptr ? std::make_shared<Chunk>() : std::make_shared<Chunk>(*chunk);
    copy->records = records_;
    writable_[at] = copy.get();
    opened_.push_back(at);
    chunk = std::move(copy);
    region.size = std::max(region.size, at % Region::kChunks + 1);
  }
  return *writable_[at];
}

void IncidentTable::Put(const Row& row) {
  const std::optional<size_t> known = RowOf(row.detail->id);
  const size_t row_number = known.value_or(rows_);
  const size_t at = PlaceOf(arrangements_, row_number);
  Writable(at).Set(at % Chunk::kRows, row);
  regions_[at / Arrangement::kRows]->ships->Add(at / Chunk::kRows % Region::kChunks, *row.detail);
  newest_change_ = std::max(newest_change_, row.changed);
  if (row.address.has_value()) directory_->AddAddress(row_number);
  if (known.has_value()) return;
  directory_->Add(row_number);
  ++rows_;
}

void IncidentTable::Arrange() {
  const size_t at = arrangements_.size();
  const absl::Span<const std::shared_ptr<const Chunk>> chunks = regions_[at]->chunks;
  auto arrangement = std::make_shared<const Arrangement>(chunks);
  auto arranged = arrangement->Arranged(chunks);
  auto region = std::make_shared<Region>();
  region->size = Region::kChunks;
  for (size_t i = 0; i < arranged.size(); ++i) {
    for (const auto& detail : arranged[i]->detail) region->ships->Add(i, *detail);
    Chunk*& writable = writable_[at * Region::kChunks + i];
    if (writable == nullptr) opened_.push_back(at * Region::kChunks + i);
    writable = arranged[i].get();
    region->chunks[i] = std::move(arranged[i]);
  }
  writable_regions_[at] = region.get();
  regions_[at] = std::move(region);
  arrangements_.push_back(std::move(arrangement));
}

void IncidentTable::Restore(std::vector<std::shared_ptr<Region>> regions, Arrangements arrangements, size_t rows) {
  for (const std::shared_ptr<Region>& region : regions) {
    for (size_t i = 0; i < region->size; ++i) {
      auto chunk = std::const_pointer_cast<Chunk>(region->chunks[i]);
      chunk->records = records_;
      newest_change_ = std::max(newest_change_, chunk->outline.newest_change);
      writable_.push_back(nullptr);
    }
    regions_.push_back(region);
    writable_regions_.push_back(nullptr);
  }
  arrangements_ = std::move(arrangements);
  rows_ = rows;
  directory_->Reserve(rows);
  for (size_t row = 0; row < rows; ++row) {
    directory_->Add(row);
    if (statement::Address::Parse(DetailAt(row).name()).ok()) directory_->AddAddress(row);
  }
}

std::shared_ptr<const TableSnapshot> IncidentTable::Publish() {
  while (rows_ >= (arrangements_.size() + 1) * Arrangement::kRows) Arrange();
  for (size_t at : opened_) {
    writable_[at]->text_index = std::make_shared<TextIndex>();
    writable_regions_[at / Region::kChunks]->outlines[at % Region::kChunks] = writable_[at]->outline;
    writable_[at] = nullptr;
  }
  opened_.clear();
  std::fill(writable_regions_.begin(), writable_regions_.end(), nullptr);
  auto snapshot = std::make_shared<TableSnapshot>();
  snapshot->rows_ = rows_;
  snapshot->newest_change_ = newest_change_;
  snapshot->regions_ = regions_;
  snapshot->arrangements_ = arrangements_;
  snapshot->directory_ = directory_;
  snapshot->records_ = records_;
  return snapshot;
}

}  // namespace lightship::incident
