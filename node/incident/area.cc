#include "node/incident/area.h"

#include <algorithm>
#include <cmath>

#include "node/maritime/geometry.h"
#include "s2/s1angle.h"
#include "s2/s2cap.h"
#include "s2/s2cell_id.h"
#include "s2/s2cell_union.h"
#include "s2/s2earth.h"
#include "s2/s2latlng.h"
#include "s2/s2region_coverer.h"

namespace lightship::incident {
namespace {

// More cells hug the circle closer and cost more to compare with.
constexpr int kCoveringCells = 8;
// The covering is widened, so that neither rounding nor another value for the Earth's radius loses a row that the
// measurement would keep.
constexpr double kSlackFactor = 1.001;
constexpr double kSlackMetres = 10.0;

}  // namespace

void BoxTest::Narrow(const Chunk& chunk, Selection& selection) const {
  const int32_t south = box_.south_e7();
  const int32_t north = box_.north_e7();
  const int32_t west = box_.west_e7();
  const int32_t east = box_.east_e7();
  for (size_t i = 0; i < chunk.size; ++i) {
    selection[i] &= (chunk.lat_e7[i] >= south) & (chunk.lat_e7[i] <= north);
  }
  if (west > east) {
    for (size_t i = 0; i < chunk.size; ++i) {
      selection[i] &= (chunk.lon_e7[i] >= west) | (chunk.lon_e7[i] <= east);
    }
    return;
  }
  // Rows write the 180th meridian as 180; a box may write it as -180.
  const bool meridian = west == -maritime::kLonMostE7;
  for (size_t i = 0; i < chunk.size; ++i) {
    const int32_t lon = chunk.lon_e7[i];
    selection[i] &= ((lon >= west) & (lon <= east)) | (meridian & (lon == maritime::kLonMostE7));
  }
}

CircleTest::CircleTest(const v1::Circle& circle) : circle_(circle) {
  double radius =
      std::min((circle.radius_m() * kSlackFactor + kSlackMetres) / S2Earth::RadiusMeters(), M_PI);
  S2Cap cap(S2LatLng::FromE7(circle.lat_e7(), circle.lon_e7()).ToPoint(),
            S1Angle::Radians(radius));
  S2RegionCoverer::Options options;
  options.set_max_cells(kCoveringCells);
  std::vector<S2CellId> cells;
  S2RegionCoverer(options).GetCovering(cap, &cells);
  for (S2CellId cell : cells) {
    covering_.emplace_back(cell.range_min().id(), cell.range_max().id());
  }
  std::sort(covering_.begin(), covering_.end());
}

bool CircleTest::InCovering(uint64_t cell) const {
  auto after = std::upper_bound(
      covering_.begin(), covering_.end(), cell,
      [](uint64_t wanted, const std::pair<uint64_t, uint64_t>& range) {
        return wanted < range.first;
      });
  return after != covering_.begin() && cell <= std::prev(after)->second;
}

void CircleTest::Narrow(const Chunk& chunk, Selection& selection) const {
  for (size_t i = 0; i < chunk.size; ++i) {
    if (selection[i] == 0) continue;
    bool inside = chunk.cell[i] != 0 && InCovering(chunk.cell[i]) &&
                  maritime::Contains(circle_, {chunk.lat_e7[i], chunk.lon_e7[i]});
    selection[i] = inside ? 1 : 0;
  }
}

void PolygonsTest::Narrow(const Chunk& chunk, Selection& selection) const {
  for (size_t i = 0; i < chunk.size; ++i) {
    if (selection[i] == 0) continue;
    const maritime::Point point{chunk.lat_e7[i], chunk.lon_e7[i]};
    bool inside = chunk.cell[i] != 0 &&
                  std::any_of(polygons_.begin(), polygons_.end(),
                              [&point](const maritime::Polygon& polygon) {
                                return polygon.Contains(point);
                              });
    selection[i] = inside ? 1 : 0;
  }
}

}  // namespace lightship::incident
