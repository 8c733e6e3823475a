// Where incidents lie, on a map of signs. Pure.
#ifndef LIGHTSHIP_CLIENT_FORMATS_WORLD_MAP_H_
#define LIGHTSHIP_CLIENT_FORMATS_WORLD_MAP_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "client/formats/glyphs.h"
#include "lightship/v1/filter.pb.h"
#include "node/maritime/geometry.h"

namespace lightship::formats {

struct MapSpot {
  maritime::Point at;
  uint64_t count = 0;
};

// By the outlines of config/statistics/land.csv, good to a degree or so.
bool IsLand(const maritime::Point& point);

// The smallest view that holds all spots, with a margin, of at least ten degrees; the world's inhabited seas (60 S to 75 N) if
// they lie far apart.
v1::Box ViewOf(const std::vector<MapSpot>& spots);

// `columns` signs wide (at least 20), as many lines high as keeps the shape (a sign is twice as high as wide): a point for
// land, the darker the sign the more incidents in it, a frame of degrees, and a line that says what the signs mean. `view` may
// cross the 180th meridian.
std::string DrawMap(const std::vector<MapSpot>& spots, const v1::Box& view, size_t columns,
                    Glyphs glyphs, const std::function<bool(const maritime::Point&)>& land);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_WORLD_MAP_H_
