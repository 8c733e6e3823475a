// The files of config/areas, compiled in. Polygons are GeoJSON FeatureCollections of MultiPolygons without holes.
#ifndef LIGHTSHIP_NODE_MARITIME_AREAS_FILE_H_
#define LIGHTSHIP_NODE_MARITIME_AREAS_FILE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lightship::maritime {

extern const char kNavareasGeoJson[];
extern const char kNamedAreasGeoJson[];
extern const char kPortsCsv[];
extern const char kLandmarksCsv[];

// Degrees; x is longitude.
struct Vertex {
  double x;
  double y;
};

struct AreaFeature {
  // Properties; numbers without decimals.
  std::map<std::string, std::string> properties;
  // Outer rings; the last vertex repeats the first.
  std::vector<std::vector<Vertex>> rings;
};

// A file that is compiled in and wrong is a fault of the build: ends the process, naming `file`.
std::vector<AreaFeature> ReadAreas(absl::string_view file, const char* geojson);

// For what a reader finds wrong in such a file.
[[noreturn]] void DieOfAreas(absl::string_view file, absl::string_view what);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_AREAS_FILE_H_
