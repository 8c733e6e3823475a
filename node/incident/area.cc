#include "node/incident/area.h"

#include <algorithm>
#include <cmath>

#include "node/maritime/geometry.h"

namespace lightship::incident {
namespace {

// The box is taken wider than the circle, so that neither rounding nor another value for the Earth's radius loses a row that
// the measurement would keep.
constexpr double kSlackFactor = 1.001;
constexpr double kSlackDegrees = 0.001;
constexpr double kMetresPerDegree = 60 * maritime::kMetresPerNauticalMile * 0.999;

int32_t Clamped(double degrees, double most) { return maritime::ToE7(std::clamp(degrees, -most, most)); }

v1::Box BoxAround(const v1::Circle& circle) {
  const double lat = maritime::ToDegrees(circle.lat_e7());
  const double lon = maritime::ToDegrees(circle.lon_e7());
  const double radius = circle.radius_m() * kSlackFactor / kMetresPerDegree + kSlackDegrees;
  v1::Box box;
  box.set_south_e7(Clamped(lat - radius, 90));
  box.set_north_e7(Clamped(lat + radius, 90));
  box.set_west_e7(-maritime::kLonMostE7);
  box.set_east_e7(maritime::kLonMostE7);
  if (std::abs(lat) + radius >= 89.9) return box;  // around a pole: all meridians
  constexpr double kRadians = M_PI / 180;
  // Where the circle touches a meridian.
  const double sideways = std::asin(std::sin(radius * kRadians) / std::cos(lat * kRadians)) / kRadians + kSlackDegrees;
  if (sideways >= 179.9) return box;
  box.set_west_e7(maritime::ToE7(std::remainder(lon - sideways, 360)));
  box.set_east_e7(maritime::ToE7(std::remainder(lon + sideways, 360)));
  return box;
}

}  // namespace

bool BoxTest::MayTouch(const Outline& outline) const {
  if (!outline.lat_e7.Touches(box_.south_e7(), box_.north_e7())) return false;
  const int32_t west = box_.west_e7();
  const int32_t east = box_.east_e7();
  if (west > east) return outline.lon_e7.most >= west || outline.lon_e7.least <= east;
  return outline.lon_e7.Touches(west, east) ||
         (west == -maritime::kLonMostE7 && outline.lon_e7.most == maritime::kLonMostE7);
}

void BoxTest::Narrow(const Chunk& chunk, Selection& selection) const {
  const int32_t south = box_.south_e7();
  const int32_t north = box_.north_e7();
  const int32_t west = box_.west_e7();
  const int32_t east = box_.east_e7();
  for (size_t i = 0; i < Chunk::kRows; ++i) {
    selection[i] &= (chunk.lat_e7[i] >= south) & (chunk.lat_e7[i] <= north);
  }
  if (west > east) {
    for (size_t i = 0; i < Chunk::kRows; ++i) {
      selection[i] &= (chunk.lon_e7[i] >= west) | (chunk.lon_e7[i] <= east);
    }
    return;
  }
  // Rows write the 180th meridian as 180; a box may write it as -180.
  const bool meridian = west == -maritime::kLonMostE7;
  for (size_t i = 0; i < Chunk::kRows; ++i) {
    const int32_t lon = chunk.lon_e7[i];
    selection[i] &= ((lon >= west) & (lon <= east)) | (meridian & (lon == maritime::kLonMostE7));
  }
}

CircleTest::CircleTest(const v1::Circle& circle) : circle_(circle), around_(BoxAround(circle)) {}

void CircleTest::Narrow(const Chunk& chunk, Selection& selection) const {
  around_.Narrow(chunk, selection);
  for (size_t i = 0; i < chunk.size; ++i) {
    if (selection[i] == 0) continue;
    selection[i] = chunk.cell[i] != 0 && maritime::Contains(circle_, {chunk.lat_e7[i], chunk.lon_e7[i]}) ? 1 : 0;
  }
}

void PolygonsTest::Narrow(const Chunk& chunk, Selection& selection) const {
  around_.Narrow(chunk, selection);
  size_t near = 0;
  for (size_t i = 0; i < chunk.size; ++i) {
    if (selection[i] == 0) continue;
    selection[i] = chunk.cell[i] != 0 && index_->Holds({chunk.lat_e7[i], chunk.lon_e7[i]}, chunk.cell[i], near) ? 1 : 0;
  }
}

}  // namespace lightship::incident
