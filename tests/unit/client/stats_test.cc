// Tables and charts of counts, on exact strings.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "absl/strings/str_replace.h"
#include "client/formats/bar_chart.h"
#include "client/formats/counting_rule.h"
#include "client/formats/counts_json.h"
#include "client/formats/pivot.h"
#include "client/formats/spark_line.h"
#include "client/formats/stat_tables.h"
#include "client/formats/stat_tables_text.h"
#include "google/protobuf/text_format.h"
#include "tests/unit/client/desk.h"

namespace lightship::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// From rows as {{"2019", "boarded"}, 3}.
v1::CountIncidentsResponse Counts(
    const std::vector<std::pair<std::vector<std::string>, uint64_t>>& rows, uint64_t incidents) {
  v1::CountIncidentsResponse response;
  for (const auto& [keys, count] : rows) {
    v1::CountRow& row = *response.add_rows();
    for (const std::string& key : keys) row.add_keys(key);
    row.set_count(count);
  }
  response.set_incidents(incidents);
  return response;
}

TEST(Bar, DrawsEighthsOfAColumnAndNothingOnlyForNothing) {
  EXPECT_EQ(Bar(8, 8, 3, Glyphs::kUtf8), "███");
  EXPECT_EQ(Bar(4, 8, 3, Glyphs::kUtf8), "█▌");
  EXPECT_EQ(Bar(1, 1000, 3, Glyphs::kUtf8), "▏");
  EXPECT_EQ(Bar(0, 8, 3, Glyphs::kUtf8), "");
  EXPECT_EQ(Bar(4, 8, 10, Glyphs::kAscii), "#####");
  EXPECT_EQ(Bar(1, 1000, 10, Glyphs::kAscii), "#");
  EXPECT_EQ(Bar(0, 0, 10, Glyphs::kAscii), "");
}

TEST(SparkLine, RaisesEverythingAboveNothingAndLeavesTheUnknownBlank) {
  EXPECT_EQ(SparkLine({0, 1, 50, 100}, Glyphs::kUtf8), "▁▂▅█");
  EXPECT_EQ(SparkLine({0, 1, std::nullopt, 7}, Glyphs::kAscii), "_. #");
  EXPECT_EQ(SparkLine({0, 0}, Glyphs::kUtf8), "▁▁");
  EXPECT_EQ(SparkLine({}, Glyphs::kUtf8), "");
}

Pivot YearsByAct() {
  return MakePivot({"year", "act"},
                   Counts({{{"2019", "boarded"}, 3}, {{"2019", ""}, 1}, {{"2020", "hijacked"}, 12}}, 16),
                   Counts({{{"2019"}, 4}, {{"2020"}, 12}}, 16),
                   Counts({{{"boarded"}, 3}, {{"hijacked"}, 12}, {{""}, 1}}, 16));
}

TEST(Pivot, RunsTheLastDimensionAcrossWithWhatIsNotStatedLast) {
  EXPECT_EQ(RenderPivot(YearsByAct(), 80, Glyphs::kUtf8),
            "year   boarded  hijacked  not stated  total\n"
            "2019         3         .           1      4\n"
            "2020         .        12           .     12\n"
            "total        3        12           1     16\n");
}

TEST(Pivot, ContinuesBelowWhereTheTerminalIsNarrow) {
  EXPECT_EQ(RenderPivot(YearsByAct(), 26, Glyphs::kUtf8),
            "year   boarded  hijacked\n"
            "2019         3         .\n"
            "2020         .        12\n"
            "total        3        12\n"
            "\n"
            "year   not stated  total\n"
            "2019            1      4\n"
            "2020            .     12\n"
            "total           1     16\n");
}

TEST(Pivot, DrawsABarWhereThereIsOneDimension) {
  Pivot pivot = MakePivot({"act"}, Counts({{{"boarded"}, 6}, {{"hijacked"}, 3}, {{""}, 1}}, 10), {}, {});
  EXPECT_EQ(RenderPivot(pivot, 36, Glyphs::kAscii),
            "act         count  share\n"
            "boarded         6  60.0%  ########\n"
            "hijacked        3  30.0%  ####\n"
            "not stated      1  10.0%  #\n"
            "total          10\n");
  EXPECT_EQ(RenderPivot(MakePivot({}, Counts({{{}, 10}}, 10), {}, {}), 36, Glyphs::kAscii), "10 incidents\n");
}

TEST(Pivot, KeepsTotalsOfIncidentsWhereTheyHaveSeveralValues) {
  // Two incidents, one with two weapons.
  Pivot pivot = MakePivot({"weapon", "year"},
                          Counts({{{"firearm", "2019"}, 1}, {{"knife or blade", "2019"}, 2}}, 2),
                          Counts({{{"firearm"}, 1}, {{"knife or blade"}, 2}}, 2), Counts({{{"2019"}, 2}}, 2));
  EXPECT_EQ(RenderPivot(pivot, 80, Glyphs::kUtf8),
            "weapon          2019  total\n"
            "firearm            1      1\n"
            "knife or blade     2      2\n"
            "total              2      2\n");
}

TEST(Pivot, SortsByCountAndGathersTheSmallBeforeTheNotStated) {
  Pivot pivot = MakePivot({"place"}, Counts({{{"A"}, 1}, {{"B"}, 2}, {{"C"}, 9}, {{"D"}, 5}, {{""}, 40}}, 57), {}, {});
  SortByCount(pivot);
  GatherSmall(3, pivot);
  std::vector<std::string> names;
  for (const Pivot::Line& line : pivot.lines) names.push_back(line.names[0]);
  EXPECT_THAT(names, ElementsAre("C", "D", "(2 others under 3)", ""));
  EXPECT_EQ(pivot.lines[2].total, 3u);
}

