#include "node/incident/fold.h"

#include <algorithm>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/incident/made.h"

namespace lightship::incident {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::Facts At(absl::string_view place) {
  v1::Facts facts = Logs::Boarding();
  facts.set_place_text(std::string(place));
  return facts;
}

TEST(Fold, ShowsAReportAsItsHeadline) {
  Logs logs;
  v1::Facts facts = At("Phillip Channel");
  facts.add_weapons()->set_weapon(v1::WEAPON_KNIFE_OR_BLADE);
  facts.add_weapons()->set_weapon(v1::WEAPON_FIREARM);
  facts.add_weapons()->set_weapon(v1::WEAPON_FIREARM);
  Statement report = logs.Report("SG", facts, Logs::Ship("M/V Ocean Star", 9074729));
  Folded folded = FoldOf(report, {report});
  const v1::IncidentSummary& summary = folded.document.summary;
  EXPECT_EQ(summary.incident_id(), crypto::AsString(report.id));
  EXPECT_EQ(summary.address(), "SG/1");
  EXPECT_THAT(summary.economies(), ElementsAre("SG"));
  EXPECT_EQ(summary.place_text(), "Phillip Channel");
  EXPECT_EQ(summary.act_stage(), v1::ACT_STAGE_BOARDED);
  EXPECT_EQ(summary.ship_type(), v1::SHIP_TYPE_BULK_CARRIER);
  EXPECT_THAT(summary.weapons(), ElementsAre(v1::WEAPON_FIREARM, v1::WEAPON_KNIFE_OR_BLADE));
  EXPECT_EQ(summary.vessel_name(), "M/V Ocean Star");
  EXPECT_EQ(summary.imo_number(), 9074729u);
  EXPECT_EQ(summary.vessel_withheld(), "");
  EXPECT_EQ(summary.reports(), 1u);
  EXPECT_EQ(summary.statements(), 1u);
  EXPECT_EQ(summary.headline(), crypto::AsString(report.id));
  EXPECT_FALSE(summary.retracted());
  EXPECT_THAT(folded.document.vessel_names, ElementsAre("OCEAN STAR"));
}

TEST(Fold, NamesTheAudienceThatAWithheldShipIsFor) {
  Logs logs;
  v1::Manifest manifest = Logs::Draft(v1::STATEMENT_KIND_REPORT, 0);
  v1::PartRef* ref = manifest.add_parts();
  ref->set_name("vessel");
  ref->set_audience("SG/straits-patrol@3");
  Statement report = logs.Admit("SG", manifest,
                                {{"facts", Logs::Boarding().SerializeAsString()},
                                 {"vessel", Logs::Ship("Star", 9074729).SerializeAsString()}});
  EXPECT_EQ(FoldOf(report, {report}).document.summary.vessel_withheld(), "");
  Folded withheld = FoldOf(report, {Without(report, "vessel")});
  EXPECT_EQ(withheld.document.summary.vessel_withheld(), "SG/straits-patrol@3");
  EXPECT_EQ(withheld.document.summary.vessel_name(), "");
  EXPECT_THAT(withheld.document.imo_numbers, IsEmpty());
}

TEST(Fold, AnAmendmentReplacesWhatItNames) {
  Logs logs;
  Statement first = logs.Report("SG", At("one"));
  Statement second = logs.Amend(first, At("two"));
  Statement third = logs.Amend(second, At("three"));
  Folded folded = FoldOf(first, {third, first, second});
  EXPECT_EQ(folded.document.summary.place_text(), "three");
  EXPECT_EQ(folded.document.summary.reports(), 1u);
  EXPECT_EQ(folded.document.summary.statements(), 3u);
  EXPECT_EQ(folded.superseded, (std::set<crypto::Digest>{first.id, second.id}));
}

TEST(Fold, AnotherEconomyCanNeitherAmendNorRetract) {
  for (const char* other : {"ID", "TH"}) {  // one before SG in order, one after
    SCOPED_TRACE(other);
    Logs logs;
    Statement report = logs.Report("SG", At("here"), {}, 5);
    v1::Manifest manifest = Logs::Draft(v1::STATEMENT_KIND_REPORT, 1);
    manifest.set_subject(crypto::AsString(report.id));
    manifest.add_supersedes(crypto::AsString(report.id));
    Statement foreign = logs.Admit(other, manifest, {{"facts", At("there").SerializeAsString()}});
    Statement retraction = logs.Retraction(other, report, report);
    Folded folded = FoldOf(report, {report, foreign, retraction});
    EXPECT_EQ(folded.document.summary.place_text(), "here");
    EXPECT_EQ(folded.document.summary.reports(), 2u);
    EXPECT_THAT(folded.superseded, IsEmpty());
    EXPECT_THAT(folded.retracted, IsEmpty());
    EXPECT_THAT(folded.document.summary.economies(), ElementsAre("SG", other));
  }
}

TEST(Fold, AManifestThatNamesAnotherEconomyActsOnlyForTheLogThatAdmittedIt) {
  Logs logs;
  Statement report = logs.Report("SG", At("here"));
  Statement retraction = logs.Retraction("TH", report, report);
  retraction.manifest.set_economy("SG");
  EXPECT_THAT(FoldOf(report, {report, retraction}).retracted, IsEmpty());
}

TEST(Fold, ARetractedReportStaysReadableAndIsMarked) {
  Logs logs;
  Statement report = logs.Report("SG", At("here"));
  Folded folded = FoldOf(report, {report, logs.Retraction("SG", report, report)});
  EXPECT_TRUE(folded.document.summary.retracted());
  EXPECT_EQ(folded.document.summary.reports(), 0u);
  EXPECT_EQ(folded.document.summary.place_text(), "here");
  EXPECT_EQ(folded.retracted, std::set<crypto::Digest>{report.id});
}

TEST(Fold, AReportOfAnotherEconomyOutlivesARetraction) {
  Logs logs;
  Statement report = logs.Report("SG", At("here"));
  Statement other = logs.Also("MY", report, At("there"));
  Folded folded = FoldOf(report, {report, other, logs.Retraction("SG", report, report)});
  EXPECT_FALSE(folded.document.summary.retracted());
  EXPECT_EQ(folded.document.summary.place_text(), "there");
}

TEST(Fold, TakingARetractionBackRestoresTheReport) {
  Logs logs;
  Statement report = logs.Report("SG", At("here"));
  Statement retraction = logs.Retraction("SG", report, report);
  Statement again = logs.Retraction("SG", report, retraction);
  Folded folded = FoldOf(report, {report, retraction, again});
  EXPECT_FALSE(folded.document.summary.retracted());
  EXPECT_EQ(folded.retracted, std::set<crypto::Digest>{retraction.id});
}

TEST(Fold, ARetractedAmendmentGivesTheOriginalBack) {
  Logs logs;
  Statement first = logs.Report("SG", At("one"));
  Statement second = logs.Amend(first, At("two"));
  Folded folded = FoldOf(first, {first, second, logs.Retraction("SG", first, second)});
  EXPECT_EQ(folded.document.summary.place_text(), "one");
  EXPECT_THAT(folded.superseded, IsEmpty());
}

TEST(Fold, AStatementCannotActOnALaterOneOrOnItself) {
  Logs logs;
  Statement a = logs.Report("SG", At("a"));
  Statement b = logs.Amend(a, At("b"));
  a.manifest.add_supersedes(crypto::AsString(b.id));
  b.manifest.add_supersedes(crypto::AsString(b.id));
  EXPECT_EQ(FoldOf(a, {a, b}).superseded, std::set<crypto::Digest>{a.id});
  Statement later = logs.Retraction("SG", a, a);
  std::swap(a.index, later.index);
  EXPECT_THAT(FoldOf(a, {a, later}).retracted, IsEmpty());
}

TEST(Fold, ACommentCannotReplaceAReport) {
  Logs logs;
  Statement report = logs.Report("SG", At("here"));
  Statement comment = logs.Remark("SG", report);
  comment.manifest.add_supersedes(crypto::AsString(report.id));
  EXPECT_THAT(FoldOf(report, {report, comment}).superseded, IsEmpty());
}

TEST(Fold, PrefersTheBetterVerifiedThenTheNewerReport) {
  Logs logs;
  v1::Facts verified = At("verified");
  verified.set_verification(v1::VERIFICATION_AUTHORITY_VERIFIED);
  Statement older = logs.Report("SG", At("older"), {}, 0);
  Statement newer = logs.Also("ID", older, At("newer"), 1);
  EXPECT_EQ(FoldOf(older, {older, newer}).document.summary.place_text(), "newer");
  Statement best = logs.Also("MY", older, verified, -1);
  EXPECT_EQ(FoldOf(older, {older, newer, best}).document.summary.place_text(), "verified");
  Statement confirmed = logs.Claim("SG", older, v1::VERIFICATION_MASTER_CONFIRMED);
  Folded folded = FoldOf(older, {older, newer, confirmed});
  EXPECT_EQ(folded.document.summary.place_text(), "older");
  EXPECT_EQ(folded.document.summary.verification(), v1::VERIFICATION_MASTER_CONFIRMED);
}

TEST(Fold, TheNewestClaimOfAnEconomyCounts) {
  Logs logs;
  Statement report = logs.Report("SG", At("here"));
  Statement late = logs.Claim("ID", report, v1::VERIFICATION_FALSE_ALARM, 9);
  Statement early = logs.Claim("ID", report, v1::VERIFICATION_AUTHORITY_VERIFIED, 2);
  Folded folded = FoldOf(report, {report, late, early});
  EXPECT_EQ(folded.document.summary.verification(), v1::VERIFICATION_FALSE_ALARM);
  Statement taken_back = logs.Retraction("ID", report, late);
  folded = FoldOf(report, {report, late, early, taken_back});
  EXPECT_EQ(folded.document.summary.verification(), v1::VERIFICATION_AUTHORITY_VERIFIED);
}

TEST(Fold, AnExerciseNeverHidesAnActualReport) {
  Logs logs;
  v1::Facts drill = At("drill");
  drill.set_verification(v1::VERIFICATION_AUTHORITY_VERIFIED);
  v1::Manifest manifest = Logs::Draft(v1::STATEMENT_KIND_REPORT, 9);
  manifest.set_exercise_status(v1::EXERCISE_STATUS_EXERCISE);
  Statement exercise = logs.Admit("SG", manifest, {{"facts", drill.SerializeAsString()}});
  Statement actual = logs.Also("ID", exercise, At("real"));
  Folded folded = FoldOf(exercise, {exercise, actual});
  EXPECT_EQ(folded.document.summary.exercise_status(), v1::EXERCISE_STATUS_ACTUAL);
  EXPECT_EQ(folded.document.summary.place_text(), "real");
  EXPECT_EQ(folded.document.summary.headline(), crypto::AsString(actual.id));
}

TEST(Fold, AnExerciseReplacesNoActualReport) {
  Logs logs;
  Statement report = logs.Report("SG", At("first"));
  v1::Manifest drill = Logs::Draft(v1::STATEMENT_KIND_REPORT, 1);
  drill.set_subject(crypto::AsString(report.id));
  drill.add_supersedes(crypto::AsString(report.id));
  drill.set_exercise_status(v1::EXERCISE_STATUS_EXERCISE);
  Statement exercise = logs.Admit("SG", drill, {{"facts", At("drill").SerializeAsString()}});
  Folded folded = FoldOf(report, {report, exercise});
  EXPECT_TRUE(folded.superseded.empty());
  EXPECT_EQ(folded.document.summary.place_text(), "first");
}

TEST(Fold, OrphansMakeAnIncidentWithoutAddress) {
  Logs logs;
  Statement founder = logs.Report("SG", At("here"));
  Statement amendment = logs.Amend(founder, At("there"));
  Statement remark = logs.Remark("ID", founder);
  Folded folded = FoldOf(founder, {amendment, remark});
  EXPECT_EQ(folded.document.summary.address(), "");
  EXPECT_EQ(folded.document.summary.place_text(), "there");
  EXPECT_THAT(folded.document.summary.economies(), ElementsAre("ID", "SG"));
  folded = FoldOf(founder, {remark});
  EXPECT_EQ(folded.document.summary.reports(), 0u);
  EXPECT_FALSE(folded.document.summary.retracted());
  EXPECT_EQ(folded.document.summary.exercise_status(), v1::EXERCISE_STATUS_ACTUAL);
}

TEST(Fold, KindsOfAFutureReleaseAreCountedAndChangeNothing) {
  Logs logs;
  Statement report = logs.Report("SG", At("here"));
  v1::Manifest manifest = Logs::Draft(static_cast<v1::StatementKind>(77), 9);
  manifest.set_subject(crypto::AsString(report.id));
  manifest.add_supersedes(crypto::AsString(report.id));
  Statement unknown = logs.Admit("SG", manifest, {{"thing", "?"}});
  Folded folded = FoldOf(report, {report, unknown});
  EXPECT_EQ(folded.document.summary.statements(), 2u);
  EXPECT_EQ(folded.document.summary.reports(), 1u);
}

TEST(Fold, ImpossibleValuesCountAsNotKnown) {
  Logs logs;
  v1::Facts facts = At("here");
  facts.mutable_position()->set_lat_e7(910000000);
  facts.mutable_position()->set_as_written("91 N");
  std::swap(*facts.mutable_occurred()->mutable_start(), *facts.mutable_occurred()->mutable_end());
  facts.set_navarea(22);
  Statement report = logs.Report("SG", facts, Logs::Ship("Star", 12));
  v1::IncidentSummary summary = FoldOf(report, {report}).document.summary;
  EXPECT_FALSE(summary.position().has_lat_e7());
  EXPECT_EQ(summary.position().as_written(), "91 N");
  EXPECT_FALSE(summary.occurred().has_start());
  EXPECT_EQ(summary.navarea(), 0u);
  EXPECT_EQ(summary.imo_number(), 0u);
}

TEST(Fold, AStatementAdmittedTwiceCountsOnceWhereItCameFirst) {
  Logs logs;
  Statement report = logs.Report("SG", At("here"));
  Statement again = report;
  again.origin = "lightship/SG/2";
  again.admitted_at += absl::Hours(5);
  Folded one = FoldOf(report, {report});
  Folded both = FoldOf(report, {again, report});
  EXPECT_EQ(both.document.summary.SerializeAsString(), one.document.summary.SerializeAsString());
}

TEST(Fold, AStatementInDoubtMarksTheIncidentAndSpeaksAfterTheOthers) {
  Logs logs;
  Statement report = logs.Report("SG", At("trusted"));
  Statement amendment = logs.Amend(report, At("doubted"));
  Statement claim = logs.Claim("SG", report, v1::VERIFICATION_AUTHORITY_VERIFIED);
  EXPECT_FALSE(FoldOf(report, {report, amendment, claim}).document.summary.doubtful());
  amendment.doubtful = claim.doubtful = true;
  Folded folded = FoldOf(report, {report, amendment, claim});
  EXPECT_TRUE(folded.document.summary.doubtful());
  EXPECT_EQ(folded.document.summary.place_text(), "trusted");
  EXPECT_NE(folded.document.summary.verification(), v1::VERIFICATION_AUTHORITY_VERIFIED);
  EXPECT_THAT(folded.superseded, IsEmpty());
}

TEST(Fold, ARetractionInDoubtTakesNothingBack) {
  Logs logs;
  Statement report = logs.Report("SG", At("here"));
  Statement retraction = logs.Retraction("SG", report, report);
  retraction.doubtful = true;
  EXPECT_THAT(FoldOf(report, {report, retraction}).retracted, IsEmpty());
}

TEST(Fold, ARetractedStatementInDoubtDoesNotMarkTheIncident) {
  Logs logs;
  Statement report = logs.Report("SG", At("here"));
  Statement doubted = logs.Also("SG", report, At("there"));
  doubted.doubtful = true;
  Statement retraction = logs.Retraction("SG", report, doubted);
  EXPECT_FALSE(FoldOf(report, {report, doubted, retraction}).document.summary.doubtful());
}

TEST(Fold, EveryOrderGivesTheSameBytes) {
  Logs logs;
  Statement founder = logs.Report("SG", At("one"), Logs::Ship("Star", 9074729));
  Statement second = logs.Amend(founder, At("two"));
  std::vector<Statement> statements = {
      founder, second, logs.Also("ID", founder, At("three"), 1),
      logs.Also("MY", founder, At("four"), 1), logs.Claim("MY", founder, v1::VERIFICATION_UNVERIFIED),
      logs.Claim("ID", founder, v1::VERIFICATION_UNVERIFIED), logs.Retraction("SG", founder, second),
      logs.Remark("PH", founder)};
  const std::string expected = FoldOf(founder, statements).document.summary.SerializeAsString();
  std::mt19937 random(20260301);
  for (int round = 0; round < 200; ++round) {
    std::shuffle(statements.begin(), statements.end(), random);
    ASSERT_EQ(FoldOf(founder, statements).document.summary.SerializeAsString(), expected);
  }
}

}  // namespace
}  // namespace lightship::incident
