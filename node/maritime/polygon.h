// Polygons on the globe (S2: exact predicates, no special case at the 180th meridian or at a pole).
#ifndef LIGHTSHIP_NODE_MARITIME_POLYGON_H_
#define LIGHTSHIP_NODE_MARITIME_POLYGON_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "node/maritime/geometry.h"

class S2Loop;

namespace lightship::maritime {

// One ring without holes. Immutable, thread-safe, cheap to copy.
class Polygon {
 public:
  // The area that holds less than half of the globe, whichever way round the vertices are given; edges are great circles,
  // the last vertex is joined to the first and does not repeat it. INVALID_ARGUMENT (MALFORMED) for fewer than three
  // vertices, repeated ones, points that are not on the globe, and edges that cross. REQUIRES: at most a few thousand
  // vertices.
  static absl::StatusOr<Polygon> Make(absl::Span<const Point> vertices);

  // Of neighbours that share an edge, exactly one contains a point on it.
  bool Contains(const Point& point) const;
  double SquareMetres() const;

 private:
  friend class PolygonIndex;
  explicit Polygon(std::shared_ptr<const S2Loop> loop);

  std::shared_ptr<const S2Loop> loop_;
};

// The same ring with points added on edges over half a degree long, so that edges which are straight in latitude and
// longitude (GeoJSON, RFC 7946 3.1.1) become chains of short great circles: off by less than 40 metres. An edge over more
// than 180 degrees of longitude goes the other way, across the 180th meridian. The last vertex is joined to the first.
std::vector<Point> Densified(absl::Span<const Point> ring);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_POLYGON_H_
