// Trends, maps and port risk of counts, on exact strings.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "client/formats/port_risk.h"
#include "client/formats/trend.h"
#include "client/formats/world_map.h"
#include "tests/unit/client/desk.h"

namespace lightship::formats {
namespace {

using ::testing::HasSubstr;

void AddRow(v1::CountIncidentsResponse& response, std::initializer_list<const char*> keys, uint64_t count) {
  v1::CountRow& row = *response.add_rows();
  for (const char* key : keys) row.add_keys(key);
  row.set_count(count);
}

constexpr int64_t kJanuary2020 = 2020 * 12;

TEST(Trend, ComparesTheSameMonthsAndLeavesOutYearsThatBeganBeforeAnythingIsKnown) {
  v1::CountIncidentsResponse cells;
  AddRow(cells, {"2017-05"}, 7);   // of a year whose January is not known
  AddRow(cells, {"2018-06"}, 3);
  AddRow(cells, {"2018-07"}, 50);  // outside of the months
  AddRow(cells, {"2019-01"}, 5);
  AddRow(cells, {"2020-02"}, 6);
  AddRow(cells, {"2020-07"}, 50);
  AddRow(cells, {""}, 9);
  Trend trend = MakeTrend("", cells, {}, {kJanuary2020, 6}, 3, 2017 * 12 + 4);
  EXPECT_EQ(RenderTrend(trend, 100, Glyphs::kUtf8),
            "       2017  2018  2019  mean  2020  change\n"
            "total     -     3     5   4.0     6    +50%   ▅▇█\n");
  EXPECT_EQ(TrendCsv(trend), "counted,2017,2018,2019,mean,2020,change\ntotal,,3,5,4.0,6,50\n");
}

TEST(Trend, HasALinePerValueTheGreatestNowFirstAndSaysNewForWhatWasNotBefore) {
  v1::CountIncidentsResponse cells;
  AddRow(cells, {"2019-01", "Malacca Strait"}, 4);
  AddRow(cells, {"2020-01", "Malacca Strait"}, 1);
  AddRow(cells, {"2020-01", "Singapore Strait"}, 8);
  v1::CountIncidentsResponse totals;
  AddRow(totals, {"2019-01"}, 4);
  AddRow(totals, {"2020-01"}, 7);  // two of them in both straits
  Trend trend = MakeTrend("location", totals, cells, {kJanuary2020, 1}, 1, 0);
  EXPECT_EQ(RenderTrend(trend, 100, Glyphs::kAscii),
            "location          2019  mean  2020  change\n"
            "Singapore Strait     0   0.0     8     new  _#\n"
            "Malacca Strait       4   4.0     1    -75%  #:\n"
            "total                4   4.0     7    +75%  =#\n");
}

TEST(Trend, MayRunOverTheNewYear) {
  v1::CountIncidentsResponse cells;
  AddRow(cells, {"2018-12"}, 1);
  AddRow(cells, {"2019-01"}, 2);
  AddRow(cells, {"2019-12"}, 4);
  Months period{2019 * 12 + 11, 2};
  EXPECT_EQ(Spoken(period), "December 2019 to January 2020");
  EXPECT_EQ(TrendCsv(MakeTrend("", cells, {}, period, 1, 0)), "counted,2018/19,mean,2019/20,change\ntotal,3,3.0,4,33\n");
}

maritime::Point At(double lat, double lon) { return {maritime::ToE7(lat), maritime::ToE7(lon)}; }

v1::Box View(double south, double west, double north, double east) {
  v1::Box view;
  view.set_south_e7(maritime::ToE7(south));
  view.set_west_e7(maritime::ToE7(west));
  view.set_north_e7(maritime::ToE7(north));
  view.set_east_e7(maritime::ToE7(east));
  return view;
}

TEST(WorldMap, DrawsLandIncidentsByShadeAndWhatTheSignsMean) {
  auto south_is_land = [](const maritime::Point& point) { return point.lat_e7 < 0; };
  const std::vector<MapSpot> spots = {{At(4, 101), 1}, {At(4, 119), 16}, {At(-4, 109), 3}, {At(4, 101), 1}, {At(40, 101), 99}};
  EXPECT_EQ(DrawMap(spots, View(-5, 100, 5, 120), 27, Glyphs::kAscii, south_is_land),
            "       100E      110E\n"
            " 4 N    O                 #\n"
            "\n"
            "\n"
            "       ....................\n"
            "       .........O..........\n"
            "       . land   o 1   O 2-3   % 4-7   # 8-16\n");
}

TEST(WorldMap, CrossesTheDateLineAndUsesShadesWhereItCan) {
  auto no_land = [](const maritime::Point&) { return false; };
  EXPECT_EQ(DrawMap({{At(0, -179), 2}, {At(0, 179), 1}}, View(-5, 170, 5, -170), 27, Glyphs::kUtf8, no_land),
            "       170E      180\n"
            " 4 N\n"
            "\n"
            "                ░ ▒\n"
            "\n"
            "\n"
            "       · land   ░ 1   ▒ 2\n");
}

TEST(WorldMap, KnowsLandFromSeaRoughly) {
  EXPECT_TRUE(IsLand(At(0, 113)));      // Borneo
  EXPECT_TRUE(IsLand(At(48, 100)));     // Mongolia
  EXPECT_TRUE(IsLand(At(-25, 134)));    // Australia
  EXPECT_TRUE(IsLand(At(7.9, 80.8)));   // Sri Lanka
  EXPECT_TRUE(IsLand(At(15, 0)));       // Mali
  EXPECT_TRUE(IsLand(At(-10, -55)));    // Brazil
  EXPECT_TRUE(IsLand(At(45, -100)));    // Dakota
  EXPECT_FALSE(IsLand(At(10, 113)));    // South China Sea
  EXPECT_FALSE(IsLand(At(12.5, 48)));   // Gulf of Aden
  EXPECT_FALSE(IsLand(At(2, 4)));       // Gulf of Guinea
  EXPECT_FALSE(IsLand(At(0, -150)));    // Pacific
  EXPECT_FALSE(IsLand(At(4, 99.5)));    // Malacca Strait
}

TEST(WorldMap, ViewsWhatHoldsTheIncidentsOrTheWorld) {
  v1::Box near = ViewOf({{At(1, 104), 1}});
  EXPECT_EQ(near.south_e7(), maritime::ToE7(-4));
  EXPECT_EQ(near.east_e7(), maritime::ToE7(114));
  EXPECT_EQ(ViewOf({}).west_e7(), -maritime::kLonMostE7);
  EXPECT_EQ(ViewOf({{At(1, 104), 1}, {At(10, -110), 1}}).north_e7(), maritime::ToE7(75));
}

TEST(PortRisk, SaysHowFarItsFiguresCanBeTrusted) {
  PortCounts counts;
  AddRow(counts.years, {"Batam", "2018"}, 2);
  AddRow(counts.years, {"Batam", "2019"}, 8);
  AddRow(counts.years, {"SGSIN", "2019"}, 1);
  AddRow(counts.years, {"", "2019"}, 9);
  AddRow(counts.outcomes, {"Batam", "actual"}, 9);
  AddRow(counts.outcomes, {"Batam", "attempted"}, 1);
  AddRow(counts.acts, {"Batam", "hijacked"}, 1);
  AddRow(counts.arms, {"Batam", "guns and knives"}, 2);
  AddRow(counts.arms, {"Batam", "knives or other"}, 4);
  AddRow(counts.arms, {"Batam", ""}, 4);
  AddRow(counts.treatments, {"Batam", "assaulted or injured"}, 3);
  AddRow(counts.treatments, {"Batam", "no injury"}, 3);
  AddRow(counts.recent, {"Batam"}, 8);
  AddRow(counts.before, {"Batam"}, 20);
  EXPECT_EQ(PortRiskCsv(counts),
            "place,incidents,first_year,last_year,per_year,actual,attempted,hijacked_kidnapped,guns,knives_or_other,"
            "crew_harmed,last_12_months,mean_12_months,change_percent,weapons_stated,crew_stated,note\n"
            "Batam,10,2018,2019,5.00,9,1,1,2,4,3,8,4.0,100,60,60,\"place as written, other spellings stand apart\"\n"
            "SGSIN,1,2019,2019,0.50,0,0,0,0,0,0,0,0.0,,0,0,\"fewer than 5 incidents: no trend; severity seldom stated\"\n");
}

}  // namespace
}  // namespace lightship::formats

