// Anti-Shipping Activity Messages: all records are invented.
#include "client/formats/account.h"
#include "client/formats/importer.h"
#include "gmock/gmock.h"
#include "node/maritime/position.h"
#include "node/maritime/time.h"
#include "tests/unit/client/desk.h"

namespace lightship::commands {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kHeader[] =
    "\xEF\xBB\xBFreference,date,position,navArea,subreg,hostility,victim,description,\n";

std::vector<formats::ImportedRow> RowsOf(const std::string& format, const std::string& bytes) {
  auto importer = formats::OpenImporter(format, bytes);
  EXPECT_TRUE(importer.ok()) << importer.status();
  std::vector<formats::ImportedRow> rows;
  formats::ImportedRow row;
  while (importer.ok() && (*importer)->Next(row)) rows.push_back(row);
  return rows;
}

formats::ImportedReport ReportOf(const std::string& record) {
  auto rows = RowsOf("asam", kHeader + record + "\n");
  EXPECT_EQ(rows.size(), 1u);
  EXPECT_TRUE(rows[0].report.ok()) << rows[0].report.status();
  return *rows[0].report;
}

std::vector<std::string> KindsOf(const formats::ImportedReport& report) {
  std::vector<std::string> kinds;
  for (const formats::Doubt& doubt : report.doubts) kinds.push_back(doubt.kind);
  return kinds;
}

TEST(Asam, ReadsWhatColumnsAndProseTell) {
  auto report = ReportOf(
      "2022-901,2022-04-28,\"13°43'00\"\"N \n121°02'00\"\"E\",XI,91,,Marshall Islands-flagged tanker "
      "TEST STAR,\"PHILIPPINES: On 28 April, at 0345 local time, three robbers boarded the Marshall "
      "Islands-flagged tanker TEST STAR anchored near position 13-43N 121-02E. (IMB)\",");
  EXPECT_THAT(KindsOf(report), IsEmpty());
  EXPECT_EQ(report.facts.position().lat_e7(), 137166667);
  EXPECT_EQ(report.facts.position().as_written(), "13°43'00\"N 121°02'00\"E");
  EXPECT_EQ(report.facts.occurred().precision(), v1::TIME_PRECISION_MINUTE);
  EXPECT_EQ(report.facts.occurred().zone_basis(), v1::ZONE_BASIS_ASSUMED_LOCAL);
  EXPECT_EQ(report.facts.act_stage(), v1::ACT_STAGE_BOARDED);
  EXPECT_EQ(report.facts.ship_status(), v1::SHIP_STATUS_ANCHORED);
  EXPECT_EQ(report.facts.ships(0).type(), v1::SHIP_TYPE_TANKER_UNSPECIFIED);
  EXPECT_EQ(report.facts.ships(0).flag(), "MH");
  EXPECT_EQ(report.facts.ships(0).type_as_written(), "") << "the column holds the ship's name";
  EXPECT_EQ(report.vessel->victims(0).name_as_written(), "TEST STAR");
  EXPECT_EQ(report.facts.place_text(), "PHILIPPINES");
  EXPECT_EQ(report.facts.external_refs(0).id(), "2022-901");
  ASSERT_EQ(report.facts.source_chain_size(), 2);
  EXPECT_EQ(report.facts.source_chain(0).kind(), v1::SOURCE_KIND_IMB_PRC);
  EXPECT_THAT(report.narrative->other_information(),
              HasSubstr("victim: Marshall Islands-flagged tanker TEST STAR"));
}

TEST(Asam, KeepsTheMarkOfAnUnclassifiedParagraphOutOfThePlace) {
  auto report = ReportOf("2013-902,2013-06-13,,II,57,PIRATES,SUPPLY VESSEL,\"(U) NIGERIA: On 13 June, robbers boarded.\",");
  EXPECT_EQ(report.facts.place_text(), "NIGERIA");
}

TEST(Asam, FlagsWrongHemisphereSixtyMinutesAndLostLettersAndRepairsNothing) {
  auto report = ReportOf(
      "2013-901,2013-06-13,\"3°60'00\"\"N \n8°02'00\"\"W\",II,57,PIRATES,SUPPLY VESSEL,\"NIGERIA: On 13 "
      "June, robber\xC2\xBFs boarded a supply vessel at 04-00N 008-02E.\",");
  EXPECT_THAT(KindsOf(report), ElementsAre("60 minutes in the position", "position differs from the account",
                                           "letters lost in the account"));
  EXPECT_EQ(report.facts.position().lat_e7(), 40000000);
  EXPECT_EQ(report.facts.position().lon_e7(), -80333333);
  EXPECT_THAT(report.facts.position().quality_flags(),
              ::testing::Contains(v1::POSITION_QUALITY_FLAG_HEMISPHERE_SUSPECT));
  EXPECT_THAT(report.facts.quality_notes(1), HasSubstr("narrative says"));
}

TEST(Asam, FlagsANavareaThatThePositionContradicts) {
  auto report = ReportOf(
      "2013-902,2013-06-13,\"12°00'00\"\"S \n77°10'00\"\"E\",XVI,22,PIRATES,YACHT,PERU: A yacht was boarded.,");
  EXPECT_THAT(KindsOf(report), ElementsAre("navArea differs from the position"));
  EXPECT_THAT(report.doubts[0].note, HasSubstr("other hemisphere"));
}

TEST(Asam, KeepsTheDateOfTheColumnWhereTheAccountHasAnother) {
  auto report = ReportOf(
      "2003-901,2003-06-28,\"0°10'00\"\"N \n117°35'00\"\"E\",XI,72,PIRATES,MERCHANT VESSEL,\"INDONESIA: An "
      "unidentified bulk carrier was boarded 28 Jul at 0315 local time while anchored.\",");
  EXPECT_THAT(KindsOf(report), ElementsAre("date differs from the account"));
  EXPECT_THAT(report.doubts[0].note, HasSubstr("2003-07-28 in the account; its time is not used"));
  EXPECT_EQ(report.facts.occurred().precision(), v1::TIME_PRECISION_DAY);
  EXPECT_EQ(report.facts.occurred().as_written(), "2003-06-28");
}

TEST(Asam, TakesALocalDateOneDayAheadForTheSameEvent) {
  auto report = ReportOf(
      "2021-901,2021-06-29,\"1°17'00\"\"N \n104°16'00\"\"E\",XI,71,,,\"INDONESIA: On 30 June, at 00:40 local "
      "time, four robbers boarded the bulk carrier J TEST underway.\",");
  EXPECT_THAT(KindsOf(report), IsEmpty());
  EXPECT_THAT(maritime::FormatOccurrence(report.facts.occurred()), HasSubstr("2021-06-29"));
  EXPECT_EQ(report.facts.occurred().precision(), v1::TIME_PRECISION_MINUTE);
}

TEST(Asam, CountsWordsThatNoListHas) {
  auto report = ReportOf("2000-901,2000-01-02,\"1°00'00\"\"N \n104°00'00\"\"E\",XI,71,ZORKS,TANKER,A tanker was robbed.,");
  EXPECT_THAT(report.unmapped, ElementsAre("hostility \"ZORKS\""));
  EXPECT_EQ(report.facts.act_as_written(), "ZORKS");
  EXPECT_EQ(report.facts.act_stage(), v1::ACT_STAGE_ROBBERY) << "from the account";
}

TEST(Asam, AccountsForTwoRecordsOfOneReferenceAndOneWithoutItsLastField) {
  std::string same = "2021-207,2021-07-29,\"4°15'00\"\"S \n152°11'00\"\"E\",X,82,,TANKER,Robbed.";
  auto rows = RowsOf("asam", kHeader + same + ",\n" + same + "\n2021-208,29 July,,,,,,,\nx,y\n");
  ASSERT_EQ(rows.size(), 4u);
  ASSERT_TRUE(rows[0].report.ok() && rows[1].report.ok());
  EXPECT_THAT(KindsOf(*rows[1].report), ElementsAre("reference used twice"));
  EXPECT_THAT(rows[2].report.status().message(), HasSubstr("date \"29 July\" should be like"));
  EXPECT_THAT(rows[3].report.status().message(), HasSubstr("as many fields"));
  EXPECT_EQ(rows[3].line, 7u);
}

TEST(Asam, ReadsTheAnswerOfThePublicInterfaceAsTheFile) {
  auto rows = RowsOf("asam-json",
                     "{\"asam\":[{\"reference\":\"2022-1\",\"date\":\"2022-01-02\",\"latitude\":1.2813888888777294,"
                     "\"longitude\":104.31833333358537,\"navArea\":\"XI\",\"subreg\":\"71\",\"hostility\":null,"
                     "\"victim\":\"Tug\",\"description\":\"A tug was boarded.\"}]}");
  ASSERT_EQ(rows.size(), 1u);
  ASSERT_TRUE(rows[0].report.ok()) << rows[0].report.status();
  EXPECT_EQ(rows[0].report->facts.position().lat_e7(), 12813889);
  EXPECT_EQ(rows[0].report->facts.ships(0).type(), v1::SHIP_TYPE_TUG);
}

TEST(Asam, ReadsABareArrayAndDatesWithATime) {
  auto rows = RowsOf("asam-json", "[{\"reference\":\"2022-1\",\"date\":\"2022-01-02T00:00:00\",\"description\":\"Boarded.\"}]");
  ASSERT_EQ(rows.size(), 1u);
  ASSERT_TRUE(rows[0].report.ok()) << rows[0].report.status();
  EXPECT_THAT(maritime::FormatOccurrence(rows[0].report->facts.occurred()), HasSubstr("2022-01-02"));
}

TEST(Account, FindsShipsNamesAndLeavesAcronymsAndTypes) {
  using formats::NamesInVictim;
  using formats::NamesOfAccount;
  EXPECT_THAT(NamesInVictim("BULK CARRIER TEST MUMBAI"), ElementsAre("TEST MUMBAI"));
  EXPECT_THAT(NamesInVictim("TANKER SEA HERO"), ElementsAre("SEA HERO"));
  EXPECT_THAT(NamesInVictim("Tug MTS TRIAL and barge BM 2021"), ElementsAre("MTS TRIAL", "BM 2021"));
  EXPECT_THAT(NamesInVictim("Tug and Barge"), IsEmpty());
  EXPECT_THAT(NamesInVictim("Anchored LPG Tanker"), IsEmpty());
  EXPECT_THAT(NamesOfAccount("SOMALIA: The cargo ship (TEST LOW) was hijacked, say UKMTO and CSO. (IMB, LL)"),
              ElementsAre("TEST LOW"));
  EXPECT_THAT(NamesOfAccount("A bulk carrier Testgate was robbed near Jakarta Anchorage."),
              ElementsAre("Testgate"));
  EXPECT_THAT(NamesOfAccount("THE M/V TRIAL STAR WAS BOARDED BY PIRATES IN A BOAT."),
              ElementsAre("TRIAL STAR"));
  EXPECT_THAT(NamesOfAccount("Robbers boarded a tanker. The CSO told VTIS."), IsEmpty());
}

TEST(Account, TakesOnlyFiguresWithTheirHemispheresForAPosition) {
  auto position = [](const char* prose) {
    auto found = formats::PositionOfAccount(prose);
    return found.has_value() ? maritime::FormatPosition(*found) : "none";
  };
  EXPECT_EQ(position("robbed near position 16-40S 179-58W, at night"), "16°40.00'S 179°58.00'W");
  EXPECT_EQ(position("Posn: 01:15.25N \xE2\x80\x93 104:02.41E, off Batam"), "01°15.25'N 104°02.41'E");
  EXPECT_EQ(position("5-6 pirates in a skiff, 13 and 20 July, 40 nm south of it at 0918 UTC"), "none");
}

TEST(Account, FindsTheTimeWithItsZoneAndDate) {
  absl::CivilDay near(2009, 3, 5);
  auto time = [&](const char* prose) {
    auto found = formats::TimeOfAccount(prose, near);
    if (!found.has_value()) return std::string("none");
    return absl::StrCat(found->clock, " ", found->zone, found->day ? " " + absl::FormatCivilTime(*found->day) : "");
  };
  EXPECT_EQ(time("fired upon 3 Mar 09 at 0520Z while in position 13-23N 048-22E"), "05:20 UTC 2009-03-03");
  EXPECT_EQ(time("at 060711 UTC March"), "07:11 UTC 2009-03-06");
  EXPECT_EQ(time("boarded at 0315 hours local time"), "03:15 LT");
  EXPECT_EQ(time("in position 1216N 04403E at about 0400"), "none");
}

class AsamImport : public Desk {};

TEST_F(AsamImport, SummarisesTheQualityAndKnowsRecordsAgainWhenNewOnesStandBeforeThem) {
  std::string old = "2022-7,2022-01-02,\"1°60'00\"\"N \n104°00'00\"\"E\",XI,71,ZORKS,Tug,Tug boarded.,\n";
  ASSERT_TRUE(sdk::ReplaceFile(Path("a.csv"), kHeader + old, sdk::Access::kEverybody).ok());
  ASSERT_EQ(LightshipAs({"import", Path("a.csv")}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("imported 0, with flags 1, rejected 0 (of 1 rows)"));
  EXPECT_THAT(out_, HasSubstr("1  60 minutes in the position"));
  EXPECT_THAT(out_, HasSubstr("1  hostility \"ZORKS\""));
  std::string added = "2022-8,2022-01-03,\"1°30'00\"\"N \n104°00'00\"\"E\",XI,71,,Tug,Tug boarded.,\n";
  ASSERT_TRUE(sdk::ReplaceFile(Path("a.csv"), kHeader + added + old, sdk::Access::kEverybody).ok());
  ASSERT_EQ(LightshipAs({"import", Path("a.csv")}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("1 were admitted before"));
  EXPECT_EQ(log_.admitted.size(), 2u);
}

TEST_F(AsamImport, RefusesAFormatThatIsNone) {
  ASSERT_TRUE(sdk::ReplaceFile(Path("a.csv"), kHeader, sdk::Access::kEverybody).ok());
  EXPECT_EQ(LightshipAs({"import", Path("a.csv"), "--format", "asm"}), 1);
  EXPECT_THAT(err_, HasSubstr("there are imb, asam"));
}

}  // namespace
}  // namespace lightship::commands
