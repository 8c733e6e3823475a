#include "node/maritime/vocabulary.h"

#include <set>
#include <string>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "tests/unit/maritime/facts_file.h"

namespace lightship::maritime {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Every spelling of GISIS but the blank and "Unknown".
constexpr absl::string_view kGisisTypes =
    "Barge|Barge carrier|Barge oil|Barter Trade Boat|Boat|Bulk Carrier|"
    "Bulk and container carrier|Bulk carrier|Cable-Layer|Car carrier|Cargo Ship|"
    "Cargo ship|Catamaran|Cellular Container ship|Cement carrier|Chemical Tanker|"
    "Chemical carrier|Chemical tanker|Chemical/oil tanker|Coast Guard ship|Coaster|"
    "Combination carrier|Container|Container Ship|Container ship|"
    "Container/General cargo ship|Crude Oil tanker|Cutter/dredger|Dhow|Dredger|"
    "Dry bulk carrier|Dry cargo ship|Factory ship|Feeder container|Ferry|Fishing boat|"
    "Fishing trawler|Fishing vessel|Fishing vessels|Flat-top cargo barge|"
    "Flush-tween/3 decker|Freighter/Log carrier|Gas carrier|Gas carrier - LNG|"
    "Gas carrier - LPG|Gas carrier - non-specified|Gas carrier-LPG|Gas carrier/tanker|"
    "Gas/Oil tanker|General cargo|General cargo ship|General dry cargo ship|"
    "Heavy load carrier|Hopper/Dregger|LPG|LPG tanker|Landing craft|"
    "Liquefied Gas/Oil tanker|Liquefied gas carrier|Livestock carrier|Log carrier|"
    "Log/Bulk carrier|Mobile offshore drilling unit|Motor tanker|Motor yacht|"
    "Multi purpose ship|Multipurpose|Multipurpose cargo ship|Multipurpose tweendecker|"
    "Navy ship|Offshore Barge carrier|Offshore Supply ship|Offshore Support Vessel|"
    "Offshore tug/Supply ship|Oil Products Tanker|Oil Tanker|Oil product tanker|"
    "Oil tanker|Oil/Chemical tanker|Ore/Bulk/Oil carrier|Ore/Bulk/oil carrier|"
    "Ore/bulk/oil Carrier|Ore/bulk/oil carrier|Panama|Passenger ship|"
    "Product /Motor tanker|Product Tanker|Product tanker|Product/Motor tanker|Reefer|"
    "Reefer/Container ship|Refrigerated cargo carrier|Refrigerated cargo ship|"
    "Refrigerated ship|Rescue/standby ship|Research ship|Ro-Ro cargo ship|"
    "Ro-Ro ferry passenger ship|Ro-Ro-cargo ship|Ro-ro passenger vessel|Ro-ro ship|"
    "Ro-ro-cargo ship|Salvage tug|Special purpose ship|Speedboat|Steel-Bulk Carrier|"
    "Supply ship|Tanker|Tanker (VLCC)|Tanker VLCC|Tanker ship|Towing tug|Trading ship|Tug|"
    "Tug/lighter|Unitised vessel|VLCC|Vehicle carrier|Warship|Wood chip carrier|Yacht";

TEST(Vocabulary, KnowsEveryShipTypeOfGisis) {
  for (const absl::string_view text : absl::StrSplit(kGisisTypes, '|')) {
    const auto type = ParseShipType(text);
    ASSERT_TRUE(type.ok()) << type.status();
    EXPECT_NE(*type, v1::SHIP_TYPE_UNSPECIFIED) << text;
    EXPECT_EQ(*type == v1::SHIP_TYPE_NOT_STATED, text == "Panama") << text;
  }
  EXPECT_EQ(*ParseShipType("Unknown"), v1::SHIP_TYPE_NOT_STATED);
  EXPECT_EQ(*ParseShipType(" Ro-Ro-cargo  ship"), v1::SHIP_TYPE_RO_RO_VEHICLE);
  EXPECT_EQ(*ParseShipType("Gas carrier - LPG"), v1::SHIP_TYPE_LPG);
  EXPECT_EQ(*ParseShipType("Tug / Barge"), v1::SHIP_TYPE_BARGE);
}

TEST(Vocabulary, KnowsEverySpellingOfTheFactsFile) {
  std::set<std::string> types;
  for (const auto& row : FactsFile()) {
    const auto act = ParseActStage(row.at("attack_type"));
    ASSERT_TRUE(act.ok()) << act.status();
    EXPECT_EQ(*act == v1::ACT_STAGE_NOT_STATED, row.at("attack_type").empty());
    const auto type = ParseShipType(row.at("vessel_type"));
    ASSERT_TRUE(type.ok()) << type.status();
    EXPECT_EQ(*type == v1::SHIP_TYPE_NOT_STATED, row.at("vessel_type").empty());
    types.insert(row.at("vessel_type"));
    const auto status = ParseShipStatus(row.at("vessel_status"));
    ASSERT_TRUE(status.ok()) << status.status();
    EXPECT_EQ(*status == v1::SHIP_STATUS_NOT_STATED, row.at("vessel_status").empty());
  }
  EXPECT_EQ(types.size(), 55u) << "54 spellings and the blank";
}

TEST(Vocabulary, ReadsTheWordsOfImbAndGisis) {
  EXPECT_EQ(*ParseActStage("Boarding"), v1::ACT_STAGE_BOARDED);
  EXPECT_EQ(*ParseActStage("Boarded"), v1::ACT_STAGE_BOARDED);
  EXPECT_EQ(*ParseActStage("Attempted"), v1::ACT_STAGE_ATTEMPTED_BOARDING);
  EXPECT_EQ(*ParseActStage("fired  upon"), v1::ACT_STAGE_FIRED_UPON);
  EXPECT_EQ(*ParseActStage("NA"), v1::ACT_STAGE_NOT_STATED);
  EXPECT_EQ(*ParseShipStatus("At Anchor"), v1::SHIP_STATUS_ANCHORED);
  EXPECT_EQ(*ParseShipStatus("steaming"), v1::SHIP_STATUS_UNDERWAY);
  EXPECT_EQ(*ParseSeaZone("In port areas"), v1::SEA_ZONE_PORT_AREA);
  EXPECT_EQ(*ParseSeaZone("Not stated"), v1::SEA_ZONE_NOT_STATED);
  EXPECT_EQ(*ParseSeaZone(""), v1::SEA_ZONE_NOT_STATED);
}

TEST(Vocabulary, HasNamesForPeople) {
  EXPECT_EQ(DisplayName(v1::ACT_STAGE_BOARDED), "boarded");
  EXPECT_EQ(DisplayName(v1::ACT_STAGE_ATTEMPTED_BOARDING), "attempted boarding");
  EXPECT_EQ(DisplayName(v1::SHIP_TYPE_LPG), "LPG carrier");
  EXPECT_EQ(DisplayName(v1::SHIP_TYPE_UNSPECIFIED), "not filled in");
  EXPECT_EQ(DisplayName(v1::REPORTING_AREA_GULF_OF_ADEN_RED_SEA), "Gulf of Aden Red Sea");
  EXPECT_EQ(DisplayName(v1::RELIABILITY_A), "A");
  EXPECT_EQ(DisplayName(static_cast<v1::ShipType>(99)), "value 99");
}

// Every list of vocabulary.proto: names differ, and each leads back to its value.
TEST(Vocabulary, NamesLeadBackToTheirValues) {
  const auto* file = v1::ActStage_descriptor()->file();
  ASSERT_GT(file->enum_type_count(), 30);
  for (int i = 0; i < file->enum_type_count(); ++i) {
    const auto* list = file->enum_type(i);
    for (int k = 0; k < list->value_count(); ++k) {
      const auto& value = *list->value(k);
      if (value.number() == 0) continue;
      for (const std::string& text : {DisplayName(list, value.number()), value.name()}) {
        const auto parsed = ParseValue(list, text);
        ASSERT_TRUE(parsed.ok()) << parsed.status();
        EXPECT_EQ(*parsed, value.number()) << text;
      }
    }
  }
}

TEST(Vocabulary, SuggestsWhatMayHaveBeenMeant) {
  EXPECT_EQ(*ParseValue<v1::ActStage>("ATTEMPTED-BOARDING"), v1::ACT_STAGE_ATTEMPTED_BOARDING);
  const auto near = ParseValue<v1::ActStage>("bordaed");
  ASSERT_FALSE(near.ok());
  EXPECT_EQ(base::ReasonOf(near.status()), base::reason::kMalformed);
  EXPECT_THAT(std::string(near.status().message()), HasSubstr("did you mean: boarded"));
  const auto part = ParseValue<v1::ShipType>("gas");
  EXPECT_THAT(std::string(part.status().message()), HasSubstr("did you mean: gas carrier"));
  const auto far = ParseValue<v1::SeaZone>("xyzzyxyzzy");
  EXPECT_THAT(std::string(far.status().message()), HasSubstr("it is one of: international waters"));
  EXPECT_THAT(std::string(far.status().message()), Not(HasSubstr("not filled in")));
  EXPECT_FALSE(ParseValue<v1::SeaZone>("unspecified").ok());
}

}  // namespace
}  // namespace lightship::maritime
