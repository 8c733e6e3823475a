#include "node/incident/count_cells.h"

#include "absl/numeric/bits.h"

namespace lightship::incident {
namespace {

constexpr int kTableBits = 18;

}  // namespace

void AddFirst(const First& more, First& first) {
  for (size_t i = 0; i < more.size() && first.size() < kTellingCount; ++i) first.push_back(more[i]);
}

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
  Settle();
  if (all > kTableBits) {
    table_.clear();
    for (size_t at = 0; at < cells_.size(); ++at) by_key_.emplace(cells_[at].key, static_cast<uint32_t>(at + 1));
    return;
  }
  table_.assign(size_t{1} << all, {});
  for (size_t at = 0; at < cells_.size(); ++at) {
    table_[PlaceOf(cells_[at].key)] = {static_cast<uint32_t>(cells_[at].count), static_cast<uint32_t>(at + 1)};
  }
}

void CountCells::Settle() {
  for (const Slot& slot : table_) {
    if (slot.cell != 0) cells_[slot.cell - 1].count = slot.count;
  }
}

void CountCells::Add(const CellKey& key, const RowDetail* detail) {
  if (has_table()) {
    return AddAt(PlaceOf(key), [&] { return key; }, [&] { return detail; });
  }
  uint32_t& number = by_key_[key];
  if (number == 0) number = NewCell(key);
  Cell& cell = cells_[number - 1];
  if (++cell.count <= kTellingCount) cell.first.push_back(detail);
}

void CountCells::Add(const CellKey& key, const Cell& more) {
  uint32_t& number = has_table() ? table_[PlaceOf(key)].cell : by_key_[key];
  if (number == 0) number = NewCell(key);
  Cell& cell = cells_[number - 1];
  if (has_table()) {
    table_[PlaceOf(key)].count += static_cast<uint32_t>(more.count);
  } else {
    cell.count += more.count;
  }
  AddFirst(more.first, cell.first);
}

uint32_t CountCells::NewCell(const CellKey& key) {
  cells_.emplace_back().key = key;
  return static_cast<uint32_t>(cells_.size());
}

const std::vector<Cell>& CountCells::Finished() {
  Settle();
  return cells_;
}

}  // namespace lightship::incident
