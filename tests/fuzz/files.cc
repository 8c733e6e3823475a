// Files and mails of others: armored alerts, tables, JSON, incident sets of other systems.
#include <memory>
#include <vector>

#include "client/formats/armor.h"
#include "client/formats/condense.h"
#include "client/formats/csv.h"
#include "client/formats/decode.h"
#include "client/formats/gisis_csv.h"
#include "client/formats/importer.h"
#include "client/formats/json.h"
#include "client/formats/report_file.h"
#include "client/formats/safe_text.h"
#include "lightship/v1/filter.pb.h"
#include "node/base/encoding.h"
#include "node/statement/canonical.h"
#include "node/statement/validate.h"
#include "tests/fuzz/judge_csv.h"
#include "tests/fuzz/material.h"
#include "tests/fuzz/targets.h"

namespace lightship::fuzz {
namespace {

bool RunArmor(absl::string_view input) {
  bool accepted = false;
  for (const formats::ArmoredBlock& block : formats::FindArmored(input)) {
    if (!block.statement.ok()) continue;
    accepted = true;
    const absl::StatusOr<std::string> again = formats::Armor(*block.statement);
    Must(again.ok(), "what came armored can be armored");
    const std::vector<formats::ArmoredBlock> found = formats::FindArmored(*again);
    Must(found.size() == 1 && found[0].statement.ok(), "what is armored is found");
    Must(statement::SerializeDeterministic(*found[0].statement) ==
             statement::SerializeDeterministic(*block.statement),
         "what is armored is the same");
  }
  const absl::StatusOr<v1::SignedStatement> expanded = formats::Expand(input);
  Must(!expanded.ok() || formats::Condense(*expanded) == input, "a statement is condensed in one way");
  return accepted || expanded.ok();
}

Seeds ArmorSeeds() {
  const std::string text = formats::Armor(SgAlert()).value();
  return {{"alert", text}, {"mail", "From: watch\r\n\r\n> " + text}, {"condensed", formats::Condense(SgReport())}};
}

bool RunCsv(absl::string_view input) {
  const formats::Decoded decoded = formats::Decode(input);
  Must(formats::IsUtf8(decoded.text), "what is decoded is UTF-8");
  formats::CsvReader reader(decoded.text);
  formats::CsvRecord record;
  size_t records = 0, line = 0;
  bool broken = false;
  while (reader.Next(record)) {
    Must(++records <= decoded.text.size() + 1, "records end");
    Must(record.line >= line, "records stand one after another");
    line = record.line;
    broken |= record.broken;
    const std::string written = formats::CsvLine(record.fields);
    // Under a header, by which readers tell the separator.
    JudgeCsv(formats::CsvLine(std::vector<std::string>(record.fields.size(), "column")) + written);
  }
  return records > 0 && !broken;
}

Seeds CsvSeeds() {
  return {{"plain", "a,b,c\n1,\"two, \"\"2\"\"\",3\r\n"}, {"semicolons", "\xEF\xBB\xBF" "a;b\n=1+1;-2\n"},
          {"utf-16", std::string("\xFF\xFE" "a\0,\0b\0\n\0", 10)}};
}

bool RunJson(absl::string_view input) {
  v1::Facts facts;
  v1::IncidentFilter filter;
  const bool is_facts = formats::FromJson(input, facts).ok();
  const bool is_filter = formats::FromJson(input, filter).ok();
  const absl::StatusOr<formats::ReportFile> report = formats::ReadReportFile(input);
  for (const google::protobuf::Message* message :
       {static_cast<const google::protobuf::Message*>(&facts), static_cast<const google::protobuf::Message*>(&filter)}) {
    if (!(message == &facts ? is_facts : is_filter)) continue;
    const std::string line = formats::JsonLine(*message);
    const std::unique_ptr<google::protobuf::Message> again(message->New());
    Must(formats::FromJson(line, *again).ok(), "JSON that is written can be read: " + line);
    Must(formats::JsonLine(*again) == line, "JSON that is written is the same");
    Must(line.find('\n') == line.size() - 1, "a message is one line");
  }
  return is_facts || is_filter || report.ok();
}

Seeds JsonSeeds() {
  v1::IncidentFilter filter;
  filter.mutable_box()->set_north_e7(10);
  filter.set_text("knife");
  return {{"facts", formats::JsonLine(testing::SampleFacts())}, {"filter", formats::JsonLine(filter)},
          {"report", "{\"facts\": " + formats::JsonLine(testing::SampleFacts()) + ", \"narrative\": " +
                         formats::JsonLine(testing::SampleNarrative()) + "}"}};
}

// --- Importers. The first byte says which; from 'a' on, so that inputs are text.

constexpr absl::string_view kImbHeader =
    "date,time,longitude,latitude,attack_type,location_description,nearest_country,eez_country,"
    "shore_distance,shore_longitude,shore_latitude,attack_description,vessel_name,vessel_type,vessel_status,data_source\n";
constexpr absl::string_view kAsamHeader = "\xEF\xBB\xBFreference,date,position,navArea,subreg,hostility,victim,description,\n";

// The last moment that there is: no date is ahead of it.
const absl::Time kEnd = absl::FromUnixSeconds(253'402'300'799);

// What an importer makes of a row is fit to be signed: the node would refuse it otherwise.
void JudgeImported(const formats::ImportedReport& report) {
  std::vector<statement::PartDraft> parts = {testing::Draft("facts", report.facts)};
  if (report.vessel.has_value()) parts.push_back(testing::Draft("vessel", *report.vessel));
  if (report.narrative.has_value()) parts.push_back(testing::Draft("narrative", *report.narrative));
  const v1::SignedStatement sealed =
      SealedBySg(testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "SG", kEnd), parts);
  v1::Manifest manifest;
  manifest.ParseFromString(sealed.manifest());
  for (const base::Violation& violation : statement::Validate(manifest, sealed.parts(), kEnd)) {
    Must(false, "what is imported is admissible: " + violation.field + ": " + violation.description);
  }
}

bool RunImport(absl::string_view input) {
  if (input.empty()) return false;
  const auto& known = formats::ImportFormats();
  const std::string& format = known[static_cast<uint8_t>(input[0]) % known.size()].name;
  const std::string text = formats::Decode(input.substr(1)).text;
  const auto importer = formats::OpenImporter(format, text);
  if (!importer.ok()) {
    Must(importer.status().message().size() < 4096, "a refusal is bounded");
    return false;
  }
  formats::ImportedRow row;
  size_t rows = 0, reports = 0;
  while ((*importer)->Next(row)) {
    Must(++rows <= text.size() + 1, "rows end");
    if (!row.report.ok()) continue;
    ++reports;
    if (reports <= 4) JudgeImported(*row.report);
  }
  return reports > 0;
}

std::string ImportInput(absl::string_view format, absl::string_view text) {
  const auto& known = formats::ImportFormats();
  char code = 'a';
  while (known[static_cast<uint8_t>(code) % known.size()].name != format) ++code;
  return code + std::string(text);
}

std::string GisisSeed() {
  return formats::CsvLine(formats::GisisColumns()) +
         "6/18/01,Test Vessel 2,Bulk carrier,2000016,In port area,TRUE,1\xC2\xB0 12.00' N,103\xC2\xB0 53.25' E,"
         "\"Four robbers with long knives came over the stern at 0340 LT. They fled.\",Ship's stores stolen,Alarm raised,"
         "TRUE,Yes,Panama,-,730\n";
}

Seeds ImportSeeds() {
  return {
      {"imb", ImportInput("imb", std::string(kImbHeader) +
                                     "2020-05-03,03:45:00,104.04,1.25,Boarded,Singapore Straits,SGP,SGP,1,104,1,"
                                     "\"03.05.2020: 0345 LT: Posn: 01:15.25N - 104:02.41E. Six robbers armed with knives "
                                     "boarded a bulk carrier underway.\",MV Example,Bulk Carrier,Steaming,imb\n")},
      {"asam", ImportInput("asam", std::string(kAsamHeader) +
                                       "2022-901,2022-04-28,\"13\xC2\xB0" "43'00\"\"N \n121\xC2\xB0" "02'00\"\"E\",XI,91,,Marshall "
                                       "Islands-flagged tanker TEST STAR,\"PHILIPPINES: On 28 April, at 0345 local time, three "
                                       "robbers boarded the tanker TEST STAR anchored near position 13-43N 121-02E. (IMB)\",\n")},
      {"asam-json", ImportInput("asam-json", "{\"asam\":[{\"reference\":\"2022-901\",\"date\":\"2022-04-28\",\"position\":"
                                             "\"13\xC2\xB0" "43'00\\\"N \\n121\xC2\xB0" "02'00\\\"E\",\"navArea\":\"XI\",\"subreg\":"
                                             "\"91\",\"hostility\":\"PIRATES\",\"victim\":\"Tanker\",\"description\":\"(U) "
                                             "NIGERIA: On 28 April, robbers boarded.\"}]}")},
      {"gisis", ImportInput("gisis", GisisSeed())},
      {"template", ImportInput("template",
                               "date,time,time_zone,latitude,longitude,act,weapons,suspect_craft,losses,crew_consequences,reported_to\n"
                               "2026-03-14,1940,UTC,01:15.25N,104:02.41E,boarded,long knives,two wooden boats with hooks,"
                               "engine spares,one oiler was injured,Singapore VTIS\n")},
      {"circ", ImportInput("circ", "1 Date: 14 March 2026\n2 Name of ship: MV Trial Star\nIMO number: 9074729\n"
                                   "3 Position: 01:15.25N 104:02.41E\n4.1 Method of attack: boarded over the stern\n"
                                   "Weapons: knives\n")}};
}

}  // namespace

const Target kArmor = {"armor", RunArmor, ArmorSeeds};
const Target kCsv = {"csv", RunCsv, CsvSeeds};
const Target kJson = {"json", RunJson, JsonSeeds};
const Target kImport = {"import", RunImport, ImportSeeds};

}  // namespace lightship::fuzz
