#include "node/incident/filter.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/incident/count.h"
#include "node/incident/query.h"
#include "node/incident/table.h"
#include "node/maritime/geometry.h"
#include "node/maritime/named_area.h"
#include "node/statement/open.h"
#include "tests/unit/incident/made.h"

namespace lightship::incident {
namespace {

using ::testing::ElementsAre;

// Whether a filter finds an incident of this one report.
bool Finds(const v1::IncidentFilter& filter, const v1::Facts& facts,
           const v1::VesselDetails& vessel = Logs::Ship("M/V Ocean Star", 9074729)) {
  Logs logs;
  IndexedStore store;
  store.Commit({logs.Report("SG", facts, vessel)});
  return ListAll(*store.snapshot(), filter).total() == 1;
}

v1::Facts AtPoint(double lat, double lon) {
  v1::Facts facts = Logs::Boarding();
  facts.mutable_position()->set_lat_e7(maritime::ToE7(lat));
  facts.mutable_position()->set_lon_e7(maritime::ToE7(lon));
  return facts;
}

v1::IncidentFilter InBox(double south, double west, double north, double east) {
  v1::IncidentFilter filter;
  filter.mutable_box()->set_south_e7(maritime::ToE7(south));
  filter.mutable_box()->set_west_e7(maritime::ToE7(west));
  filter.mutable_box()->set_north_e7(maritime::ToE7(north));
  filter.mutable_box()->set_east_e7(maritime::ToE7(east));
  return filter;
}

v1::IncidentFilter InCircle(double lat, double lon, double radius_m) {
  v1::IncidentFilter filter;
  filter.mutable_circle()->set_lat_e7(maritime::ToE7(lat));
  filter.mutable_circle()->set_lon_e7(maritime::ToE7(lon));
  filter.mutable_circle()->set_radius_m(radius_m);
  return filter;
}

v1::IncidentFilter HoursBetween(double from, double until) {
  v1::IncidentFilter filter;
  *filter.mutable_occurred_from() = statement::ToTimestamp(Hour(from));
  *filter.mutable_occurred_until() = statement::ToTimestamp(Hour(until));
  return filter;
}

TEST(Filter, FindsIntervalsThatOverlap) {
  v1::Facts facts = Logs::Boarding(10);  // [10, 11)
  EXPECT_TRUE(Finds(HoursBetween(10.5, 10.6), facts));
  EXPECT_TRUE(Finds(HoursBetween(0, 10.1), facts));
  EXPECT_FALSE(Finds(HoursBetween(0, 10), facts));
  EXPECT_FALSE(Finds(HoursBetween(11, 12), facts));
  v1::IncidentFilter open = HoursBetween(11, 12);
  open.clear_occurred_from();
  EXPECT_TRUE(Finds(open, facts));
  open = HoursBetween(10.9, 12);
  open.clear_occurred_until();
  EXPECT_TRUE(Finds(open, facts));
}

TEST(Filter, AnUnknownTimeOrPositionMatchesNoCondition) {
  v1::Facts facts = Logs::Boarding();
  facts.clear_occurred();
  facts.clear_position();
  EXPECT_TRUE(Finds({}, facts));
  v1::IncidentFilter since = HoursBetween(0, 1);
  since.clear_occurred_until();
  EXPECT_FALSE(Finds(since, facts));
  EXPECT_FALSE(Finds(InBox(-90, -180, 90, 180), facts));
  EXPECT_FALSE(Finds(InCircle(0, 0, 20037508), facts));
}

TEST(Filter, ABoxMayCrossTheMeridianOf180Degrees) {
  v1::IncidentFilter box = InBox(-10, 170, 10, -170);
  EXPECT_TRUE(Finds(box, AtPoint(0, 175)));
  EXPECT_TRUE(Finds(box, AtPoint(0, -175)));
  EXPECT_TRUE(Finds(box, AtPoint(10, 180)));
  EXPECT_TRUE(Finds(box, AtPoint(0, -180)));
  EXPECT_FALSE(Finds(box, AtPoint(0, 0)));
  EXPECT_FALSE(Finds(box, AtPoint(11, 175)));
  EXPECT_TRUE(Finds(InBox(-10, -180, 10, -170), AtPoint(0, 180)));
  EXPECT_TRUE(Finds(InBox(-10, 170, 10, 180), AtPoint(0, -180)));
  EXPECT_FALSE(Finds(InBox(-10, -170, 10, 170), AtPoint(0, 180)));
}

// Each block lies elsewhere: some are left out whole, some are taken whole, of some each row is looked at.
TEST(Filter, BlocksOfRowsAreLookedAtOnBothSidesOfTheMeridianOf180Degrees) {
  Logs logs;
  std::vector<Statement> reports;
  for (const std::vector<double>& lons : {std::vector{179.9}, {-179.9}, {180.0}, {0.0}, {-179.9, 0.0}, {179.9, -179.9}, {180.0, 10.0}}) {
    for (size_t i = 0; i < Chunk::kBlockRows; ++i) reports.push_back(logs.Report("SG", AtPoint(0, lons[i % lons.size()])));
  }
  IndexedStore store;
  store.Commit(reports);
  const auto blocks_in = [&](const v1::IncidentFilter& filter) {
    v1::CountIncidentsRequest request;
    *request.mutable_filter() = filter;
    return static_cast<double>(Count(*store.snapshot(), request)->response.incidents()) / Chunk::kBlockRows;
  };
  EXPECT_EQ(blocks_in(InBox(-1, 179, 1, -179)), 5);
  EXPECT_EQ(blocks_in(InBox(-1, -180, 1, -179)), 3.5);
  EXPECT_EQ(blocks_in(InBox(-1, 179, 1, 180)), 3);
  EXPECT_EQ(blocks_in(InBox(-1, -10, 1, 10)), 2);
  EXPECT_EQ(blocks_in(InCircle(0, 179.95, 20000)), 5);
  EXPECT_EQ(blocks_in(InCircle(0, -179.95, 20000)), 5);
}

TEST(Filter, ACircleMayHoldThePole) {
  v1::IncidentFilter circle = InCircle(89, 0, 300000);
  EXPECT_TRUE(Finds(circle, AtPoint(89, 180)));
  EXPECT_TRUE(Finds(circle, AtPoint(90, 45)));
  EXPECT_FALSE(Finds(circle, AtPoint(88, 180)));
  EXPECT_TRUE(Finds(InCircle(0, 179.9, 50000), AtPoint(0, -179.9)));
  EXPECT_FALSE(Finds(InCircle(0, 179.9, 20000), AtPoint(0, -179.9)));
}

TEST(Filter, AsksForAnyOfTheListedCodes) {
  v1::Facts facts = Logs::Boarding();
  facts.add_ships()->set_type(v1::SHIP_TYPE_BARGE);
  v1::IncidentFilter filter;
  filter.add_act_stages(v1::ACT_STAGE_HIJACKED);
  EXPECT_FALSE(Finds(filter, facts));
  filter.add_act_stages(v1::ACT_STAGE_BOARDED);
  EXPECT_TRUE(Finds(filter, facts));
  filter.add_ship_statuses(v1::SHIP_STATUS_ANCHORED);
  EXPECT_FALSE(Finds(filter, facts));
  filter.set_ship_statuses(0, v1::SHIP_STATUS_UNDERWAY);
  filter.add_ship_types(v1::SHIP_TYPE_TUG);
  EXPECT_FALSE(Finds(filter, facts));
  filter.add_ship_types(v1::SHIP_TYPE_BARGE);  // the second ship
  EXPECT_TRUE(Finds(filter, facts));
  filter.add_economies("GS");
  EXPECT_FALSE(Finds(filter, facts));
  filter.add_economies("SG");
  EXPECT_TRUE(Finds(filter, facts));
}

TEST(Filter, FindsAShipByWordsOfItsNameOrByItsNumber) {
  v1::VesselDetails tow = Logs::Ship("Tug Alpha 3", 9074729);
  *tow.add_victims() = Logs::Ship("Marine Power 3301", 9319466).victims(0);
  auto named = [&](absl::string_view name) {
    v1::IncidentFilter filter;
    filter.set_vessel_name(std::string(name));
    return Finds(filter, Logs::Boarding(), tow);
  };
  EXPECT_TRUE(named("alpha"));
  EXPECT_TRUE(named("m/v marine power"));
  EXPECT_TRUE(named("3301 Power"));
  EXPECT_FALSE(named("alpha power"));  // of two ships
  EXPECT_FALSE(named("alph"));
  v1::IncidentFilter number;
  number.set_imo_number(9319466);
  EXPECT_TRUE(Finds(number, Logs::Boarding(), tow));
  number.set_imo_number(9319467);
  EXPECT_FALSE(Finds(number, Logs::Boarding(), tow));
}

TEST(Filter, APolygonMayCrossTheMeridianOf180DegreesAndHoldThePole) {
  auto polygon = [](std::vector<std::pair<double, double>> vertices) {
    v1::IncidentFilter filter;
    for (auto [lat, lon] : vertices) {
      v1::Vertex& vertex = *filter.mutable_polygon()->add_vertices();
      vertex.set_lat_e7(maritime::ToE7(lat));
      vertex.set_lon_e7(maritime::ToE7(lon));
    }
    return filter;
  };
  v1::IncidentFilter fiji = polygon({{-20, 175}, {-20, -175}, {-14, -175}, {-14, 175}});
  EXPECT_TRUE(Finds(fiji, AtPoint(-17, 179)));
  EXPECT_TRUE(Finds(fiji, AtPoint(-17, -179)));
  EXPECT_FALSE(Finds(fiji, AtPoint(-17, 0)));
  v1::IncidentFilter arctic = polygon({{70, 0}, {70, 120}, {70, -120}});
  EXPECT_TRUE(Finds(arctic, AtPoint(90, 0)));
  EXPECT_FALSE(Finds(arctic, AtPoint(-80, 0)));
}

TEST(Filter, ShowsActualIncidentsThatStandUnlessAskedForMore) {
  Logs logs;
  IndexedStore store;
  v1::Manifest drill = Logs::Draft(v1::STATEMENT_KIND_REPORT, 0);
  drill.set_exercise_status(v1::EXERCISE_STATUS_EXERCISE);
  Statement exercise = logs.Admit("SG", drill, {{"facts", Logs::Boarding().SerializeAsString()}});
  Statement wrong = logs.Report("SG", Logs::Boarding());
  store.Commit({exercise, wrong, logs.Retraction("SG", wrong, wrong)});
  v1::IncidentFilter filter;
  EXPECT_EQ(ListAll(*store.snapshot(), filter).total(), 0u);
  filter.set_include_retracted(true);
  EXPECT_EQ(ListAll(*store.snapshot(), filter).incidents(0).incident_id(),
            crypto::AsString(wrong.id));
  filter.add_exercise_statuses(v1::EXERCISE_STATUS_EXERCISE);
  v1::ListIncidentsResponse found = ListAll(*store.snapshot(), filter);
  ASSERT_EQ(found.total(), 1u);
  EXPECT_EQ(found.incidents(0).incident_id(), crypto::AsString(exercise.id));
}

TEST(Filter, NamesEveryFieldThatMakesNoSense) {
  auto fields = [](const v1::IncidentFilter& filter) {
    absl::Status status = CompiledFilter::Compile(filter).status();
    EXPECT_EQ(base::ReasonOf(status), base::reason::kInvalidFilter);
    std::vector<std::string> names;
    for (const base::Violation& violation : base::ViolationsOf(status)) {
      names.push_back(violation.field);
    }
    return names;
  };
  v1::IncidentFilter filter = HoursBetween(2, 2);
  filter.set_imo_number(123);
  filter.set_vessel_name("--");
  filter.add_economies("sg");
  filter.add_act_stages(static_cast<v1::ActStage>(99));
  EXPECT_THAT(fields(filter),
              ElementsAre("filter.occurred_until", "filter.economies[0]", "filter.act_stages[0]",
                          "filter.imo_number", "filter.vessel_name"));
  filter = InBox(1, 0, -1, 0);
  filter.mutable_box()->set_east_e7(1800000001);
  EXPECT_THAT(fields(filter), ElementsAre("filter.box.east_e7", "filter.box.south_e7"));
  EXPECT_THAT(fields(InCircle(0, 0, 0)), ElementsAre("filter.circle.radius_m"));
  EXPECT_THAT(fields(InCircle(0, 0, std::nan(""))), ElementsAre("filter.circle.radius_m"));
  filter.Clear();
  filter.add_areas("atlantis");
  filter.add_navareas(22);
  filter.add_unlocodes("SG SIN");
  filter.add_flags("Panama");
  filter.set_mmsi(12);
  filter.add_classifications()->set_value("2");
  filter.set_perpetrators_least(5);
  filter.set_perpetrators_most(4);
  filter.mutable_polygon()->add_vertices();
  filter.add_weapons(static_cast<v1::Weapon>(99));
  EXPECT_THAT(fields(filter),
              ElementsAre("filter.polygon.vertices", "filter.flags[0]", "filter.areas[0]",
                          "filter.navareas[0]", "filter.unlocodes[0]", "filter.weapons[0]",
                          "filter.classifications[0].scheme", "filter.perpetrators_least",
                          "filter.mmsi"));
  filter.Clear();
  for (int i = 0; i <= 300; ++i) filter.add_navareas(11);
  EXPECT_THAT(fields(filter), ElementsAre("filter.navareas"));
}

// The same questions asked of a summary, one incident at a time, without columns, bits or cells.
bool Matches(const v1::IncidentFilter& filter, const v1::IncidentSummary& summary) {
  auto time = [](const google::protobuf::Timestamp& at) { return *statement::ToTime(at); };
  if (filter.has_occurred_from() || filter.has_occurred_until()) {
    if (!summary.occurred().has_start()) return false;
    if (filter.has_occurred_from() &&
        time(summary.occurred().end()) <= time(filter.occurred_from())) {
      return false;
    }
    if (filter.has_occurred_until() &&
        time(summary.occurred().start()) >= time(filter.occurred_until())) {
      return false;
    }
  }
  auto point = maritime::PointOf(summary.position());
  if (filter.has_box() && (!point || !maritime::Contains(filter.box(), *point))) return false;
  if (filter.has_circle() && (!point || !maritime::Contains(filter.circle(), *point))) return false;
  if (filter.imo_number() != 0 && filter.imo_number() != summary.imo_number()) return false;
  auto holds = [](const auto& wanted, const auto& value) {
    return wanted.empty() || std::count(wanted.begin(), wanted.end(), value) > 0;
  };
  const v1::Facets& facets = summary.facets();
  auto shares = [](const auto& wanted, const auto& values) {
    return wanted.empty() || std::find_first_of(values.begin(), values.end(), wanted.begin(),
                                                wanted.end()) != values.end();
  };
  if (filter.perpetrators_least() > 0 &&
      (!facets.has_perpetrators_min() ||
       facets.perpetrators_max() < filter.perpetrators_least())) {
    return false;
  }
  if (!shares(filter.weapons(), summary.weapons()) || !shares(filter.flags(), facets.flags()) ||
      !shares(filter.coastal_states(), facets.coastal_states()) ||
      !holds(filter.navareas(), summary.navarea()) || !holds(filter.lights(), facets.light())) {
    return false;
  }
  if (!filter.areas().empty() &&
      (!point || !(*maritime::FindNamedArea(filter.areas(0)))->Contains(*point))) {
    return false;
  }
  return holds(filter.act_stages(), summary.act_stage()) &&
         holds(filter.ship_types(), summary.ship_type()) &&
         holds(filter.economies(), summary.economies(0));
}

class RandomWorld {
 public:
  explicit RandomWorld(uint32_t seed) : random_(seed) {}
  double Between(double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random_);
  }
  int Upto(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }
  std::string Economy() { return std::vector<std::string>{"SG", "ID", "MY", "PH"}[Upto(3)]; }

