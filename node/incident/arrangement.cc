#include "node/incident/arrangement.h"

#include <algorithm>
#include <vector>

namespace lightship::incident {
namespace {

// As many as chunks of a slice: questions narrow time and place alike.
constexpr size_t kSlicesOfRows = 8;
constexpr size_t kSliceRows = Arrangement::kRows / kSlicesOfRows;

struct Key {
  int64_t start_us;
  uint64_t cell;
  uint16_t row;
};

}  // namespace

Arrangement::Arrangement(absl::Span<const std::shared_ptr<const Chunk>> chunks) {
  static_assert(kRows <= size_t{1} << 16);
  std::vector<Key> keys;
  keys.reserve(kRows);
  for (const std::shared_ptr<const Chunk>& chunk : chunks) {
    for (size_t i = 0; i < Chunk::kRows; ++i) {
      keys.push_back({chunk->start_us[i], chunk->cell[i], static_cast<uint16_t>(keys.size())});
    }
  }
  std::sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) { return a.start_us < b.start_us; });
  for (auto slice = keys.begin(); slice != keys.end(); slice += kSliceRows) {
    std::sort(slice, slice + kSliceRows, [](const Key& a, const Key& b) { return a.cell < b.cell; });
  }
  for (size_t place = 0; place < kRows; ++place) place_of_[keys[place].row] = static_cast<uint16_t>(place);
}

std::array<std::shared_ptr<Chunk>, Arrangement::kChunks> Arrangement::Arranged(
    absl::Span<const std::shared_ptr<const Chunk>> chunks) const {
  std::array<uint16_t, kRows> row_at;
  for (size_t row = 0; row < kRows; ++row) row_at[place_of_[row]] = static_cast<uint16_t>(row);
  std::array<std::shared_ptr<Chunk>, kChunks> arranged;
  for (size_t place = 0; place < kRows; ++place) {
    std::shared_ptr<Chunk>& chunk = arranged[place / Chunk::kRows];
    const size_t row = row_at[place];
    if (chunk == nullptr) {
      chunk = std::make_shared<Chunk>();
      chunk->records = chunks[row / Chunk::kRows]->records;
    }
    chunk->Set(place % Chunk::kRows, chunks[row / Chunk::kRows]->Get(row % Chunk::kRows));
  }
  const auto text = std::make_shared<const RegionText>();
  for (size_t i = 0; i < kChunks; ++i) {
    arranged[i]->region_text = text;
    arranged[i]->place_in_region = i;
  }
  return arranged;
}

}  // namespace lightship::incident
