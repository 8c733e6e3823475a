// The outlines of config/statistics/land.csv, and which points lie within.
#include <algorithm>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "client/formats/stat_tables_text.h"
#include "client/formats/world_map.h"

namespace lightship::formats {
namespace {

struct Vertex {
  double lon = 0, lat = 0;
};

struct Outline {
  std::vector<Vertex> vertices;
  double west = 180, east = -180, south = 90, north = -90;
};

std::vector<Outline> ReadOutlines(absl::string_view text) {
  std::vector<Outline> outlines;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    if (line.front() == '#') continue;
    Outline outline;
    for (absl::string_view pair : absl::StrSplit(line.substr(line.find(',') + 1), ',')) {
      const std::vector<absl::string_view> parts = absl::StrSplit(pair, ' ');
      Vertex vertex;
      if (parts.size() != 2 || !absl::SimpleAtod(parts[0], &vertex.lon) ||
          !absl::SimpleAtod(parts[1], &vertex.lat)) {
        continue;
      }
      outline.west = std::min(outline.west, vertex.lon);
      outline.east = std::max(outline.east, vertex.lon);
      outline.south = std::min(outline.south, vertex.lat);
      outline.north = std::max(outline.north, vertex.lat);
      outline.vertices.push_back(vertex);
    }
    outlines.push_back(std::move(outline));
  }
  return outlines;
}

// Whether a ray from the point to the west crosses the ring an odd number of times.
bool Holds(const Outline& outline, double lon, double lat) {
  if (lon < outline.west || lon > outline.east || lat < outline.south || lat > outline.north) return false;
  bool inside = false;
  for (size_t i = 0, j = outline.vertices.size() - 1; i < outline.vertices.size(); j = i++) {
    const Vertex& a = outline.vertices[i];
    const Vertex& b = outline.vertices[j];
    if ((a.lat > lat) == (b.lat > lat)) continue;
    if (lon > (b.lon - a.lon) * (lat - a.lat) / (b.lat - a.lat) + a.lon) inside = !inside;
  }
  return inside;
}

}  // namespace

bool IsLand(const maritime::Point& point) {
  static const auto* const outlines = new std::vector<Outline>(ReadOutlines(kLandText));
  const double lon = maritime::ToDegrees(point.lon_e7), lat = maritime::ToDegrees(point.lat_e7);
  return std::any_of(outlines->begin(), outlines->end(),
                     [&](const Outline& outline) { return Holds(outline, lon, lat); });
}

}  // namespace lightship::formats
