#include "node/incident/area.h"

#include <algorithm>
#include <cmath>

#include "node/maritime/geometry.h"
#include "s2/s1angle.h"
#include "s2/s2cap.h"
#include "s2/s2earth.h"
#include "s2/s2latlng.h"

namespace lightship::incident {
namespace {

// What is touched is taken wider and what is held narrower, so that neither rounding nor another value for the Earth's radius
// decides otherwise than the measurement would.
constexpr double kSlackFactor = 0.001;
constexpr double kSlackMetres = 10.0;

S2Cap CapOf(const v1::Circle& circle, double slack_metres) {
  const double radius = (circle.radius_m() + slack_metres) / S2Earth::RadiusMeters();
  return S2Cap(S2LatLng::FromE7(circle.lat_e7(), circle.lon_e7()).ToPoint(),
               S1Angle::Radians(std::clamp(radius, 0.0, M_PI)));
}

maritime::CellCover CoverOf(const v1::Circle& circle) {
  const double slack = circle.radius_m() * kSlackFactor + kSlackMetres;
  const bool wide = circle.radius_m() > slack;
  return maritime::CellCover(CapOf(circle, slack), wide ? CapOf(circle, -slack) : S2Cap::Empty());
}

// `holds` decides for points at the edge.
template <typename Holds>
void NarrowBy(const maritime::CellCover& cover, const Chunk& chunk, Selection& selection, Holds holds) {
  using Side = maritime::CellCover::Side;
  for (size_t i = 0; i < chunk.size; ++i) {
    if (selection[i] == 0) continue;
    const Side side = chunk.cell[i] == 0 ? Side::kOutside : cover.Of(chunk.cell[i]);
    const bool inside = side == Side::kInside || (side == Side::kEdge && holds({chunk.lat_e7[i], chunk.lon_e7[i]}));
    selection[i] = inside ? 1 : 0;
  }
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

CircleTest::CircleTest(const v1::Circle& circle) : circle_(circle), cover_(CoverOf(circle)) {}

void CircleTest::Narrow(const Chunk& chunk, Selection& selection) const {
  NarrowBy(cover_, chunk, selection, [this](const maritime::Point& point) { return maritime::Contains(circle_, point); });
}

void PolygonsTest::Narrow(const Chunk& chunk, Selection& selection) const {
  NarrowBy(cover_, chunk, selection, [this](const maritime::Point& point) { return index_->Holds(point); });
}

}  // namespace lightship::incident
