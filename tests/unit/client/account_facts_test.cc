// What accounts tell, by the tables of config/vocabularies. All sentences are invented.
#include "client/formats/account_facts.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lightship::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::Facts Read(absl::string_view prose) {
  v1::Facts facts;
  ReadAccount(prose, facts);
  return facts;
}

std::vector<v1::Weapon> WeaponsIn(absl::string_view prose) {
  std::vector<v1::Weapon> weapons;
  const v1::Facts facts = Read(prose);
  for (const v1::WeaponSeen& seen : facts.weapons()) weapons.push_back(seen.weapon());
  return weapons;
}

// "2..4 ESTIMATED \"two to four men\"".
std::string PeopleIn(absl::string_view prose) {
  const v1::Facts facts = Read(prose);
  if (!facts.has_perpetrators()) return "silent";
  const v1::Perpetrators& people = facts.perpetrators();
  std::string text = people.has_count_min() ? std::to_string(people.count_min()) : "?";
  text += ".." + (people.has_count_max() ? std::to_string(people.count_max()) : "?") + " ";
  return text + v1::CountState_Name(people.count_state()).substr(12) + " \"" + people.count_as_written() + "\"";
}

// "KIDNAPPED 2, INJURED".
std::string HarmIn(absl::string_view prose) {
  std::string text;
  const v1::Facts facts = Read(prose);
  for (const v1::CrewHarm& harm : facts.crew_consequences()) {
    text += (text.empty() ? "" : ", ") + v1::CrewConsequence_Name(harm.consequence()).substr(17);
    if (harm.count_known()) text += " " + std::to_string(harm.count());
  }
  return text;
}

// "PRESENT: MOORING_ROPES two mooring ropes".
std::string LossIn(absl::string_view prose) {
  const v1::Facts facts = Read(prose);
  std::string text = v1::StatedState_Name(facts.loss_statement()).substr(13);
  for (const v1::Loss& loss : facts.losses()) {
    text += " " + v1::LossKind_Name(loss.kind()).substr(10);
    if (!loss.quantity_text().empty()) text += "(" + loss.quantity_text() + ")";
  }
  return text;
}

// "2 SKIFF 20 LADDER".
std::string CraftIn(absl::string_view prose) {
  std::string text;
  const v1::Facts facts = Read(prose);
  for (const v1::SuspectCraft& craft : facts.suspect_craft()) {
    text += (text.empty() ? "" : "; ") + (craft.has_count() ? std::to_string(craft.count()) : "?");
    text += " " + v1::CraftKind_Name(craft.kind()).substr(11);
    if (craft.has_speed_kn()) text += " " + std::to_string(static_cast<int>(craft.speed_kn())) + "kn";
    for (int sign : craft.indicators()) {
      text += " " + v1::CraftIndicator_Name(static_cast<v1::CraftIndicator>(sign)).substr(16);
    }
  }
  return text;
}

TEST(AccountSentence, FindsWhatEachTableFindsByItself) {
  size_t found = 0;
  for (const Sentence& sentence : SentencesOf(
           "Four robbers armed with long knives and a gun boarded the bulk carrier from two small wooden boats. No crew were injured "
           "nor taken hostage. The master raised the alarm and reported to the coast guard on VHF channel 16! A patrol craft was sent; "
           "ropes, engine spares and cash were stolen while at anchor. Nothing was said")) {
    for (int i = 0; i <= static_cast<int>(maritime::Vocabulary::kCoastalAction); ++i) {
      const auto vocabulary = static_cast<maritime::Vocabulary>(i);
      const std::vector<maritime::WordMatch> expected = maritime::TableOf(vocabulary).FindAll(sentence.key());
      const std::vector<maritime::WordMatch> matches = sentence.FindAll(vocabulary);
      ASSERT_EQ(matches.size(), expected.size()) << sentence.key() << i;
      for (size_t n = 0; n < matches.size(); ++n) {
        EXPECT_EQ(matches[n].first, expected[n].first) << sentence.key() << i;
        EXPECT_EQ(matches[n].end, expected[n].end) << sentence.key() << i;
        EXPECT_EQ(matches[n].value, expected[n].value) << sentence.key() << i;
      }
      found += matches.size();
    }
  }
  EXPECT_GT(found, 20u);
}

