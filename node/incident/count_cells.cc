#include "node/incident/count_cells.h"

#include "absl/numeric/bits.h"

namespace lightship::incident {
namespace {

constexpr int kTableBits = 18;

}  // namespace

void CountCells::Widen(const CellKey& sizes) {
  bool wider = false;
  for (size_t i = 0; i < kDimensionsMost; ++i) {
    const int bits = sizes[i] <= 1 ? 0 : static_cast<int>(absl::bit_width(sizes[i] - 1));
    wider |= bits > bits_[i];
    bits_[i] = bits;
  }
  if (!wider || table_.empty()) return;
  int all = 0;
  for (size_t i = 0; i < kDimensionsMost; ++i) {
    shifts_[i] = all;
    all += bits_[i];
  }
  if (all > kTableBits) {
    table_.clear();
    for (size_t at = 0; at < cells_.size(); ++at) by_key_.emplace(cells_[at].key, static_cast<uint32_t>(at + 1));
    return;
  }
  table_.assign(size_t{1} << all, 0);
  for (size_t at = 0; at < cells_.size(); ++at) table_[IndexOf(cells_[at].key)] = static_cast<uint32_t>(at + 1);
}

uint32_t CountCells::Add(const CellKey& key) {
  cells_.emplace_back().key = key;
  return static_cast<uint32_t>(cells_.size());
}

}  // namespace lightship::incident
