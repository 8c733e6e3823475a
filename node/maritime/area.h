// Areas of the sea that a position lies in. Thread-safe; the polygons are built at first use.
#ifndef LIGHTSHIP_NODE_MARITIME_AREA_H_
#define LIGHTSHIP_NODE_MARITIME_AREA_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "node/maritime/geometry.h"

namespace lightship::maritime {

// NAVAREAs: the 21 areas of the World-Wide Navigational Warning Service (IMO A.706(17)), each with
// a coordinator. Polygons are those of config/areas/navareas.geojson; their edges are straight in
// latitude and longitude.
struct Navarea {
  // 1 to 21.
  int number = 0;
  // No polygon holds the point (a river, an inland sea, a coarse coast): the area is the nearest.
  bool nearest = false;
};

// REQUIRES: IsOnGlobe(point). Every point has an area.
Navarea NavareaOf(const Point& point);

// "XI" for 11; empty unless 1 to 21.
std::string NavareaName(int number);

// 11 for "XI", "xi", "11" and "NAVAREA XI"; nothing unless I to XXI.
std::optional<int> ParseNavarea(absl::string_view text);

// "Japan" for 11; empty unless 1 to 21.
absl::string_view NavareaCoordinator(int number);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_AREA_H_
