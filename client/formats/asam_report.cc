#include "client/formats/asam_report.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/formats/account.h"
#include "client/formats/account_facts.h"
#include "client/formats/position_doubt.h"
#include "client/formats/safe_text.h"
#include "node/base/status.h"
#include "node/maritime/area.h"
#include "node/maritime/economy.h"
#include "node/maritime/geometry.h"
#include "node/maritime/position.h"
#include "node/maritime/time.h"
#include "node/maritime/vessel.h"
#include "node/maritime/vocabulary.h"
#include "node/maritime/word_table.h"
#include "node/statement/open.h"

namespace lightship::formats {
namespace {

using maritime::Point;
using maritime::Vocabulary;

// What stands for a letter that a conversion lost.
constexpr absl::string_view kLostLetter = "\xC2\xBF";
constexpr absl::string_view kReplaced = "\xEF\xBF\xBD";
// The prose's account of the act itself comes first; what follows tells of pursuits and earlier events.
constexpr size_t kActChars = 450;
constexpr size_t kOriginChars = 60;
// Where it took place stands at the beginning too.
constexpr size_t kAsamPlaceChars = 250;

std::string OneLine(absl::string_view text) {
  return absl::StrJoin(absl::StrSplit(text, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty()), " ");
}

// A label that is not the polygon's: wrong hemisphere if the mirrored point lies in the labelled area.
void CompareNavarea(const AsamRow& row, const Point& point, ImportedReport& report) {
  int computed = maritime::NavareaOf(point).number;
  report.facts.set_navarea(static_cast<uint32_t>(computed));
  if (row.navarea.empty()) return AddDoubt("no navArea", "navArea is blank; taken from the position", report);
  std::optional<int> label = maritime::ParseNavarea(row.navarea);
  if (!label) return AddUnmapped("navArea", row.navarea, report);
  if (*label == computed) return;
  std::string note = absl::StrCat("navArea is ", row.navarea, ", but the position lies in ",
                                  maritime::NavareaName(computed));
  for (auto [lat, lon] : {std::pair(-1, 1), std::pair(1, -1)}) {
    if (maritime::NavareaOf({point.lat_e7 * lat, point.lon_e7 * lon}).number != *label) continue;
    report.facts.mutable_position()->add_quality_flags(v1::POSITION_QUALITY_FLAG_HEMISPHERE_SUSPECT);
    absl::StrAppend(&note, "; it would fit in the other hemisphere");
    break;
  }
  AddDoubt("navArea differs from the position", note, report);
}

void SetWhere(const AsamRow& row, ImportedReport& report) {
  report.facts.set_place_text(SafeLine(OneLine(PlaceOfAccount(row.description))));
  if (row.position.empty()) return AddDoubt("no position", "no position", report);
  const std::string text = SafeLine(OneLine(row.position));
  auto position = maritime::ParsePosition(text);
  if (!position.ok() || !maritime::PointOf(*position).has_value()) {
    report.facts.mutable_position()->set_as_written(text);
    return AddDoubt("position unreadable", absl::StrCat("position \"", text, "\" cannot be read"), report);
  }
  *report.facts.mutable_position() = *std::move(position);
  report.facts.mutable_position()->set_as_written(text);
  if (absl::StrContains(text, "60'") || absl::StrContains(text, "60\"")) {
    AddDoubt("60 minutes in the position",
             absl::StrCat("\"", text, "\" has 60 minutes or seconds; carried over"), report);
  }
  CompareNavarea(row, *maritime::PointOf(report.facts.position()), report);
  auto told = PositionOfAccount(row.description);
  if (!told.has_value()) return;
  if (auto doubt = ComparePositions(report.facts.position(), *told); doubt.has_value()) {
    report.facts.mutable_position()->add_quality_flags(doubt->flag);
    AddDoubt("position differs from the account", doubt->note, report);
  }
}

absl::StatusOr<v1::OccurrenceTime> Occurrence(absl::CivilDay day, const AccountTime& time,
                                              const v1::Position& position) {
  maritime::TimeDefaults defaults;
  if (time.zone == "LT" && position.has_lon_e7()) {
    defaults = maritime::LocalTimeAt(position.lon_e7());
  }
  return maritime::ParseOccurrence(
      absl::StrCat(absl::FormatCivilTime(day), " ", time.clock, " ", time.zone), defaults);
}

// The column may hold the UTC date of a local time that the account dates a day apart, or the other way round.
bool IsSameEvent(const v1::OccurrenceTime& time, absl::CivilDay column) {
  absl::CivilDay start(absl::ToCivilDay(absl::FromUnixSeconds(time.start().seconds()), absl::UTCTimeZone()));
  absl::CivilDay end(absl::ToCivilDay(absl::FromUnixSeconds(time.end().seconds()), absl::UTCTimeZone()));
  return start == column || end == column;
}

absl::StatusOr<v1::OccurrenceTime> When(const AsamRow& row, absl::CivilDay column,
                                        ImportedReport& report) {
  const std::vector<absl::CivilDay> days = DatesOfAccount(row.description, column);
  const std::optional<AccountTime> time = TimeOfAccount(row.description, column);
  const bool agrees = days.empty() || std::find(days.begin(), days.end(), column) != days.end();
  if (time.has_value()) {
    const absl::CivilDay day = time->day.value_or(column);
    auto occurred = Occurrence(day, *time, report.facts.position());
    bool fits = occurred.ok() && (day == column || IsSameEvent(*occurred, column));
    if (fits) {
      occurred->set_as_written(absl::StrCat(row.date, " (account: ", absl::FormatCivilTime(day), " ",
                                            time->clock, " ", time->zone, ")"));
      return occurred;
    }
  }
  if (!agrees) {
    AddDoubt("date differs from the account",
             absl::StrCat("date is ", row.date, " in the column, ", absl::FormatCivilTime(days[0]),
                          " in the account", time.has_value() ? "; its time is not used" : ""),
             report);
  }
  return maritime::ParseOccurrence(row.date);
}

bool SetWhen(const AsamRow& row, ImportedReport& report) {
  absl::CivilDay column;
  // Some answers have "2015-04-24T00:00:00": the time is always midnight, and means nothing.
  if (!absl::ParseCivilTime(row.date.substr(0, row.date.find_first_of("T ")), &column)) return false;
  auto occurred = When(row, column, report);
  if (!occurred.ok()) return false;
  *report.facts.mutable_occurred() = *std::move(occurred);
  return true;
}

// Without the last brackets, where the origin stands: "(IMB)".
absl::string_view AccountOf(const AsamRow& row) {
  const size_t open = row.description.rfind('(');
  const bool origin = open != std::string::npos && row.description.size() - open < kOriginChars;
  return absl::string_view(row.description).substr(0, origin ? open : std::string::npos);
}

void SetSource(const AsamRow& row, ImportedReport& report) {
  const size_t origin = AccountOf(row).size();
  if (origin < row.description.size()) {
    auto kind = maritime::FindValue<v1::SourceKind>(Vocabulary::kOrigin, row.description.substr(origin));
    if (kind.has_value()) report.facts.add_source_chain()->set_kind(*kind);
  }
  v1::Source* source = report.facts.add_source_chain();
  source->set_kind(v1::SOURCE_KIND_NGA_ONI);
  source->set_reference(SafeLine(row.reference));
  v1::ExternalRef* reference = report.facts.add_external_refs();
  reference->set_scheme(v1::REF_SCHEME_NGA_ASAM);
  reference->set_id(SafeLine(row.reference));
  if (row.same_reference > 1) {
    AddDoubt("reference used twice",
             absl::StrCat("reference ", row.reference, " stands at ", row.same_reference, " records"),
             report);
  }
}

v1::ActStage Act(const AsamRow& row, ImportedReport& report) {
  std::optional<v1::ActStage> act;
  if (!row.hostility.empty()) {
    act = maritime::FindValue<v1::ActStage>(Vocabulary::kAsamHostility, row.hostility);
    if (!act.has_value()) AddUnmapped("hostility", row.hostility, report);
  }
  if (act.has_value() && *act != v1::ACT_STAGE_UNSPECIFIED && *act != v1::ACT_STAGE_NOT_STATED) {
    return *act;
  }
  absl::string_view account = absl::string_view(row.description).substr(0, kActChars);
  return maritime::FindValue<v1::ActStage>(Vocabulary::kAccountAct, account)
      .value_or(v1::ACT_STAGE_NOT_STATED);
}

void SetWhat(const AsamRow& row, ImportedReport& report) {
  v1::Facts& facts = report.facts;
  facts.set_report_kind(v1::REPORT_KIND_IMPORTED);
  facts.set_act_stage(Act(row, report));
  facts.set_act_as_written(SafeLine(OneLine(row.hostility)));
  const std::string state = absl::StrCat(row.victim, " ", row.description);
  facts.set_ship_status(maritime::FindValue<v1::ShipStatus>(Vocabulary::kShipState, state)
                            .value_or(v1::SHIP_STATUS_NOT_STATED));
  facts.set_weapons_statement(v1::STATED_STATE_NOT_STATED);
  facts.set_verification(v1::VERIFICATION_UNVERIFIED);
}

// The victim's type; where the column says only "vessel", that of the prose.
v1::ShipType Type(const AsamRow& row, bool named, ImportedReport& report) {
  std::optional<v1::ShipType> type;
  if (!row.victim.empty()) {
    type = maritime::FindValue<v1::ShipType>(Vocabulary::kVictimType, row.victim);
    if (!type.has_value() && !named) AddUnmapped("victim", row.victim, report);
  }
  if (type.has_value() && *type != v1::SHIP_TYPE_NOT_STATED) return *type;
  absl::string_view first = absl::string_view(row.description).substr(0, kActChars / 2);
  return maritime::FindValue<v1::ShipType>(Vocabulary::kVictimType, first)
      .value_or(v1::SHIP_TYPE_NOT_STATED);
}

void SetShips(const AsamRow& row, ImportedReport& report) {
  const std::string victim = OneLine(row.victim);
  std::vector<std::string> names = NamesInVictim(victim);
  const bool in_column = !names.empty();
  if (!in_column) names = NamesOfAccount(row.description);
  if (names.size() > 1 && !in_column) {
    AddDoubt("several names in the account",
             absl::StrCat("the account names ", absl::StrJoin(names, ", ")), report);
  }
  const v1::ShipType type = Type(row, in_column, report);
  const std::string flag = FlagOfAccount(absl::StrCat(victim, " ", row.description));
  v1::VesselDetails details;
  for (size_t i = 0; i < std::max<size_t>(names.size(), 1); ++i) {
    v1::ShipFacts* ship = report.facts.add_ships();
    ship->set_role(i == 0 || type != v1::SHIP_TYPE_TUG ? v1::VESSEL_ROLE_TARGET : v1::VESSEL_ROLE_TOWED);
    ship->set_type(type);
    // The ship's name does not belong into the facts.
    if (!in_column) ship->set_type_as_written(SafeLine(victim));
    if (i == 0) {
      ship->set_flag_as_written(SafeLine(flag));
      ship->set_flag(std::string(maritime::Alpha2OfName(flag).value_or("")));
    }
    v1::Vessel* vessel = details.add_victims();
    if (i < names.size()) maritime::SetName(SafeLine(names[i]), vessel);
    if (i >= names.size()) vessel->set_name_state(v1::NAME_STATE_NOT_REPORTED);
    vessel->set_imo_check(v1::IMO_CHECK_ABSENT);
    vessel->set_role(ship->role());
  }
  if (!names.empty()) report.vessel = std::move(details);
}

void SetNarrative(const AsamRow& row, ImportedReport& report) {
  v1::Narrative& narrative = report.narrative.emplace();
  narrative.set_other_information(SafeLine(absl::StrCat(
      "navArea: ", row.navarea, "; subreg: ", row.subregion, "; hostility: ", OneLine(row.hostility),
      "; victim: ", OneLine(row.victim))));
  if (row.description.empty()) return AddDoubt("no account", "the description is blank", report);
  v1::NarrativeText* text = narrative.add_texts();
  text->set_language("en");
  text->set_text(SafeText(row.description));
  if (absl::StrContains(row.description, kLostLetter) || absl::StrContains(row.description, kReplaced)) {
    AddDoubt("letters lost in the account", "a conversion lost letters of the account", report);
  }
}

}  // namespace

absl::StatusOr<ImportedReport> ReportFromAsam(const AsamRow& row) {
  if (!row.complete) {
    return absl::InvalidArgumentError("has not as many fields as the header; is a quote missing?");
  }
  ImportedReport report;
  SetWhere(row, report);
  CompareWithPlace(row.description.substr(0, kAsamPlaceChars), report);
  if (!SetWhen(row, report)) {
    return absl::InvalidArgumentError(
        absl::StrCat("date \"", row.date, "\" should be like 2015-04-24"));
  }
  ASSIGN_OR_RETURN(report.known_by, statement::ToTime(report.facts.occurred().end()));
  SetSource(row, report);
  SetWhat(row, report);
  SetShips(row, report);
  SetNarrative(row, report);
  // The column tells of actors and arms too ("Three robbers armed with knives").
  ReadAccount(absl::StrCat(AccountOf(row), ".\n", row.hostility), report.facts);
  DeriveLight(report.facts);
  return report;
}

}  // namespace lightship::formats
