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

struct Cell {
  CellKey key;
  uint64_t count = 0;
  absl::InlinedVector<const RowDetail*, kTellingCount> first;  // all of them while the count tells of them
};

// For one thread.
class CountCells {
 public:
  // How many numbers each dimension has by now. REQUIRES: none fewer than before.
  void Widen(const CellKey& sizes);

  // REQUIRES: each number is below what Widen was last told.
  Cell& At(const CellKey& key) {
    uint32_t& at = table_.empty() ? by_key_.try_emplace(key, 0).first->second : table_[IndexOf(key)];
    if (at == 0) at = Add(key);
    return cells_[at - 1];
  }

  const std::vector<Cell>& all() const { return cells_; }

 private:
  size_t IndexOf(const CellKey& key) const {
    size_t index = 0;
    for (size_t i = 0; i < kDimensionsMost; ++i) index |= size_t{key[i]} << shifts_[i];
    return index;
  }
  uint32_t Add(const CellKey& key);

  std::vector<Cell> cells_;
  std::array<int, kDimensionsMost> bits_{};
  std::array<int, kDimensionsMost> shifts_{};
  // Places in cells_ from 1 on, 0: none. One of the two is used: a table with room for all combinations, while that is small.
  std::vector<uint32_t> table_ = std::vector<uint32_t>(1);
  absl::flat_hash_map<CellKey, uint32_t> by_key_;
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_COUNT_CELLS_H_
