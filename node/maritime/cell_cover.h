// An area as ranges of S2 leaf cells: those that it holds whole, and those that it touches. Most points are inside or outside by
// their cell alone; the others must be measured.
#ifndef LIGHTSHIP_NODE_MARITIME_CELL_COVER_H_
#define LIGHTSHIP_NODE_MARITIME_CELL_COVER_H_

#include <cstdint>
#include <utility>
#include <vector>

class S2CellId;
class S2Region;

namespace lightship::maritime {

// Immutable, thread-safe.
class CellCover {
 public:
  // `held` must be inside `touched`: the same region, or one a little smaller.
  CellCover(const S2Region& touched, const S2Region& held);

  enum class Side { kOutside, kEdge, kInside };
  Side Of(uint64_t leaf) const;
  // Whether the area may touch any leaf of [first, last].
  bool MayTouch(uint64_t first, uint64_t last) const;

 private:
  // First and last leaf of each range, in order, disjoint.
  using Ranges = std::vector<std::pair<uint64_t, uint64_t>>;
  static Ranges RangesOf(const std::vector<S2CellId>& cells);
  static bool Holds(const Ranges& ranges, uint64_t leaf);

  Ranges touched_;
  Ranges held_;
};

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_CELL_COVER_H_