TEST(AccountFacts, FindWeaponsAndTheKindOfFirearm) {
  EXPECT_THAT(WeaponsIn("Robbers armed with long knives and iron bars boarded the ship."),
              ElementsAre(v1::WEAPON_KNIFE_OR_BLADE, v1::WEAPON_BLUNT_OR_TOOL));
  EXPECT_THAT(WeaponsIn("Pirates fired an RPG and threw dynamite."),
              ElementsAre(v1::WEAPON_RPG, v1::WEAPON_EXPLOSIVE));
  EXPECT_THAT(WeaponsIn("One held a gun-like object."), ElementsAre(v1::WEAPON_REPLICA));
  const v1::Facts facts = Read("Men with guns, among them an AK-47, came close.");
  ASSERT_EQ(facts.weapons_size(), 1);
  EXPECT_EQ(facts.weapons(0).firearm_kind(), v1::FIREARM_KIND_RIFLE_OR_AUTOMATIC);
  EXPECT_EQ(facts.weapons_statement(), v1::STATED_STATE_PRESENT);
}

TEST(AccountFacts, TellNoWeaponsFromSilenceAboutThem) {
  EXPECT_EQ(Read("Four unarmed robbers boarded.").weapons_statement(), v1::STATED_STATE_NONE);
  EXPECT_EQ(Read("No weapons or ladders were seen.").weapons_statement(), v1::STATED_STATE_NONE);
  EXPECT_EQ(Read("Four robbers boarded.").weapons_statement(), v1::STATED_STATE_NOT_STATED);
  const v1::Facts armed = Read("Armed robbers boarded.");
  EXPECT_EQ(armed.weapons_statement(), v1::STATED_STATE_PRESENT);
  EXPECT_THAT(armed.weapons(), IsEmpty()) << "armed, but with what is not said";
}

TEST(AccountFacts, LeaveTheWeaponsOfGuardsAlone) {
  EXPECT_THAT(WeaponsIn("The armed security team showed their rifles and the skiff turned away."), IsEmpty());
  EXPECT_EQ(Read("This is the second armed robbery here.").weapons_statement(), v1::STATED_STATE_NOT_STATED);
  EXPECT_THAT(WeaponsIn("A gunboat came. A grease gun and a drone were stolen. The crew fired signal rockets."), IsEmpty());
}

TEST(AccountFacts, ReadTheNumberOfPerpetratorsAsItIsStated) {
  EXPECT_EQ(PeopleIn("Six robbers boarded."), "6..6 STATED \"Six robbers\"");
  EXPECT_EQ(PeopleIn("Four to six armed men boarded."), "4..6 ESTIMATED \"Four to six armed men\"");
  EXPECT_EQ(PeopleIn("About 10 pirates in skiffs."), "10..10 ESTIMATED \"About 10 pirates\"");
  EXPECT_EQ(PeopleIn("A boat with 4-5 masked persons came alongside."), "4..5 ESTIMATED \"4-5 masked persons\"");
  EXPECT_EQ(PeopleIn("At least eight pirates attacked."), "8..? ESTIMATED \"At least eight pirates\"");
  EXPECT_EQ(PeopleIn("A group of armed men boarded."), "?..? ESTIMATED \"A group of armed men\"");
  EXPECT_EQ(PeopleIn("An unknown number of robbers boarded."), "?..? NOT_STATED \"unknown number of robbers\"");
  EXPECT_EQ(PeopleIn("Pirates boarded."), "?..? NOT_STATED \"\"");
  EXPECT_EQ(PeopleIn("Two skiffs with five pirates in each fired."), "5..? ESTIMATED \"five pirates\"");
  EXPECT_EQ(PeopleIn("The theft was noticed at 0115 local time."), "silent");
}

