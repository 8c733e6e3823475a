#include "node/incident/countable.h"

#include <map>

#include "gtest/gtest.h"
#include "lightship/v1/facets.pb.h"
#include "node/statement/open.h"
#include "tests/unit/incident/made.h"

namespace lightship::incident {
namespace {

// The one value that a summary has under a dimension; 0: none.
int ValueOf(const v1::IncidentSummary& summary, v1::Dimension dimension) {
  const uint32_t bits = MakeCountable(summary).values[dimension];
  int value = 0;
  while (bits >> value > 1) ++value;
  return bits == 0 ? 0 : value;
}

v1::IncidentSummary WithPerpetrators(uint32_t least, uint32_t most) {
  v1::IncidentSummary summary;
  summary.mutable_facets()->set_perpetrators_min(least);
  summary.mutable_facets()->set_perpetrators_max(most);
  return summary;
}

TEST(Countable, PutsPerpetratorsIntoReCaapsBinsByTheHigherNumber) {
  const auto bin = [](uint32_t least, uint32_t most) {
    return ValueOf(WithPerpetrators(least, most), v1::DIMENSION_PERPETRATORS);
  };
  EXPECT_EQ(bin(0, 0), 0);
  EXPECT_EQ(bin(1, 1), kOneToThree);
  EXPECT_EQ(bin(3, 3), kOneToThree);
  EXPECT_EQ(bin(3, 4), kFourToSix);
  EXPECT_EQ(bin(6, 0), kFourToSix);
  EXPECT_EQ(bin(7, 9), kSevenToNine);
  EXPECT_EQ(bin(9, 10), kMoreThanNine);
}

TEST(Countable, TellsArmsByTheGravestAndUnarmedFromSilent) {
  v1::IncidentSummary summary;
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_ARMS), 0);
  summary.mutable_facets()->set_weapons_statement(v1::STATED_STATE_NONE);
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_ARMS), kNotArmed);
  summary.add_weapons(v1::WEAPON_BLUNT_OR_TOOL);
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_ARMS), kKnivesOrOther);
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_IMB_ARMS), kImbOther);
  summary.add_weapons(v1::WEAPON_KNIFE_OR_BLADE);
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_IMB_ARMS), kImbKnives);
  summary.add_weapons(v1::WEAPON_RPG);
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_ARMS), kGuns);
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_IMB_ARMS), kImbGuns);
}

TEST(Countable, TakesTheSeverestTreatmentOfTheCrew) {
  v1::IncidentSummary summary;
  auto treatment = [&](v1::CrewConsequence harm) {
    summary.mutable_facets()->add_crew_consequences(harm);
    return ValueOf(summary, v1::DIMENSION_TREATMENT);
  };
  EXPECT_EQ(treatment(v1::CREW_CONSEQUENCE_NOT_STATED), 0);
  EXPECT_EQ(treatment(v1::CREW_CONSEQUENCE_NONE), kUnhurt);
  EXPECT_EQ(treatment(v1::CREW_CONSEQUENCE_THREATENED), kThreatened);
  EXPECT_EQ(treatment(v1::CREW_CONSEQUENCE_INJURED), kAssaulted);
  EXPECT_EQ(treatment(v1::CREW_CONSEQUENCE_TIED_UP), kHeld);
  EXPECT_EQ(treatment(v1::CREW_CONSEQUENCE_KIDNAPPED), kKidnapped);
  EXPECT_EQ(treatment(v1::CREW_CONSEQUENCE_MISSING), kKilledOrMissing);
}

TEST(Countable, TellsActualFromAttemptedAndNeither) {
  const std::map<v1::ActStage, int> outcomes = {
      {v1::ACT_STAGE_UNSPECIFIED, 0},          {v1::ACT_STAGE_NOT_STATED, 0},
      {v1::ACT_STAGE_SUSPICIOUS_APPROACH, kNeither}, {v1::ACT_STAGE_ATTEMPTED_BOARDING, kAttempted},
      {v1::ACT_STAGE_FIRED_UPON, kAttempted},  {v1::ACT_STAGE_BOARDED, kActual},
      {v1::ACT_STAGE_HIJACK_AND_KIDNAP, kActual}, {v1::ACT_STAGE_BLOCKING, kNeither}};
  for (const auto& [act, outcome] : outcomes) {
    v1::IncidentSummary summary;
    summary.set_act_stage(act);
    EXPECT_EQ(ValueOf(summary, v1::DIMENSION_OUTCOME), outcome) << act;
  }
}

