// Which incidents may be the same, and which of them a node may say so of.
#include "node/incident/matcher.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/incident/propose.h"
#include "node/incident/query.h"
#include "node/store/schema.h"
#include "tests/unit/incident/made.h"

namespace lightship::incident {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class Matching : public ::testing::Test {
 protected:
  // Where `incidents` lie, as the matcher sees them now.
  std::vector<crypto::Digest> Of(const Statement& founder) {
    while (matcher_.Follow(store_.snapshot(), 3).value()) {
    }
    std::vector<crypto::Digest> ids;
    const std::vector<Match> matches = matcher_.Of(*store_.snapshot(), founder.id).value();
    for (const Match& match : matches) ids.push_back(match.incident);
    return ids;
  }
  Proposals Proposed(absl::string_view own) {
    while (matcher_.Follow(store_.snapshot(), 3).value()) {
    }
    return Propose(store_.store, *store_.snapshot(), matcher_, matcher_.TakeChanged(), own, 0.5)
        .value();
  }
  std::vector<Proposal> Same(absl::string_view own) { return Proposed(own).same; }
  // What the node does with a proposal, and with what is stale.
  Statement Assert(absl::string_view economy, const Proposal& proposal) {
    v1::Manifest manifest = Logs::Draft(v1::STATEMENT_KIND_ASSERTION, 6);
    manifest.set_subject(crypto::AsString(proposal.incident));
    v1::Assertion assertion;
    *assertion.mutable_correlation() = proposal.correlation;
    return logs_.Admit(economy, manifest, {{"assertion", assertion.SerializeAsString()}});
  }
  Statement TakeBack(absl::string_view economy, const Stale& stale, absl::string_view text) {
    v1::Manifest manifest = Logs::Draft(v1::STATEMENT_KIND_WITHDRAWAL, 7);
    manifest.set_subject(crypto::AsString(stale.incident));
    v1::Withdrawal withdrawal;
    withdrawal.set_target(crypto::AsString(stale.statement));
    withdrawal.mutable_retract()->set_text(std::string(text));
    return logs_.Admit(economy, manifest, {{"withdrawal", withdrawal.SerializeAsString()}});
  }

  // With the parts listed in the manifest, as every admitted statement has them.
  Statement WithRefs(absl::string_view economy, v1::Manifest manifest,
                     std::map<std::string, std::string> parts) {
    for (const auto& [name, content] : parts) manifest.add_parts()->set_name(name);
    return logs_.Admit(economy, std::move(manifest), std::move(parts));
  }