TEST(Pivot, IsWholeInCsv) {
  EXPECT_EQ(PivotCsv(YearsByAct()),
            "year,boarded,hijacked,not stated,total\n"
            "2019,3,0,1,4\n"
            "2020,0,12,0,12\n"
            "total,3,12,1,16\n");
}

TEST(CountsJson, SaysNullForWhatIsNotKnown) {
  EXPECT_EQ(CountsJson("T", {"year"}, Counts({{{"2019"}, 4}, {{""}, 1}}, 5), "Rule."),
            "{\"title\":\"T\",\"dimensions\":[\"year\"],\"incidents\":5,\"rows\":[{\"year\":\"2019\",\"count\":4},"
            "{\"year\":null,\"count\":1}],\"rule\":\"Rule.\"}\n");
}

TEST(CountingRule, SaysWhatCountsAndWhatDoesNot) {
  v1::CountIncidentsRequest request;
  request.add_dimensions(v1::DIMENSION_WEAPON);
  request.set_utc_offset_minutes(8 * 60);
  v1::CountIncidentsResponse cells = Counts({}, 5);
  cells.set_linked(2);
  cells.set_doubtful(1);
  cells.set_uncounted_by_source(3);
  const std::string rule = CountingRule(request, cells, Counts({{{"IMB PRC"}, 4}, {{""}, 1}}, 5));
  EXPECT_THAT(rule, HasSubstr("5 incidents (by the middle of the time stated, UTC+08:00)."));
  EXPECT_THAT(rule, HasSubstr("Sources: IMB PRC 4, source not stated 1."));
  EXPECT_THAT(rule, HasSubstr("2 are told by several."));
  EXPECT_THAT(rule, HasSubstr("Exercises and tests are not counted. Retracted reports are not counted."));
  EXPECT_THAT(rule, HasSubstr("in doubt: 1."));
  EXPECT_THAT(rule, HasSubstr("do not count them: 3."));
  EXPECT_THAT(rule, HasSubstr("under each of its values"));
  request.mutable_filter()->add_exercise_statuses(v1::EXERCISE_STATUS_EXERCISE);
  EXPECT_THAT(CountingRule(request, cells, {}), HasSubstr("COUNTED BY STATUS: exercise."));
}

TEST(StatTables, AreAllReadAndAskForWhatANodeAnswers) {
  config::v1::Tables parsed;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(kStatTablesText, &parsed));
  std::set<std::string> names;
  for (const config::v1::Table& table : StatTables().table()) {
    EXPECT_TRUE(names.insert(table.name()).second) << table.name() << " is there twice";
    EXPECT_FALSE(table.title().empty()) << table.name();
    EXPECT_GE(table.dimensions_size(), 1) << table.name();
    EXPECT_LE(table.dimensions_size(), 3) << table.name();
  }
  EXPECT_EQ(names.size(), static_cast<size_t>(parsed.table_size()));
  EXPECT_NE(FindStatTable("recaap-location-by-year"), nullptr);
  EXPECT_EQ(FindStatTable("nothing"), nullptr);
}

}  // namespace
}  // namespace lightship::formats

namespace lightship::commands {
namespace {

using ::testing::HasSubstr;

class StatsDesk : public Desk {
 protected:
  StatsDesk() {
    log_.count = [](const v1::CountIncidentsRequest& request) {
      v1::CountIncidentsResponse response;
      response.set_incidents(7);
      v1::CountRow& row = *response.add_rows();
      for (int dimension : request.dimensions()) row.add_keys(dimension == v1::DIMENSION_YEAR ? "2019" : "boarded");
      row.set_count(7);
      return response;
    };
  }
};

TEST_F(StatsDesk, CountsByWhatIsAskedWithTheFilterOfAList) {
  EXPECT_EQ(LightshipAs({"stats", "--by", "year", "--by", "act", "--since", "2019-01-01", "--act", "boarded", "--utc-offset", "+08:00"}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("year   boarded  total\n2019         7      7\n"));
  EXPECT_THAT(out_, HasSubstr("7 incidents from 2019-01-01"));
  ASSERT_FALSE(log_.counts.empty());
  EXPECT_EQ(log_.counts[0].filter().act_stages(0), v1::ACT_STAGE_BOARDED);
  EXPECT_EQ(log_.counts[0].utc_offset_minutes(), 480);
}

TEST_F(StatsDesk, PrintsEveryNamedTableWithItsRule) {
  for (const auto& table : formats::StatTables().table()) {
    EXPECT_EQ(LightshipAs({"stats", "--table", table.name()}), 0) << table.name() << err_;
    EXPECT_THAT(out_, HasSubstr(table.title()));
    // The rule is wrapped to the terminal.
    EXPECT_THAT(absl::StrReplaceAll(out_, {{"\n", " "}}), HasSubstr("Exercises and tests are not counted."));
  }
  EXPECT_EQ(LightshipAs({"stats", "--tables"}), 0);
  EXPECT_THAT(out_, HasSubstr("imb-flag "));
}

TEST_F(StatsDesk, SaysWhatIsWrongWithWhatIsAsked) {
  EXPECT_EQ(LightshipAs({"stats", "--by", "yaer"}), 1);
  EXPECT_THAT(err_, HasSubstr("year"));
  EXPECT_EQ(LightshipAs({"stats", "--table", "nothing"}), 1);
  EXPECT_THAT(err_, HasSubstr("--tables lists them"));
  EXPECT_EQ(LightshipAs({"stats", "--by", "year", "--utc-offset", "8"}), 1);
  EXPECT_THAT(err_, HasSubstr("+08:00"));
}

}  // namespace
}  // namespace lightship::commands
