#include "node/maritime/word_table.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lightship/v1/vocabulary.pb.h"
#include "node/maritime/place_box.h"
#include "node/maritime/vocabulary_tables.h"

namespace lightship::maritime {
namespace {

using testing::HasSubstr;

TEST(WordTable, TakesTheFirstLineWhoseWordsStandInTheTextTogether) {
  auto table = WordTable::Parse("words,act\nattempted boarding,ATTEMPTED_BOARDING\nboarding,BOARDED\nmen,\n",
                                v1::ActStage_descriptor());
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->Find("BOARDING after an attempted  Boarding"), v1::ACT_STAGE_ATTEMPTED_BOARDING);
  EXPECT_EQ(table->Find("Boarding (attempted)"), v1::ACT_STAGE_BOARDED);
  EXPECT_EQ(table->Find("five men"), 0) << "known, says nothing";
  EXPECT_EQ(table->Find("womens boardings"), std::nullopt) << "only whole words";
}

TEST(WordTable, TakesALineWithAnEqualsSignOnlyAsTheWholeText) {
  auto table = WordTable::Parse("words,act\n=n/a,NOT_STATED\n", v1::ActStage_descriptor());
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->Find("N/A"), v1::ACT_STAGE_NOT_STATED);
  EXPECT_EQ(table->Find("N/A boarded"), std::nullopt);
}

TEST(WordTable, FindsAllThatStandsInATextAndNothingTwice) {
  auto table = WordTable::Parse("words,weapon\ngun boat,\ngun,FIREARM\nlong knife,KNIFE_OR_BLADE\nknife,KNIFE_OR_BLADE\n",
                                v1::Weapon_descriptor());
  ASSERT_TRUE(table.ok()) << table.status();
  const std::vector<WordMatch> found = table->FindAll(" a gun and a long knife from a gun boat ");
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].first, 1u);
  EXPECT_EQ(found[0].value, v1::WEAPON_FIREARM);
  EXPECT_EQ(found[1].first, 4u);
  EXPECT_EQ(found[1].end, 6u);
  EXPECT_EQ(found[2].value, 0) << "known, says nothing";
  EXPECT_TRUE(table->FindAll(" ").empty());
}

TEST(WordTable, NamesTheLineOfAValueThatIsInNoList) {
  auto table = WordTable::Parse("words,act\nrobbers,\nboarding,BORDED\n", v1::ActStage_descriptor());
  EXPECT_THAT(table.status().message(), HasSubstr("line 3"));
  EXPECT_THAT(table.status().message(), HasSubstr("BORDED"));
}

TEST(WordTable, ReadsEveryTableOfTheConfiguration) {
  struct {
    const char* csv;
    const google::protobuf::EnumDescriptor* list;
  } tables[] = {{kActStageCsv, v1::ActStage_descriptor()},
                {kShipStatusCsv, v1::ShipStatus_descriptor()},
                {kShipTypeCsv, v1::ShipType_descriptor()},
                {kSeaZoneCsv, v1::SeaZone_descriptor()},
                {kAsamHostilityCsv, v1::ActStage_descriptor()},
                {kAccountActCsv, v1::ActStage_descriptor()},
                {kVictimTypeCsv, v1::ShipType_descriptor()},
                {kShipStateCsv, v1::ShipStatus_descriptor()},
                {kOriginCsv, v1::SourceKind_descriptor()},
                {kNotNamesCsv, v1::TriState_descriptor()},
                {kWeaponCsv, v1::Weapon_descriptor()},
                {kFirearmKindCsv, v1::FirearmKind_descriptor()},
                {kWeaponsStatementCsv, v1::StatedState_descriptor()},
                {kActorCsv, v1::PersonRole_descriptor()},
                {kNotAssertedCsv, v1::TriState_descriptor()},
                {kBetweenCountCsv, v1::TriState_descriptor()},
                {kCraftStatementCsv, v1::StatedState_descriptor()},
                {kCraftCsv, v1::CraftKind_descriptor()},
                {kCraftContextCsv, v1::TriState_descriptor()},
                {kCraftIndicatorCsv, v1::CraftIndicator_descriptor()},
                {kHarmCsv, v1::CrewConsequence_descriptor()},
                {kTakenCsv, v1::StatedState_descriptor()},
                {kLossCsv, v1::LossKind_descriptor()},
                {kCrewActionCsv, v1::CrewAction_descriptor()},
                {kAuthorityCsv, v1::SourceKind_descriptor()},
                {kToldCsv, v1::TriState_descriptor()},
                {kContactChannelCsv, v1::ContactChannel_descriptor()},
                {kCoastalActionCsv, v1::CoastalAction_descriptor()}};
  for (const auto& [csv, list] : tables) {
    auto table = WordTable::Parse(csv, list);
    EXPECT_TRUE(table.ok()) << list->name() << ": " << table.status();
  }
  EXPECT_EQ(FindValue<v1::ActStage>(Vocabulary::kAsamHostility, "Attempted Boarding"),
            v1::ACT_STAGE_ATTEMPTED_BOARDING);
  EXPECT_EQ(FindValue<v1::ActStage>(Vocabulary::kAsamHostility, "PIRTATES"),
            v1::ACT_STAGE_UNSPECIFIED);
  EXPECT_EQ(FindValue<v1::ShipType>(Vocabulary::kVictimType, "LPG TANKER"), v1::SHIP_TYPE_LPG);
  EXPECT_EQ(FindValue<v1::SourceKind>(Vocabulary::kOrigin, "(UKMTO)"), v1::SOURCE_KIND_UKMTO_JMIC);
}

TEST(PlaceBox, TellsAWrongHemisphereAndNothingElse) {
  auto place = [](absl::string_view text, double latitude, double longitude) {
    return PlaceInOtherHemisphere(text, {ToE7(latitude), ToE7(longitude)}).value_or("fine");
  };
  EXPECT_EQ(place("Jakarta Tanker Anchorage, Indonesia", 6.015, 106.8917), "jakarta");
  EXPECT_EQ(place("Jakarta Tanker Anchorage, Indonesia", -6.015, 106.8917), "fine");
  EXPECT_EQ(place("STRAIT OF MALACCA: General cargo ship", -4.15, 99.63), "strait of malacca");
  EXPECT_EQ(place("NIGERIA: Supply vessel", 4.03, -8.03), "nigeria");
  EXPECT_EQ(place("300 nm east of Lagos", 5, 30), "fine") << "elsewhere altogether";
  EXPECT_EQ(place("At sea", 6, 106), "fine");
}

}  // namespace
}  // namespace lightship::maritime
