#include "node/incident/map.h"

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/query.h"
#include "node/maritime/geometry.h"
#include "node/statement/open.h"
#include "tests/unit/incident/made.h"

namespace lightship::incident {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

std::vector<IncidentMap::Piece> PiecesOf(std::shared_ptr<const TableSnapshot> snapshot,
                                         const v1::MapIncidentsRequest& request) {
  IncidentMap map = IncidentMap::Make(std::move(snapshot), request).value();
  std::vector<IncidentMap::Piece> pieces;
  do {
    pieces.push_back(map.Next().value());
  } while (!map.done());
  return pieces;
}

v1::MapIncidentsResponse MapOf(std::shared_ptr<const TableSnapshot> snapshot,
                               const v1::IncidentFilter& filter = {}, uint32_t most = 0) {
  v1::MapIncidentsRequest request;
  *request.mutable_filter() = filter;
  request.set_most(most);
  v1::MapIncidentsResponse all;
  for (const IncidentMap::Piece& piece : PiecesOf(std::move(snapshot), request)) all.MergeFrom(piece.response);
  return all;
}

int64_t MiddleOf(const v1::OccurrenceTime& occurred) {
  if (!occurred.has_start() || !occurred.has_end()) return 0;
  const absl::Time start = *statement::ToTime(occurred.start());
  return absl::ToUnixSeconds(start + (*statement::ToTime(occurred.end()) - start) / 2);
}

// The map of a filter is the list of it, without those that have no position.
void ExpectAsListed(const IndexedStore& store, const v1::IncidentFilter& filter) {
  SCOPED_TRACE(filter.ShortDebugString());
  const v1::ListIncidentsResponse listed = ListAll(*store.snapshot(), filter);
  v1::MapIncidentsResponse expected;
  expected.set_total(listed.total());
  for (const v1::IncidentSummary& summary : listed.incidents()) {
    if (!maritime::PointOf(summary.position()).has_value()) {
      expected.set_unlocated(expected.unlocated() + 1);
      continue;
    }
    expected.add_names(summary.address().empty() ? base::Hex(summary.incident_id()) : summary.address());
    expected.add_lat_e7(summary.position().lat_e7());
    expected.add_lon_e7(summary.position().lon_e7());
    expected.add_occurred(MiddleOf(summary.occurred()));
    expected.add_act_stages(summary.act_stage());
    expected.add_uncertainty_m(summary.position().uncertainty_m());
  }
  v1::MapIncidentsResponse map = MapOf(store.snapshot(), filter);
  EXPECT_EQ(map.categories_size(), map.names_size());
  map.clear_categories();
  EXPECT_EQ(map.DebugString(), expected.DebugString());
}

class MadePoints {
 public:
  explicit MadePoints(uint32_t seed) : random_(seed) {
    for (int i = 0; i < 400; ++i) AddReport();
    for (int i = 0; i < 40; ++i) {
      const Statement& one = Any();
      statements_.push_back(logs_.Compare("MY", one, Any(), v1::CORRELATION_VERDICT_SAME_INCIDENT));
      const Statement& founder = Any();
      statements_.push_back(logs_.Retraction(founder.manifest.economy(), founder, founder));
      statements_.push_back(logs_.Also("PH", Any(), Facts()));
    }
    // Of some the founding report is not held.
    std::erase_if(statements_, [&](const Statement& one) { return one.manifest.subject().empty() && Below(20) == 0; });
    store.Commit(statements_);
  }

  IndexedStore store;

 private:
  int Below(int most) { return std::uniform_int_distribution<int>(0, most - 1)(random_); }
  const Statement& Any() { return reports_[static_cast<size_t>(Below(static_cast<int>(reports_.size())))]; }

