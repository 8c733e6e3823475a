#include "node/maritime/place_box.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "node/maritime/vocabulary_tables.h"
#include "node/maritime/words.h"

namespace lightship::maritime {
namespace {

struct Place {
  std::string words;  // as WordKey leaves them
  double south = 0, west = 0, north = 0, east = 0;
};

const std::vector<Place>& Places() {
  static const auto* const places = [] {
    auto* list = new std::vector<Place>;
    for (absl::string_view line : absl::StrSplit(kPlaceBoxCsv, '\n', absl::SkipEmpty())) {
      const std::vector<absl::string_view> cells = absl::StrSplit(line, ',');
      Place place;
      // The header is no box.
      if (cells.size() == 5 && absl::SimpleAtod(cells[1], &place.south) &&
          absl::SimpleAtod(cells[2], &place.west) && absl::SimpleAtod(cells[3], &place.north) &&
          absl::SimpleAtod(cells[4], &place.east)) {
        place.words = WordKey(cells[0]);
        list->push_back(std::move(place));
      }
    }
    return list;
  }();
  return *places;
}

bool Holds(const Place& place, double latitude, double longitude) {
  return latitude >= place.south && latitude <= place.north && longitude >= place.west &&
         longitude <= place.east;
}

}  // namespace

std::optional<std::string> PlaceInOtherHemisphere(absl::string_view text, const Point& point) {
  const std::string key = absl::StrCat(" ", WordKey(text), " ");
  for (const Place& place : Places()) {
    if (!absl::StrContains(key, absl::StrCat(" ", place.words, " "))) continue;
    const double latitude = ToDegrees(point.lat_e7), longitude = ToDegrees(point.lon_e7);
    const bool mirrored = Holds(place, -latitude, longitude) || Holds(place, latitude, -longitude) ||
                          Holds(place, -latitude, -longitude);
    if (Holds(place, latitude, longitude) || !mirrored) return std::nullopt;
    return place.words;
  }
  return std::nullopt;
}

}  // namespace lightship::maritime
