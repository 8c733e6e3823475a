#include "node/maritime/landmark.h"

#include "gtest/gtest.h"

namespace lightship::maritime {
namespace {

Point At(double latitude, double longitude) { return {ToE7(latitude), ToE7(longitude)}; }

TEST(Landmark, TheNearestTellsDistanceAndBearingFromIt) {
  const auto found = WhereaboutsOf(At(1.155, 103.673), 100);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->landmark->name, "Pulau Nipah");
  EXPECT_NEAR(found->distance_nm, 1.19, 0.02);
  EXPECT_NEAR(found->bearing_deg, 41, 1) << "north-east of it";
}

TEST(Landmark, NoneIsNamedFromFarAway) {
  EXPECT_FALSE(WhereaboutsOf(At(-40, -120), 100).has_value());
  EXPECT_FALSE(WhereaboutsOf(At(1.155, 103.673), 1).has_value());
}

TEST(Landmark, BearingsRunFromNorthToNorthByEast) {
  const Point here = At(0, 0);
  EXPECT_NEAR(BearingDegrees(here, At(1, 0)), 0, 1e-6);
  EXPECT_NEAR(BearingDegrees(here, At(0, 1)), 90, 1e-6);
  EXPECT_NEAR(BearingDegrees(here, At(-1, 0)), 180, 1e-6);
  EXPECT_NEAR(BearingDegrees(here, At(0, -1)), 270, 1e-6);
  EXPECT_NEAR(BearingDegrees(At(0, 179.5), At(0, -179.5)), 90, 1e-6) << "across the 180th meridian";
  EXPECT_EQ(BearingDegrees(here, here), 0);
}

}  // namespace
}  // namespace lightship::maritime
