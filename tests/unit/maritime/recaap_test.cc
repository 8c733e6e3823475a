#include "node/maritime/recaap.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lightship::maritime {
namespace {

using ::testing::Contains;

v1::Facts Act(v1::ActStage act) {
  v1::Facts facts;
  facts.set_act_stage(act);
  return facts;
}

void Seen(v1::Weapon weapon, v1::Facts& facts) { facts.add_weapons()->set_weapon(weapon); }
void Crew(v1::CrewConsequence harm, v1::Facts& facts) {
  facts.add_crew_consequences()->set_consequence(harm);
}
void Lost(v1::LossKind kind, v1::Facts& facts) { facts.add_losses()->set_kind(kind); }

TEST(Recaap, TheFirstRuleThatHoldsDecides) {
  v1::Facts facts = Act(v1::ACT_STAGE_ROBBERY);
  facts.set_weapons_statement(v1::STATED_STATE_NONE);
  Crew(v1::CREW_CONSEQUENCE_NONE, facts);
  EXPECT_EQ(ProposeRecaap(facts).category, "4");
  Seen(v1::WEAPON_KNIFE_OR_BLADE, facts);
  EXPECT_EQ(ProposeRecaap(facts).category, "3");
  Crew(v1::CREW_CONSEQUENCE_TIED_UP, facts);
  EXPECT_EQ(ProposeRecaap(facts).category, "2");
  Crew(v1::CREW_CONSEQUENCE_KIDNAPPED, facts);
  EXPECT_EQ(ProposeRecaap(facts).category, "1");
}

TEST(Recaap, CargoTakenByForceIsVerySignificantAndQuietlyIsNot) {
  v1::Facts facts = Act(v1::ACT_STAGE_ROBBERY);
  Lost(v1::LOSS_KIND_OIL_OR_FUEL_SIPHONED, facts);
  EXPECT_EQ(ProposeRecaap(facts).category, "4");
  facts.mutable_perpetrators()->set_count_max(10);
  EXPECT_EQ(ProposeRecaap(facts).category, "1");
  facts.mutable_perpetrators()->set_count_max(9);
  EXPECT_EQ(ProposeRecaap(facts).category, "4");
  Seen(v1::WEAPON_FIREARM, facts);
  EXPECT_EQ(ProposeRecaap(facts).category, "1");
}

TEST(Recaap, WhatDidNotComeToABoardingIsAttemptedAndASightingIsNothing) {
  EXPECT_EQ(ProposeRecaap(Act(v1::ACT_STAGE_ATTEMPTED_BOARDING)).category, "attempted");
  EXPECT_EQ(ProposeRecaap(Act(v1::ACT_STAGE_FIRED_UPON)).category, "attempted");
  EXPECT_EQ(ProposeRecaap(Act(v1::ACT_STAGE_SUSPICIOUS_APPROACH)).category, "");
  EXPECT_EQ(ProposeRecaap(Act(v1::ACT_STAGE_HIJACKED)).category, "1");
}

TEST(Recaap, ACategoryIsProvisionalWhileWhatCouldRaiseItIsNotStated) {
  v1::Facts facts = Act(v1::ACT_STAGE_BOARDED);
  EXPECT_TRUE(ProposeRecaap(facts).provisional);
  EXPECT_THAT(ProposeRecaap(facts).inputs, Contains("weapons: not stated"));
  facts.set_weapons_statement(v1::STATED_STATE_NONE);
  EXPECT_TRUE(ProposeRecaap(facts).provisional);
  Crew(v1::CREW_CONSEQUENCE_NONE, facts);
  EXPECT_TRUE(ProposeRecaap(facts).provisional) << "ten may have taken the cargo";
  facts.mutable_perpetrators()->set_count_max(4);
  EXPECT_FALSE(ProposeRecaap(facts).provisional) << "without force no loss raises it";
  facts.clear_perpetrators();
  facts.set_loss_statement(v1::STATED_STATE_NONE);
  EXPECT_FALSE(ProposeRecaap(facts).provisional);
  EXPECT_THAT(ProposeRecaap(facts).inputs, Contains("weapons: none"));
  EXPECT_FALSE(ProposeRecaap(Act(v1::ACT_STAGE_HIJACKED)).provisional) << "nothing is graver";
}

}  // namespace
}  // namespace lightship::maritime
