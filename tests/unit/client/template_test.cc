#include "client/formats/template_csv.h"

#include "client/formats/importer.h"
#include "gmock/gmock.h"
#include "tests/unit/client/desk.h"

namespace lightship::commands {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

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
  EXPECT_THAT(report.unmapped, ::testing::IsEmpty());
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
                         "> 18. Action taken by master and crew: not stated\n> 22. References: case 7\n"
                         "> 23. Not shown here:\n>   nothing\n*** EXERCISE *** EXERCISE ***\n");
  EXPECT_EQ(report.facts.external_refs(0).id(), "case 7");
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

TEST(Circ, TakesNoSentenceOfAnAccountForALabel) {
  auto report = ReportOf("circ",
                         "Vessel: TRIAL STAR\nDate: 14 Mar 2026\nTime: 1940 UTC\nPosition: 01:15.25N 104:02.41E\n"
                         "Other information: Boarded from astern.\n"
                         "The master said of the weapons seen: two knives.\n"
                         "They shouted: go away\n\n"
                         "From: agent@example.org\nDate: Mon, 16 Mar 2026 08:00:00 +0800\nSubject: FW\n\nRegards\n");
  EXPECT_EQ(report.vessel->victims(0).name_as_written(), "TRIAL STAR");
  EXPECT_EQ(report.facts.occurred().as_written(), "14 Mar 2026 1940 UTC ");
  EXPECT_EQ(report.narrative->texts(0).text(),
            "Boarded from astern.\nThe master said of the weapons seen: two knives.\nThey shouted: go away\nRegards");
}

TEST(Template, RefusesAColumnGivenTwiceAndPassesOverEmptyRows) {
  auto importer = formats::OpenImporter("template", "date,place,date\n2026-03-14,x,2026-03-15\n");
  EXPECT_THAT(importer.status().message(), HasSubstr("\"date\" is given twice"));
  importer = formats::OpenImporter("template", "date;place\n;\n2026-03-14;x\n ; \n");
  ASSERT_TRUE(importer.ok()) << importer.status();
  formats::ImportedRow row;
  ASSERT_TRUE((*importer)->Next(row));
  EXPECT_EQ(row.report->facts.place_text(), "x");
  EXPECT_FALSE((*importer)->Next(row));
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

// What became of one file: status and TLP of its first statement.
class MarkedImport : public Desk {
 protected:
  v1::Manifest Imported(const std::string& text, std::vector<std::string> flags = {}) {
    EXPECT_TRUE(sdk::ReplaceFile(Path("in"), text, sdk::Access::kEverybody).ok());
    log_.requests.clear();
    flags.insert(flags.begin(), {"import", Path("in")});
    EXPECT_EQ(LightshipAs(flags), 0) << err_;
    v1::Manifest manifest;
    if (!log_.requests.empty()) manifest.ParseFromString(log_.requests[0].statement().manifest());
    return manifest;
  }
};

constexpr char kForm[] = "Ship's name: X\nDate and time: 14 Mar 2026 1940 UTC\nPosition: 01:15.25N 104:02.41E\n";
constexpr char kTable[] = "date,place,exercise_status\n2026-03-14,x,";

TEST_F(MarkedImport, MakesNoActualIncidentOfADrill) {
  for (std::string head : {"EXERCISE EXERCISE EXERCISE\n", "*** EXERCISE *** EXERCISE *** EXERCISE ***\nREPORT\n",
                           "Subject: EXERCISE - north\n\n"}) {
    EXPECT_EQ(Imported(head + kForm).exercise_status(), v1::EXERCISE_STATUS_EXERCISE) << head;
    EXPECT_THAT(out_, HasSubstr("not an actual incident")) << "and it is flagged";
  }
  EXPECT_EQ(Imported(kForm).exercise_status(), v1::EXERCISE_STATUS_ACTUAL);
  EXPECT_EQ(Imported(kForm, {"--exercise"}).exercise_status(), v1::EXERCISE_STATUS_EXERCISE);
  EXPECT_EQ(Imported(std::string(kTable) + "exercise\n").exercise_status(), v1::EXERCISE_STATUS_EXERCISE);
  EXPECT_EQ(Imported(std::string(kTable) + "\n").exercise_status(), v1::EXERCISE_STATUS_ACTUAL);
  ASSERT_TRUE(sdk::ReplaceFile(Path("in"), std::string(kTable) + "drilll\n", sdk::Access::kEverybody).ok());
  EXPECT_EQ(LightshipAs({"import", Path("in")}), 6) << "a word in no list is no actual incident";
}

TEST_F(MarkedImport, HandlesFormsAsAmberUnlessTheySayOtherwise) {
  EXPECT_EQ(Imported(kForm).tlp(), v1::TLP_AMBER);
  EXPECT_EQ(Imported(std::string(kForm) + "TLP:GREEN\n").tlp(), v1::TLP_GREEN);
  EXPECT_EQ(Imported(kForm, {"--tlp", "clear"}).tlp(), v1::TLP_CLEAR);
  EXPECT_EQ(Imported(std::string(kTable) + "\n").tlp(), v1::TLP_CLEAR);
}

TEST_F(MarkedImport, KnowsARowAgainInAnotherFileAndPlaceAndCountsEqualOnes) {
  const std::string row = "2026-03-14,x,\n";
  Imported("date,place,exercise_status\n" + row + row);
  EXPECT_EQ(log_.admitted.size(), 2u) << "two equal rows are two incidents";
  ASSERT_TRUE(sdk::ReplaceFile(Path("other.csv"), "date,place,exercise_status\n2026-03-15,y,\n" + row + row,
                               sdk::Access::kEverybody)
                  .ok());
  ASSERT_EQ(LightshipAs({"import", Path("other.csv")}), 0) << err_;
  EXPECT_EQ(log_.admitted.size(), 3u);
}

TEST_F(MarkedImport, ReadsWindows1252AndFlagsItsRows) {
  Imported("date,place,exercise_status\n2026-03-14,Caf\xE9,\n2026-03-15,plain,\n");
  EXPECT_THAT(out_, HasSubstr("1  encoding guessed"));
  v1::Facts facts;
  facts.ParseFromString(log_.requests.at(0).statement().parts(0).content());
  EXPECT_EQ(facts.place_text(), "Café");
}

}  // namespace
}  // namespace lightship::commands