namespace lightship::commands {
namespace {

using ::testing::HasSubstr;

class TrendDesk : public Desk {
 protected:
  TrendDesk() {
    log_.count = [](const v1::CountIncidentsRequest& request) {
      v1::CountIncidentsResponse response;
      response.mutable_oldest()->set_seconds(1'400'000'000);  // 2014-05-13
      response.mutable_newest()->set_seconds(1'577'000'000);
      response.set_incidents(3);
      v1::CountRow& row = *response.add_rows();
      for (int i = 0; i < request.dimensions_size(); ++i) row.add_keys("2019-03");
      row.set_count(3);
      return response;
    };
  }
};

TEST_F(TrendDesk, ComparesWholeMonthsAndSaysWhatIsKnown) {
  EXPECT_EQ(LightshipAs({"stats", "--trend", "--since", "2019-01-01", "--until", "2019-07-01"}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("January to June 2019 against the same months of 5 years before"));
  EXPECT_THAT(out_, HasSubstr("total     -     0     0     0     0   0.0     3     new"));
  EXPECT_THAT(out_, HasSubstr("2014-05-13 to 2019-12-22"));
}

TEST_F(TrendDesk, LeavesOutMonthsThatAreNotOver) {
  // The clock stands on 2027-01-15.
  EXPECT_EQ(LightshipAs({"stats", "--trend", "--since", "2026-10-01", "--until", "2027-03-01"}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("October to December 2026"));
  EXPECT_THAT(out_, HasSubstr("The months that are not over are left out"));
}

TEST_F(TrendDesk, RefusesPartsOfMonthsAndMoreThanAYear) {
  EXPECT_EQ(LightshipAs({"stats", "--trend", "--since", "2019-01-15", "--until", "2019-07-01"}), 1);
  EXPECT_THAT(err_, HasSubstr("first day"));
  EXPECT_EQ(LightshipAs({"stats", "--trend", "--since", "2017-01-01", "--until", "2019-07-01"}), 1);
  EXPECT_THAT(err_, HasSubstr("one to twelve whole months"));
  EXPECT_EQ(LightshipAs({"stats", "--trend", "--map"}), 1);
}

}  // namespace
}  // namespace lightship::commands
