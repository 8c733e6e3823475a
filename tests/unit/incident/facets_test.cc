#include "node/incident/facets.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/incident/made.h"

namespace lightship::incident {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Facets, ComeFromTheFirstReportThatStatesThem) {
  Logs logs;
  v1::Facts first = Logs::Boarding();
  first.set_sea_zone(v1::SEA_ZONE_NOT_STATED);
  first.add_weapons()->set_weapon(v1::WEAPON_KNIFE_OR_BLADE);
  first.mutable_perpetrators()->set_count_min(4);
  v1::Facts second = Logs::Boarding();
  second.set_sea_zone(v1::SEA_ZONE_PORT_AREA);
  second.add_coastal_states("SG");
  second.add_coastal_states("ID");
  second.add_weapons()->set_weapon(v1::WEAPON_FIREARM);
  second.mutable_perpetrators()->set_count_min(5);
  second.mutable_perpetrators()->set_count_max(6);
  second.add_crew_consequences()->set_consequence(v1::CREW_CONSEQUENCE_NONE);
  second.add_losses()->set_kind(v1::LOSS_KIND_SHIP_STORES);
  second.add_losses()->set_kind(v1::LOSS_KIND_NOT_STATED);
  v1::SuspectCraft& craft = *second.add_suspect_craft();
  craft.set_kind(v1::CRAFT_KIND_SPEEDBOAT);
  craft.set_speed_kn(18);
  Statement newer = logs.Report("SG", first, {}, 1);
  Statement older = logs.Also("ID", newer, second, 0);
  const v1::IncidentSummary summary = FoldOf(newer, {older, newer}).document.summary;
  const v1::Facets& facets = summary.facets();
  EXPECT_THAT(summary.weapons(), ElementsAre(v1::WEAPON_KNIFE_OR_BLADE));
  EXPECT_EQ(facets.perpetrators_min(), 4u);
  EXPECT_FALSE(facets.has_perpetrators_max());
  EXPECT_EQ(facets.sea_zone(), v1::SEA_ZONE_PORT_AREA);
  EXPECT_THAT(facets.coastal_states(), ElementsAre("ID", "SG"));
  EXPECT_THAT(facets.crew_consequences(), ElementsAre(v1::CREW_CONSEQUENCE_NONE));
  EXPECT_THAT(facets.losses(), ElementsAre(v1::LOSS_KIND_SHIP_STORES));
  EXPECT_THAT(facets.craft(), ElementsAre(v1::CRAFT_KIND_SPEEDBOAT));
  EXPECT_EQ(facets.craft_speed_kn(), 18);
}

TEST(Facets, RecordARestrictedReportThatCompletesTheHeadline) {
  Logs logs;
  Statement open_one = logs.Report("SG", Logs::Boarding(), {}, 1);
  v1::Facts facts = Logs::Boarding();
  facts.set_unlocode("SGSIN");
  v1::Manifest manifest = Logs::Draft(v1::STATEMENT_KIND_REPORT, 0);
  manifest.set_subject(crypto::AsString(open_one.id));
  v1::PartRef& part = *manifest.add_parts();
  part.set_name("facts");
  part.set_audience("ID/patrol@1");
  Statement restricted = logs.Admit("ID", manifest, {{"facts", facts.SerializeAsString()}});
  const v1::IncidentSummary summary = FoldOf(open_one, {open_one, restricted}).document.summary;
  EXPECT_EQ(summary.facets().unlocode(), "SGSIN");
  ASSERT_EQ(summary.restricted_size(), 1);
  EXPECT_EQ(summary.restricted(0).address(), "ID/1");
}

TEST(Facets, AreCompletedNeitherByAnExerciseNorByAReportInDoubt) {
  Logs logs;
  v1::Facts facts = Logs::Boarding();
  facts.set_unlocode("SGSIN");
  Statement report = logs.Report("SG", Logs::Boarding(), {}, 1);
  Statement doubtful = logs.Also("ID", report, facts, 0);
  doubtful.doubtful = true;
  v1::Manifest drill = Logs::Draft(v1::STATEMENT_KIND_REPORT, 0);
  drill.set_subject(crypto::AsString(report.id));
  drill.set_exercise_status(v1::EXERCISE_STATUS_EXERCISE);
  Statement exercise = logs.Admit("PH", drill, {{"facts", facts.SerializeAsString()}});
  Folded folded = FoldOf(report, {report, doubtful, exercise});
  EXPECT_EQ(folded.document.summary.facets().unlocode(), "");
}

TEST(Facets, HaveEachEconomysNewestClassificationOfEachScheme) {
  Logs logs;
  Statement report = logs.Report("SG", Logs::Boarding());
  Statement newest = logs.Classify("SG", report, "2", 4);
  Statement older = logs.Classify("SG", report, "4", 3);
  Statement other = logs.Classify("ID", report, "3", 1);
  const v1::Facets facets =
      FoldOf(report, {report, newest, older, other}).document.summary.facets();
  ASSERT_EQ(facets.classifications_size(), 2);
  EXPECT_EQ(facets.classifications(0).economy(), "ID");
  EXPECT_EQ(facets.classifications(0).value(), "3");
  EXPECT_EQ(facets.classifications(1).value(), "2");
}

// "SG/2 assertion"
std::vector<std::string> RestrictedOf(const Statement& founder, const std::vector<Statement>& statements) {
  const v1::IncidentSummary summary = FoldOf(founder, statements).document.summary;
  std::vector<std::string> reads;
  for (const v1::AuditedRead& read : summary.restricted()) {
    reads.push_back(absl::StrCat(read.address(), " ", absl::StrJoin(read.part_names(), " ")));
  }
  return reads;
}

TEST(Facets, RecordRestrictedAssertionsThatCount) {
  Logs logs;
  Statement report = logs.Report("SG", Logs::Boarding());
  Statement open = logs.Classify("PH", report, "1");
  Statement older = logs.Classify("SG", report, "4", 3, "own");
  Statement newest = logs.Classify("SG", report, "1", 4, "own");
  Statement unsure = logs.Claim("ID", report, v1::VERIFICATION_CONTRADICTED, 2, "ID/patrol@1");
  Statement sure = logs.Claim("SG", report, v1::VERIFICATION_AUTHORITY_VERIFIED, 2, "own");
  EXPECT_THAT(RestrictedOf(report, {report, open, older}), ElementsAre("SG/2 assertion"));
  EXPECT_THAT(RestrictedOf(report, {report, open, older, newest}), ElementsAre("SG/3 assertion"));
  EXPECT_THAT(RestrictedOf(report, {report, unsure, sure}), ElementsAre("ID/1 assertion", "SG/4 assertion"));
  EXPECT_THAT(RestrictedOf(report, {report, sure, logs.Retraction("SG", report, sure)}), IsEmpty());
  EXPECT_THAT(RestrictedOf(report, {report, Without(newest, "assertion")}), IsEmpty());
}

}  // namespace
}  // namespace lightship::incident
