// Incidents that economies hold to be the same: told as one, and apart again.
#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/limits.h"
#include "node/incident/grouping.h"
#include "node/incident/query.h"
#include "tests/unit/incident/made.h"

namespace lightship::incident {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr auto kSame = v1::CORRELATION_VERDICT_SAME_INCIDENT;
constexpr auto kDifferent = v1::CORRELATION_VERDICT_DIFFERENT_INCIDENT;
constexpr auto kPossible = v1::CORRELATION_VERDICT_POSSIBLE_SAME;

// Two reports of one boarding, as SG and as ID tell it, and a third by MY.
class Told : public ::testing::Test {
 protected:
  std::vector<v1::IncidentSummary> List() const {
    v1::ListIncidentsResponse all = ListAll(*store_.snapshot(), {});
    return {all.incidents().begin(), all.incidents().end()};
  }
  const RowDetail& Row(const Statement& founder) const {
    return *store_.snapshot()->Find(founder.id);
  }
  v1::IncidentSummary Summary(const Statement& founder) const {
    const auto snapshot = store_.snapshot();
    const v1::IncidentSummary summary = snapshot->SummaryOf(Row(founder)).value();
    v1::IncidentSummary shown;
    EXPECT_TRUE(shown.ParseFromString(*ShownOf({&Row(founder)}, snapshot->records())->front()));
    EXPECT_EQ(shown.SerializeAsString(), summary.SerializeAsString());
    return summary;
  }

  // What reading the incident's row is recorded as.
  std::vector<std::string> Restricted(const Statement& founder) const {
    const v1::IncidentSummary summary = Summary(founder);
    std::vector<std::string> restricted;
    for (const v1::AuditedRead& read : summary.restricted()) {
      restricted.push_back(absl::StrCat(read.address(), " ", absl::StrJoin(read.part_names(), " ")));
    }
    return restricted;
  }

