// Many polygons, asked which of them hold a point: one search of an index (S2ContainsPointQuery), however many there are.
#ifndef LIGHTSHIP_NODE_MARITIME_POLYGON_INDEX_H_
#define LIGHTSHIP_NODE_MARITIME_POLYGON_INDEX_H_

#include <cstddef>
#include <memory>
#include <vector>

#include "absl/types/span.h"
#include "node/maritime/cell_cover.h"
#include "node/maritime/polygon.h"

class MutableS2ShapeIndex;

namespace lightship::maritime {

// Immutable, thread-safe.
class PolygonIndex {
 public:
  explicit PolygonIndex(absl::Span<const Polygon> polygons);
  ~PolygonIndex();

  // Places in `polygons` of those that contain the point, as Polygon::Contains says, in ascending order.
  std::vector<size_t> At(const Point& point) const;
  // Whether any of them does.
  bool Holds(const Point& point) const;
  // Of all of them.
  CellCover Cover() const;

 private:
  const std::unique_ptr<MutableS2ShapeIndex> index_;
};

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_POLYGON_INDEX_H_