  v1::Facts Facts() {
    v1::Facts facts = Logs::Boarding(Below(30) - 15);
    v1::Position& position = *facts.mutable_position();
    position.set_lat_e7(maritime::ToE7(Below(170) - 85));
    position.set_lon_e7(maritime::ToE7(Below(359) - 179));
    if (Below(3) > 0) position.set_uncertainty_m(static_cast<uint32_t>(Below(20000)));
    if (Below(8) == 0) facts.clear_position();
    if (Below(8) == 0) facts.clear_occurred();
    facts.set_act_stage(static_cast<v1::ActStage>(Below(9)));
    return facts;
  }

  void AddReport() {
    v1::Manifest manifest = Logs::Draft(v1::STATEMENT_KIND_REPORT, Below(9));
    if (Below(5) == 0) manifest.set_exercise_status(v1::EXERCISE_STATUS_EXERCISE);
    const char* economy = Below(2) == 0 ? "SG" : "ID";
    reports_.push_back(logs_.Admit(economy, manifest, {{"facts", Facts().SerializeAsString()}}));
    statements_.push_back(Below(8) == 0 ? Without(reports_.back(), "facts") : reports_.back());
  }

  std::mt19937 random_;
  Logs logs_;
  std::vector<Statement> reports_, statements_;
};

TEST(Map, TellsOfTheIncidentsThatAListHasInItsOrder) {
  v1::IncidentFilter all, box, circle, polygon, area, time, exercise, retracted, roughly, not_located, none;
  box.mutable_box()->set_south_e7(-400'000'000);
  box.mutable_box()->set_north_e7(600'000'000);
  box.mutable_box()->set_west_e7(1'500'000'000);
  box.mutable_box()->set_east_e7(-500'000'000);
  circle.mutable_circle()->set_radius_m(5e6);
  for (auto [lat, lon] : {std::pair{0, 900'000'000}, {0, 1'700'000'000}, {700'000'000, 1'300'000'000}}) {
    v1::Vertex& vertex = *polygon.mutable_polygon()->add_vertices();
    vertex.set_lat_e7(lat);
    vertex.set_lon_e7(lon);
  }
  area.add_areas("gulf-of-guinea");
  *time.mutable_occurred_from() = statement::ToTimestamp(Hour(-3));
  *time.mutable_occurred_until() = statement::ToTimestamp(Hour(4));
  exercise.add_exercise_statuses(v1::EXERCISE_STATUS_EXERCISE);
  retracted.set_include_retracted(true);
  roughly.add_located(v1::LOCATED_ROUGHLY);
  not_located.add_located(v1::LOCATED_NOT);
  none.set_imo_number(9074729);
  for (uint32_t seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE(seed);
    MadePoints made(seed);
    for (const auto* filter : {&all, &box, &circle, &polygon, &area, &time, &exercise, &retracted, &roughly, &not_located, &none}) {
      ExpectAsListed(made.store, *filter);
    }
    EXPECT_GT(MapOf(made.store.snapshot()).unlocated(), 0u);
    EXPECT_EQ(MapOf(made.store.snapshot(), not_located).names_size(), 0);
  }
}

TEST(Map, SendsTheNewestWhereMoreMatchAndCountsAll) {
  MadePoints made(7);
  const v1::MapIncidentsResponse all = MapOf(made.store.snapshot());
  const v1::MapIncidentsResponse some = MapOf(made.store.snapshot(), {}, 10);
  ASSERT_EQ(some.names_size(), 10);
  EXPECT_TRUE(std::equal(some.names().begin(), some.names().end(), all.names().begin()));
  EXPECT_EQ(some.total(), all.total());
  EXPECT_EQ(some.unlocated(), all.unlocated());
}

TEST(Map, RefusesWhatMakesNoSense) {
  IndexedStore store;
  v1::MapIncidentsRequest request;
  request.set_most(base::limits::kMapMost);
  EXPECT_TRUE(IncidentMap::Make(store.snapshot(), request).ok());
  request.set_most(base::limits::kMapMost + 1);
  request.mutable_filter()->add_located(static_cast<v1::Located>(9));
  const absl::Status refused = IncidentMap::Make(store.snapshot(), request).status();
  EXPECT_EQ(base::ReasonOf(refused), base::reason::kInvalidFilter);
  ASSERT_THAT(base::ViolationsOf(refused), SizeIs(2));
  EXPECT_EQ(base::ViolationsOf(refused)[0].field, "filter.located[0]");
  EXPECT_EQ(base::ViolationsOf(refused)[1].field, "most");
}

TEST(Map, AnswersOnceWhenNothingMatches) {
  IndexedStore store;
  const std::vector<IncidentMap::Piece> pieces = PiecesOf(store.snapshot(), {});
  ASSERT_THAT(pieces, SizeIs(1));
  EXPECT_EQ(pieces[0].response.total(), 0u);
}

TEST(Map, ComesInMessagesOfBoundedSize) {
  Logs logs;
  IndexedStore store;
  const int size = static_cast<int>(base::limits::kMapMessage) + 1;
  std::vector<Statement> reports;
  for (int i = 0; i < size; ++i) reports.push_back(logs.Report("SG", Logs::Boarding(i % 9)));
  store.Commit(reports);
  const std::vector<IncidentMap::Piece> pieces = PiecesOf(store.snapshot(), {});
  ASSERT_THAT(pieces, SizeIs(2));
  EXPECT_EQ(pieces[0].response.names_size(), size - 1);
  EXPECT_EQ(pieces[0].response.total(), static_cast<uint64_t>(size));
  EXPECT_EQ(pieces[1].response.names_size(), 1);
  EXPECT_EQ(pieces[1].response.total(), 0u);
}

Statement Restricted(Logs& logs, const v1::Facts& facts, const std::vector<const char*>& parts = {"facts"}) {
  v1::Manifest manifest = Logs::Draft(v1::STATEMENT_KIND_REPORT, 0);
  for (const char* part : parts) {
    v1::PartRef& ref = *manifest.add_parts();
    ref.set_name(part);
    ref.set_audience("own");
  }
  return logs.Admit("SG", manifest,
                    {{"facts", facts.SerializeAsString()},
                     {"vessel", Logs::Ship("Wary Osprey", 9074729).SerializeAsString()}});
}

// "SG/1 facts"
std::vector<std::string> ReadsOf(const IndexedStore& store, const v1::IncidentFilter& filter = {}) {
  v1::MapIncidentsRequest request;
  *request.mutable_filter() = filter;
  std::vector<std::string> reads;
  for (const IncidentMap::Piece& piece : PiecesOf(store.snapshot(), request)) {
    for (const v1::AuditedRead& read : piece.reads) {
      EXPECT_EQ(read.part_names_size(), 1);
      reads.push_back(absl::StrCat(read.address(), " ", read.part_names(0)));
    }
  }
  return reads;
}

TEST(Map, NamesTheRestrictedFactsThatItShowsAndNoMore) {
  Logs logs;
  IndexedStore store;
  v1::Facts nowhere = Logs::Boarding();
  nowhere.clear_position();
  store.Commit({logs.Report("SG", Logs::Boarding()), Restricted(logs, Logs::Boarding(1)),
                Restricted(logs, Logs::Boarding(2), {"vessel"}), logs.Report("SG", nowhere)});
  EXPECT_THAT(ReadsOf(store), ElementsAre("SG/2 facts"));
  v1::IncidentFilter ship;
  ship.set_vessel_name("osprey");
  ship.add_act_stages(v1::ACT_STAGE_BOARDED);
  EXPECT_THAT(ReadsOf(store, ship), UnorderedElementsAre("SG/2 facts", "SG/3 vessel"));
}

TEST(Map, NamesTheRestrictedAssertionsThatItShows) {
  Logs logs;
  IndexedStore store;
  Statement classified = logs.Report("SG", Logs::Boarding());
  Statement verified = logs.Report("SG", Logs::Boarding(1));
  store.Commit({classified, verified, logs.Report("SG", Logs::Boarding(2)),
                logs.Classify("SG", classified, "1", 3, "own"), logs.Classify("ID", classified, "1"),
                logs.Claim("SG", verified, v1::VERIFICATION_AUTHORITY_VERIFIED, 2, "own")});
  EXPECT_THAT(ReadsOf(store), UnorderedElementsAre("SG/4 assertion", "SG/5 assertion"));
  v1::IncidentFilter filter;
  filter.add_verifications(v1::VERIFICATION_AUTHORITY_VERIFIED);
  EXPECT_THAT(ReadsOf(store, filter), ElementsAre("SG/5 assertion"));
}

TEST(Map, NamesWhatANumberOfOneOrTwoTellsOf) {
  Logs logs;
  IndexedStore store;
  v1::Facts nowhere = Logs::Boarding();
  nowhere.clear_position();
  std::vector<Statement> reports;
  for (int i = 0; i < 3; ++i) reports.push_back(Restricted(logs, nowhere));
  for (int i = 0; i < 3; ++i) reports.push_back(logs.Report("SG", Logs::Boarding(i)));
  store.Commit(reports);
  EXPECT_THAT(ReadsOf(store), IsEmpty());
  IndexedStore fewer;
  reports.pop_back();
  reports.erase(reports.begin());
  fewer.Commit(reports);
  EXPECT_THAT(ReadsOf(fewer), ElementsAre("SG/2 facts", "SG/3 facts"));
}

TEST(Map, BoundsTheRecordOfWhatAMessageShows) {
  Logs logs;
  IndexedStore store;
  const int size = static_cast<int>(base::limits::kAuditReadsOfMap) / 2 + 1;
  std::vector<Statement> reports;
  for (int i = 0; i < size; ++i) reports.push_back(Restricted(logs, Logs::Boarding(), {"facts", "vessel"}));
  store.Commit(reports);
  v1::MapIncidentsRequest request;
  request.mutable_filter()->set_vessel_name("osprey");
  const std::vector<IncidentMap::Piece> pieces = PiecesOf(store.snapshot(), request);
  ASSERT_THAT(pieces, SizeIs(2));
  EXPECT_THAT(pieces[0].reads, SizeIs(base::limits::kAuditReadsOfMap));
  EXPECT_THAT(pieces[1].reads, SizeIs(2));
  EXPECT_EQ(pieces[0].response.names_size() + pieces[1].response.names_size(), size);
}

uint32_t CategoryOf(const std::vector<std::string>& classified, v1::ActStage act = v1::ACT_STAGE_BOARDED) {
  Logs logs;
  IndexedStore store;
  v1::Facts facts = Logs::Boarding();
  facts.set_act_stage(act);
  std::vector<Statement> statements = {logs.Report("SG", facts)};
  const char* economies[] = {"SG", "ID"};
  for (size_t i = 0; i < classified.size(); ++i) {
    statements.push_back(logs.Classify(economies[i], statements[0], classified[i]));
  }
  store.Commit(statements);
  return MapOf(store.snapshot()).categories(0);
}

TEST(Map, TellsTheCategoryThatCountsGoBy) {
  EXPECT_EQ(CategoryOf({"2"}), 2u);
  EXPECT_EQ(CategoryOf({"4", "4"}), 4u);
  EXPECT_EQ(CategoryOf({"1", "3"}), 5u);
  EXPECT_EQ(CategoryOf({"attempted"}), 5u);
  EXPECT_EQ(CategoryOf({}, v1::ACT_STAGE_ATTEMPTED_BOARDING), 5u);
  EXPECT_EQ(CategoryOf({}, v1::ACT_STAGE_HIJACKED), 1u) << "proposed";
  EXPECT_EQ(CategoryOf({}), 0u) << "the least category would be a guess";
}

}  // namespace
}  // namespace lightship::incident