  Logs logs_;
  Statement sg_ = logs_.Report("SG", Logs::Boarding(0), Logs::Ship("Ocean Star", 9074729));
  Statement id_ = logs_.Report("ID", Logs::Boarding(1), Logs::Ship("Ocean Star I", 0), 1);
  Statement my_ = logs_.Report("MY", Logs::Boarding(30), Logs::Ship("Kestrel", 0), 2);
  IndexedStore store_;
};

TEST_F(Told, IncidentsCalledTheSameAreOneRowWithEverySourcesReport) {
  store_.Commit({sg_, id_, my_, logs_.Compare("MY", id_, sg_, kSame)});
  std::vector<v1::IncidentSummary> rows = List();
  ASSERT_THAT(rows, SizeIs(2));
  const v1::IncidentSummary& row = rows[1];
  EXPECT_EQ(row.address(), "SG/1");
  EXPECT_THAT(row.joined(), ElementsAre("ID/1"));
  EXPECT_EQ(row.reports(), 2u);
  EXPECT_EQ(row.statements(), 3u);
  EXPECT_THAT(row.economies(), ElementsAre("SG", "ID", "MY"));
  EXPECT_EQ(row.vessel_name(), "Ocean Star I") << "the newer report speaks";
}

TEST_F(Told, ASearchForEitherSourcesShipFindsTheEvent) {
  store_.Commit({sg_, id_, my_, logs_.Compare("MY", id_, sg_, kSame)});
  v1::IncidentFilter filter;
  filter.set_imo_number(9074729);
  EXPECT_EQ(ListAll(*store_.snapshot(), filter).total(), 1u);
  filter.clear_imo_number();
  filter.set_vessel_name("star i");
  EXPECT_EQ(ListAll(*store_.snapshot(), filter).total(), 1u);
}

TEST_F(Told, AVerdictTakenBackTellsThemApartAgain) {
  Statement same = logs_.Compare("MY", id_, sg_, kSame);
  store_.Commit({sg_, id_, my_});
  const std::vector<std::string> before = {Summary(sg_).SerializeAsString(), Summary(id_).SerializeAsString()};
  store_.Commit({same});
  ASSERT_THAT(List(), SizeIs(2));
  store_.Commit({logs_.Retraction("MY", id_, same)});
  ASSERT_THAT(List(), SizeIs(3));
  EXPECT_EQ(Summary(sg_).SerializeAsString(), before[0]);
  EXPECT_THAT(Row(id_).group(), IsEmpty());
  EXPECT_THAT(Summary(id_).links(), IsEmpty());
}

TEST_F(Told, OneEconomyThatCallsThemDifferentKeepsThemApartAndBothAreShown) {
  store_.Commit({sg_, id_, logs_.Compare("MY", id_, sg_, kSame),
                 logs_.Compare("PH", sg_, id_, kDifferent)});
  ASSERT_THAT(List(), SizeIs(2));
  const v1::IncidentSummary sg = Summary(sg_);
  ASSERT_THAT(sg.links(), SizeIs(1));
  EXPECT_THAT(sg.links(0).same(), ElementsAre("MY"));
  EXPECT_THAT(sg.links(0).different(), ElementsAre("PH"));
  EXPECT_EQ(sg.links(0).other_address(), "ID/1");
  EXPECT_FALSE(sg.links(0).joined());
}

TEST_F(Told, APossibleMatchIsShownUnderBothAndJoinsNothing) {
  store_.Commit({sg_, id_});
  store_.Commit({logs_.Compare("MY", id_, sg_, kPossible)});
  ASSERT_THAT(List(), SizeIs(2));
  for (const Statement& founder : {sg_, id_}) {
    ASSERT_THAT(Summary(founder).links(), SizeIs(1));
    EXPECT_THAT(Summary(founder).links(0).possible(), ElementsAre("MY"));
  }
}

TEST_F(Told, ARestrictedVerdictIsReadWithEachIncidentThatTellsOfIt) {
  store_.Commit({sg_, id_, my_, logs_.Compare("MY", my_, sg_, kPossible)});
  EXPECT_THAT(Restricted(sg_), IsEmpty()) << "open to all";
  const Statement same = logs_.Compare("MY", id_, sg_, kSame, 5, std::nullopt, "own");
  const Statement different = logs_.Compare("PH", my_, id_, kDifferent, 5, std::nullopt, "own");
  store_.Commit({same});
  store_.Commit({different});
  EXPECT_THAT(Restricted(sg_), UnorderedElementsAre("MY/3 assertion", "PH/1 assertion")) << "joined with ID's, and its links";
  EXPECT_THAT(Restricted(id_), ElementsAre("MY/3 assertion")) << "part of SG's";
  EXPECT_THAT(Restricted(my_), ElementsAre("PH/1 assertion"));
  store_.Reopen();
  EXPECT_THAT(Restricted(sg_), UnorderedElementsAre("MY/3 assertion", "PH/1 assertion"));
  store_.Commit({logs_.Retraction("MY", id_, same)});
  EXPECT_THAT(Restricted(sg_), IsEmpty());
  EXPECT_THAT(Restricted(id_), ElementsAre("PH/1 assertion"));
  EXPECT_THAT(Restricted(my_), ElementsAre("PH/1 assertion"));
}

TEST_F(Told, APersonsVerdictCountsBeforeAProgramsAndThenTheNewer) {
  store_.Commit({sg_, id_, logs_.Compare("SG", id_, sg_, kDifferent, 5)});
  store_.Commit({logs_.Compare("SG", sg_, id_, kSame, 9, 0.99)});
  EXPECT_THAT(List(), SizeIs(2)) << "the program is newer";
  store_.Commit({logs_.Compare("SG", sg_, id_, kSame, 8)});
  EXPECT_THAT(List(), SizeIs(1)) << "the person changed her mind";
}

TEST_F(Told, AnIncidentThatComesAfterItsVerdictIsJoined) {
  store_.Commit({id_, logs_.Compare("MY", id_, sg_, kSame)});
  ASSERT_THAT(List(), SizeIs(1));
  EXPECT_EQ(List()[0].links(0).other_address(), "");
  store_.Commit({sg_});
  ASSERT_THAT(List(), SizeIs(1));
  EXPECT_EQ(List()[0].address(), "SG/1") << "the report that was admitted first gives the name";
  EXPECT_THAT(List()[0].joined(), ElementsAre("ID/1"));
}

TEST_F(Told, AnExerciseIsNeverToldWithWhatHappened) {
  v1::Manifest exercise = Logs::Draft(v1::STATEMENT_KIND_REPORT, 0);
  exercise.set_exercise_status(v1::EXERCISE_STATUS_EXERCISE);
  Statement drill =
      logs_.Admit("ID", exercise, {{"facts", Logs::Boarding(0).SerializeAsString()}});
  store_.Commit({sg_, drill, logs_.Compare("MY", drill, sg_, kSame)});
  EXPECT_THAT(Row(sg_).group(), IsEmpty());
  EXPECT_FALSE(Summary(sg_).links(0).joined());
}

TEST_F(Told, WhoWatchesHearsOfIncidentsThatBecomePartOfAnother) {
  store_.Commit({sg_, id_});
  const uint64_t cursor = store_.snapshot()->newest_change();
  store_.Commit({logs_.Compare("MY", id_, sg_, kSame)});
  Changes changes = ChangesAfter(*store_.snapshot(), *FilterOfChanges({}), cursor, 10).value();
  ASSERT_THAT(changes.incidents, SizeIs(2));
  EXPECT_EQ(changes.incidents[0].part_of(), crypto::AsString(sg_.id));
  EXPECT_THAT(changes.incidents[1].joined(), ElementsAre("ID/1"));
}

TEST_F(Told, ARestartTellsTheSame) {
  store_.Commit({sg_, id_, my_, logs_.Compare("MY", id_, sg_, kSame)});
  const std::string before = Summary(sg_).SerializeAsString();
  store_.Reopen();
  EXPECT_EQ(Summary(sg_).SerializeAsString(), before);
  EXPECT_THAT(List(), SizeIs(2));
  store_.Commit({logs_.Compare("PH", sg_, id_, kDifferent)});
  EXPECT_THAT(List(), SizeIs(3));
}

TEST_F(Told, EveryOrderOfVerdictsTellsTheSame) {
  std::vector<Statement> history = {sg_, id_, my_};
  for (int i = 0; i < 3; ++i) {
    history.push_back(logs_.Report("PH", Logs::Boarding(i), Logs::Ship("Ocean Star", 9074729)));
  }
  Statement taken_back = logs_.Compare("ID", my_, history[5], kSame);
  for (const Statement& statement :
       {logs_.Compare("MY", id_, sg_, kSame), logs_.Compare("PH", history[3], id_, kSame, 5, 0.9),
        logs_.Compare("PH", history[3], history[4], kSame, 5, 0.8),
        logs_.Compare("SG", history[4], sg_, kDifferent), taken_back,
        logs_.Retraction("ID", my_, taken_back), logs_.Compare("SG", history[5], my_, kPossible),
        logs_.Amend(id_, Logs::Boarding(2), 6), logs_.Claim("PH", id_, v1::VERIFICATION_UNVERIFIED)}) {
    history.push_back(statement);
  }
  IndexedStore whole;
  whole.Commit(history);
  const std::vector<std::string> expected = whole.Summaries();
  ASSERT_EQ(ListAll(*whole.snapshot(), {}).total(), 4u);
  for (uint32_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::shuffle(history.begin(), history.end(), random);
    IndexedStore store;
    store.ahead = static_cast<IndexedStore::Ahead>(seed % 3);
    for (size_t at = 0; at < history.size();) {
      const size_t end = std::min<size_t>(history.size(), at + 1 + random() % 4);
      store.Commit({history.begin() + static_cast<ptrdiff_t>(at),
                    history.begin() + static_cast<ptrdiff_t>(end)});
      at = end;
      if (random() % 4 == 0) store.Reopen();
    }
    ASSERT_EQ(store.Summaries(), expected);
  }
}

crypto::Digest Id(uint8_t first) {
  crypto::Digest id{};
  id[0] = first;
  return id;
}

Pair Say(uint8_t a, uint8_t b, std::set<std::string> same, std::set<std::string> different = {}) {
  Pair pair;
  pair.a = Id(a);
  pair.b = Id(b);
  pair.same = std::move(same);
  pair.different = std::move(different);
  return pair;
}

TEST(Groups, APairCalledDifferentIsNotJoinedThroughAThirdByTheWeakerWord) {
  const std::vector<Groupable> incidents = {{Id(1)}, {Id(2)}, {Id(3)}};
  const std::vector<Pair> pairs = {Say(1, 2, {"SG"}), Say(2, 3, {"SG", "ID"}),
                                   Say(1, 3, {}, {"MY"})};
  EXPECT_THAT(GroupsOf(incidents, pairs), ElementsAre(ElementsAre(Id(1)), ElementsAre(Id(2), Id(3))));
}

TEST(Groups, NeverGrowBeyondTheirLimit) {
  std::vector<Groupable> incidents;
  std::vector<Pair> pairs;
  for (uint8_t i = 0; i < 200; ++i) {
    incidents.push_back({Id(i)});
    if (i > 0) pairs.push_back(Say(static_cast<uint8_t>(i - 1), i, {"SG"}));
  }
  size_t all = 0;
  for (const auto& group : GroupsOf(incidents, pairs)) {
    EXPECT_LE(group.size(), base::limits::kIncidentsOfGroup);
    all += group.size();
  }
  EXPECT_EQ(all, 200u);
}

}  // namespace
}  // namespace lightship::incident
