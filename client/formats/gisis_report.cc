// A row of a GISIS export as a report (gisis_csv.h).
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/formats/account_facts.h"
#include "client/formats/gisis_csv.h"
#include "client/formats/position_doubt.h"
#include "client/formats/safe_text.h"
#include "node/base/status.h"
#include "node/maritime/area.h"
#include "node/maritime/economy.h"
#include "node/maritime/position.h"
#include "node/maritime/time.h"
#include "node/maritime/vessel.h"
#include "node/maritime/vocabulary.h"
#include "node/maritime/word_table.h"
#include "node/statement/open.h"

namespace lightship::formats {
namespace {

using maritime::Vocabulary;

// Older accounts end at 253 to 255 characters, wherever that is.
constexpr size_t kCutFrom = 253, kCutTo = 255;
// Where it took place, if the account says so, stands at its beginning.
constexpr size_t kPlaceChars = 250;
// MSC/Circ. ran from 698 to 992 until early 2001; MSC.4/Circ. began again at 1.
constexpr int kFirstOldCircular = 698;
constexpr int64_t kFirstYearOfNewSeries = 2001;

// "-", "NA", "N/A", "Nil" and blank all mean that nothing is stated.
bool IsStated(absl::string_view text) {
  return maritime::NameStateOf(text) == v1::NAME_STATE_GIVEN;
}

size_t Characters(absl::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

void SetWhere(const GisisRow& row, ImportedReport& report) {
  v1::Facts& facts = report.facts;
  facts.set_sea_zone(Coded(maritime::ParseSeaZone(row.area), "Area", row.area, report));
  facts.set_sea_zone_as_written(SafeLine(row.area));
  if (row.latitude.empty() && row.longitude.empty()) {
    return AddDoubt("no position", "no position", report);
  }
  const std::string text = SafeLine(absl::StrCat(row.latitude, ", ", row.longitude));
  auto position = maritime::ParsePosition(row.latitude, row.longitude);
  if (position.ok()) *facts.mutable_position() = *std::move(position);
  facts.mutable_position()->set_as_written(text);
  if (row.latitude.empty() || row.longitude.empty()) {
    return AddDoubt("half a position", absl::StrCat("\"", text, "\" is half a position"), report);
  }
  auto point = maritime::PointOf(facts.position());
  if (!point.has_value()) {
    return AddDoubt("position unreadable", absl::StrCat("position \"", text, "\" cannot be read"), report);
  }
  facts.set_navarea(static_cast<uint32_t>(maritime::NavareaOf(*point).number));
}

bool SetWhen(const GisisRow& row, ImportedReport& report) {
  maritime::TimeDefaults defaults;
  defaults.numeric_dates = maritime::DateOrder::kMonthFirst;
  auto occurred = maritime::ParseOccurrence(row.date, defaults);
  if (!occurred.ok()) return false;
  *report.facts.mutable_occurred() = *std::move(occurred);
  return true;
}

void SetWhat(const GisisRow& row, ImportedReport& report) {
  v1::Facts& facts = report.facts;
  facts.set_report_kind(v1::REPORT_KIND_IMPORTED);
  const std::string account = absl::StrCat(row.details, " ", row.consequences);
  facts.set_act_stage(maritime::FindValue<v1::ActStage>(Vocabulary::kAccountAct, account)
                          .value_or(v1::ACT_STAGE_NOT_STATED));
  // Never filled in the exports known; kept when it is.
  facts.set_act_as_written(SafeLine(row.boarded));
  facts.set_ship_status(maritime::FindValue<v1::ShipStatus>(Vocabulary::kShipState, row.details)
                            .value_or(v1::SHIP_STATUS_NOT_STATED));
  facts.set_weapons_statement(v1::STATED_STATE_NOT_STATED);
  facts.set_loss_statement(v1::STATED_STATE_NOT_STATED);
  facts.set_verification(v1::VERIFICATION_UNVERIFIED);
}

// The number alone is ambiguous between two series.
void SetCircular(const GisisRow& row, ImportedReport& report) {
  if (row.circular.empty()) return;
  v1::ExternalRef* reference = report.facts.add_external_refs();
  reference->set_scheme(v1::REF_SCHEME_IMO_MSC_CIRC);
  reference->set_id(SafeLine(row.circular));
  int number = 0;
  if (!absl::SimpleAtoi(row.circular, &number)) return AddUnmapped("MSC/Circ", row.circular, report);
  const bool old_series = number >= kFirstOldCircular;
  reference->set_series(old_series ? "MSC/Circ." : "MSC.4/Circ.");
  const int64_t year = absl::ToCivilYear(report.known_by, absl::UTCTimeZone()).year();
  if (old_series ? year > kFirstYearOfNewSeries : year < kFirstYearOfNewSeries) {
    AddDoubt("circular of another time",
             absl::StrCat(reference->series(), row.circular, " does not go with ", row.date), report);
  }
}

void SetSource(const GisisRow& row, ImportedReport& report) {
  if (IsStated(row.reporting_state)) {
    v1::Source* state = report.facts.add_source_chain();
    state->set_kind(v1::SOURCE_KIND_FLAG_STATE);
    state->set_organisation(SafeLine(row.reporting_state));
    if (!maritime::Alpha2OfName(row.reporting_state)) {
      AddUnmapped("Reporting State", row.reporting_state, report);
    }
  }
  v1::Source* source = report.facts.add_source_chain();
  source->set_kind(v1::SOURCE_KIND_OTHER);
  source->set_organisation("IMO GISIS");
  SetCircular(row, report);
}

void SetAuthorities(const GisisRow& row, ImportedReport& report) {
  v1::Facts& facts = report.facts;
  if (absl::EqualsIgnoreCase(row.reported, "TRUE")) {
    facts.set_reported_to_authority(v1::TRI_STATE_YES);
  } else if (absl::EqualsIgnoreCase(row.reported, "FALSE")) {
    facts.set_reported_to_authority(v1::TRI_STATE_NO);
  } else if (!row.reported.empty()) {
    AddUnmapped("Reported?", row.reported, report);
  }
  facts.set_authority_contacts_as_written(SafeLine(row.reported_to));
  if (IsStated(row.coastal_action)) {
    facts.add_coastal_responses()->set_text(SafeText(row.coastal_action));
  }
}

// What the columns tell, each by the tables for it; then what the account tells beyond them.
void SetAccount(const GisisRow& row, ImportedReport& report) {
  v1::Facts& facts = report.facts;
  ReadHarm(SentencesOf(row.consequences), facts);
  ReadLosses(SentencesOf(row.consequences), facts);
  ReadCrewActions(SentencesOf(row.action), facts);
  ReadAuthorities(SentencesOf(row.reported_to), true, facts);
  ReadCoastalActions(SentencesOf(row.coastal_action), true, facts);
  ReadAccount(absl::StrCat(row.details, "\n", row.consequences, "\n", row.action), facts);
  DeriveLight(facts);
}

void SetImoNumber(const GisisRow& row, v1::Vessel* vessel, ImportedReport& report) {
  maritime::SetImoNumber(SafeLine(row.imo_number), vessel);
  const bool bad = vessel->imo_check() == v1::IMO_CHECK_BAD_CHECK_DIGIT;
  if (!bad && vessel->imo_check() != v1::IMO_CHECK_MALFORMED) return;
  AddDoubt(bad ? "check digit of the IMO number" : "IMO number malformed",
           absl::StrCat("IMO number \"", row.imo_number, "\" ",
                        bad ? "has a wrong check digit" : "is not seven digits"),
           report);
}

void SetShips(const GisisRow& row, ImportedReport& report) {
  const v1::ShipType type = Coded(maritime::ParseShipType(row.ship_type), "Ship Type", row.ship_type, report);
  std::vector<std::string> names = maritime::SplitNames(row.ship_name);
  if (names.empty()) names.push_back("");
  v1::VesselDetails& details = report.vessel.emplace();
  for (size_t i = 0; i < names.size(); ++i) {
    v1::ShipFacts* ship = report.facts.add_ships();
    ship->set_role(i == 0 ? v1::VESSEL_ROLE_TARGET : v1::VESSEL_ROLE_TOWED);
    ship->set_type(type);
    ship->set_type_as_written(SafeLine(row.ship_type));
    v1::Vessel* vessel = details.add_victims();
    vessel->set_role(ship->role());
    vessel->set_imo_check(v1::IMO_CHECK_ABSENT);
    maritime::SetName(SafeLine(names[i]), vessel);
    if (i == 0) SetImoNumber(row, vessel, report);
    if (!names[i].empty() && vessel->name_state() != v1::NAME_STATE_GIVEN) {
      AddDoubt("no name, only words for none",
               absl::StrCat("\"", names[i], "\" is no name: ",
                            maritime::DisplayName(vessel->name_state())),
               report);
    }
  }
}

void SetNarrative(const GisisRow& row, ImportedReport& report) {
  v1::Narrative& narrative = report.narrative.emplace();
  narrative.set_crew_consequences_text(SafeText(row.consequences));
  narrative.set_crew_action_text(SafeText(row.action));
  if (row.details.empty()) return AddDoubt("no account", "Incident details are blank", report);
  v1::NarrativeText* text = narrative.add_texts();
  text->set_language("en");
  text->set_text(SafeText(row.details));
  const size_t characters = Characters(row.details);
  if (characters >= kCutFrom - 1 && characters <= kCutTo &&
      !absl::StrContains(".!?)\"", row.details.back())) {
    AddDoubt("account cut off", absl::StrCat("the account ends at ", kCutTo, " characters"), report);
  }
}

}  // namespace

absl::StatusOr<ImportedReport> ReportFromGisis(const GisisRow& row) {
  if (!row.complete) {
    return absl::InvalidArgumentError("has not as many fields as the header; is a quote missing?");
  }
  ImportedReport report;
  SetWhere(row, report);
  if (!SetWhen(row, report)) {
    return absl::InvalidArgumentError(
        absl::StrCat("Date \"", row.date, "\" should be like 3/14/09, month first"));
  }
  ASSIGN_OR_RETURN(report.known_by, statement::ToTime(report.facts.occurred().end()));
  SetWhat(row, report);
  SetSource(row, report);
  SetAuthorities(row, report);
  SetShips(row, report);
  SetNarrative(row, report);
  SetAccount(row, report);
  CompareWithPlace(row.details.substr(0, kPlaceChars), report);
  return report;
}

}  // namespace lightship::formats
