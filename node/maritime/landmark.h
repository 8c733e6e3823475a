// Landmarks by which people say where a ship is (config/areas/landmarks.csv): well-known islands, capes, lights and anchorages
// of waters known for piracy, approximate, not for navigation. Thread-safe.
#ifndef LIGHTSHIP_NODE_MARITIME_LANDMARK_H_
#define LIGHTSHIP_NODE_MARITIME_LANDMARK_H_

#include <optional>
#include <string>

#include "node/maritime/geometry.h"

namespace lightship::maritime {

struct Landmark {
  std::string name;
  Point position;
};

// Where a point lies, seen from a landmark: "1.2 nm NE of Pulau Nipah".
struct Whereabouts {
  const Landmark* landmark;  // lives as long as the process
  double distance_nm = 0;
  double bearing_deg = 0;  // true
};

// From the nearest landmark; nothing when none is within `most_nm`. REQUIRES: IsOnGlobe(point).
std::optional<Whereabouts> WhereaboutsOf(const Point& point, double most_nm);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_LANDMARK_H_