TEST(Countable, ClassifiesByVerdictThenClaimThenSeaZone) {
  v1::IncidentSummary summary;
  summary.set_act_stage(v1::ACT_STAGE_BOARDED);
  v1::Facets& facets = *summary.mutable_facets();
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_LEGAL_CLASS), 0);
  facets.set_sea_zone(v1::SEA_ZONE_INTERNATIONAL_WATERS);
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_LEGAL_CLASS), v1::LEGAL_CLASS_PIRACY);
  facets.set_sea_zone(v1::SEA_ZONE_PORT_AREA);
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_LEGAL_CLASS), v1::LEGAL_CLASS_ARMED_ROBBERY_AGAINST_SHIPS);
  facets.set_legal_class_claimed(v1::LEGAL_CLASS_THEFT);
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_LEGAL_CLASS), v1::LEGAL_CLASS_THEFT);
  v1::Classified& said = *facets.add_classifications();
  said.set_scheme(v1::CLASSIFICATION_SCHEME_UNCLOS_IMO);
  said.set_value("PIRACY");
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_LEGAL_CLASS), v1::LEGAL_CLASS_PIRACY);
  *facets.add_classifications() = said;
  facets.mutable_classifications(1)->set_value("THEFT");
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_LEGAL_CLASS), v1::LEGAL_CLASS_DISPUTED);
}

TEST(Countable, ProposesACategoryOnlyWhereNobodySignedOneAndNeverTheLeastForWantOfWords) {
  v1::IncidentSummary summary;
  summary.set_act_stage(v1::ACT_STAGE_BOARDED);
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_RECAAP_CATEGORY), 0);
  summary.add_weapons(v1::WEAPON_FIREARM);
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_RECAAP_CATEGORY), kProposed + 2);
  v1::Classified& said = *summary.mutable_facets()->add_classifications();
  said.set_scheme(v1::CLASSIFICATION_SCHEME_RECAAP_CAT);
  said.set_value("3");
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_RECAAP_CATEGORY), 3);
  *summary.mutable_facets()->add_classifications() = said;
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_RECAAP_CATEGORY), 3);
  summary.mutable_facets()->mutable_classifications(1)->set_value("1");
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_RECAAP_CATEGORY), kEconomiesDiffer);
}

TEST(Countable, BinsTheSpeedOfCraftAndSaysNothingWhereNoneIsStated) {
  v1::IncidentSummary summary;
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_CRAFT_SPEED), 0);
  const std::map<double, int> bins = {{9.9, kUnderTenKnots}, {10, kTenKnots}, {29.9, kTwentyKnots}, {30, kThirtyKnots}};
  for (const auto& [speed, bin] : bins) {
    summary.mutable_facets()->set_craft_speed_kn(speed);
    EXPECT_EQ(ValueOf(summary, v1::DIMENSION_CRAFT_SPEED), bin) << speed;
  }
}

TEST(Countable, FindsLightBySunOnlyWhereTheHourIsKnown) {
  v1::IncidentSummary summary;
  // 2026-03-01 18:00 to 19:00 UTC at 104 E is after one in the morning.
  *summary.mutable_occurred() = Logs::Boarding(18).occurred();
  summary.mutable_occurred()->set_precision(v1::TIME_PRECISION_HOUR);
  *summary.mutable_position() = Logs::Boarding().position();
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_LIGHT), v1::LIGHT_DARKNESS);
  *summary.mutable_occurred() = Logs::Boarding(4).occurred();
  summary.mutable_occurred()->set_precision(v1::TIME_PRECISION_HOUR);
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_LIGHT), v1::LIGHT_DAYLIGHT);
  summary.mutable_facets()->set_light(v1::LIGHT_TWILIGHT);
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_LIGHT), v1::LIGHT_TWILIGHT);
  summary.mutable_facets()->clear_light();
  *summary.mutable_occurred()->mutable_end() = statement::ToTimestamp(Hour(28));
  EXPECT_EQ(ValueOf(summary, v1::DIMENSION_LIGHT), 0);
}

}  // namespace
}  // namespace lightship::incident
