// Many polygons, asked which of them hold a point: one search of an index (S2ContainsPointQuery), however many there are.
#ifndef LIGHTSHIP_NODE_MARITIME_POLYGON_INDEX_H_
#define LIGHTSHIP_NODE_MARITIME_POLYGON_INDEX_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/types/span.h"
#include "lightship/v1/incident.pb.h"
#include "node/maritime/polygon.h"

class MutableS2ShapeIndex;
class S2CellId;

namespace lightship::maritime {

// Immutable, thread-safe.
class PolygonIndex {
 public:
  explicit PolygonIndex(absl::Span<const Polygon> polygons);
  ~PolygonIndex();

  // Places in `polygons` of those that contain the point, as Polygon::Contains says, in ascending order.
  std::vector<size_t> At(const Point& point) const;

  // Leaf cells (CellId) of which one thing is to be said: points of some lie all outside or all inside, of others each must be asked for.
  struct Stretch {
    enum class Kind { kOutside, kInside, kMixed } kind = Kind::kOutside;
    uint64_t first = 1, last = 0;
    size_t cell = 0;

    bool Has(uint64_t leaf) const { return first <= leaf && leaf <= last; }
  };
  // Makes it the one that has the leaf.
  void Find(uint64_t leaf, Stretch& stretch) const;
  // Whether any of them contains the point. REQUIRES: a stretch that is kMixed and has the point's leaf.
  bool Holds(const Point& point, const Stretch& stretch) const;

  // Around all of them; west > east across the 180th meridian.
  v1::Box Bounds() const;
  // False when none contains a point of the leaf cells [first, last].
  bool MayTouch(uint64_t first, uint64_t last) const;

 private:
  using Vector = std::array<double, 3>;
  struct Edge {
    Vector a, b, normal;
  };
  struct Turn {
    double radians, sine, cosine;
  };
  // What a cell has of one polygon: whether the cell's centre is inside, and edges_[begin, end).
  struct Piece {
    bool holds_centre;
    uint32_t begin, end;
  };
  // The same while cells are made.
  struct Clipped {
    bool holds_centre;
    absl::InlinedVector<Edge, 4> edges;
  };
  using Pieces = absl::InlinedVector<Clipped, 1>;
  struct Cell {
    uint64_t first, last;  // leaf cells
    Vector centre;
    Turn lat, lon;         // of the centre
    bool held;             // whole, by one of the polygons
    uint32_t begin, end;   // of pieces_
  };
  enum class Crossing { kNo, kYes, kTooClose };

  void ReadCells();
  void DivideCells();
  // The cell, or those parts of it that hold something: split so many times at most, to leave little that is neither in nor out.
  void Add(const S2CellId& id, const Pieces& pieces, int splits);
  void AddCell(const S2CellId& id, const Pieces& pieces, bool held);
  // What a part of a cell has of the cell's pieces; false when doubles do not tell.
  static bool Clip(const Pieces& pieces, const Vector& centre, const S2CellId& part, Pieces& clipped);
  static Vector PlaceOf(const Point& point, const Cell& near);
  static Crossing CrossingOf(const Edge& edge, const Vector& c, const Vector& d);
  // The first cell that does not end before the leaf.
  size_t CellFrom(uint64_t leaf) const;

  const std::unique_ptr<MutableS2ShapeIndex> index_;
  // The index's cells, in order, disjoint; no polygon is anywhere else.
  std::vector<Cell> cells_;
  std::vector<uint64_t> lasts_;  // Cell::last of each
  // Of each part of what the cells span, 2^shift_ leaves: the first cell that does not end before it. One number more.
  std::vector<uint32_t> starts_;
  int shift_ = 0;
  std::vector<Piece> pieces_;
  std::vector<Edge> edges_;
};

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_POLYGON_INDEX_H_
