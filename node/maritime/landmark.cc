#include "node/maritime/landmark.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "node/maritime/areas_file.h"

namespace lightship::maritime {
namespace {

constexpr absl::string_view kFile = "landmarks.csv";
constexpr absl::string_view kColumns = "name,latitude,longitude";

Landmark LandmarkOf(absl::string_view line) {
  const std::vector<absl::string_view> cells = absl::StrSplit(line, ',');
  double latitude = 0;
  double longitude = 0;
  if (cells.size() != 3 || cells[0].empty() || !absl::SimpleAtod(cells[1], &latitude) ||
      !absl::SimpleAtod(cells[2], &longitude) || latitude < -90 || latitude > 90 ||
      longitude < -180 || longitude > 180) {
    DieOfAreas(kFile, line);
  }
  return {std::string(cells[0]), {ToE7(latitude), ToE7(longitude)}};
}

const std::vector<Landmark>& Landmarks() {
  static const auto* const landmarks = [] {
    auto* list = new std::vector<Landmark>;
    for (absl::string_view line :
         absl::StrSplit(absl::string_view(kLandmarksCsv), '\n', absl::SkipEmpty())) {
      if (!absl::StartsWith(line, "#") && line != kColumns) list->push_back(LandmarkOf(line));
    }
    return list;
  }();
  return *landmarks;
}

}  // namespace

std::optional<Whereabouts> WhereaboutsOf(const Point& point, double most_nm) {
  std::optional<Whereabouts> nearest;
  for (const Landmark& landmark : Landmarks()) {
    const double distance = DistanceNauticalMiles(landmark.position, point);
    if (distance > most_nm || (nearest.has_value() && distance >= nearest->distance_nm)) continue;
    nearest = Whereabouts{&landmark, distance, 0};
  }
  if (nearest.has_value()) nearest->bearing_deg = BearingDegrees(nearest->landmark->position, point);
  return nearest;
}

}  // namespace lightship::maritime
