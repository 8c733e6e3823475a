// IMO GISIS: invented rows in the shape of its export (tests/data/gisis_format_example.csv).
#include "client/formats/importer.h"
#include "gmock/gmock.h"
#include "tests/unit/client/desk.h"

namespace lightship::commands {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string ExamplePath() { return std::string(TEST_DATA) + "/gisis_format_example.csv"; }

std::vector<formats::ImportedRow> Example() {
  auto bytes = sdk::ReadFile(ExamplePath());
  EXPECT_TRUE(bytes.ok());
  auto importer = formats::OpenImporter("gisis", *bytes);
  EXPECT_TRUE(importer.ok()) << importer.status();
  std::vector<formats::ImportedRow> rows;
  formats::ImportedRow row;
  while ((*importer)->Next(row)) rows.push_back(row);
  return rows;
}

std::vector<std::string> KindsOf(const formats::ImportedRow& row) {
  std::vector<std::string> kinds;
  for (const formats::Doubt& doubt : row.report->doubts) kinds.push_back(doubt.kind);
  return kinds;
}

TEST(Gisis, AccountsForEveryRowOfTheExample) {
  auto rows = Example();
  ASSERT_EQ(rows.size(), 12u);
  for (const auto& row : rows) EXPECT_TRUE(row.report.ok()) << row.record << ": " << row.report.status();
}

TEST(Gisis, ReadsDatesMonthFirstAndKeepsThemAsIntervals) {
  auto rows = Example();
  const v1::OccurrenceTime& occurred = rows[2].report->facts.occurred();
  EXPECT_EQ(occurred.as_written(), "11/30/03");
  EXPECT_EQ(occurred.end().seconds() - occurred.start().seconds(), 36 * 3600);
  EXPECT_EQ(occurred.zone_basis(), v1::ZONE_BASIS_UNKNOWN);
}

TEST(Gisis, FlagsWhatIsDoubtful) {
  auto rows = Example();
  EXPECT_THAT(KindsOf(rows[0]), Contains("account cut off"));
  EXPECT_THAT(KindsOf(rows[1]), Contains("half a position"));
  EXPECT_FALSE(rows[1].report->facts.position().has_lat_e7()) << "half a position is not used";
  EXPECT_EQ(rows[1].report->facts.position().as_written(), "1° 12.00' N, ");
  EXPECT_THAT(KindsOf(rows[2]), Contains("IMO number malformed"));
  EXPECT_THAT(KindsOf(rows[3]), Contains("check digit of the IMO number"));
  EXPECT_EQ(rows[3].report->vessel->victims(0).imo_number(), 2000045u) << "kept all the same";
  EXPECT_THAT(KindsOf(rows[5]), Contains("no name, only words for none"));
  EXPECT_EQ(rows[5].report->vessel->victims(0).name_state(), v1::NAME_STATE_WITHHELD);
  EXPECT_THAT(KindsOf(rows[6]), IsEmpty());
  for (const auto& row : rows) EXPECT_THAT(row.report->unmapped, IsEmpty()) << row.record;
}

TEST(Gisis, TellsTheTwoSeriesOfCircularsApart) {
  auto rows = Example();
  EXPECT_EQ(rows[0].report->facts.external_refs(0).series(), "MSC/Circ.");
  EXPECT_EQ(rows[1].report->facts.external_refs(0).series(), "MSC.4/Circ.");
}

TEST(Gisis, ReadsWhatTheColumnsTellInProse) {
  const v1::Facts facts = Example()[10].report->facts;
  EXPECT_EQ(facts.weapons_statement(), v1::STATED_STATE_NONE);
  ASSERT_EQ(facts.losses_size(), 2);
  EXPECT_EQ(facts.losses(0).kind(), v1::LOSS_KIND_MOORING_ROPES);
  EXPECT_EQ(facts.losses(1).kind(), v1::LOSS_KIND_SHIP_STORES);
  EXPECT_EQ(facts.crew_consequences(0).consequence(), v1::CREW_CONSEQUENCE_NONE);
  EXPECT_THAT(facts.crew_actions(), Contains(v1::CREW_ACTION_SEARCH_CARRIED_OUT));
  EXPECT_EQ(facts.authority_contacts(0).organisation(), "Coast Guard");
  EXPECT_EQ(facts.coastal_responses(0).action(), v1::COASTAL_ACTION_PATROL_SENT);
  EXPECT_FALSE(facts.has_conditions()) << "the date has no hour";
}

TEST(Gisis, KeepsTheWordsOfEveryColumn) {
  auto report = *Example()[10].report;
  EXPECT_EQ(report.facts.sea_zone(), v1::SEA_ZONE_PORT_AREA);
  EXPECT_EQ(report.facts.sea_zone_as_written(), "In port areas");
  EXPECT_EQ(report.facts.reported_to_authority(), v1::TRI_STATE_YES);
  EXPECT_EQ(report.facts.authority_contacts_as_written(), "Coast Guard");
  EXPECT_EQ(report.facts.source_chain(0).organisation(), "Netherlands (Kingdom of)");
  EXPECT_THAT(report.facts.coastal_responses(0).text(), HasSubstr("took statements"));
  EXPECT_EQ(report.vessel->victims(0).name_normalised(), "TEST VESSEL 7");
  EXPECT_THAT(report.narrative->crew_consequences_text(), HasSubstr("ropes, 200 litres"));
  EXPECT_THAT(report.narrative->texts(0).text(), HasSubstr("\n\nNo weapons were seen."));
}

TEST(Gisis, TakesTugAndBargeApart) {
  auto report = *Example()[1].report;
  ASSERT_EQ(report.vessel->victims_size(), 2);
  EXPECT_EQ(report.vessel->victims(1).name_normalised(), "SAMPLE BARGE 21");
  EXPECT_EQ(report.vessel->victims(1).role(), v1::VESSEL_ROLE_TOWED);
  EXPECT_EQ(report.facts.ships_size(), 2);
}

class GisisImport : public Desk {};

TEST_F(GisisImport, ImportsTheExampleOnceHoweverOften) {
  ASSERT_EQ(LightshipAs({"import", ExamplePath()}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("rejected 0 (of 12 rows)"));
  EXPECT_THAT(out_, Not(HasSubstr("words in no list")));
  ASSERT_EQ(LightshipAs({"import", ExamplePath()}), 0) << err_;
  EXPECT_EQ(log_.admitted.size(), 12u);
}

}  // namespace
}  // namespace lightship::commands
