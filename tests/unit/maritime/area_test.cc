#include "node/maritime/area.h"

#include "gtest/gtest.h"
#include "tests/unit/maritime/facts_file.h"

namespace lightship::maritime {
namespace {

Point At(double lat, double lon) { return {ToE7(lat), ToE7(lon)}; }

TEST(Navarea, OfWellKnownWaters) {
  const struct {
    double lat;
    double lon;
    int number;
  } cases[] = {{50, -5, 1},      {4, 3, 2},      {35, 18, 3},   {15, -75, 4},   {-10, -30, 5},
               {-45, -55, 6},    {-20, 5, 7},    {10, 85, 8},   {13, 48, 9},    {-20, 155, 10},
               {1.2, 104, 11},   {20, -120, 12}, {50, 150, 13}, {-40, 175, 14}, {-35, -80, 15},
               {-12, -77.2, 16}, {70, -150, 17}, {70, -60, 18}, {72, 20, 19},   {72, 60, 20},
               {72, 160, 21}};
  for (const auto& c : cases) {
    const Navarea area = NavareaOf(At(c.lat, c.lon));
    EXPECT_EQ(area.number, c.number) << c.lat << " " << c.lon;
    EXPECT_FALSE(area.nearest) << c.lat << " " << c.lon;
  }
}

TEST(Navarea, GoesOnBeyondThe180thMeridian) {
  for (const double lon : {179.9, 180.0, -180.0, -179.9}) {
    EXPECT_EQ(NavareaOf(At(-30, lon)).number, 14) << lon;
    EXPECT_EQ(NavareaOf(At(70, lon)).number, 21) << lon;
  }
}

TEST(Navarea, OutsideAllPolygonsIsTheNearest) {
  const Navarea guardafui = NavareaOf(At(11.95, 50.75));
  EXPECT_TRUE(guardafui.nearest);
  EXPECT_TRUE(guardafui.number == 8 || guardafui.number == 9) << guardafui.number;
  const Navarea caspian = NavareaOf(At(40.3, 50.5));
  EXPECT_TRUE(caspian.nearest);
  EXPECT_EQ(caspian.number, 3);
}

TEST(Navarea, HoldsAllButSevenOfTheRecords) {
  int nearest = 0;
  for (const auto& row : FactsFile()) {
    const Navarea area =
        NavareaOf(At(std::stod(row.at("latitude")), std::stod(row.at("longitude"))));
    EXPECT_GE(area.number, 1);
    EXPECT_LE(area.number, 21);
    nearest += area.nearest ? 1 : 0;
  }
  EXPECT_EQ(nearest, 7);
}

TEST(Navarea, HasANameAndACoordinator) {
  EXPECT_EQ(NavareaName(11), "XI");
  EXPECT_EQ(NavareaCoordinator(11), "Japan");
  EXPECT_EQ(NavareaCoordinator(20), "Russian Federation") << "longer than a short string";
  EXPECT_EQ(NavareaName(0), "");
  EXPECT_EQ(NavareaName(22), "");
  EXPECT_EQ(NavareaCoordinator(22), "");
  for (int number = 1; number <= 21; ++number) {
    EXPECT_FALSE(NavareaCoordinator(number).empty()) << number;
    EXPECT_EQ(ParseNavarea(NavareaName(number)), number);
  }
  EXPECT_EQ(ParseNavarea(" NAVAREA xi "), 11);
  EXPECT_EQ(ParseNavarea("11"), 11);
  for (const char* wrong : {"", "0", "22", "XXII", "IIX", "navarea"}) {
    EXPECT_EQ(ParseNavarea(wrong), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace lightship::maritime
