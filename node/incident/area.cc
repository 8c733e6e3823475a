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

bool BoxTest::MayTouch(const Extent& extent) const {
  if (!extent.lat_e7.Touches(box_.south_e7(), box_.north_e7())) return false;
  const int32_t west = box_.west_e7();
  const int32_t east = box_.east_e7();
  if (west > east) return extent.lon_e7.most >= west || extent.lon_e7.least <= east;
  return extent.lon_e7.Touches(west, east) ||
         (west == -maritime::kLonMostE7 && extent.lon_e7.most == maritime::kLonMostE7);
}

bool BoxTest::Holds(const Extent& extent) const {
  return !extent.placeless && extent.lat_e7.least >= box_.south_e7() && extent.lat_e7.most <= box_.north_e7() &&
         extent.lon_e7.least >= box_.west_e7() && extent.lon_e7.most <= box_.east_e7();
}

void BoxTest::Narrow(const Chunk& chunk, Blocks blocks, Selection& selection) const {
  ForEachBlock(blocks, [&](size_t begin) {
    if (!Holds(chunk.blocks[begin / Chunk::kBlockRows])) NarrowBlock(chunk, begin, selection);
  });
}

void BoxTest::NarrowBlock(const Chunk& chunk, size_t begin, Selection& selection) const {
  const int32_t south = box_.south_e7();
  const int32_t north = box_.north_e7();
  const int32_t west = box_.west_e7();
  const int32_t east = box_.east_e7();
  const int32_t* const lat = chunk.lat_e7.data() + begin;
  const int32_t* const lon = chunk.lon_e7.data() + begin;
  uint8_t* const selected = selection.data() + begin;
  for (size_t i = 0; i < Chunk::kBlockRows; ++i) selected[i] &= (lat[i] >= south) & (lat[i] <= north);
  if (west > east) {
    for (size_t i = 0; i < Chunk::kBlockRows; ++i) selected[i] &= (lon[i] >= west) | (lon[i] <= east);
    return;
  }
  // Rows write the 180th meridian as 180; a box may write it as -180.
  const bool meridian = west == -maritime::kLonMostE7;
  for (size_t i = 0; i < Chunk::kBlockRows; ++i) {
    selected[i] &= ((lon[i] >= west) & (lon[i] <= east)) | (meridian & (lon[i] == maritime::kLonMostE7));
  }
}

CircleTest::CircleTest(const v1::Circle& circle) : circle_(circle), around_(BoxAround(circle)) {}

void CircleTest::Narrow(const Chunk& chunk, Blocks blocks, Selection& selection) const {
  around_.Narrow(chunk, blocks, selection);
  ForEachBlock(blocks, [&](size_t begin) {
    for (size_t i = begin; i < begin + Chunk::kBlockRows; ++i) {
      if (selection[i] == 0) continue;
      selection[i] = chunk.cell[i] != 0 && maritime::Contains(circle_, {chunk.lat_e7[i], chunk.lon_e7[i]}) ? 1 : 0;
    }
  });
}

void PolygonsTest::Narrow(const Chunk& chunk, Blocks blocks, Selection& selection) const {
  around_.Narrow(chunk, blocks, selection);
  using Stretch = maritime::PolygonIndex::Stretch;
  Stretch stretch;
  ForEachBlock(blocks, [&](size_t begin) {
    for (size_t i = begin; i < begin + Chunk::kBlockRows; ++i) {
      if (selection[i] == 0) continue;
      // A row without a position has the cell 0, which lies before all.
      const uint64_t cell = chunk.cell[i];
      if (!stretch.Has(cell)) index_->Find(cell, stretch);
      if (stretch.kind == Stretch::Kind::kInside) continue;
      const bool mixed = stretch.kind == Stretch::Kind::kMixed;
      selection[i] = mixed && index_->Holds({chunk.lat_e7[i], chunk.lon_e7[i]}, stretch) ? 1 : 0;
    }
  });
}

}  // namespace lightship::incident
