#include "node/maritime/geometry.h"

#include <cmath>

#include "s2/s2cell_id.h"
#include "s2/s2earth.h"
#include "s2/s2latlng.h"

namespace lightship::maritime {
namespace {

S2LatLng ToS2(const Point& point) { return S2LatLng::FromE7(point.lat_e7, point.lon_e7); }

bool SameMeridian(int32_t lon_e7, int32_t edge_e7) {
  return lon_e7 == edge_e7 || (std::abs(lon_e7) == kLonMostE7 && std::abs(edge_e7) == kLonMostE7);
}

}  // namespace

int32_t ToE7(double degrees) { return static_cast<int32_t>(std::llround(degrees * 1e7)); }

double ToDegrees(int32_t e7) { return e7 / 1e7; }

bool IsOnGlobe(const Point& point) {
  return point.lat_e7 >= -kLatMostE7 && point.lat_e7 <= kLatMostE7 && point.lon_e7 >= -kLonMostE7 &&
         point.lon_e7 <= kLonMostE7;
}

std::optional<Point> PointOf(const v1::Position& position) {
  if (!position.has_lat_e7() || !position.has_lon_e7()) return std::nullopt;
  const Point point{position.lat_e7(), position.lon_e7()};
  return IsOnGlobe(point) ? std::optional<Point>(point) : std::nullopt;
}

double DistanceMetres(const Point& a, const Point& b) {
  return S2Earth::GetDistanceMeters(ToS2(a), ToS2(b));
}

double DistanceNauticalMiles(const Point& a, const Point& b) {
  return DistanceMetres(a, b) / kMetresPerNauticalMile;
}

double BearingDegrees(const Point& a, const Point& b) {
  const double bearing = S2Earth::GetInitialBearing(ToS2(a), ToS2(b)).degrees();
  return bearing < 0 ? bearing + 360 : bearing;
}

bool Contains(const v1::Box& box, const Point& point) {
  if (point.lat_e7 < box.south_e7() || point.lat_e7 > box.north_e7()) return false;
  const int32_t west = box.west_e7();
  const int32_t east = box.east_e7();
  if (SameMeridian(point.lon_e7, west) || SameMeridian(point.lon_e7, east)) return true;
  const bool east_of_west = point.lon_e7 >= west;
  const bool west_of_east = point.lon_e7 <= east;
  return west <= east ? east_of_west && west_of_east : east_of_west || west_of_east;
}

bool Contains(const v1::Circle& circle, const Point& point) {
  return DistanceMetres({circle.lat_e7(), circle.lon_e7()}, point) <= circle.radius_m();
}

uint64_t CellId(const Point& point) { return S2CellId(ToS2(point)).id(); }

std::optional<Point> CellCentre(absl::string_view token) {
  const S2CellId cell = S2CellId::FromToken(std::string(token));
  if (!cell.is_valid()) return std::nullopt;
  const S2LatLng centre = cell.ToLatLng();
  return Point{ToE7(centre.lat().degrees()), ToE7(centre.lng().degrees())};
}

}  // namespace lightship::maritime