  v1::Facts Facts() {
    v1::Facts facts = Logs::Boarding(Between(0, 100));
    if (Upto(9) == 0) facts.clear_occurred();
    facts.mutable_position()->set_lat_e7(maritime::ToE7(Between(-90, 90)));
    facts.mutable_position()->set_lon_e7(maritime::ToE7(Between(-180, 180)));
    if (Upto(9) == 0) facts.clear_position();
    facts.set_act_stage(static_cast<v1::ActStage>(Upto(5)));
    facts.mutable_ships(0)->set_type(static_cast<v1::ShipType>(Upto(5)));
    facts.mutable_ships(0)->set_flag(Economy());
    facts.add_coastal_states(Economy());
    if (Upto(1) == 0) facts.add_weapons()->set_weapon(static_cast<v1::Weapon>(1 + Upto(5)));
    facts.mutable_conditions()->set_light(static_cast<v1::Light>(Upto(3)));
    if (Upto(2) == 0) {
      facts.mutable_perpetrators()->set_count_min(static_cast<uint32_t>(Upto(5)));
      facts.mutable_perpetrators()->set_count_max(static_cast<uint32_t>(5 + Upto(5)));
    }
    return facts;
  }

  v1::IncidentFilter Filter() {
    v1::IncidentFilter filter;
    double from = Between(0, 90);
    if (Upto(1) == 0) filter = HoursBetween(from, from + Between(1, 60));
    if (Upto(3) == 0) filter.clear_occurred_from();
    if (Upto(3) == 0) filter.clear_occurred_until();
    double south = Between(-90, 60);
    if (Upto(2) == 0) {
      *filter.mutable_box() =
          InBox(south, Between(-180, 180), Between(south, 90), Between(-180, 180)).box();
    } else if (Upto(1) == 0) {
      *filter.mutable_circle() =
          InCircle(Between(-90, 90), Between(-180, 180), Between(1000, 15e6)).circle();
    }
    if (Upto(3) == 0) filter.set_imo_number(9074700 + Upto(20));
    if (Upto(3) == 0) filter.add_act_stages(static_cast<v1::ActStage>(Upto(5)));
    if (Upto(3) == 0) filter.add_ship_types(static_cast<v1::ShipType>(Upto(5)));
    if (Upto(3) == 0) filter.add_economies(Economy());
    if (Upto(5) == 0) filter.add_weapons(static_cast<v1::Weapon>(1 + Upto(5)));
    if (Upto(5) == 0) filter.add_flags(Economy());
    if (Upto(5) == 0) filter.add_coastal_states(Economy());
    if (Upto(5) == 0) filter.add_navareas(static_cast<uint32_t>(1 + Upto(20)));
    if (Upto(5) == 0) filter.add_areas("pacific");
    if (Upto(5) == 0) filter.add_lights(static_cast<v1::Light>(1 + Upto(2)));
    if (Upto(5) == 0) filter.set_perpetrators_least(static_cast<uint32_t>(1 + Upto(9)));
    return filter;
  }

