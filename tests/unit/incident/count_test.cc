#include "node/incident/count.h"

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/open.h"
#include "tests/unit/incident/made.h"

namespace lightship::incident {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using Table = std::vector<std::pair<std::string, uint64_t>>;

// Rows as "key/key" and count.
Table TableOf(const v1::CountIncidentsResponse& response) {
  Table table;
  for (const v1::CountRow& row : response.rows()) {
    table.emplace_back(absl::StrJoin(row.keys(), "/"), row.count());
  }
  return table;
}

v1::CountIncidentsRequest By(std::initializer_list<v1::Dimension> dimensions) {
  v1::CountIncidentsRequest request;
  for (v1::Dimension dimension : dimensions) request.add_dimensions(dimension);
  return request;
}

Table CountBy(const IndexedStore& store, std::initializer_list<v1::Dimension> dimensions) {
  return TableOf(Count(*store.snapshot(), By(dimensions))->response);
}

TEST(Count, IsOneTotalWithoutDimensions) {
  Logs logs;
  IndexedStore store;
  store.Commit({logs.Report("SG", Logs::Boarding(1)), logs.Report("SG", Logs::Boarding(2))});
  v1::CountIncidentsResponse response = Count(*store.snapshot(), {})->response;
  EXPECT_EQ(response.incidents(), 2u);
  EXPECT_THAT(TableOf(response), ElementsAre(::testing::Pair("", 2)));
  EXPECT_THAT(TableOf(Count(*IndexedStore().snapshot(), {})->response), IsEmpty());
}

TEST(Count, BucketsTimeByTheMiddleOfTheIntervalInTheZoneAskedFor) {
  Logs logs;
  IndexedStore store;
  v1::Facts day = Logs::Boarding();  // a day of an unknown zone: begins the evening before in UTC
  *day.mutable_occurred()->mutable_start() = statement::ToTimestamp(Hour(-12));
  *day.mutable_occurred()->mutable_end() = statement::ToTimestamp(Hour(24));
  v1::Facts unknown = Logs::Boarding();
  unknown.clear_occurred();
  store.Commit({logs.Report("SG", day), logs.Report("SG", unknown),
                logs.Report("SG", Logs::Boarding(31 * 24 - 3))});
  EXPECT_THAT(CountBy(store, {v1::DIMENSION_MONTH}), ElementsAre(::testing::Pair("2026-03", 2), ::testing::Pair("", 1)));
  EXPECT_THAT(CountBy(store, {v1::DIMENSION_QUARTER}), ElementsAre(::testing::Pair("2026-Q1", 2), ::testing::Pair("", 1)));
  v1::CountIncidentsRequest request = By({v1::DIMENSION_MONTH});
  request.set_utc_offset_minutes(8 * 60);
  EXPECT_THAT(TableOf(Count(*store.snapshot(), request)->response),
              ElementsAre(::testing::Pair("2026-03", 1), ::testing::Pair("2026-04", 1), ::testing::Pair("", 1)));
  EXPECT_EQ(Count(*store.snapshot(), request)->response.partly_unknown(), 1u);
}

TEST(Count, AdjoiningPeriodsAddUpThoughAnIncidentLiesInBoth) {
  Logs logs;
  IndexedStore store;
  store.Commit({logs.Report("SG", Logs::Boarding(11.8)), logs.Report("SG", Logs::Boarding(3))});
  auto between = [&](double from, double until) {
    v1::CountIncidentsRequest request;
    *request.mutable_filter()->mutable_occurred_from() = statement::ToTimestamp(Hour(from));
    *request.mutable_filter()->mutable_occurred_until() = statement::ToTimestamp(Hour(until));
    return Count(*store.snapshot(), request)->response.incidents();
  };
  EXPECT_EQ(between(0, 12), 1u);
  EXPECT_EQ(between(12, 24), 1u);
  EXPECT_EQ(between(0, 24), 2u);
}

TEST(Count, TellsTheHourInTheReportersZoneElseInThatOfThePosition) {
  Logs logs;
  IndexedStore store;
  v1::Facts stated = Logs::Boarding(20);
  stated.mutable_occurred()->set_utc_offset_minutes(-5 * 60);
  v1::Facts day = Logs::Boarding(0);
  *day.mutable_occurred()->mutable_end() = statement::ToTimestamp(Hour(24));
  store.Commit({logs.Report("SG", stated), logs.Report("SG", Logs::Boarding(20)), logs.Report("SG", day)});
  // 20:30 UTC is 15:30 in UTC-5, and 03:30 in the zone of 104 E.
  EXPECT_THAT(CountBy(store, {v1::DIMENSION_HOUR_OF_DAY}),
              ElementsAre(::testing::Pair("03", 1), ::testing::Pair("15", 1), ::testing::Pair("", 1)));
}

TEST(Count, TakesPlacesThatDifferInCapitalsForOneAndUtcForNoZoneOfAShip) {
  Logs logs;
  IndexedStore store;
  v1::Facts loud = Logs::Boarding(20);
  loud.set_place_text("SINGAPORE STRAIT");
  loud.mutable_occurred()->set_utc_offset_minutes(0);
  store.Commit({logs.Report("SG", loud), logs.Report("SG", Logs::Boarding(20))});
  EXPECT_THAT(CountBy(store, {v1::DIMENSION_PORT}), ElementsAre(::testing::Pair("Singapore Strait", 2)));
  EXPECT_THAT(CountBy(store, {v1::DIMENSION_HOUR_OF_DAY}), ElementsAre(::testing::Pair("03", 2)));
}

// An incident with every value of four lists: some thousands of combinations.
v1::Facts OfAllValues() {
  v1::Facts all = Logs::Boarding();
  for (int value = 1; value <= v1::Weapon_MAX; ++value) all.add_weapons()->set_weapon(static_cast<v1::Weapon>(value));
  for (int value = 1; value <= v1::LossKind_MAX; ++value) all.add_losses()->set_kind(static_cast<v1::LossKind>(value));
  for (int value = 1; value <= v1::CrewConsequence_MAX; ++value) {
    all.add_crew_consequences()->set_consequence(static_cast<v1::CrewConsequence>(value));
  }
  for (int value = 1; value <= v1::CraftKind_MAX; ++value) {
    all.add_suspect_craft()->set_kind(static_cast<v1::CraftKind>(value));
  }
  return all;
}

TEST(Count, GivesUpIncidentsUnderManyValuesByTimeAlone) {
  Logs logs;
  IndexedStore store;
  constexpr uint64_t kReports = 200;
  std::vector<Statement> reports;
  for (uint64_t i = 0; i < kReports; ++i) reports.push_back(logs.Report("SG", OfAllValues()));
  store.Commit(reports);
  const auto lists = By({v1::DIMENSION_WEAPON, v1::DIMENSION_LOSS, v1::DIMENSION_CREW_CONSEQUENCE,
                         v1::DIMENSION_CRAFT});
  size_t asked = 0;
  const absl::StatusOr<Counted> counted = Count(*store.snapshot(), lists, [&](size_t looked_at, size_t all) {
    EXPECT_LT(looked_at, all);
    ++asked;
    return absl::OkStatus();
  });
  ASSERT_TRUE(counted.ok()) << counted.status();
  uint64_t steps = 0;
  for (const v1::CountRow& row : counted->response.rows()) steps += row.count();
  EXPECT_GT(steps, 2'000'000u);
  const size_t chunks = store.snapshot()->chunks();
  EXPECT_GE(asked, chunks + steps / base::limits::kCountSteps / 2);
  size_t left = chunks + 1;  // more than one look at a chunk
  const absl::Status given_up =
      Count(*store.snapshot(), lists, [&](size_t, size_t) { return left-- == 0 ? absl::CancelledError() : absl::OkStatus(); }).status();
  EXPECT_EQ(given_up.code(), absl::StatusCode::kCancelled);
}

TEST(Count, RefusesMoreRowsThanATableHas) {
  Logs logs;
  IndexedStore store;
  std::vector<Statement> reports;
  for (int i = 0; i < 16; ++i) {
    v1::Facts all = OfAllValues();
    all.mutable_occurred()->mutable_start()->set_seconds(all.occurred().start().seconds() - i * 366 * 86400);
    *all.mutable_occurred()->mutable_end() = all.occurred().start();
    reports.push_back(logs.Report("SG", all));
  }
  store.Commit(reports);
  const auto lists = By({v1::DIMENSION_YEAR, v1::DIMENSION_LOSS, v1::DIMENSION_CREW_CONSEQUENCE, v1::DIMENSION_CRAFT});
  EXPECT_EQ(base::ReasonOf(Count(*store.snapshot(), lists).status()), base::reason::kTooLarge);
}

TEST(Count, TakesTheNameOfAStateForNoPort) {
  Logs logs;
  IndexedStore store;
  v1::Facts somewhere = Logs::Boarding();
  somewhere.set_place_text("INDONESIA");
  store.Commit({logs.Report("US", somewhere)});
  EXPECT_THAT(CountBy(store, {v1::DIMENSION_PORT}), ElementsAre(::testing::Pair("", 1)));
}

TEST(Count, PutsAnIncidentUnderEachOfItsValues) {
  Logs logs;
  IndexedStore store;
  v1::Facts armed = Logs::Boarding();
  armed.add_weapons()->set_weapon(v1::WEAPON_KNIFE_OR_BLADE);
  armed.add_weapons()->set_weapon(v1::WEAPON_FIREARM);
  store.Commit({logs.Report("SG", armed), logs.Report("ID", Logs::Boarding())});
  EXPECT_THAT(CountBy(store, {v1::DIMENSION_WEAPON, v1::DIMENSION_ECONOMY}),
              ElementsAre(::testing::Pair("firearm/Singapore", 1), ::testing::Pair("knife or blade/Singapore", 1),
                          ::testing::Pair("/Indonesia", 1)));
  EXPECT_EQ(Count(*store.snapshot(), By({v1::DIMENSION_WEAPON}))->response.incidents(), 2u);
}

// In the middle of the Indian Ocean, which no named area holds.
v1::Facts FarOut() {
  v1::Facts facts = Logs::Boarding();
  facts.mutable_position()->set_lat_e7(-250'000'000);
  facts.mutable_position()->set_lon_e7(800'000'000);
  return facts;
}

TEST(Count, LocatesByReportingAreaThenPositionThenStateThenNavarea) {
  Logs logs;
  IndexedStore store;
  v1::Facts lane = FarOut();
  lane.set_reporting_area(v1::REPORTING_AREA_SINGAPORE_STRAIT_EASTBOUND);
  v1::Facts port = FarOut();
  port.add_coastal_states("NG");
  v1::Facts batam = FarOut();
  batam.add_coastal_states("ID");
  v1::Facts disputed = FarOut();
  disputed.add_coastal_states("ID");
  disputed.add_coastal_states("MY");
  store.Commit({logs.Report("SG", lane), logs.Report("SG", port), logs.Report("SG", batam),
                logs.Report("SG", disputed), logs.Report("SG", FarOut()),
                logs.Report("SG", Logs::Boarding())});
  EXPECT_THAT(CountBy(store, {v1::DIMENSION_LOCATION}),
              ElementsAre(::testing::Pair("Singapore Strait", 2), ::testing::Pair("Indonesia", 1), ::testing::Pair("Nigeria", 1),
                          ::testing::Pair("several States", 1), ::testing::Pair("NAVAREA VIII", 1)));
  EXPECT_THAT(CountBy(store, {v1::DIMENSION_COASTAL_STATE}),
              ElementsAre(::testing::Pair("Indonesia", 2), ::testing::Pair("Malaysia", 1), ::testing::Pair("Nigeria", 1), ::testing::Pair("", 3)));
}

TEST(Count, PutsAPositionUnderEveryNamedAreaThatHoldsIt) {
  Logs logs;
  IndexedStore store;
  store.Commit({logs.Report("SG", Logs::Boarding()), logs.Report("SG", FarOut())});
  Table table = CountBy(store, {v1::DIMENSION_AREA});
  EXPECT_THAT(table, ::testing::Contains(::testing::Pair("Singapore Strait", 1)));
  EXPECT_THAT(table, ::testing::Contains(::testing::Pair("Straits of Malacca and Singapore", 1)));
  EXPECT_THAT(table, ::testing::Contains(::testing::Pair("", 1)));
}

TEST(Count, LeavesOutExercisesRetractedAndThoseToldInAnother) {
  Logs logs;
  IndexedStore store;
  Statement first = logs.Report("SG", Logs::Boarding());
  Statement same = logs.Report("ID", Logs::Boarding());
  Statement gone = logs.Report("SG", Logs::Boarding());
  v1::Manifest drill = Logs::Draft(v1::STATEMENT_KIND_REPORT, 0);
  drill.set_exercise_status(v1::EXERCISE_STATUS_EXERCISE);
  store.Commit({first, same, gone, logs.Retraction("SG", gone, gone),
                logs.Compare("ID", same, first, v1::CORRELATION_VERDICT_SAME_INCIDENT),
                logs.Admit("SG", drill, {{"facts", Logs::Boarding().SerializeAsString()}})});
  v1::CountIncidentsResponse response = Count(*store.snapshot(), {})->response;
  EXPECT_EQ(response.incidents(), 1u);
  EXPECT_EQ(response.linked(), 1u);
  v1::CountIncidentsRequest drills;
  drills.mutable_filter()->add_exercise_statuses(v1::EXERCISE_STATUS_EXERCISE);
  EXPECT_EQ(Count(*store.snapshot(), drills)->response.incidents(), 1u);
}

TEST(Count, LeavesOutWhatItsSourceDoesNotCountIfAsked) {
  Logs logs;
  IndexedStore store;
  v1::Facts uncounted = Logs::Boarding();
  uncounted.set_counts_in_statistics(v1::TRI_STATE_NO);
  store.Commit({logs.Report("SG", uncounted), logs.Report("SG", Logs::Boarding())});
  EXPECT_EQ(Count(*store.snapshot(), {})->response.incidents(), 2u);
  v1::CountIncidentsRequest request;
  request.set_as_sources_count(true);
  EXPECT_EQ(Count(*store.snapshot(), request)->response.incidents(), 1u);
  EXPECT_EQ(Count(*store.snapshot(), request)->response.uncounted_by_source(), 1u);
}

// The facts of this one are for its own economy.
Statement KeptToOne(Logs& logs, const v1::Facts& facts) {
  v1::Manifest manifest = Logs::Draft(v1::STATEMENT_KIND_REPORT, 0);
  v1::PartRef& part = *manifest.add_parts();
  part.set_name("facts");
  part.set_audience("own");
  return logs.Admit("SG", manifest, {{"facts", facts.SerializeAsString()}});
}

TEST(Count, TellsOfRestrictedFactsOnlyInRowsOfOneOrTwo) {
  Logs logs;
  IndexedStore store;
  store.Commit({KeptToOne(logs, Logs::Boarding(1)), logs.Report("SG", Logs::Boarding(2))});
  Counted two = *Count(*store.snapshot(), {});
  ASSERT_EQ(two.told_of.size(), 1u);
  EXPECT_EQ(two.told_of[0].restricted_size(), 1);
  store.Commit({logs.Report("SG", Logs::Boarding(3))});
  EXPECT_THAT(Count(*store.snapshot(), {})->told_of, IsEmpty());
  // By hour it stands alone again.
  EXPECT_EQ(Count(*store.snapshot(), By({v1::DIMENSION_HOUR_OF_DAY}))->told_of.size(), 1u);
}

TEST(Count, SharesTellOfRestrictedFactsInRowsThatHaveOneOrTwoInAll) {
  Logs logs;
  IndexedStore store;
  std::vector<Statement> reports;
  v1::Facts berthed = Logs::Boarding();
  berthed.set_ship_status(v1::SHIP_STATUS_BERTHED);
  v1::Facts other = Logs::Boarding();
  other.set_ship_status(v1::SHIP_STATUS_UNDERWAY);
  reports.push_back(KeptToOne(logs, berthed));
  for (size_t i = 0; i < Chunk::kRows; ++i) reports.push_back(logs.Report("SG", other));
  reports.push_back(KeptToOne(logs, berthed));
  store.Commit(reports);
  ASSERT_EQ(store.snapshot()->chunks(), 2u);
  v1::CountIncidentsRequest request;
  request.add_dimensions(v1::DIMENSION_SHIP_STATUS);
  LastFirst threads;
  EXPECT_EQ(Count(*store.snapshot(), request, nullptr, &threads)->told_of.size(), 2u);
  store.Commit({KeptToOne(logs, berthed)});
  EXPECT_EQ(Count(*store.snapshot(), request, nullptr, &threads)->told_of.size(), 0u);
}

TEST(Count, SharesTellOfWhatIsNotCountedWhenThatIsOneOrTwoInAll) {
  Logs logs;
  IndexedStore store;
  v1::Facts uncounted = Logs::Boarding();
  uncounted.set_counts_in_statistics(v1::TRI_STATE_NO);
  std::vector<Statement> reports = {KeptToOne(logs, Logs::Boarding())};
  for (size_t i = 0; i < Chunk::kRows; ++i) reports.push_back(logs.Report("SG", Logs::Boarding()));
  reports.push_back(KeptToOne(logs, uncounted));
  store.Commit(reports);
  v1::CountIncidentsRequest request;
  request.set_as_sources_count(true);
  LastFirst threads;
  EXPECT_EQ(Count(*store.snapshot(), request, nullptr, &threads)->told_of.size(), 1u);
}

TEST(Count, TellsOfARestrictedClassificationInARowOfOne) {
  Logs logs;
  IndexedStore store;
  std::vector<Statement> reports;
  for (int i = 0; i < 4; ++i) reports.push_back(logs.Report("SG", Logs::Boarding(i)));
  store.Commit(reports);
  store.Commit({logs.Classify("SG", reports[0], "1", 3, "own"), logs.Classify("SG", reports[1], "2")});
  EXPECT_THAT(Count(*store.snapshot(), {})->told_of, IsEmpty());
  Counted counted = *Count(*store.snapshot(), By({v1::DIMENSION_RECAAP_CATEGORY}));
  ASSERT_EQ(counted.told_of.size(), 1u);
  ASSERT_EQ(counted.told_of[0].restricted_size(), 1);
  EXPECT_EQ(counted.told_of[0].restricted(0).address(), "SG/5");
  EXPECT_THAT(counted.told_of[0].restricted(0).part_names(), ElementsAre("assertion"));
}

TEST(Count, RefusesWhatMakesNoSense) {
  IndexedStore store;
  auto fields = [&](const v1::CountIncidentsRequest& request) {
    absl::Status status = Count(*store.snapshot(), request).status();
    EXPECT_EQ(base::ReasonOf(status), base::reason::kInvalidFilter);
    std::vector<std::string> names;
    for (const base::Violation& violation : base::ViolationsOf(status)) names.push_back(violation.field);
    return names;
  };
  v1::CountIncidentsRequest request = By({v1::DIMENSION_YEAR, v1::DIMENSION_YEAR, v1::DIMENSION_UNSPECIFIED});
  EXPECT_THAT(fields(request), UnorderedElementsAre("dimensions[1]", "dimensions[2]"));
  request = By({v1::DIMENSION_YEAR, v1::DIMENSION_ACT, v1::DIMENSION_FLAG, v1::DIMENSION_LOSS, v1::DIMENSION_PORT});
  request.set_utc_offset_minutes(900);
  request.set_cell_level(15);
  request.mutable_filter()->set_imo_number(1);
  EXPECT_THAT(fields(request), UnorderedElementsAre("dimensions", "utc_offset_minutes", "cell_level", "filter.imo_number"));
}

}  // namespace
}  // namespace lightship::incident