TEST(AccountFacts, TakeNeitherTimesNorVictimsNorTheRestForTheNumberOfPerpetrators) {
  EXPECT_EQ(PeopleIn("At 0230 robbers boarded."), "?..? NOT_STATED \"\"");
  EXPECT_EQ(PeopleIn("On 28 June pirates boarded."), "?..? NOT_STATED \"\"");
  EXPECT_EQ(PeopleIn("Four robbers boarded. Two other robbers waited. One of the robbers ran."),
            "4..4 STATED \"Four robbers\"");
  EXPECT_EQ(PeopleIn("Militants in boats abducted nine people."), "?..? NOT_STATED \"\"");
  EXPECT_EQ(PeopleIn("The 22 men of both boats were seized by the pirates."), "?..? NOT_STATED \"\"");
}

TEST(AccountFacts, ReadSuspectCraftWithNumberSpeedAndSigns) {
  EXPECT_EQ(CraftIn("Two skiffs with ladders and hooks approached at 20 knots."), "2 SKIFF 20kn LADDER HOOKS");
  EXPECT_EQ(CraftIn("Robbers in a small unlit boat came alongside."), "1 UNSPECIFIED NO_LIGHTS");
  EXPECT_EQ(CraftIn("Men in a wooden boat boarded. They fled in their boat."), "1 WOODEN_BOAT");
  EXPECT_EQ(CraftIn("A mother ship and three skiffs were seen. No ladders were sighted."),
            "1 MOTHER_VESSEL; 3 SKIFF");
  EXPECT_EQ(CraftIn("A skiff came. The master increased speed to 15 knots."), "1 SKIFF");
}

TEST(AccountFacts, TakeNeitherVictimsNorHelpersForSuspectCraft) {
  EXPECT_EQ(CraftIn("Robbers boarded a fishing boat."), "");
  EXPECT_EQ(CraftIn("Unknown men fired at two fishing trawlers."), "");
  EXPECT_EQ(CraftIn("A coast guard patrol boat arrived. The pilot boat left."), "");
  EXPECT_EQ(CraftIn("Pirates cut the ropes of a life boat."), "");
}

TEST(AccountFacts, ReadHarmToTheCrewWithItsNumber) {
  EXPECT_EQ(HarmIn("Pirates kidnapped three crew members and injured one sailor."), "KIDNAPPED 3, INJURED 1");
  EXPECT_EQ(HarmIn("Two crewmen were killed."), "KILLED 2");
  EXPECT_EQ(HarmIn("They took the 10 crew hostage, tied them up and threatened the master."),
            "TAKEN_HOSTAGE 10, TIED_UP, THREATENED");
  EXPECT_EQ(HarmIn("Master and second officer were assaulted by the pirates."), "ASSAULTED");
  EXPECT_EQ(HarmIn("Four crew members are missing."), "MISSING 4");
}

TEST(AccountFacts, TellNoHarmFromSilenceAndNeverReadADenialAsHarm) {
  EXPECT_EQ(HarmIn("No injuries to crew."), "NONE");
  EXPECT_EQ(HarmIn("All crew safe."), "NONE");
  EXPECT_EQ(HarmIn("The crew was not injured."), "NONE");
  EXPECT_EQ(HarmIn("The crew was never threatened."), "");
  EXPECT_EQ(HarmIn("Intruders tried to kidnap the watchman. They attempted to take hostages."), "");
  EXPECT_EQ(HarmIn("Three pirates were killed by the navy."), "");
  EXPECT_EQ(HarmIn("The ship sailed to a safe port."), "");
  EXPECT_EQ(HarmIn("The crew were tied up. No injuries."), "TIED_UP") << "none but that";
}

