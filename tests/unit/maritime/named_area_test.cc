#include "node/maritime/named_area.h"

#include <map>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/maritime/facts_file.h"

namespace lightship::maritime {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

Point At(double lat, double lon) { return {ToE7(lat), ToE7(lon)}; }

std::vector<std::string> NamesAt(double lat, double lon) {
  std::vector<std::string> names;
  for (const NamedArea* area : AreasAt(At(lat, lon))) names.push_back(area->name);
  return names;
}

TEST(NamedArea, HoldWellKnownWaters) {
  const struct {
    double lat;
    double lon;
    v1::ReportingArea area;
  } cases[] = {{3.0, 100.6, v1::REPORTING_AREA_MALACCA_STRAIT},
               {1.06, 103.65, v1::REPORTING_AREA_SINGAPORE_STRAIT_EASTBOUND},
               {1.24, 104.1, v1::REPORTING_AREA_SINGAPORE_STRAIT_EASTBOUND},
               {1.29, 104.1, v1::REPORTING_AREA_SINGAPORE_STRAIT_WESTBOUND},
               {1.25, 104.02, v1::REPORTING_AREA_SINGAPORE_STRAIT_PRECAUTIONARY},
               {1.34, 104.2, v1::REPORTING_AREA_SINGAPORE_STRAIT},
               {3.5, 105.5, v1::REPORTING_AREA_SOUTH_CHINA_SEA},
               {5.5, 120.5, v1::REPORTING_AREA_SULU_CELEBES_SEAS},
               {15.0, 88.0, v1::REPORTING_AREA_BAY_OF_BENGAL},
               {22.2, 91.7, v1::REPORTING_AREA_BANGLADESH},
               {17.7, 83.3, v1::REPORTING_AREA_INDIA},
               {15.0, 65.0, v1::REPORTING_AREA_ARABIAN_SEA},
               {12.5, 47.5, v1::REPORTING_AREA_GULF_OF_ADEN_RED_SEA},
               {20.0, 38.5, v1::REPORTING_AREA_GULF_OF_ADEN_RED_SEA},
               {3.0, 49.0, v1::REPORTING_AREA_OFF_SOMALIA},
               {4.0, 5.0, v1::REPORTING_AREA_GULF_OF_GUINEA},
               {10.2, -65.0, v1::REPORTING_AREA_CARIBBEAN},
               {-12.0, -77.2, v1::REPORTING_AREA_PERU},
               {-2.5, -80.2, v1::REPORTING_AREA_ECUADOR},
               {-24.0, -46.3, v1::REPORTING_AREA_BRAZIL},
               {-6.0, 106.9, v1::REPORTING_AREA_INDONESIA},
               {3.85, 98.75, v1::REPORTING_AREA_INDONESIA},
               {14.5, 120.8, v1::REPORTING_AREA_PHILIPPINES},
               {10.3, 107.05, v1::REPORTING_AREA_VIET_NAM},
               {0.0, 179.9, v1::REPORTING_AREA_PACIFIC},
               {0.0, -179.9, v1::REPORTING_AREA_PACIFIC},
               {30.0, 180.0, v1::REPORTING_AREA_PACIFIC},
               {45.0, -30.0, v1::REPORTING_AREA_UNSPECIFIED},
               {90.0, 0.0, v1::REPORTING_AREA_UNSPECIFIED}};
  for (const auto& c : cases) {
    EXPECT_EQ(v1::ReportingArea_Name(ReportingAreaAt(At(c.lat, c.lon))),
              v1::ReportingArea_Name(c.area))
        << c.lat << " " << c.lon;
  }
}

TEST(NamedArea, ComesBeforeTheOnesThatItLiesIn) {
  EXPECT_THAT(NamesAt(1.24, 104.1), ElementsAre("singapore-strait-eastbound", "singapore-strait",
                                                "straits-of-malacca-and-singapore"));
  EXPECT_THAT(NamesAt(3.0, 100.6),
              ElementsAre("malacca-strait", "straits-of-malacca-and-singapore"));
}

TEST(NamedArea, IsFoundByNameAndTitle) {
  ASSERT_TRUE(FindNamedArea("singapore-strait").ok());
  EXPECT_EQ((*FindNamedArea("Singapore Strait"))->name, "singapore-strait");
  EXPECT_EQ((*FindNamedArea("SULU CELEBES SEAS"))->name, "sulu-celebes-seas");
  const auto unknown = FindNamedArea("singapor-strait");
  ASSERT_FALSE(unknown.ok());
  EXPECT_THAT(std::string(unknown.status().message()),
              HasSubstr("\"singapor-strait\" is no named area; did you mean: singapore-strait"));
}

TEST(NamedArea, NamesAreDistinctAndPiecesAreSmallerThanHalfTheGlobe) {
  std::set<std::string> names;
  for (const NamedArea& area : NamedAreas()) {
    EXPECT_TRUE(names.insert(area.name).second) << area.name;
    EXPECT_FALSE(area.title.empty());
    for (const Polygon& piece : area.pieces) EXPECT_LT(piece.SquareMetres(), 2e14) << area.name;
  }
  EXPECT_GT(names.size(), 30u);
}

TEST(NamedArea, HasEdgesThatAreStraightOnTheChart) {
  const NamedArea& brazil = **FindNamedArea("brazil");
  // On the edge from (-53.4, -33.7) to (-49, -28), one point on either side, by 0.02 degrees of longitude.
  EXPECT_FALSE(brazil.Contains(At(-30.85, -51.22)));
  EXPECT_TRUE(brazil.Contains(At(-30.85, -51.18)));
}

TEST(NamedArea, HoldMostOfTheRecords) {
  int held = 0;
  for (const auto& row : FactsFile()) {
    const Point point = At(std::stod(row.at("latitude")), std::stod(row.at("longitude")));
    if (ReportingAreaAt(point) != v1::REPORTING_AREA_UNSPECIFIED) ++held;
  }
  // Of 7,511; the others lie off Tanzania, Guinea, Kenya, Guyana and elsewhere, in no area that tables are made by.
  EXPECT_EQ(held, 6538);
}

TEST(NamedArea, IsWrittenAsGeoJson) {
  const std::string text = AreaGeoJson(**FindNamedArea("viet-nam"));
  EXPECT_THAT(text, StartsWith(R"({"type":"FeatureCollection","features":[{"type":"Feature")"));
  EXPECT_THAT(text, HasSubstr("[[[106.9,10.1],[107.25,10.1],"));
}

}  // namespace
}  // namespace lightship::maritime
