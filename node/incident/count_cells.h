// The cells of a count, found by the numbers of their values.
#ifndef LIGHTSHIP_NODE_INCIDENT_COUNT_CELLS_H_
#define LIGHTSHIP_NODE_INCIDENT_COUNT_CELLS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "node/incident/count.h"
#include "node/incident/row.h"

namespace lightship::incident {

inline constexpr size_t kDimensionsMost = 4;

// The values of a cell as numbers; 0 for dimensions that were not asked for.
using CellKey = std::array<uint32_t, kDimensionsMost>;

// The first of what is counted: all of them while their number tells of them.
using First = absl::InlinedVector<const RowDetail*, kTellingCount>;
void AddFirst(const First& more, First& first);

struct Cell {
  CellKey key;
  uint64_t count = 0;
  First first;
};

// For one thread.
class CountCells {
 public:
  // How many numbers each dimension has by now. REQUIRES: none fewer than before.
  void Widen(const CellKey& sizes);

  // One row more, of these values. REQUIRES: each number is below what Widen was last told.
  void Add(const CellKey& key, const RowDetail* detail);
  // As many rows as the cell has, whatever its own key is.
  void Add(const CellKey& key, const Cell& more);

  // While all combinations of values have room in a table: the place of one is the sum of its numbers shifted by these.
  bool has_table() const { return !table_.empty(); }
  int shift(size_t dimension) const { return shifts_[dimension]; }
  // As Add; `key` and `detail` are asked only for rows that a cell remembers.
  template <typename KeyOf, typename DetailOf>
  void AddAt(size_t place, KeyOf key, DetailOf detail) {
    Slot& slot = table_[place];
    if (slot.count++ >= kTellingCount) return;
    if (slot.cell == 0) slot.cell = NewCell(key());
    cells_[slot.cell - 1].first.push_back(detail());
  }

  size_t size() const { return cells_.size(); }
  // No rows are added after this.
  const std::vector<Cell>& Finished();

 private:
  // Of a combination of values. Cells are numbered from 1 on; 0: none yet.
  struct Slot {
    uint32_t count = 0;
    uint32_t cell = 0;
  };
  size_t PlaceOf(const CellKey& key) const {
    size_t place = 0;
    for (size_t i = 0; i < kDimensionsMost; ++i) place += size_t{key[i]} << shifts_[i];
    return place;
  }
  uint32_t NewCell(const CellKey& key);
  // Writes what the table has counted into the cells.
  void Settle();

  std::vector<Cell> cells_;
  std::array<int, kDimensionsMost> bits_{};
  std::array<int, kDimensionsMost> shifts_{};
  // One of the two is used.
  std::vector<Slot> table_ = std::vector<Slot>(1);
  absl::flat_hash_map<CellKey, uint32_t> by_key_;
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_COUNT_CELLS_H_
