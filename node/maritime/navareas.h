// The text of config/areas/navareas.geojson, compiled in so that neither node nor client needs the
// file.
#ifndef LIGHTSHIP_NODE_MARITIME_NAVAREAS_H_
#define LIGHTSHIP_NODE_MARITIME_NAVAREAS_H_

namespace lightship::maritime {

extern const char kNavareasGeoJson[];

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_NAVAREAS_H_
