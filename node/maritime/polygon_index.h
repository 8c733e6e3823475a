// Many polygons, asked which of them hold a point: one search of an index (S2ContainsPointQuery), however many there are.
#ifndef LIGHTSHIP_NODE_MARITIME_POLYGON_INDEX_H_
#define LIGHTSHIP_NODE_MARITIME_POLYGON_INDEX_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/types/span.h"
#include "lightship/v1/incident.pb.h"
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

  // Whether any of them contains the point. `leaf` is its CellId. `near`, 0 at first, is where the last search ended: points of
  // near leaves are quick to find.
  bool Holds(const Point& point, uint64_t leaf, size_t& near) const;
  // Around all of them; west > east across the 180th meridian.
  v1::Box Bounds() const;
  // False when none contains a point of the leaf cells [first, last].
  bool MayTouch(uint64_t first, uint64_t last) const;

 private:
  using Vector = std::array<double, 3>;
  struct Edge {
    Vector a, b;
  };
  struct Turn {
    double radians, sine, cosine;
  };
  // What is within a cell of one polygon: whether its centre is inside, and edges_[begin, end).
  struct Piece {
    bool holds_centre;
    uint32_t begin, end;
  };
  struct Cell {
    uint64_t first, last;  // leaf cells
    Vector centre;
    Turn lat, lon;         // of the centre
    bool held;             // whole, by one of the polygons
    uint32_t begin, end;   // of pieces_
  };
  enum class Crossing { kNo, kYes, kTooClose };

  void ReadCells();
  static Vector PlaceOf(const Point& point, const Cell& near);
  static Crossing CrossingOf(const Edge& edge, const Vector& c, const Vector& d);
  // The first cell that does not end before the leaf.
  size_t CellFrom(uint64_t leaf) const;

  const std::unique_ptr<MutableS2ShapeIndex> index_;
  // The index's cells, in order, disjoint; no polygon is anywhere else.
  std::vector<Cell> cells_;
  std::vector<uint64_t> lasts_;  // Cell::last of each
  std::vector<Piece> pieces_;
  std::vector<Edge> edges_;
};

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_POLYGON_INDEX_H_