  Logs logs_;
  Statement sg_ = logs_.Report("SG", Logs::Boarding(0), Logs::Ship("Ocean Star", 9074729));
  Statement id_ = logs_.Report("ID", Logs::Boarding(0.5), Logs::Ship("MV Ocean Star", 9074729), 1);
  Statement my_ = logs_.Report("MY", Logs::Boarding(900), Logs::Ship("Kestrel", 0), 2);
  IndexedStore store_;
  Matcher matcher_{&store_.store};
};

TEST_F(Matching, TheSameShipAtTheSameTimeAndPlaceIsFoundFromBothSides) {
  store_.Commit({sg_, id_, my_});
  EXPECT_THAT(Of(sg_), ElementsAre(id_.id));
  EXPECT_THAT(Of(id_), ElementsAre(sg_.id));
  EXPECT_THAT(Of(my_), IsEmpty());
}

TEST_F(Matching, AReportTakenBackMatchesNothingAndAnAmendedOneByItsNewWords) {
  store_.Commit({sg_, id_, my_});
  ASSERT_THAT(Of(sg_), SizeIs(1));
  store_.Commit({logs_.Retraction("ID", id_, id_)});
  EXPECT_THAT(Of(sg_), IsEmpty());
  Statement again = logs_.Report("PH", Logs::Boarding(0.5), Logs::Ship("Ocean Star", 9074729), 3);
  store_.Commit({again});
  EXPECT_THAT(Of(sg_), ElementsAre(again.id));
  store_.Commit({logs_.Amend(again, Logs::Boarding(900))});
  EXPECT_THAT(Of(sg_), IsEmpty()) << "five weeks later, no ship named";
}

TEST_F(Matching, WhoAsksForNoChangesFindsTheSameMatches) {
  Matcher other(&store_.store);
  const Statement again = logs_.Report("PH", Logs::Boarding(0.5), Logs::Ship("Ocean Star", 9074729), 3);
  for (const Statement& next : {sg_, id_, my_, logs_.Retraction("ID", id_, id_), again, logs_.Amend(again, Logs::Boarding(900))}) {
    store_.Commit({next});
    while (other.Follow(store_.snapshot(), 3, correlation::Tells::kNothing).value()) {
    }
    for (const Statement& founder : {sg_, id_, my_, again}) {
      std::vector<crypto::Digest> found;
      const std::vector<Match> matches = other.Of(*store_.snapshot(), founder.id).value();
      for (const Match& match : matches) found.push_back(match.incident);
      EXPECT_EQ(found, Of(founder));
    }
  }
  EXPECT_THAT(other.TakeChanged(), IsEmpty());
  EXPECT_THAT(matcher_.TakeChanged(), SizeIs(4));
}

TEST_F(Matching, WhatWasTakenInIsKnownAgain) {
  store_.Commit({sg_, my_});
  ASSERT_THAT(Of(sg_), IsEmpty());
  Matcher again(&store_.store);
  again.Restore(matcher_.Kept(), store_.snapshot());
  EXPECT_EQ(again.Behind(*store_.snapshot()), 0u);
  store_.Commit({id_});
  EXPECT_EQ(again.Behind(*store_.snapshot()), 1u);
  EXPECT_FALSE(again.Follow(store_.snapshot(), 1).value());
  const std::vector<Match> matches = again.Of(*store_.snapshot(), sg_.id).value();
  ASSERT_THAT(matches, SizeIs(1));
  EXPECT_EQ(matches.front().incident, id_.id);
  EXPECT_THAT(again.TakeChanged(), UnorderedElementsAre(sg_.id, id_.id));
}

TEST_F(Matching, WhatHasChangedMatchesNothingUntilItIsTakenInAgain) {
  store_.Commit({sg_, id_});
  ASSERT_THAT(Of(sg_), ElementsAre(id_.id));
  Matcher other(&store_.store);
  store_.Commit({logs_.Amend(id_, Logs::Boarding(0.6))});
  other.Restore(matcher_.Kept(), store_.snapshot());
  EXPECT_THAT(*other.Of(*store_.snapshot(), sg_.id), IsEmpty());
  EXPECT_THAT(*other.Of(*store_.snapshot(), id_.id), IsEmpty());
  EXPECT_TRUE(other.RestrictedOf(*store_.snapshot(), sg_.id).ok());
  EXPECT_TRUE(absl::IsUnavailable(other.RestrictedOf(*store_.snapshot(), id_.id).status())) << "what it told then is not known any more";
  EXPECT_THAT(Of(sg_), ElementsAre(id_.id));
}

TEST_F(Matching, WhatIsGoneMatchesNothingThoughItIsRememberedAndNobodyHasTakenThatIn) {
  v1::VesselDetails ships[] = {Logs::Ship("Lark", 9241061), Logs::Ship("Kestrel", 9395044)};
  for (v1::VesselDetails& ship : ships) ship.mutable_victims(0)->set_imo_check(v1::IMO_CHECK_VALID);
  Statement lark = logs_.Report("PH", Logs::Boarding(900), ships[0], 3), kestrel = logs_.Report("PH", Logs::Boarding(900), ships[1], 3);
  store_.Commit({sg_, id_, lark, kestrel});
  ASSERT_THAT(Of(sg_), ElementsAre(id_.id));
  ASSERT_TRUE(matcher_.AreDifferent(*store_.snapshot(), lark.id, kestrel.id).value());
  store_.Commit({logs_.Compare("MY", id_, my_, v1::CORRELATION_VERDICT_DIFFERENT_INCIDENT), logs_.Retraction("PH", kestrel, kestrel)});
  EXPECT_THAT(*matcher_.Of(*store_.snapshot(), sg_.id), SizeIs(1)) << "its account is as it was, though something was said of it";
  EXPECT_FALSE(matcher_.AreDifferent(*store_.snapshot(), lark.id, kestrel.id).value());
  store_.Commit({logs_.Retraction("ID", id_, id_)});
  EXPECT_THAT(*matcher_.Of(*store_.snapshot(), sg_.id), IsEmpty());
  EXPECT_THAT(*matcher_.Of(*store_.snapshot(), id_.id), IsEmpty());
  store_.Commit({logs_.Amend(sg_, Logs::Boarding(901))});
  EXPECT_TRUE(absl::IsUnavailable(matcher_.AreDifferent(*store_.snapshot(), sg_.id, lark.id).status())) << "it says something else";
}

TEST_F(Matching, WhatIsNotAtHandIsReadWithoutKeepingOthersWaitingAndWhilePatienceLasts) {
  store_.Commit({sg_, id_});
  ASSERT_THAT(Of(sg_), ElementsAre(id_.id));
  Matcher again(&store_.store);
  again.Restore(matcher_.Kept(), store_.snapshot());
  size_t asked = 0;
  v1::FindSimilarRequest request;
  request.mutable_incident()->set_address("SG/1");
  const auto twice = [&](size_t known, size_t all) {
    EXPECT_LT(known, all);
    EXPECT_EQ(again.Behind(*store_.snapshot()), 0u) << "others are answered";
    return ++asked > 2 ? absl::CancelledError("enough") : absl::OkStatus();
  };
  EXPECT_TRUE(absl::IsCancelled(FindSimilar(*store_.snapshot(), again, request, twice).status()));
  EXPECT_EQ(asked, 3u) << "at the incident, its report and the other's";
  const auto ever = [&](size_t, size_t) { ++asked; return absl::OkStatus(); };
  EXPECT_THAT(FindSimilar(*store_.snapshot(), again, request, ever)->response.incidents(), SizeIs(1));
  EXPECT_EQ(asked, 6u);
  FindSimilar(*store_.snapshot(), again, request, ever).IgnoreError();
  EXPECT_EQ(asked, 7u) << "both reports are at hand";
}

TEST_F(Matching, WhomAReportMetIsToldWhenItIsReplacedHoweverLongAgoItCame) {
  store_.Commit({sg_, id_});
  ASSERT_THAT(Of(sg_), ElementsAre(id_.id));
  Matcher again(&store_.store);
  again.Restore(matcher_.Kept(), store_.snapshot());
  store_.Commit({logs_.Amend(id_, Logs::Boarding(900))});
  EXPECT_FALSE(again.Follow(store_.snapshot(), 100).value());
  EXPECT_THAT(again.TakeChanged(), UnorderedElementsAre(sg_.id, id_.id));
}

TEST_F(Matching, AReportThatCannotBeReadIsTold) {
  store_.Commit({sg_, id_});
  ASSERT_THAT(Of(sg_), ElementsAre(id_.id));
  Matcher again(&store_.store);
  again.Restore(matcher_.Kept(), store_.snapshot());
  store::WriteBatch batch;
  batch.Delete(store::Table::kEntries, store::NumberedKey(id_.origin, id_.index));
  ASSERT_TRUE(store_.store.Write(std::move(batch)).ok());
  EXPECT_TRUE(absl::IsDataLoss(again.Of(*store_.snapshot(), sg_.id).status()));
}

TEST_F(Matching, AnExerciseMatchesNothing) {
  v1::Manifest exercise = Logs::Draft(v1::STATEMENT_KIND_REPORT, 0);
  exercise.set_exercise_status(v1::EXERCISE_STATUS_EXERCISE);
  store_.Commit({sg_, logs_.Admit("ID", exercise,
                                  {{"facts", Logs::Boarding(0).SerializeAsString()},
                                   {"vessel", Logs::Ship("Ocean Star", 9074729).SerializeAsString()}})});
  EXPECT_THAT(Of(sg_), IsEmpty());
}

TEST_F(Matching, AnswersLeaveOutWhatIsToldAsOneAlreadyAndGiveReasons) {
  store_.Commit({sg_, id_});
  v1::FindSimilarRequest request;
  request.mutable_incident()->set_address("SG/1");
  EXPECT_EQ(FindSimilar(*store_.snapshot(), matcher_, request)->response.behind(), 2u);
  Of(sg_);
  v1::FindSimilarResponse found = FindSimilar(*store_.snapshot(), matcher_, request)->response;
  ASSERT_THAT(found.incidents(), SizeIs(1));
  EXPECT_EQ(found.behind(), 0u);
  EXPECT_EQ(found.incidents(0).address(), "ID/1");
  EXPECT_GT(found.incidents(0).probability(), 0.9);
  EXPECT_THAT(found.incidents(0).reasons(0), ::testing::HasSubstr("9074729"));
  store_.Commit({logs_.Compare("MY", id_, sg_, v1::CORRELATION_VERDICT_SAME_INCIDENT)});
  EXPECT_THAT(FindSimilar(*store_.snapshot(), matcher_, request)->response.incidents(), IsEmpty());
}

TEST_F(Matching, WhoIsToldOfARestrictedShipByTheReasonsIsToBeOnRecord) {
  v1::Manifest few = Logs::Draft(v1::STATEMENT_KIND_REPORT, 1);
  for (const char* part : {"vessel", "narrative"}) {
    v1::PartRef& ref = *few.add_parts();
    ref.set_name(part);
    ref.set_audience("PH/patrol@1");
  }
  Statement restricted =
      logs_.Admit("PH", few, {{"facts", Logs::Boarding(0.5).SerializeAsString()},
                              {"vessel", Logs::Ship("Ocean Star", 9074729).SerializeAsString()},
                              {"narrative", v1::Narrative().SerializeAsString()}});
  store_.Commit({sg_, restricted});
  Of(sg_);
  for (const char* asked : {"SG/1", "PH/1"}) {
    v1::FindSimilarRequest request;
    request.mutable_incident()->set_address(asked);
    Similar similar = FindSimilar(*store_.snapshot(), matcher_, request).value();
    ASSERT_THAT(similar.reads, SizeIs(1)) << asked;
    EXPECT_EQ(similar.reads[0].address(), "PH/1");
    EXPECT_THAT(similar.reads[0].part_names(), ElementsAre("vessel", "narrative"));
  }
}

TEST_F(Matching, ANodeProposesLikelyPairsOfItsOwnEconomyOnce) {
  store_.Commit({sg_, id_, my_});
  std::vector<Proposal> own = Same("SG");
  ASSERT_THAT(own, SizeIs(1));
  EXPECT_EQ(own[0].incident, sg_.id);
  EXPECT_EQ(own[0].correlation.other(), crypto::AsString(id_.id));
  EXPECT_EQ(own[0].correlation.verdict(), v1::CORRELATION_VERDICT_SAME_INCIDENT);
  EXPECT_GT(own[0].correlation.score(), 0.5);
  EXPECT_THAT(Same("SG"), IsEmpty()) << "nothing changed since";
}

TEST_F(Matching, ANodeProposesNothingOfOthersIncidentsOrBelowItsThreshold) {
  store_.Commit({sg_, id_, my_});
  EXPECT_THAT(Same("PH"), IsEmpty());
  Matcher another(&store_.store);
  ASSERT_TRUE(another.Follow(store_.snapshot(), 100).ok());
  EXPECT_THAT(Propose(store_.store, *store_.snapshot(), another, another.TakeChanged(), "SG", 1.1)->same,
              IsEmpty());
}

TEST_F(Matching, ANodeDoesNotArgueWithPeople) {
  Statement different = logs_.Compare("MY", id_, sg_, v1::CORRELATION_VERDICT_DIFFERENT_INCIDENT);
  store_.Commit({sg_, id_, different});
  EXPECT_THAT(Same("SG"), IsEmpty());
  store_.Commit({logs_.Retraction("MY", id_, different)});
  EXPECT_THAT(Same("SG"), IsEmpty()) << "it was said, and taken back by those who said it";
}

TEST_F(Matching, ReportsOfOneIncidentTakeOneLinkLessThanTheyAre) {
  std::vector<Statement> reports;
  for (int i = 0; i < 20; ++i) {
    reports.push_back(logs_.Report("SG", Logs::Boarding(0), Logs::Ship("Ocean Star", 9074729)));
  }
  store_.Commit(reports);
  std::vector<Statement> links;
  for (const Proposal& proposal : Same("SG")) links.push_back(Assert("SG", proposal));
  EXPECT_THAT(links, SizeIs(19));
  store_.Commit(links);
  EXPECT_THAT(store_.snapshot()->Find(reports[7].id)->group(), SizeIs(20));
  EXPECT_THAT(Same("SG"), IsEmpty());
}

TEST_F(Matching, NoLinkIsProposedThatDoesNotFitIntoAGroup) {
  std::vector<Statement> reports;
  for (int i = 0; i < 70; ++i) {
    reports.push_back(logs_.Report("SG", Logs::Boarding(0), Logs::Ship("Ocean Star", 9074729)));
  }
  store_.Commit(reports);
  EXPECT_LE(Same("SG").size(), 68u) << "64 in one group and 6 in another";
}

TEST_F(Matching, TheNodeTakesBackWhatItSaidWhenAReportIsAmendedAndMaySayItAgain) {
  store_.Commit({sg_, id_});
  Statement said = Assert("SG", Same("SG").at(0));
  store_.Commit({said});
  EXPECT_THAT(Proposed("SG").stale, IsEmpty());
  Statement amended = logs_.Amend(id_, Logs::Boarding(900));
  store_.Commit({amended});
  Matcher another(&store_.store);
  ASSERT_TRUE(another.Follow(store_.snapshot(), 100).ok());
  EXPECT_THAT(Propose(store_.store, *store_.snapshot(), another, another.TakeChanged(), "ID", 0.5)->stale,
              IsEmpty())
      << "it is SG's to take back";
  std::vector<Stale> stale = Proposed("SG").stale;
  ASSERT_THAT(stale, SizeIs(1));
  EXPECT_EQ(stale[0].incident, sg_.id);
  EXPECT_EQ(stale[0].statement, said.id);
  EXPECT_EQ(stale[0].index, said.index);
  store_.Commit({TakeBack("SG", stale[0], kNoLongerLikely)});
  EXPECT_THAT(store_.snapshot()->Find(sg_.id)->group(), IsEmpty());
  EXPECT_THAT(Proposed("SG").stale, IsEmpty());
}

TEST_F(Matching, NothingIsTakenBackOfAReportThatHasChangedUntilItIsComparedAnew) {
  store_.Commit({sg_, id_});
  store_.Commit({Assert("SG", Same("SG").at(0))});
  EXPECT_THAT(Proposed("SG").stale, IsEmpty());
  store_.Commit({logs_.Amend(id_, Logs::Boarding(0.6))});
  EXPECT_TRUE(absl::IsUnavailable(Propose(store_.store, *store_.snapshot(), matcher_, {sg_.id, id_.id}, "SG", 0.5).status()));
  EXPECT_THAT(Proposed("SG").stale, SizeIs(1)) << "the amendment names no ship";
}

TEST_F(Matching, WhatAPersonTookBackIsNotSaidAgainByTheNode) {
  store_.Commit({sg_, id_});
  const Proposal proposal = Same("SG").at(0);
  for (const bool person : {false, true}) {
    Statement said = Assert("SG", proposal);
    store_.Commit({said});
    Same("SG");
    store_.Commit({TakeBack("SG", {sg_.id, said.id, said.index}, person ? "" : kNoLongerLikely)});
    EXPECT_THAT(Same("SG"), SizeIs(person ? 0 : 1));
  }
}

TEST_F(Matching, WhatAPersonSaidIsNeverTakenBackByTheNode) {
  store_.Commit({sg_, my_, logs_.Compare("SG", sg_, my_, v1::CORRELATION_VERDICT_SAME_INCIDENT)});
  EXPECT_THAT(Proposed("SG").stale, IsEmpty());
}

TEST_F(Matching, TheNodeTakesBackWhatItSaidOfAReportThatIsForAllNoMore) {
  store_.Commit({sg_, id_});
  store_.Commit({Assert("SG", Same("SG").at(0))});
  Same("SG");
  v1::Manifest own = Logs::Draft(v1::STATEMENT_KIND_REPORT, 8);
  own.set_audience("own");
  own.set_subject(crypto::AsString(id_.id));
  own.add_supersedes(crypto::AsString(id_.id));
  store_.Commit({WithRefs("ID", own,
                          {{"facts", Logs::Boarding(0.5).SerializeAsString()},
                           {"vessel", Logs::Ship("Ocean Star", 9074729).SerializeAsString()}})});
  ASSERT_THAT(Of(sg_), ElementsAre(id_.id));
  EXPECT_THAT(Proposed("SG").stale, SizeIs(1));
}

TEST_F(Matching, AReportOfSeveralShipsIsLeftToPeople) {
  v1::VesselDetails star = Logs::Ship("Ocean Star", 9074729);
  v1::VesselDetails kestrel = Logs::Ship("Kestrel", 9395044);
  star.mutable_victims(0)->set_imo_check(v1::IMO_CHECK_VALID);
  kestrel.mutable_victims(0)->set_imo_check(v1::IMO_CHECK_VALID);
  v1::VesselDetails both = star;
  *both.add_victims() = kestrel.victims(0);
  Statement one = logs_.Report("SG", Logs::Boarding(0), star);
  Statement other = logs_.Report("SG", Logs::Boarding(0), kestrel);
  Statement of_both = logs_.Report("ID", Logs::Boarding(0), both, 1);
  store_.Commit({one, other, of_both});
  ASSERT_THAT(Of(one), ElementsAre(of_both.id));
  ASSERT_THAT(Of(other), ElementsAre(of_both.id));
  EXPECT_THAT(Same("SG"), IsEmpty());
}

TEST_F(Matching, NothingIsSaidToAllOfWhatIsNotForAll) {
  const std::map<std::string, std::string> parts = {
      {"facts", Logs::Boarding(0.5).SerializeAsString()},
      {"vessel", Logs::Ship("Ocean Star", 9074729).SerializeAsString()}};
  v1::Manifest few = Logs::Draft(v1::STATEMENT_KIND_REPORT, 1);
  few.set_audience("ID/patrol@1");
  v1::Manifest ship_for_few = Logs::Draft(v1::STATEMENT_KIND_REPORT, 2);
  ship_for_few.add_parts()->set_name("vessel");
  ship_for_few.mutable_parts(0)->set_audience("own");
  store_.Commit({sg_, WithRefs("ID", few, parts), logs_.Admit("ID", ship_for_few, parts)});
  ASSERT_THAT(Of(sg_), SizeIs(2));
  EXPECT_THAT(Same("SG"), IsEmpty()) << "it would tell whose ship that was";
}

TEST_F(Matching, NothingIsSaidToAllOfAnAmendmentThatIsNotForAll) {
  Statement bare = logs_.Report("ID", Logs::Boarding(700), {}, 1);
  v1::Manifest own = Logs::Draft(v1::STATEMENT_KIND_REPORT, 2);
  own.set_audience("own");
  own.set_subject(crypto::AsString(bare.id));
  own.add_supersedes(crypto::AsString(bare.id));
  store_.Commit({sg_, bare, WithRefs("ID", own,
                                     {{"facts", Logs::Boarding(0.5).SerializeAsString()},
                                      {"vessel", Logs::Ship("Ocean Star", 9074729).SerializeAsString()}})});
  ASSERT_THAT(Of(sg_), ElementsAre(bare.id));
  EXPECT_THAT(Same("SG"), IsEmpty());
}

}  // namespace
}  // namespace lightship::incident
