#include "node/maritime/named_area.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "node/base/quote.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/maritime/areas_file.h"
#include "node/maritime/nearest_names.h"
#include "node/maritime/polygon_index.h"
#include "node/maritime/words.h"

namespace lightship::maritime {
namespace {

constexpr absl::string_view kFile = "named.geojson";
constexpr size_t kQuotedBytes = 40;

Polygon PieceOf(const AreaFeature& feature, const std::vector<Vertex>& ring) {
  std::vector<Point> points;
  for (size_t i = 0; i + 1 < ring.size(); ++i) {
    points.push_back({ToE7(ring[i].y), ToE7(ring[i].x)});
  }
  absl::StatusOr<Polygon> piece = Polygon::Make(Densified(points));
  if (!piece.ok()) {
    DieOfAreas(kFile, absl::StrCat(feature.properties.at("name"), ": ", piece.status().message()));
  }
  return *std::move(piece);
}

v1::ReportingArea ReportingAreaOf(const AreaFeature& feature) {
  const auto found = feature.properties.find("reporting_area");
  if (found == feature.properties.end()) return v1::REPORTING_AREA_UNSPECIFIED;
  v1::ReportingArea area = v1::REPORTING_AREA_UNSPECIFIED;
  if (!v1::ReportingArea_Parse(absl::StrCat("REPORTING_AREA_", found->second), &area)) {
    DieOfAreas(kFile, absl::StrCat(found->second, " is no ReportingArea"));
  }
  return area;
}

const std::vector<NamedArea>& AllNamed() {
  static const auto* const areas = [] {
    auto* list = new std::vector<NamedArea>;
    for (const AreaFeature& feature : ReadAreas(kFile, kNamedAreasGeoJson)) {
      NamedArea& area = list->emplace_back();
      area.name = feature.properties.at("name");
      area.title = feature.properties.at("title");
      area.reporting_area = ReportingAreaOf(feature);
      for (const auto& ring : feature.rings) area.pieces.push_back(PieceOf(feature, ring));
    }
    return list;
  }();
  return *areas;
}

// All rings of all areas, smallest first.
class Pieces {
 public:
  // The areas whose rings hold the point, one ring after the other.
  std::vector<const NamedArea*> At(const Point& point) const {
    std::vector<const NamedArea*> areas;
    for (const size_t place : index_.At(point)) areas.push_back(areas_[place]);
    return areas;
  }

  static const Pieces& All() {
    static const auto* const pieces = new Pieces(Sorted());
    return *pieces;
  }

 private:
  struct Piece {
    double square_metres;
    const Polygon* polygon;
    const NamedArea* area;
  };

  explicit Pieces(const std::vector<Piece>& pieces) : index_(PolygonsOf(pieces)) {
    for (const Piece& piece : pieces) areas_.push_back(piece.area);
  }

  static std::vector<Piece> Sorted() {
    std::vector<Piece> pieces;
    for (const NamedArea& area : AllNamed()) {
      for (const Polygon& polygon : area.pieces) pieces.push_back({polygon.SquareMetres(), &polygon, &area});
    }
    // A strait drawn alone comes before the same ring as part of several: equal in size, so fewer pieces first.
    std::stable_sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) {
      return std::make_pair(a.square_metres, a.area->pieces.size()) <
             std::make_pair(b.square_metres, b.area->pieces.size());
    });
    return pieces;
  }

  static std::vector<Polygon> PolygonsOf(const std::vector<Piece>& pieces) {
    std::vector<Polygon> polygons;
    for (const Piece& piece : pieces) polygons.push_back(*piece.polygon);
    return polygons;
  }

  std::vector<const NamedArea*> areas_;
  const PolygonIndex index_;
};

}  // namespace

bool NamedArea::Contains(const Point& point) const {
  return std::any_of(pieces.begin(), pieces.end(),
                     [&point](const Polygon& piece) { return piece.Contains(point); });
}

absl::Span<const NamedArea> NamedAreas() { return AllNamed(); }

absl::StatusOr<const NamedArea*> FindNamedArea(absl::string_view name) {
  const std::string key = WordKey(name);
  std::vector<std::string> names;
  for (const NamedArea& area : AllNamed()) {
    if (key == WordKey(area.name) || key == WordKey(area.title)) return &area;
    names.push_back(area.name);
  }
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                     absl::StrCat(base::Quoted(name, kQuotedBytes), " is no named area", NameHint(name, std::move(names))));
}

std::vector<const NamedArea*> AreasAt(const Point& point) {
  std::vector<const NamedArea*> areas;
  for (const NamedArea* area : Pieces::All().At(point)) {
    if (std::find(areas.begin(), areas.end(), area) == areas.end()) areas.push_back(area);
  }
  return areas;
}

v1::ReportingArea ReportingAreaAt(const Point& point) {
  for (const NamedArea* area : Pieces::All().At(point)) {
    if (area->reporting_area != v1::REPORTING_AREA_UNSPECIFIED) return area->reporting_area;
  }
  return v1::REPORTING_AREA_UNSPECIFIED;
}

std::string AreaGeoJson(const NamedArea& area) {
  std::vector<std::string> polygons;
  for (const AreaFeature& feature : ReadAreas(kFile, kNamedAreasGeoJson)) {
    if (feature.properties.at("name") != area.name) continue;
    for (const std::vector<Vertex>& ring : feature.rings) {
      polygons.push_back(absl::StrCat(
          "[[", absl::StrJoin(ring, ",", [](std::string* out, const Vertex& vertex) {
            absl::StrAppend(out, "[", vertex.x, ",", vertex.y, "]");
          }),
          "]]"));
    }
  }
  // Names and titles are plain words.
  return absl::StrCat(R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":")",
                      area.name, R"(","title":")", area.title,
                      R"("},"geometry":{"type":"MultiPolygon","coordinates":[)",
                      absl::StrJoin(polygons, ","), "]}}]}\n");
}

}  // namespace lightship::maritime
