#include <fstream>
#include <sstream>

#include "client/formats/csv.h"
#include "client/formats/imb_report.h"
#include "client/formats/position_doubt.h"
#include "gmock/gmock.h"
#include "lightship/v1/report.pb.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/maritime/position.h"
#include "tests/unit/client/desk.h"

namespace lightship::commands {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kTemplateHeader[] =
    "date,time,longitude,latitude,attack_type,location_description,nearest_country,eez_country,"
    "shore_distance,shore_longitude,shore_latitude,attack_description,vessel_name,vessel_type,"
    "vessel_status,data_source\n";

std::string FactsPath() { return std::string(TEST_DATA) + "/incidents_facts.csv"; }

class Import : public Desk {
 protected:
  std::string Write(const std::string& name, const std::string& text) {
    EXPECT_TRUE(sdk::ReplaceFile(Path(name), text, sdk::Access::kEverybody).ok());
    return Path(name);
  }
  v1::Facts FactsOf(size_t call) {
    v1::Facts facts;
    EXPECT_TRUE(facts.ParseFromString(log_.requests.at(call).statement().parts(0).content()));
    return facts;
  }
};

formats::ImbRow RowOf(const std::string& rest) {
  std::string text = std::string(kTemplateHeader) + rest;
  auto reader = formats::ImbReader::Open(text);
  EXPECT_TRUE(reader.ok()) << reader.status();
  formats::ImbRow row;
  EXPECT_TRUE(reader->Next(row));
  return row;
}

TEST_F(Import, AccountsForEveryRowOfTheExtractAndKnowsThemAllTheSecondTime) {
  ASSERT_EQ(LightshipAs({"import", FactsPath(), "--report", Path("rows.csv")}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("(of 7511 rows)"));
  EXPECT_THAT(out_, HasSubstr("rejected 0"));
  EXPECT_EQ(log_.admitted.size(), 7511u);
  auto report = sdk::ReadFile(Path("rows.csv"));
  ASSERT_TRUE(report.ok());
  formats::CsvReader reader(*report);
  formats::CsvRecord record;
  ASSERT_TRUE(reader.Next(record));
  size_t rows = 0, placeholders = 0;
  while (reader.Next(record)) {
    ++rows;
    placeholders += record.fields[4].find("is no name") != std::string::npos;
  }
  EXPECT_EQ(rows, 7511u);
  // Name Withheld 61 and once for tug and barge, Unspecified 18, Unknown 3, N/A 1, Nil 1.
  EXPECT_EQ(placeholders, 85u);

  EXPECT_EQ(LightshipAs({"import", FactsPath()}), 0);
  EXPECT_EQ(log_.admitted.size(), 7511u);
  EXPECT_THAT(out_, HasSubstr("7511 were admitted before"));
}

TEST_F(Import, KeepsZonesAsTheSourceHasThem) {
  ASSERT_EQ(LightshipAs({"import", FactsPath()}), 0) << err_;
  size_t utc = 0, local = 0, unknown = 0;
  for (size_t i = 0; i < log_.requests.size(); ++i) {
    v1::ZoneBasis basis = FactsOf(i).occurred().zone_basis();
    utc += basis == v1::ZONE_BASIS_STATED_UTC;
    local += basis == v1::ZONE_BASIS_STATED_LOCAL || basis == v1::ZONE_BASIS_ASSUMED_LOCAL;
    unknown += basis == v1::ZONE_BASIS_UNKNOWN;
  }
  // Of the 744 marked UTC, record 7369 says 18:85: only its date is used, and it is flagged.
  EXPECT_EQ(utc, 743u);
  EXPECT_EQ(local, 405u);
  EXPECT_EQ(unknown, 6363u);
  EXPECT_THAT(FactsOf(7368).quality_notes(0), HasSubstr("\"18:85 UTC\" cannot be read"));
}

TEST_F(Import, DividesTheRowsAmongTheEconomiesOfTheNearestCoasts) {
  ASSERT_EQ(LightshipAs({"import", FactsPath(), "--only-nearest", "SG,ID,PH", "--as", "ID"}), 0);
  EXPECT_EQ(log_.admitted.size(), 1939u);  // nearest_country IDN
  ASSERT_EQ(LightshipAs({"import", FactsPath(), "--only-nearest", "SG,ID,PH", "--as", "PH"}), 0);
  EXPECT_EQ(log_.admitted.size(), 1939u + 227u);
  ASSERT_EQ(LightshipAs({"import", FactsPath(), "--only-nearest", "SG,ID,PH", "--as", "SG",
                         "--default", "SG"}),
            0);
  EXPECT_EQ(log_.admitted.size(), 7511u);
}

TEST_F(Import, RejectsARowWithLineAndReasonAndGoesOn) {
  std::string path = Write("set.csv", std::string(kTemplateHeader) +
                                          "not-a-date,NA,1,2,NA,x,SGP,SGP,1,1,1,NA,NA,NA,NA,imb\n"
                                          "2015-01-08\n"
                                          "2015-01-08,NA,1,2,Boarded,x,SGP,SGP,1,1,1,NA,NA,NA,NA,imb\n");
  EXPECT_EQ(LightshipAs({"import", path}), 6);
  EXPECT_THAT(out_, HasSubstr("imported 1, with flags 0, rejected 2 (of 3 rows)"));
  EXPECT_THAT(err_, HasSubstr("line 2 (record 1) rejected: date \"not-a-date\""));
  EXPECT_THAT(err_, HasSubstr("line 3 (record 2) rejected: has not as many fields"));
}

TEST_F(Import, CountsOnlyRowsThatAreSubmittedAgainstALimit) {
  std::string rows = "date,place\n";
  for (int i = 0; i < 40; ++i) rows += i % 4 == 3 ? "not-a-date,x\n" : absl::StrCat("2026-03-14,place ", i, "\n");
  EXPECT_EQ(LightshipAs({"import", Write("set.csv", rows), "--limit", "25"}), 6);
  EXPECT_EQ(log_.admitted.size(), 25u);
  EXPECT_THAT(out_, HasSubstr("imported 0, with flags 25, rejected 8 (of 33 rows)")) << "those behind the last one are not looked at";
  EXPECT_EQ(LightshipAs({"import", Write("set.csv", rows), "--limit", "31"}), 6);
  EXPECT_THAT(out_, HasSubstr("(of 40 rows)"));
}

TEST_F(Import, GoesOnWhereItStoppedAfterTheNodeWasLost) {
  log_.reachable_calls = 100;
  EXPECT_EQ(LightshipAs({"import", FactsPath()}), 3);
  EXPECT_EQ(log_.admitted.size(), 100u);
  log_.reachable_calls = SIZE_MAX;
  EXPECT_EQ(LightshipAs({"import", FactsPath()}), 0);
  EXPECT_EQ(log_.admitted.size(), 7511u);
}

TEST_F(Import, EndsOnceTheNodeTakesNothingMoreFromTheOfficer) {
  log_.ends_streams = base::Error(absl::StatusCode::kPermissionDenied, base::reason::kRevokedKey, "the key is revoked");
  EXPECT_EQ(LightshipAs({"import", FactsPath()}), 2);
  EXPECT_THAT(err_, HasSubstr("the key is revoked"));
  EXPECT_THAT(err_, HasSubstr("stopped after 1 rows"));
  EXPECT_EQ(log_.admitted.size(), 1u);
}

TEST_F(Import, RefusesAFileThatIsNoIncidentSet) {
  EXPECT_EQ(LightshipAs({"import", Write("x.csv", "a,b\n1,2\n")}), 1);
  EXPECT_THAT(err_, HasSubstr("is like none of the known formats"));
}

TEST(ImbReport, KeepsWordsBesideValues) {
  auto report = formats::ReportFromImb(
      RowOf("2004-05-06,NA,116.9667,19.7,Boarding,Off Luzon,PHL,PHL,1,1,1,NA,Mv Cosmic Leader,NA,"
            "steaming,mappingpiracy\n"));
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->facts.act_stage(), v1::ACT_STAGE_BOARDED);
  EXPECT_EQ(report->facts.act_as_written(), "Boarding");
  EXPECT_EQ(report->facts.ship_status(), v1::SHIP_STATUS_UNDERWAY);
  EXPECT_EQ(report->vessel->victims(0).name_normalised(), "COSMIC LEADER");
  EXPECT_EQ(report->facts.position().lat_e7(), 197000000);
  EXPECT_EQ(report->facts.position().lon_e7(), 1169667000);
  EXPECT_EQ(report->facts.navarea(), 11u);
  EXPECT_EQ(report->facts.external_refs_size(), 0) << "a number in a file names nothing";
  EXPECT_EQ(report->facts.source_chain(0).kind(), v1::SOURCE_KIND_IMB_PRC);
}

TEST(ImbReport, FlagsWhereNarrativeAndColumnsDisagree) {
  auto report = formats::ReportFromImb(
      RowOf("2016-03-04,NA,104.0447,1.2569,Suspicious,x,IDN,IDN,1,1,1,\"05.03.2016: 0100 LT: Posn: "
            "01:15.25N - 104:02.41E, Off Batam.\nThis incident will not be included in the IMB "
            "statistics\",NA,Tanker,Anchored,imb\n"));
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->facts.counts_in_statistics(), v1::TRI_STATE_NO);
  ASSERT_EQ(report->doubts.size(), 2u);
  EXPECT_THAT(report->doubts[0].note, HasSubstr("2016-03-05 in the narrative"));
  EXPECT_THAT(report->doubts[1].note, StartsWith("narrative says 01°15.25'N 104°02.41'E"));
  EXPECT_EQ(report->facts.position().lat_e7(), 12569000) << "flagged, never repaired";
}

