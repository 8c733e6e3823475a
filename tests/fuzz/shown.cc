// What others wrote, as it is shown and exported here: whatever stands in a statement, a terminal, a spreadsheet and a reader of XML or
// JSON get nothing that they would act on. The first byte says what is shown.
#include <memory>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/formats/comment_threads.h"
#include "client/formats/contact_text.h"
#include "client/formats/csv.h"
#include "client/formats/export_view.h"
#include "client/formats/exporter.h"
#include "client/formats/incident_page.h"
#include "client/formats/incident_table.h"
#include "client/formats/json.h"
#include "client/formats/notice_text.h"
#include "client/formats/safe_text.h"
#include "lightship/v1/contact.pb.h"
#include "lightship/v1/incident.pb.h"
#include "lightship/v1/notice.pb.h"
#include "nlohmann/json.hpp"
#include "node/statement/field_rules.h"
#include "pugixml.hpp"
#include "tests/fuzz/judge_csv.h"
#include "tests/fuzz/material.h"
#include "tests/fuzz/targets.h"

namespace lightship::fuzz {
namespace {

constexpr size_t kColumns = 100;
const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

// Nothing that moves a cursor or reorders text.
void JudgePrinted(const std::string& text, absl::string_view where) {
  Must(formats::IsUtf8(text), absl::StrCat("what is printed is UTF-8: ", where));
  Must(statement::IsCleanText(text), absl::StrCat("what is printed has no control characters: ", where));
  for (absl::string_view mark : {"\xE2\x80\xAE", "\xE2\x80\xAD", "\xE2\x81\xA6", "\xE2\x80\xA8"}) {
    Must(!absl::StrContains(text, mark), absl::StrCat("what is printed keeps its order: ", where));
  }
}

void JudgeXml(const std::string& text, absl::string_view format) {
  pugi::xml_document document;
  Must(document.load_buffer(text.data(), text.size()), absl::StrCat("what is exported is XML: ", format));
}

void JudgeExport(const std::string& format, const std::string& text) {
  Must(formats::IsUtf8(text), absl::StrCat("what is exported is UTF-8: ", format));
  for (char c : text) {
    Must(c == '\n' || c == '\t' || c == '\r' || !absl::ascii_iscntrl(static_cast<unsigned char>(c)),
         absl::StrCat("what is exported has no control characters: ", format));
  }
  if (format == "kml" || format == "cap" || format == "cise") JudgeXml(text, format);
  if (format == "geojson") Must(nlohmann::json::accept(text), "what is exported is JSON");
  if (format == "csv" || format == "gisis") JudgeCsv(text);
  // A time that JSON has no form for makes the whole unprintable, and it says so.
  if (format == "jsonl" && !absl::StartsWith(text, "{\"unprintable\"")) {
    v1::GetIncidentResponse again;
    Must(formats::FromJson(text, again).ok(), "what is exported is the message");
  }
}

bool ShowIncident(absl::string_view input) {
  v1::GetIncidentResponse incident;
  if (!incident.ParseFromArray(input.data(), static_cast<int>(input.size()))) return false;
  JudgePrinted(formats::IncidentPage(incident, kColumns), "page");
  const formats::ExportView view = formats::MakeExportView(incident);
  for (const formats::ExportFormat& format : formats::ExportFormats()) {
    const auto exporter = formats::MakeExporter(format.name, {"SG", kNow}).value();
    std::string text = exporter->Begin();
    text += exporter->Write(view);
    JudgeExport(format.name, text + exporter->End());
  }
  return true;
}

bool ShowNotice(absl::string_view input) {
  v1::PostedNotice notice;
  if (!notice.ParseFromArray(input.data(), static_cast<int>(input.size()))) return false;
  JudgePrinted(formats::NoticeBlock(notice, kColumns), "notice");
  JudgePrinted(formats::NoticeLine(notice), "line of a notice");
  JudgeCsv(formats::NoticeCsvHeader() + formats::NoticeCsv(notice));
  return true;
}

bool ShowContact(absl::string_view input) {
  v1::ContactCard card;
  if (!card.ParseFromArray(input.data(), static_cast<int>(input.size()))) return false;
  JudgePrinted(formats::ContactBlock(card, kColumns), "card");
  JudgeCsv(formats::ContactCsvHeader() + formats::ContactCsv(card));
  return true;
}

bool RunShown(absl::string_view input) {
  if (input.empty()) return false;
  const absl::string_view message = input.substr(1);
  switch (static_cast<uint8_t>(input[0]) % 3) {
    case 0:
      return ShowIncident(message);
    case 1:
      return ShowNotice(message);
    default:
      return ShowContact(message);
  }
}

Shape ShownShape(absl::string_view input) {
  switch (input.empty() ? 0 : static_cast<uint8_t>(input[0]) % 3) {
    case 0:
      return {&v1::GetIncidentResponse::default_instance(), 1};
    case 1:
      return {&v1::PostedNotice::default_instance(), 1};
    default:
      return {&v1::ContactCard::default_instance(), 1};
  }
}

v1::GetIncidentResponse Incident() {
  v1::GetIncidentResponse incident;
  v1::IncidentSummary& summary = *incident.mutable_summary();
  summary.set_incident_id(std::string(32, '\x0f'));
  summary.set_address("SG/12");
  summary.set_exercise_status(v1::EXERCISE_STATUS_EXERCISE);
  summary.set_act_stage(v1::ACT_STAGE_BOARDED);
  summary.set_vessel_withheld("SG/straits-patrol@3");
  summary.set_headline(std::string(32, '\x0f'));
  v1::IncidentStatement& report = *incident.add_statements();
  report.set_statement_id(std::string(32, '\x0f'));
  report.set_address("SG/12");
  report.mutable_admitted_at()->set_seconds(1'700'000'000);
  *report.mutable_manifest() = testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "SG");
  *report.mutable_facts() = testing::SampleFacts();
  *report.mutable_vessel() = testing::SampleVessel();
  *report.mutable_narrative() = testing::SampleNarrative();
  report.mutable_narrative()->mutable_texts(0)->set_text("=cmd|' /C calc'!A0 & \"knives\" <on deck> \xE2\x80\xAE");
  v1::WithheldPart& part = *report.add_withheld();
  part.set_name("people");
  part.set_audience("own");
  part.set_absence(v1::PART_ABSENCE_WITHHELD);
  v1::IncidentStatement& comment = *incident.add_statements();
  comment.mutable_manifest()->set_kind(v1::STATEMENT_KIND_COMMENT);
  comment.mutable_comment()->set_text("seen");
  return incident;
}

Seeds ShownSeeds() {
  v1::PostedNotice notice;
  notice.set_address("SG/14");
  notice.mutable_notice()->set_text("Keep clear.");
  notice.mutable_notice()->set_number("002/FEB/2018");
  v1::ContactCard card;
  card.mutable_contact()->set_agency("mpa");
  card.mutable_contact()->add_phones("+65 6325 2488");
  card.mutable_contact()->add_areas()->mutable_circle()->set_radius_m(1000);
  return {{"incident", std::string(1, '\0') + Incident().SerializeAsString()},
          {"notice", "\x01" + notice.SerializeAsString()},
          {"contact", "\x02" + card.SerializeAsString()}};
}

}  // namespace

const Target kShown = {"shown", RunShown, ShownSeeds, ShownShape};

}  // namespace lightship::fuzz
