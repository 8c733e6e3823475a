#include "node/maritime/geometry.h"

#include "gtest/gtest.h"

namespace lightship::maritime {
namespace {

Point At(double lat, double lon) { return {ToE7(lat), ToE7(lon)}; }

v1::Box BoxOf(double south, double west, double north, double east) {
  v1::Box box;
  box.set_south_e7(ToE7(south));
  box.set_west_e7(ToE7(west));
  box.set_north_e7(ToE7(north));
  box.set_east_e7(ToE7(east));
  return box;
}

TEST(Geometry, MeasuresGreatCircles) {
  EXPECT_NEAR(DistanceNauticalMiles(At(0, 0), At(1, 0)), 60, 0.1);
  EXPECT_NEAR(DistanceMetres(At(60, 10), At(60, 11)), 111'195 * 0.5, 100);
  EXPECT_NEAR(DistanceNauticalMiles(At(0, 179.5), At(0, -179.5)), 60, 0.1);
  EXPECT_EQ(DistanceMetres(At(1, 104), At(1, 104)), 0);
}

TEST(Geometry, BoxHoldsItsEdgesAndNothingBeyond) {
  const v1::Box box = BoxOf(1, 103, 2, 104);
  EXPECT_TRUE(Contains(box, At(1, 103)));
  EXPECT_TRUE(Contains(box, At(2, 104)));
  EXPECT_FALSE(Contains(box, At(0.9999999, 103.5)));
  EXPECT_FALSE(Contains(box, At(1.5, 104.0000001)));
  EXPECT_FALSE(Contains(box, At(1.5, -103.5)));
}

TEST(Geometry, BoxMayCrossThe180thMeridian) {
  const v1::Box box = BoxOf(-20, 175, -10, -175);
  EXPECT_TRUE(Contains(box, At(-15, 179)));
  EXPECT_TRUE(Contains(box, At(-15, 180)));
  EXPECT_TRUE(Contains(box, At(-15, -180)));
  EXPECT_TRUE(Contains(box, At(-15, -179)));
  EXPECT_FALSE(Contains(box, At(-15, 174)));
  EXPECT_FALSE(Contains(box, At(-15, 0)));
  EXPECT_TRUE(Contains(BoxOf(-20, 170, -10, 180), At(-15, -180))) << "one meridian, two numbers";
}

TEST(Geometry, CircleCrossesThe180thMeridian) {
  v1::Circle circle;
  circle.set_lon_e7(ToE7(179.9));
  circle.set_radius_m(20 * kMetresPerNauticalMile);
  EXPECT_TRUE(Contains(circle, At(0, -179.9)));
  EXPECT_FALSE(Contains(circle, At(0, -179)));
}

TEST(Geometry, NearPointsHaveNearCells) {
  const uint64_t here = CellId(At(1.25, 104.04));
  EXPECT_EQ(here, CellId(At(1.25, 104.04)));
  EXPECT_NE(here, CellId(At(1.25001, 104.04)));
  EXPECT_EQ(here >> 40, CellId(At(1.25001, 104.04001)) >> 40);
}

TEST(Geometry, PositionWithoutBothValuesOrOffTheGlobeIsNoPoint) {
  v1::Position position;
  EXPECT_FALSE(PointOf(position));
  position.set_lat_e7(0);
  EXPECT_FALSE(PointOf(position));
  position.set_lon_e7(kLonMostE7);
  EXPECT_EQ(PointOf(position), (Point{0, kLonMostE7}));
  position.set_lat_e7(kLatMostE7 + 1);
  EXPECT_FALSE(PointOf(position));
}

}  // namespace
}  // namespace lightship::maritime