TEST(ImbReport, ExplainsHowTwoPositionsDiffer) {
  auto flag = [](const char* column, const char* narrative) {
    auto doubt = formats::ComparePositions(*maritime::ParsePosition(column),
                                           *maritime::ParsePosition(narrative));
    return doubt.has_value() ? doubt->flag : v1::POSITION_QUALITY_FLAG_UNSPECIFIED;
  };
  EXPECT_EQ(flag("1.254166, 104.040166", "01:15.25N 104:02.41E"),
            v1::POSITION_QUALITY_FLAG_UNSPECIFIED);
  EXPECT_EQ(flag("1.258333, 104.040166", "01:15.25N 104:02.41E"),
            v1::POSITION_QUALITY_FLAG_MINUTES_OR_SECONDS_AMBIGUOUS);
  EXPECT_EQ(flag("-1.254166, 104.040166", "01:15.25N 104:02.41E"),
            v1::POSITION_QUALITY_FLAG_HEMISPHERE_SUSPECT);
  EXPECT_EQ(flag("1.254166, 105.040166", "01:15.25N 104:02.41E"),
            v1::POSITION_QUALITY_FLAG_WHOLE_DEGREE_SUSPECT);
  EXPECT_EQ(flag("7.75, 110.6", "01:15.25N 104:02.41E"),
            v1::POSITION_QUALITY_FLAG_FAR_FROM_NAMED_PLACE);
}

}  // namespace
}  // namespace lightship::commands