 private:
  std::mt19937 random_;
};

TEST(Filter, AgreesWithAPlainLoopOnRandomIncidents) {
  RandomWorld world(7);
  Logs logs;
  std::vector<Statement> statements;
  for (int i = 0; i < 1300; ++i) {
    statements.push_back(logs.Report(world.Economy(), world.Facts(),
                                     Logs::Ship("Star", 9074700 + world.Upto(20))));
  }
  IndexedStore store;
  store.Commit(statements);
  v1::ListIncidentsResponse all = ListAll(*store.snapshot(), {});
  ASSERT_EQ(all.incidents_size(), 1300);
  size_t found_in_all = 0;
  for (int round = 0; round < 600; ++round) {
    v1::IncidentFilter filter = world.Filter();
    std::vector<std::string> expected;
    for (const v1::IncidentSummary& summary : all.incidents()) {
      if (Matches(filter, summary)) expected.push_back(summary.incident_id());
    }
    std::vector<std::string> found;
    v1::ListIncidentsResponse listed = ListAll(*store.snapshot(), filter);
    for (const v1::IncidentSummary& summary : listed.incidents()) {
      found.push_back(summary.incident_id());
    }
    ASSERT_EQ(found, expected) << "round " << round << ": " << filter.ShortDebugString();
    found_in_all += found.size();
  }
  EXPECT_GT(found_in_all, 300u);
}

}  // namespace
}  // namespace lightship::incident
