#include "client/formats/exporter.h"

#include "absl/strings/str_cat.h"
#include "client/formats/importer.h"
#include "gmock/gmock.h"
#include "node/maritime/position.h"
#include "node/maritime/time.h"
#include "tests/unit/client/desk.h"

namespace lightship::commands {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// One report whose ship is withheld.
v1::GetIncidentResponse Incident(v1::ExerciseStatus status = v1::EXERCISE_STATUS_ACTUAL) {
  v1::GetIncidentResponse incident;
  v1::IncidentSummary& summary = *incident.mutable_summary();
  summary.set_incident_id(std::string(32, '\x0f'));
  summary.set_address("SG/12");
  summary.set_exercise_status(status);
  summary.set_act_stage(v1::ACT_STAGE_BOARDED);
  summary.set_vessel_withheld("SG/straits-patrol@3");
  summary.set_headline(std::string(32, '\x0f'));
  v1::IncidentStatement& report = *incident.add_statements();
  report.set_statement_id(std::string(32, '\x0f'));
  report.set_address("SG/12");
  report.mutable_admitted_at()->set_seconds(1'700'000'000);
  report.mutable_manifest()->set_audience("all");
  report.mutable_manifest()->set_economy("SG");
  report.mutable_manifest()->set_tlp(v1::TLP_GREEN);
  v1::Facts& facts = *report.mutable_facts();
  *facts.mutable_position() = *maritime::ParsePosition("1° 12.00' S 103° 53.25' W");
  *facts.mutable_occurred() = *maritime::ParseOccurrence("2020-05-03");
  facts.set_act_stage(v1::ACT_STAGE_BOARDED);
  facts.add_ships()->set_type(v1::SHIP_TYPE_BULK_CARRIER);
  report.mutable_narrative()->add_texts()->set_text("Men & \"knives\" <on deck>");
  v1::WithheldPart& part = *report.add_withheld();
  part.set_name("vessel");
  part.set_audience("SG/straits-patrol@3");
  part.set_absence(v1::PART_ABSENCE_WITHHELD);
  return incident;
}

std::string Exported(const std::string& format, const v1::GetIncidentResponse& incident) {
  auto exporter = formats::MakeExporter(format, {"SG", absl::FromUnixSeconds(1'800'000'000)});
  EXPECT_TRUE(exporter.ok()) << exporter.status();
  std::string text = (*exporter)->Begin();
  text += (*exporter)->Write(formats::MakeExportView(incident));
  return text + (*exporter)->End();
}

TEST(Exporter, SaysInEveryFormatWhatIsWithheld) {
  for (const formats::ExportFormat& format : formats::ExportFormats()) {
    std::string text = Exported(format.name, Incident());
    EXPECT_THAT(text, HasSubstr("SG/straits-patrol@3")) << format.name;
    if (format.name == "jsonl") continue;
    EXPECT_THAT(text, HasSubstr("withheld (SG/straits-patrol@3)")) << format.name;
  }
}

TEST(Exporter, MarksExercisesInEveryFormatAndActualIncidentsInNone) {
  for (const formats::ExportFormat& format : formats::ExportFormats()) {
    EXPECT_THAT(Exported(format.name, Incident(v1::EXERCISE_STATUS_EXERCISE)),
                ::testing::AnyOf(HasSubstr("EXERCISE"), HasSubstr("exercise\"")))
        << format.name;
  }
  EXPECT_THAT(Exported("imo-text", Incident()), Not(HasSubstr("EXERCISE")));
  EXPECT_THAT(Exported("cap", Incident()), HasSubstr("<status>Actual</status>"));
}

TEST(Exporter, PutsLongitudeFirstWhereTheFormatSaysSo) {
  EXPECT_THAT(Exported("geojson", Incident()), HasSubstr("\"coordinates\":[-103.8875,-1.2]"));
  EXPECT_THAT(Exported("kml", Incident()), HasSubstr("<coordinates>-103.8875000,-1.2000000</coordinates>"));
  EXPECT_THAT(Exported("cap", Incident()), HasSubstr("<circle>-1.2000000,-103.8875000 1.852</circle>"));
}

TEST(Exporter, GivesAnIncidentWithoutAPositionNoPlaceOnTheMap) {
  v1::GetIncidentResponse incident = Incident();
  incident.mutable_statements(0)->mutable_facts()->clear_position();
  EXPECT_THAT(Exported("geojson", incident), HasSubstr("\"geometry\":null"));
  EXPECT_THAT(Exported("kml", incident), Not(HasSubstr("<Point>")));
  EXPECT_THAT(Exported("cap", incident), Not(HasSubstr("<circle>")));
}

// A later statement of the incident, with its id and address.
v1::IncidentStatement& AddStatement(char id, v1::GetIncidentResponse& incident) {
  v1::IncidentStatement& statement = *incident.add_statements();
  statement.set_statement_id(std::string(32, id));
  statement.set_address(absl::StrCat("ID/", static_cast<int>(id)));
  statement.mutable_admitted_at()->set_seconds(1'700'000'000 + 100 * id);
  statement.mutable_manifest()->set_economy("ID");
  statement.mutable_manifest()->set_audience("all");
  return statement;
}

// The founding report is another one than the headline shows.
v1::GetIncidentResponse IncidentOfTwo(v1::ExerciseStatus founder) {
  v1::GetIncidentResponse incident = Incident();
  incident.mutable_summary()->set_headline(std::string(32, '\2'));
  incident.mutable_statements(0)->mutable_manifest()->set_exercise_status(founder);
  v1::IncidentStatement& report = AddStatement('\2', incident);
  report.mutable_manifest()->set_exercise_status(v1::EXERCISE_STATUS_ACTUAL);
  report.mutable_facts()->set_place_text("Off Batam");
  report.mutable_narrative()->add_texts()->set_text("Told by ID");
  return incident;
}

TEST(Exporter, TellsTheReportThatTheHeadlineShowsWhicheverWasAdmittedFirst) {
  for (auto founder : {v1::EXERCISE_STATUS_ACTUAL, v1::EXERCISE_STATUS_EXERCISE}) {
    for (const formats::ExportFormat& format : formats::ExportFormats()) {
      if (format.name == "jsonl") continue;  // holds all statements, each with its status
      const std::string text = Exported(format.name, IncidentOfTwo(founder));
      EXPECT_THAT(text, HasSubstr("Told by ID")) << format.name;
      EXPECT_THAT(text, Not(HasSubstr("on deck"))) << format.name << ": the words of another report";
    }
  }
}

TEST(Exporter, TellsNothingOfADrillsResponsesInAnActualIncident) {
  v1::GetIncidentResponse incident = IncidentOfTwo(v1::EXERCISE_STATUS_EXERCISE);
  v1::IncidentStatement& response = AddStatement('\3', incident);
  response.mutable_manifest()->set_exercise_status(v1::EXERCISE_STATUS_EXERCISE);
  response.mutable_response()->set_text("Drill ended");
  EXPECT_THAT(Exported("csv", incident), Not(HasSubstr("responded")));
  incident.mutable_statements(2)->mutable_manifest()->set_exercise_status(v1::EXERCISE_STATUS_ACTUAL);
  EXPECT_THAT(Exported("csv", incident), HasSubstr("ID responded"));
}

TEST(Exporter, NamesEveryCapMessageOnceAndWhatItReplaces) {
  v1::GetIncidentResponse incident = Incident();
  const std::string first = Exported("cap", incident);
  EXPECT_THAT(first, HasSubstr("<identifier>SG/12-0f0f0f0f0f0f0f0f</identifier>"));
  EXPECT_THAT(first, HasSubstr("<msgType>Alert</msgType>"));
  EXPECT_THAT(first, Not(HasSubstr("<references>")));
  AddStatement('\2', incident);
  incident.mutable_summary()->mutable_updated_at()->set_seconds(1'700'000'200);
  const std::string second = Exported("cap", incident);
  EXPECT_THAT(second, HasSubstr("<identifier>SG/12-0202020202020202</identifier>"));
  EXPECT_THAT(second, HasSubstr("<sent>2023-11-14T22:16:40-00:00</sent>"));
  EXPECT_THAT(second, HasSubstr("<msgType>Update</msgType>"));
  EXPECT_THAT(second,
              HasSubstr("<references>lightship:sg,SG/12-0f0f0f0f0f0f0f0f,2023-11-14T22:13:20-00:00</references>"));
  incident.mutable_summary()->set_retracted(true);
  EXPECT_THAT(Exported("cap", incident), HasSubstr("<msgType>Cancel</msgType>"));
}

TEST(Exporter, SaysInACapMessageToWhomItWasGiven) {
  v1::GetIncidentResponse incident = Incident();
  incident.mutable_statements(0)->mutable_manifest()->set_tlp(v1::TLP_CLEAR);
  incident.mutable_statements(0)->mutable_manifest()->set_audience("SG/near@1");
  incident.mutable_statements(0)->clear_withheld();
  EXPECT_THAT(Exported("cap", incident), HasSubstr("<scope>Restricted</scope>"));
  EXPECT_THAT(Exported("cap", incident), HasSubstr("given to: SG/near@1</restriction>"));
  incident.mutable_statements(0)->mutable_manifest()->set_audience("all");
  EXPECT_THAT(Exported("cap", incident), HasSubstr("<scope>Public</scope>"));
}

TEST(Exporter, PutsABannerOnFormsOfReportsTakenBackOrInDoubt) {
  v1::GetIncidentResponse incident = Incident();
  incident.mutable_summary()->set_retracted(true);
  incident.mutable_statements(0)->set_doubted_by("SG/40");
  EXPECT_THAT(Exported("imo-text", incident), HasSubstr("*** RETRACTED, IN DOUBT *** RETRACTED"));
  EXPECT_THAT(Exported("imo-html", incident), HasSubstr("<p class=\"mark\">RETRACTED, IN DOUBT</p>"));
  EXPECT_THAT(Exported("gisis", incident), HasSubstr("[RETRACTED, IN DOUBT] Men"));
}

TEST(Exporter, TellsNotStatedFromWithheldAndFromUnreadable) {
  v1::GetIncidentResponse incident = Incident();
  v1::IncidentStatement& report = *incident.mutable_statements(0);
  EXPECT_THAT(Exported("gisis", incident), HasSubstr(",,,Singapore,")) << "nobody said whether it was reported";
  report.mutable_facts()->set_reported_to_authority(v1::TRI_STATE_NO);
  EXPECT_THAT(Exported("gisis", incident), HasSubstr(",FALSE,,Singapore,"));
  report.clear_narrative();
  report.mutable_withheld(0)->set_name("narrative");
  *report.mutable_facts()->mutable_position() = *maritime::ParsePosition("two miles off the pier");
  const std::string form = Exported("imo-text", incident);
  EXPECT_THAT(form, ::testing::ContainsRegex("Damage to ship:\n +withheld \\(SG/straits-patrol@3\\)"));
  EXPECT_THAT(form, ::testing::ContainsRegex("Latitude/longitude:\n +two miles off the pier"));
}

TEST(Exporter, WritesGisisColumnsThatTheImporterReadsAgain) {
  std::string csv = Exported("gisis", Incident());
  EXPECT_THAT(csv, HasSubstr("5/3/20,"));
  EXPECT_THAT(csv, HasSubstr("1° 12.00' S,103° 53.25' W"));
  auto importer = formats::OpenImporter("gisis", csv);
  ASSERT_TRUE(importer.ok()) << importer.status();
  formats::ImportedRow row;
  ASSERT_TRUE((*importer)->Next(row));
  ASSERT_TRUE(row.report.ok()) << row.report.status();
  EXPECT_EQ(row.report->facts.position().lat_e7(), -12000000);
  EXPECT_EQ(maritime::FormatOccurrence(row.report->facts.occurred()), "2020-05-03 (zone not known)");
}

class ExportVerb : public Desk {
 protected:
  ExportVerb() {
    log_.incident = Incident();
    *log_.list.add_incidents() = log_.incident.summary();
  }
};

TEST_F(ExportVerb, WritesWhatTheFiltersSelect) {
  ASSERT_EQ(LightshipAs({"export", "--format", "geojson", "--act", "boarded"}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("\"id\":\"SG/12\""));
  EXPECT_EQ(log_.last_list.filter().act_stages(0), v1::ACT_STAGE_BOARDED);
}

TEST_F(ExportVerb, WantsADirectoryForDocumentsOfOneIncidentEach) {
  *log_.list.add_incidents() = log_.incident.summary();
  EXPECT_EQ(LightshipAs({"export", "--format", "cap"}), 1);
  EXPECT_THAT(err_, HasSubstr("name a directory with --out"));
  ASSERT_EQ(LightshipAs({"export", "--format", "cap", "--out", Path("alerts")}), 0) << err_;
  EXPECT_TRUE(std::filesystem::exists(Path("alerts/SG-12.cap.xml")));
}

TEST_F(ExportVerb, NamesTheFormatsWhenAskedForAnother) {
  EXPECT_EQ(LightshipAs({"export", "--format", "pdf"}), 1);
  EXPECT_THAT(err_, HasSubstr("there are geojson, kml, csv"));
}

}  // namespace
}  // namespace lightship::commands
