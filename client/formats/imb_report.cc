#include "client/formats/imb_report.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/formats/account_facts.h"
#include "client/formats/position_doubt.h"
#include "client/formats/safe_text.h"
#include "node/base/status.h"
#include "node/maritime/area.h"
#include "node/maritime/geometry.h"
#include "node/maritime/position.h"
#include "node/maritime/time.h"
#include "node/maritime/vessel.h"
#include "node/maritime/vocabulary.h"
#include "node/statement/open.h"

namespace lightship::formats {
namespace {

constexpr absl::string_view kPositionWord = "Posn:";
constexpr absl::string_view kNotCounted = "will not be included in the IMB statistics";

bool SetWhen(const ImbRow& row, ImportedReport& report) {
  maritime::TimeDefaults defaults;
  if (row.zone == "LT" && report.facts.position().has_lon_e7()) {
    defaults = maritime::LocalTimeAt(report.facts.position().lon_e7());
  }
  std::string text = row.date;
  if (!row.time.empty()) absl::StrAppend(&text, " ", row.time, " ", row.zone);
  auto occurred = maritime::ParseOccurrence(text, defaults);
  if (!occurred.ok() && !row.time.empty()) {
    AddDoubt("time unreadable", absl::StrCat("time \"", row.time, " ", row.zone, "\" cannot be read; only the date is used"), report);
    occurred = maritime::ParseOccurrence(row.date);
  }
  if (!occurred.ok()) return false;
  occurred->set_as_written(SafeLine(text));
  *report.facts.mutable_occurred() = *std::move(occurred);
  return true;
}

void SetWhere(const ImbRow& row, ImportedReport& report) {
  report.facts.set_place_text(SafeLine(row.place));
  if (row.latitude.empty() && row.longitude.empty()) return AddDoubt("no position", "no position", report);
  std::string text = SafeLine(absl::StrCat(row.latitude, ", ", row.longitude));
  auto position = maritime::ParsePosition(row.latitude, row.longitude);
  if (!position.ok()) {
    report.facts.mutable_position()->set_as_written(text);
    return AddDoubt("position unreadable", absl::StrCat("position \"", text, "\" cannot be read"), report);
  }
  *report.facts.mutable_position() = *std::move(position);
  report.facts.mutable_position()->set_as_written(text);
  auto point = maritime::PointOf(report.facts.position());
  if (!point.has_value()) return AddDoubt("half a position", "half a position", report);
  report.facts.set_navarea(static_cast<uint32_t>(maritime::NavareaOf(*point).number));
}

void SetWhat(const ImbRow& row, ImportedReport& report) {
  v1::Facts& facts = report.facts;
  facts.set_report_kind(v1::REPORT_KIND_IMPORTED);
  facts.set_act_stage(
      Coded(maritime::ParseActStage(row.attack_type), "attack type", row.attack_type, report));
  facts.set_act_as_written(SafeLine(row.attack_type));
  facts.set_ship_status(Coded(maritime::ParseShipStatus(row.vessel_status), "vessel status",
                              row.vessel_status, report));
  facts.set_ship_status_as_written(SafeLine(row.vessel_status));
  facts.set_weapons_statement(v1::STATED_STATE_NOT_STATED);
  facts.set_verification(v1::VERIFICATION_UNVERIFIED);
  v1::Source* source = facts.add_source_chain();
  source->set_kind(v1::SOURCE_KIND_IMB_PRC);
  source->set_reference(absl::StrCat("record ", row.record));
}

// Tug and barge stand in one name field; every name is a ship.
void SetShips(const ImbRow& row, ImportedReport& report) {
  v1::ShipType type =
      Coded(maritime::ParseShipType(row.vessel_type), "vessel type", row.vessel_type, report);
  std::vector<std::string> names = maritime::SplitNames(row.vessel_name);
  if (names.empty()) names.push_back("");
  v1::VesselDetails details;
  for (size_t i = 0; i < names.size(); ++i) {
    v1::VesselRole role = i == 0 ? v1::VESSEL_ROLE_TARGET : v1::VESSEL_ROLE_TOWED;
    v1::ShipFacts* ship = report.facts.add_ships();
    ship->set_role(role);
    ship->set_type(type);
    ship->set_type_as_written(SafeLine(row.vessel_type));
    v1::Vessel* vessel = details.add_victims();
    maritime::SetName(SafeLine(names[i]), vessel);
    vessel->set_imo_check(v1::IMO_CHECK_ABSENT);
    vessel->set_role(role);
    if (!names[i].empty() && vessel->name_state() != v1::NAME_STATE_GIVEN) {
      AddDoubt("no name, only words for none",
               absl::StrCat("\"", names[i], "\" is no name: ",
                            maritime::DisplayName(vessel->name_state())),
               report);
    }
  }
  if (!row.vessel_name.empty()) report.vessel = std::move(details);
}

// "08.01.2015" at the start of a narrative as "2015-01-08"; empty when it starts with something else.
std::string DateOfNarrative(absl::string_view text) {
  int day = 0, month = 0, year = 0;
  bool right = text.size() >= 10 && text[2] == '.' && text[5] == '.' &&
               absl::SimpleAtoi(text.substr(0, 2), &day) &&
               absl::SimpleAtoi(text.substr(3, 2), &month) &&
               absl::SimpleAtoi(text.substr(6, 4), &year);
  return right ? absl::StrFormat("%04d-%02d-%02d", year, month, day) : "";
}

// The position that the narrative states, if it states figures.
std::optional<v1::Position> PositionOfNarrative(absl::string_view text) {
  size_t at = text.find(kPositionWord);
  if (at == absl::string_view::npos) return std::nullopt;
  absl::string_view rest = text.substr(at + kPositionWord.size());
  rest = rest.substr(0, rest.find('\n'));
  auto position = maritime::ParsePosition(rest);
  if (!position.ok() || !maritime::PointOf(*position).has_value()) return std::nullopt;
  return *std::move(position);
}

void SetNarrative(const ImbRow& row, ImportedReport& report) {
  DeriveLight(report.facts);
  if (row.narrative.empty()) return;
  ReadAccount(row.narrative, report.facts);
  v1::NarrativeText* text = report.narrative.emplace().add_texts();
  text->set_language("en");
  text->set_text(SafeText(row.narrative));
  std::string date = DateOfNarrative(row.narrative);
  if (!date.empty() && date != row.date) {
    AddDoubt("date differs from the account",
             absl::StrCat("date is ", row.date, " in the column, ", date, " in the narrative"),
             report);
  }
  if (absl::StrContains(row.narrative, kNotCounted)) {
    report.facts.set_counts_in_statistics(v1::TRI_STATE_NO);
    report.facts.set_counts_in_statistics_reason(std::string(kNotCounted));
  }
  auto told = PositionOfNarrative(row.narrative);
  if (!told.has_value()) return;
  if (auto doubt = ComparePositions(report.facts.position(), *told); doubt.has_value()) {
    report.facts.mutable_position()->add_quality_flags(doubt->flag);
    AddDoubt("position differs from the account", doubt->note, report);
  }
}

}  // namespace

absl::StatusOr<ImportedReport> ReportFromImb(const ImbRow& row) {
  if (!row.complete) {
    return absl::InvalidArgumentError("has not as many fields as the header; is a quote missing?");
  }
  ImportedReport report;
  SetWhere(row, report);
  if (!SetWhen(row, report)) {
    return absl::InvalidArgumentError(
        absl::StrCat("date \"", row.date, "\" should be like 2015-04-24"));
  }
  ASSIGN_OR_RETURN(report.known_by, statement::ToTime(report.facts.occurred().end()));
  SetWhat(row, report);
  SetShips(row, report);
  SetNarrative(row, report);
  CompareWithPlace(row.place, report);
  return report;
}

}  // namespace lightship::formats
