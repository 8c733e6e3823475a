// The area of a filter, compiled: which rows of a chunk lie in a box, a circle or polygons.
#ifndef LIGHTSHIP_NODE_INCIDENT_AREA_H_
#define LIGHTSHIP_NODE_INCIDENT_AREA_H_

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "lightship/v1/incident.pb.h"
#include "node/incident/chunk.h"
#include "node/maritime/polygon.h"

namespace lightship::incident {

// One byte per row of a chunk: 1 while the row is selected.
using Selection = std::array<uint8_t, Chunk::kRows>;

// Edges included; a row without a position is in no area. Immutable, thread-safe. REQUIRES: filters that CheckFilter
// accepts.
class BoxTest {
 public:
  explicit BoxTest(const v1::Box& box) : box_(box) {}
  // Clears the rows outside.
  void Narrow(const Chunk& chunk, Selection& selection) const;

 private:
  v1::Box box_;
};

// The circle is covered by a few S2 cells; only rows in one of them are measured.
class CircleTest {
 public:
  explicit CircleTest(const v1::Circle& circle);
  void Narrow(const Chunk& chunk, Selection& selection) const;

 private:
  bool InCovering(uint64_t cell) const;

  v1::Circle circle_;
  // First and last leaf cell of each range, in order, disjoint.
  std::vector<std::pair<uint64_t, uint64_t>> covering_;
};

// In any of some polygons.
class PolygonsTest {
 public:
  explicit PolygonsTest(std::vector<maritime::Polygon> polygons) : polygons_(std::move(polygons)) {}
  void Narrow(const Chunk& chunk, Selection& selection) const;

 private:
  std::vector<maritime::Polygon> polygons_;
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_AREA_H_