TEST(AccountFacts, ReadWhatWasTaken) {
  EXPECT_EQ(LossIn("They stole two mooring ropes and ship's stores."),
            "PRESENT MOORING_ROPES(two mooring ropes) SHIP_STORES");
  EXPECT_EQ(LossIn("Engine spares were reported stolen."), "PRESENT ENGINE_SPARES");
  EXPECT_EQ(LossIn("Robbers escaped with cash and crew personal belongings."), "PRESENT CASH_OR_PERSONAL_EFFECTS");
  EXPECT_EQ(LossIn("The theft was noticed later."), "PRESENT") << "of what is not said";
  EXPECT_EQ(LossIn("Nothing was stolen."), "NONE NOTHING_STOLEN");
  EXPECT_EQ(LossIn("The robbers escaped empty handed."), "NONE NOTHING_STOLEN");
  EXPECT_EQ(LossIn("They attempted to steal ship's stores."), "NOT_STATED");
  EXPECT_EQ(LossIn("The duty officer checked the stores and cash."), "NOT_STATED");
}

TEST(AccountFacts, CallTheCargoOfATankerOil) {
  v1::Facts facts;
  facts.add_ships()->set_type(v1::SHIP_TYPE_PRODUCT_TANKER);
  ReadAccount("The pirates stole part of the cargo.", facts);
  ASSERT_EQ(facts.losses_size(), 1);
  EXPECT_EQ(facts.losses(0).kind(), v1::LOSS_KIND_OIL_OR_FUEL_SIPHONED);
}

TEST(AccountFacts, ReadWhatTheCrewDidAndNotWhatTheirAttackersDid) {
  const v1::Facts facts = Read(
      "Alarm raised and crew mustered. Master increased speed. The skiffs increased speed and the robbers"
      " fired warning shots.");
  EXPECT_THAT(facts.crew_actions(), ElementsAre(v1::CREW_ACTION_ALARM_RAISED, v1::CREW_ACTION_CREW_MUSTERED,
                                                v1::CREW_ACTION_INCREASED_SPEED));
  EXPECT_THAT(Read("The skiffs increased speed.").crew_actions(), IsEmpty());
}

TEST(AccountFacts, ReadWhoWasToldAndHow) {
  const v1::Facts facts = Read("Incident reported to Nigerian Navy via VHF. A navy ship had been near.");
  ASSERT_EQ(facts.authority_contacts_size(), 1);
  EXPECT_EQ(facts.authority_contacts(0).organisation(), "Nigerian Navy");
  EXPECT_EQ(facts.authority_contacts(0).channel(), v1::CONTACT_CHANNEL_VHF);
  EXPECT_EQ(facts.reported_to_authority(), v1::TRI_STATE_YES);
  EXPECT_THAT(Read("The duty officer was informed.").authority_contacts(), IsEmpty());
}

TEST(AccountFacts, GiveAVerbatimAnswerOfTheCoastalStateItsCode) {
  v1::Facts facts;
  facts.add_coastal_responses()->set_text("No response from port control");
  ReadCoastalActions(SentencesOf("No response from port control"), true, facts);
  ASSERT_EQ(facts.coastal_responses_size(), 1);
  EXPECT_EQ(facts.coastal_responses(0).action(), v1::COASTAL_ACTION_NO_RESPONSE);
  EXPECT_EQ(facts.coastal_responses(0).text(), "No response from port control");
}

TEST(AccountFacts, LeaveWhatTheFactsHaveAlready) {
  v1::Facts facts;
  facts.set_weapons_statement(v1::STATED_STATE_NONE);
  facts.mutable_perpetrators()->set_count_min(2);
  ReadAccount("Six robbers armed with knives boarded.", facts);
  EXPECT_THAT(facts.weapons(), IsEmpty());
  EXPECT_EQ(facts.perpetrators().count_min(), 2u);
}

}  // namespace
}  // namespace lightship::formats
