// Seas, straits and lanes by name (config/areas/named.geojson; its README says what they are and are not). Thread-safe; the
// polygons are built at first use.
#ifndef LIGHTSHIP_NODE_MARITIME_NAMED_AREA_H_
#define LIGHTSHIP_NODE_MARITIME_NAMED_AREA_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "lightship/v1/vocabulary.pb.h"
#include "node/maritime/geometry.h"
#include "node/maritime/polygon.h"

namespace lightship::maritime {

// Immutable; lives as long as the process.
struct NamedArea {
  std::string name;   // "singapore-strait"
  std::string title;  // "Singapore Strait"
  // UNSPECIFIED: none of the areas that regional tables are made by.
  v1::ReportingArea reporting_area = v1::REPORTING_AREA_UNSPECIFIED;
  std::vector<Polygon> pieces;

  // REQUIRES, here and below: IsOnGlobe(point).
  bool Contains(const Point& point) const;
};

// In the order of the file.
absl::Span<const NamedArea> NamedAreas();

// By name or title, whatever the case and punctuation. INVALID_ARGUMENT (MALFORMED) with the nearest names. Never null.
absl::StatusOr<const NamedArea*> FindNamedArea(absl::string_view name);

// Areas overlap (a lane lies in its strait): all that hold the point, the one whose piece about it is smallest first.
std::vector<const NamedArea*> AreasAt(const Point& point);

// That of the most specific area which has one; UNSPECIFIED where none is drawn.
v1::ReportingArea ReportingAreaAt(const Point& point);

// The area as a GeoJSON FeatureCollection (RFC 7946), vertices as drawn.
std::string AreaGeoJson(const NamedArea& area);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_NAMED_AREA_H_
