#include "node/maritime/polygon.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/maritime/polygon_index.h"

namespace lightship::maritime {
namespace {

using testing::HasSubstr;

Point At(double lat, double lon) { return {ToE7(lat), ToE7(lon)}; }

Polygon Of(std::vector<Point> vertices) {
  absl::StatusOr<Polygon> polygon = Polygon::Make(vertices);
  EXPECT_TRUE(polygon.ok()) << polygon.status();
  return *polygon;
}

TEST(Polygon, HoldsTheSmallerSideWhicheverWayItIsDrawn) {
  std::vector<Point> ring = {At(0, 100), At(0, 110), At(10, 110), At(10, 100)};
  for (int turn = 0; turn < 2; ++turn) {
    const Polygon polygon = Of(ring);
    EXPECT_TRUE(polygon.Contains(At(5, 105)));
    EXPECT_FALSE(polygon.Contains(At(-5, 105)));
    EXPECT_FALSE(polygon.Contains(At(5, 111)));
    EXPECT_FALSE(polygon.Contains(At(-5, -75))) << "the other side of the globe";
    std::reverse(ring.begin(), ring.end());
  }
}

TEST(Polygon, CrossesThe180thMeridian) {
  const Polygon fiji = Of({At(-20, 175), At(-20, -175), At(-14, -175), At(-14, 175)});
  for (double lon : {176.0, 179.999, 180.0, -180.0, -179.999, -176.0}) {
    EXPECT_TRUE(fiji.Contains(At(-17, lon))) << lon;
  }
  for (double lon : {174.0, -174.0, 0.0}) EXPECT_FALSE(fiji.Contains(At(-17, lon))) << lon;
}

TEST(Polygon, MayHoldAPole) {
  const Polygon arctic = Of({At(70, 0), At(70, 90), At(70, 180), At(70, -90)});
  for (double lon : {0.0, 45.0, 180.0, -135.0}) {
    EXPECT_TRUE(arctic.Contains(At(90, lon))) << lon;
    EXPECT_TRUE(arctic.Contains(At(80, lon))) << lon;
    EXPECT_FALSE(arctic.Contains(At(60, lon))) << lon;
  }
  EXPECT_FALSE(arctic.Contains(At(-90, 0)));
}

TEST(Polygon, HasGreatCirclesForEdgesUnlessDensified) {
  const std::vector<Point> ring = {At(40, 0), At(40, 60), At(20, 60), At(20, 0)};
  EXPECT_TRUE(Of(ring).Contains(At(42, 30))) << "the great circle runs north of the parallel";
  const Polygon chart = Of(Densified(ring));
  EXPECT_FALSE(chart.Contains(At(40.001, 30)));
  EXPECT_TRUE(chart.Contains(At(39.999, 30)));
}

TEST(Polygon, GivesAPointOnASharedEdgeToOneNeighbour) {
  const Polygon west = Of({At(0, 0), At(0, 10), At(10, 10), At(10, 0)});
  const Polygon east = Of({At(0, 10), At(0, 20), At(10, 20), At(10, 10)});
  for (double lat : {1.0, 2.5, 5.0, 9.75}) {
    EXPECT_NE(west.Contains(At(lat, 10)), east.Contains(At(lat, 10))) << lat;
  }
}

// A star over the 180th meridian.
std::vector<Point> Star() {
  std::vector<Point> star;
  for (int i = 0; i < 200; ++i) {
    const double angle = i * M_PI / 100, radius = i % 2 == 0 ? 4 : 4.3;
    star.push_back(At(3 + radius * std::sin(angle), 178 + radius * std::cos(angle)));
    if (star.back().lon_e7 > kLonMostE7) star.back() = At(3 + radius * std::sin(angle), -182 + radius * std::cos(angle));
  }
  return star;
}

// What an index says of a point, when another has been asked for before.
bool Holds(const PolygonIndex& index, const Point& point, PolygonIndex::Stretch& stretch) {
  const uint64_t leaf = CellId(point);
  if (!stretch.Has(leaf)) index.Find(leaf, stretch);
  EXPECT_TRUE(stretch.Has(leaf));
  using Kind = PolygonIndex::Stretch::Kind;
  return stretch.kind == Kind::kInside || (stretch.kind == Kind::kMixed && index.Holds(point, stretch));
}

void ExpectHeld(const std::vector<Polygon>& polygons) {
  const std::vector<Point> star = Star();
  const PolygonIndex index(polygons);
  const v1::Box around = index.Bounds();
  std::vector<Point> points = star;
  std::mt19937 random(3);
  for (int i = 0; i < 20'000; ++i) {
    const Point& near = star[random() % star.size()];
    const auto off = [&](int32_t most) { return static_cast<int32_t>(random() % (2 * most + 1)) - most; };
    const int32_t most = i % 3 == 0 ? 2 : i % 3 == 1 ? 100'000 : 20'000'000;
    points.push_back({near.lat_e7 + off(most), std::clamp(near.lon_e7 + off(most), -kLonMostE7, kLonMostE7)});
  }
  size_t held = 0;
  PolygonIndex::Stretch stretch;
  for (const Point& point : points) {
    const bool wanted = std::any_of(polygons.begin(), polygons.end(), [&](const Polygon& one) { return one.Contains(point); });
    EXPECT_EQ(Holds(index, point, stretch), wanted) << point.lat_e7 << " " << point.lon_e7;
    EXPECT_TRUE(!wanted || Contains(around, point)) << point.lat_e7 << " " << point.lon_e7;
    EXPECT_TRUE(!wanted || index.MayTouch(CellId(point), CellId(point)));
    held += wanted;
  }
  EXPECT_GT(held, points.size() / 4);
  EXPECT_LT(held, points.size());
  EXPECT_FALSE(index.MayTouch(CellId(At(-40, 10)), CellId(At(-40, 10))));
}

TEST(PolygonIndex, HoldsWhatItsPolygonContains) { ExpectHeld({Of(Star())}); }

TEST(PolygonIndex, HoldsWhatAnyOfItsPolygonsContains) {
  const std::vector<Polygon> polygons = {Of(Star()), Of({At(0, 175), At(0, 177), At(9, 176)}),
                                         Of({At(60, 0), At(60, 120), At(60, -120)})};
  ExpectHeld(polygons);
  PolygonIndex::Stretch stretch;
  EXPECT_TRUE(Holds(PolygonIndex(polygons), At(89, 10), stretch)) << "around the pole";
}

TEST(Polygon, IsRefusedWithTheReason) {
  const struct {
    std::vector<Point> vertices;
    const char* why;
  } cases[] = {{{At(0, 0), At(0, 1)}, "three vertices"},
               {{At(0, 0), At(0, 1), {950'000'000, 0}}, "vertex 2 is not on the globe"},
               {{At(0, 0), At(0, 1), At(0, 1), At(1, 0)}, "duplicate"},
               {{At(0, 0), At(0, 10), At(10, 0), At(10, 10)}, "crosses"}};
  for (const auto& c : cases) {
    const auto polygon = Polygon::Make(c.vertices);
    ASSERT_FALSE(polygon.ok()) << c.why;
    EXPECT_THAT(std::string(polygon.status().message()), HasSubstr(c.why));
  }
}

}  // namespace
}  // namespace lightship::maritime
