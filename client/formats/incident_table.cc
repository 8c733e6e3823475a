#include "client/formats/incident_table.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/formats/csv.h"
#include "client/formats/safe_text.h"
#include "client/formats/times.h"
#include "client/formats/words.h"
#include "node/base/encoding.h"
#include "node/maritime/position.h"

namespace lightship::formats {
namespace {

constexpr size_t kShortIdChars = 12;
constexpr double kE7 = 1e7;

// Exercises, retractions and doubts must be seen before anything else in the line.
std::string Marks(const v1::IncidentSummary& incident) {
  std::string marks;
  if (incident.exercise_status() != v1::EXERCISE_STATUS_ACTUAL) {
    std::string words = absl::AsciiStrToUpper(Words(incident.exercise_status()));
    absl::StrAppend(&marks, "[", words.empty() ? "STATUS NOT STATED" : words, "] ");
  }
  if (incident.retracted()) absl::StrAppend(&marks, "[retracted] ");
  if (incident.doubtful()) absl::StrAppend(&marks, "[in doubt] ");
  if (incident.verified_by_log()) absl::StrAppend(&marks, "[verified by log] ");
  return marks;
}

std::string WeaponsText(const v1::IncidentSummary& incident) {
  std::vector<std::string> words;
  for (int weapon : incident.weapons()) words.push_back(Words(static_cast<v1::Weapon>(weapon)));
  return absl::StrJoin(words, ", ");
}

std::string CoordinateText(bool known, int32_t e7) {
  return known ? absl::StrFormat("%.7f", e7 / kE7) : "";
}

}  // namespace

std::string IncidentTitle(const v1::IncidentSummary& incident) {
  if (!incident.address().empty()) return incident.address();
  return base::Hex(incident.incident_id()).substr(0, kShortIdChars);
}

std::string VesselText(const v1::IncidentSummary& incident) {
  if (!incident.vessel_name().empty()) return incident.vessel_name();
  if (incident.vessel_withheld().empty()) return "";
  return absl::StrCat("withheld (", incident.vessel_withheld(), ")");
}

Table MakeIncidentTable() {
  return Table({{"INCIDENT"},
                {"OCCURRED (UTC)"},
                {"POSITION"},
                {"PLACE", 10},
                {"ACT", 8},
                {"SHIP", 8},
                {"NAME", 8},
                {"STATUS", 8},
                {"BY"},
                {"REPORTS", 0, true}});
}

void AddTo(Table& table, const v1::IncidentSummary& incident) {
  table.Add({IncidentTitle(incident), OccurredText(incident.occurred()),
             maritime::FormatPosition(incident.position()), incident.place_text(),
             absl::StrCat(Marks(incident), Words(incident.act_stage())),
             Words(incident.ship_type()), VesselText(incident), Words(incident.ship_status()),
             absl::StrJoin(incident.economies(), " "), absl::StrCat(incident.reports())});
}

std::string IncidentLine(const v1::IncidentSummary& incident) {
  std::vector<std::string> parts = {OccurredText(incident.occurred()),
                                    absl::StrCat(Marks(incident), Words(incident.act_stage()))};
  for (std::string part : {Words(incident.ship_type()), VesselText(incident),
                           maritime::FormatPosition(incident.position()), incident.place_text()}) {
    if (!part.empty()) parts.push_back(std::move(part));
  }
  return SafeLine(absl::StrCat(IncidentTitle(incident), "  ", absl::StrJoin(parts, ", "), "  (",
                               absl::StrJoin(incident.economies(), " "), ")"));
}

std::string IncidentCsvHeader() {
  return CsvLine({"incident", "incident_id", "occurred_start", "occurred_end", "latitude",
                  "longitude", "place", "navarea", "act", "ship_type", "ship_status", "weapons",
                  "vessel_name", "imo_number", "verification", "exercise_status", "retracted",
                  "doubtful", "economies", "reports", "updated_at"});
}

std::string IncidentCsv(const v1::IncidentSummary& incident) {
  const v1::Position& position = incident.position();
  bool placed = position.has_lat_e7() && position.has_lon_e7();
  return CsvLine({incident.address(), base::Hex(incident.incident_id()),
                  TimeText(incident.occurred().start()), TimeText(incident.occurred().end()),
                  CoordinateText(placed, position.lat_e7()),
                  CoordinateText(placed, position.lon_e7()), incident.place_text(),
                  incident.navarea() == 0 ? "" : absl::StrCat(incident.navarea()),
                  Words(incident.act_stage()), Words(incident.ship_type()),
                  Words(incident.ship_status()), WeaponsText(incident), VesselText(incident),
                  incident.imo_number() == 0 ? "" : absl::StrCat(incident.imo_number()),
                  Words(incident.verification()), Words(incident.exercise_status()),
                  incident.retracted() ? "yes" : "no",
                  incident.doubtful() ? "yes" : "no", absl::StrJoin(incident.economies(), " "),
                  absl::StrCat(incident.reports()), TimeText(incident.updated_at())});
}

}  // namespace lightship::formats
