#include "client/formats/template_csv.h"

#include "client/formats/importer.h"
#include "gmock/gmock.h"
#include "tests/unit/client/desk.h"

namespace lightship::commands {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

formats::ImportedReport ReportOf(const std::string& format, const std::string& bytes) {
  auto importer = formats::OpenImporter(format, bytes);
  EXPECT_TRUE(importer.ok()) << importer.status();
  formats::ImportedRow row;
  EXPECT_TRUE((*importer)->Next(row));
  EXPECT_TRUE(row.report.ok()) << row.report.status();
  return *row.report;
}

TEST(Template, ReadsTheColumnsThatAreThereInAnyOrder) {
  auto report = ReportOf("template",
                         "ship_name,date,time,time_zone,latitude,longitude,act,weapons,perpetrators,flag,imo_number\n"
                         "Trial Tug & Trial Barge,2026-03-14,1940,UTC,01:15.25N,104:02.41E,boarded,"
                         "firearm; knife or blade; zorks,4-6,SG,9074729\n");
  EXPECT_EQ(report.facts.occurred().precision(), v1::TIME_PRECISION_MINUTE);
  EXPECT_EQ(report.facts.position().lat_e7(), 12541667);
  EXPECT_EQ(report.facts.act_stage(), v1::ACT_STAGE_BOARDED);
  EXPECT_EQ(report.facts.weapons_size(), 2);
  EXPECT_EQ(report.facts.perpetrators().count_max(), 6u);
  EXPECT_EQ(report.facts.ships(0).flag(), "SG");
  ASSERT_EQ(report.vessel->victims_size(), 2);
  EXPECT_EQ(report.vessel->victims(0).imo_number(), 9074729u);
  EXPECT_THAT(report.unmapped, ElementsAre("weapons \"zorks\""));
}

TEST(Template, ReadsProseInItsColumnsByTheTables) {
  auto report = ReportOf("template",
                         "date,time,time_zone,latitude,longitude,act,weapons,suspect_craft,losses,crew_consequences,reported_to\n"
                         "2026-03-14,1940,UTC,01:15.25N,104:02.41E,boarded,long knives,two wooden boats with hooks,"
                         "engine spares,one oiler was injured,Singapore VTIS\n");
  const v1::Facts& facts = report.facts;
  ASSERT_EQ(facts.weapons_size(), 1);
  EXPECT_EQ(facts.weapons(0).weapon(), v1::WEAPON_KNIFE_OR_BLADE);
  EXPECT_THAT(report.unmapped, testing::IsEmpty());
  ASSERT_EQ(facts.suspect_craft_size(), 1);
  EXPECT_EQ(facts.suspect_craft(0).kind(), v1::CRAFT_KIND_WOODEN_BOAT);
  EXPECT_EQ(facts.suspect_craft(0).count(), 2u);
  EXPECT_EQ(facts.suspect_craft(0).as_written(), "two wooden boats with hooks");
  EXPECT_EQ(facts.losses(0).kind(), v1::LOSS_KIND_ENGINE_SPARES);
  EXPECT_EQ(facts.crew_consequences(0).count(), 1u);
  EXPECT_EQ(facts.authority_contacts(0).organisation(), "Singapore VTIS");
  EXPECT_EQ(facts.conditions().light(), v1::LIGHT_DARKNESS);
}

TEST(Template, RefusesColumnsThatThereAreNot) {
  auto importer = formats::OpenImporter("template", "date,colour\n2026-03-14,red\n");
  EXPECT_THAT(importer.status().message(), HasSubstr("no column \"colour\""));
}

TEST(Circ, ReadsAFilledFormInsideAMail) {
  auto report = ReportOf("circ",
                         "From: master@example.org\nSubject: report\n\nDear all,\n\n"
                         "> 1. Ship's name: TRIAL STAR\n> 2. IMO number: 9074729\n"
                         "> 4. Date and time: 14 Mar 2026 1940 UTC\n"
                         "> 5. Latitude/longitude: 01:15.25N 104:02.41E\n> 6. Name of the area: Off Batam\n"
                         "> 7. While sailing, at anchor or at berth: at anchor\n"
                         "> 8. Method of attack: Four men boarded over the stern\n"
                         "> 14. Other information: They left in a wooden boat\n> heading south.\n"
                         "> 18. Action taken by master and crew: not stated\n");
  EXPECT_EQ(report.vessel->victims(0).name_as_written(), "TRIAL STAR");
  EXPECT_EQ(report.facts.occurred().precision(), v1::TIME_PRECISION_MINUTE);
  EXPECT_EQ(report.facts.position().lon_e7(), 1040401667);
  EXPECT_EQ(report.facts.ship_status(), v1::SHIP_STATUS_ANCHORED);
  EXPECT_EQ(report.facts.act_stage(), v1::ACT_STAGE_BOARDED) << "from the sentence";
  EXPECT_EQ(report.facts.act_as_written(), "Four men boarded over the stern");
  EXPECT_EQ(report.facts.perpetrators().count_min(), 4u);
  EXPECT_EQ(report.narrative->texts(0).text(), "They left in a wooden boat\nheading south.");
  EXPECT_EQ(report.narrative->crew_action_text(), "");
  EXPECT_EQ(report.narrative->other_information(), "") << "greetings are not kept";
}

TEST(Circ, RefusesTextThatIsNoForm) {
  EXPECT_THAT(formats::OpenImporter("circ", "Dear all,\nnothing happened today: good.\n").status().message(),
              HasSubstr("no filled form"));
}

class TemplateImport : public Desk {};

TEST_F(TemplateImport, WritesAnEmptyTableThatItReadsAgain) {
  ASSERT_EQ(LightshipAs({"import", "--write-template", Path("t.csv")}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("required: 2026-03-14"));
  ASSERT_EQ(LightshipAs({"import", Path("t.csv")}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("(of 0 rows)"));
  EXPECT_EQ(LightshipAs({"import", "--write-template", Path("t.csv")}), 1) << "nothing is overwritten";
}

}  // namespace
}  // namespace lightship::commands
