// The area of a filter, compiled: which rows of a chunk lie in a box, a circle or polygons.
#ifndef LIGHTSHIP_NODE_INCIDENT_AREA_H_
#define LIGHTSHIP_NODE_INCIDENT_AREA_H_

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "absl/numeric/bits.h"
#include "lightship/v1/incident.pb.h"
#include "node/incident/chunk.h"
#include "node/maritime/polygon.h"
#include "node/maritime/polygon_index.h"

namespace lightship::incident {

// One byte per row of a chunk: 1 while the row is selected.
using Selection = std::array<uint8_t, Chunk::kRows>;

inline size_t Selected(const Selection& selection) {
  uint32_t selected = 0;
  for (uint8_t one : selection) selected += one;
  return selected;
}

// In order.
template <typename Visit>
void ForEachSelected(const Selection& selection, Visit visit) {
  for (size_t begin = 0; begin < Chunk::kRows; begin += sizeof(uint64_t)) {
    uint64_t ones = 0;  // one bit at most in each byte
    std::memcpy(&ones, selection.data() + begin, sizeof(ones));
    for (; ones != 0; ones &= ones - 1) visit(begin + static_cast<size_t>(absl::countr_zero(ones)) / 8);
  }
}

// Blocks of a chunk, a bit each.
using Blocks = uint32_t;

// Calls `visit` with the rows [begin, begin + Chunk::kBlockRows) of each of the blocks.
template <typename Visit>
void ForEachBlock(Blocks blocks, Visit visit) {
  for (; blocks != 0; blocks &= blocks - 1) visit(static_cast<size_t>(absl::countr_zero(blocks)) * Chunk::kBlockRows);
}

// Edges included; a row without a position is in no area. Immutable, thread-safe. REQUIRES: filters that CheckFilter
// accepts.
class BoxTest {
 public:
  explicit BoxTest(const v1::Box& box) : box_(box) {}
  // False when no row of such a chunk or block can be inside.
  bool MayTouch(const Extent& extent) const;
  // Clears the rows of these blocks that are outside.
  void Narrow(const Chunk& chunk, Blocks blocks, Selection& selection) const;

 private:
  void NarrowBlock(const Chunk& chunk, size_t begin, Selection& selection) const;
  // Whether all rows are inside.
  bool Holds(const Extent& extent) const;

  v1::Box box_;
};

// Only rows in the box around the circle are measured.
class CircleTest {
 public:
  explicit CircleTest(const v1::Circle& circle);
  bool MayTouch(const Extent& extent) const { return around_.MayTouch(extent); }
  void Narrow(const Chunk& chunk, Blocks blocks, Selection& selection) const;

 private:
  v1::Circle circle_;
  BoxTest around_;
};

// In any of some polygons.
class PolygonsTest {
 public:
  explicit PolygonsTest(const std::vector<maritime::Polygon>& polygons)
      : index_(std::make_shared<maritime::PolygonIndex>(polygons)), around_(index_->Bounds()) {}
  bool MayTouch(const Extent& extent) const {
    return around_.MayTouch(extent) && index_->MayTouch(extent.cell.least, extent.cell.most);
  }
  void Narrow(const Chunk& chunk, Blocks blocks, Selection& selection) const;

 private:
  std::shared_ptr<const maritime::PolygonIndex> index_;
  BoxTest around_;
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_AREA_H_
