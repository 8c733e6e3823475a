#include "client/formats/exporter.h"

#include "client/formats/importer.h"
#include "gmock/gmock.h"
#include "node/maritime/position.h"
#include "node/maritime/time.h"
#include "tests/unit/client/desk.h"

namespace lightship::commands {
namespace {

using testing::HasSubstr;
using testing::Not;

// One report whose ship is withheld.
v1::GetIncidentResponse Incident(v1::ExerciseStatus status = v1::EXERCISE_STATUS_ACTUAL) {
  v1::GetIncidentResponse incident;
  v1::IncidentSummary& summary = *incident.mutable_summary();
  summary.set_incident_id(std::string(32, '\x0f'));
  summary.set_address("SG/12");
  summary.set_exercise_status(status);
  summary.set_act_stage(v1::ACT_STAGE_BOARDED);
  summary.set_vessel_withheld("SG/straits-patrol@3");
  v1::IncidentStatement& report = *incident.add_statements();
  report.set_address("SG/12");
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
                testing::AnyOf(HasSubstr("EXERCISE"), HasSubstr("exercise\"")))
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

TEST(Exporter, CancelsARetractedAlert) {
  v1::GetIncidentResponse incident = Incident();
  incident.mutable_summary()->set_retracted(true);
  EXPECT_THAT(Exported("cap", incident), HasSubstr("<msgType>Cancel</msgType>"));
  EXPECT_THAT(Exported("cap", incident), HasSubstr("<references>lightship:sg,SG/12,"));
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
