// Values of the template's columns as a report (template_csv.h).
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/formats/account_facts.h"
#include "client/formats/safe_text.h"
#include "client/formats/template_csv.h"
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

class Maker {
 public:
  explicit Maker(const TemplateValues& values) : values_(values), facts_(report_.facts) {}

  absl::StatusOr<ImportedReport> Make() {
    SetWhere();
    RETURN_IF_ERROR(SetWhen());
    RETURN_IF_ERROR(SetStatus());
    SetWhat();
    SetShips();
    SetPerpetrators();
    SetWords();
    ReadColumns();
    return std::move(report_);
  }

 private:
  std::string Get(const char* column) const {
    auto found = values_.find(column);
    return found == values_.end() ? "" : found->second;
  }

  // The value of a list, or what the prose table makes of a sentence; else unset and flagged.
  template <typename List>
  List Value(const char* column, const absl::StatusOr<List>& parsed, Vocabulary prose) {
    if (parsed.ok()) return *parsed;
    auto found = maritime::FindValue<List>(prose, Get(column));
    if (found.has_value()) return *found;
    AddUnmapped(column, Get(column), report_);
    return static_cast<List>(0);
  }

  void SetWhere() {
    facts_.set_place_text(SafeLine(Get("place")));
    facts_.set_unlocode(absl::AsciiStrToUpper(SafeLine(Get("unlocode"))));
    facts_.set_sea_zone(Coded(maritime::ParseSeaZone(Get("sea_zone")), "sea_zone", Get("sea_zone"), report_));
    facts_.set_sea_zone_as_written(SafeLine(Get("sea_zone")));
    const std::string latitude = Get("latitude"), longitude = Get("longitude");
    if (latitude.empty() && longitude.empty()) return AddDoubt("no position", "no position", report_);
    // Forms often hold both in one field.
    auto position = maritime::ParsePosition(latitude);
    if (!longitude.empty() || !position.ok()) position = maritime::ParsePosition(latitude, longitude);
    const std::string text = SafeLine(absl::StrCat(latitude, longitude.empty() ? "" : " ", longitude));
    if (!position.ok()) {
      facts_.mutable_position()->set_as_written(text);
      return AddDoubt("position unreadable", absl::StrCat("position \"", text, "\" cannot be read"), report_);
    }
    *facts_.mutable_position() = *std::move(position);
    facts_.mutable_position()->set_as_written(text);
    auto point = maritime::PointOf(facts_.position());
    if (!point.has_value()) return AddDoubt("half a position", "half a position", report_);
    facts_.set_navarea(static_cast<uint32_t>(maritime::NavareaOf(*point).number));
  }

  absl::Status SetWhen() {
    std::string text = Get("date");
    if (!Get("time").empty()) absl::StrAppend(&text, " ", Get("time"), " ", Get("time_zone"));
    maritime::TimeDefaults defaults;
    if (facts_.position().has_lon_e7() && absl::StrContains(absl::AsciiStrToUpper(text), " L")) {
      defaults = maritime::LocalTimeAt(facts_.position().lon_e7());
    }
    auto occurred = maritime::ParseOccurrence(text, defaults);
    if (!occurred.ok() && !Get("time").empty()) {
      AddDoubt("time unreadable", absl::StrCat("time of \"", text, "\" cannot be read; only the date is used"),
               report_);
      occurred = maritime::ParseOccurrence(Get("date"));
    }
    if (!occurred.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("date \"", Get("date"), "\" should be like 2026-03-14"));
    }
    *facts_.mutable_occurred() = *std::move(occurred);
    facts_.mutable_occurred()->set_as_written(SafeLine(text));
    ASSIGN_OR_RETURN(report_.known_by, statement::ToTime(facts_.occurred().end()));
    return absl::OkStatus();
  }

  // A word in no list must not make an actual incident of a drill.
  absl::Status SetStatus() {
    if (Get("exercise_status").empty()) return absl::OkStatus();
    auto status = maritime::ParseValue<v1::ExerciseStatus>(Get("exercise_status"));
    RETURN_IF_ERROR(base::Annotate(status.status(), "exercise_status"));
    report_.status = *status;
    return absl::OkStatus();
  }

  void SetWhat() {
    facts_.set_report_kind(v1::REPORT_KIND_IMPORTED);
    facts_.set_act_stage(Value("act", maritime::ParseActStage(Get("act")), Vocabulary::kAccountAct));
    facts_.set_act_as_written(SafeLine(Get("act")));
    facts_.set_ship_status(
        Value("ship_status", maritime::ParseShipStatus(Get("ship_status")), Vocabulary::kShipState));
    facts_.set_ship_status_as_written(SafeLine(Get("ship_status")));
    facts_.set_verification(v1::VERIFICATION_UNVERIFIED);
    facts_.set_authority_contacts_as_written(SafeLine(Get("reported_to")));
    facts_.set_assistance_required(SafeLine(Get("assistance")));
    if (!Get("coastal_response").empty()) {
      facts_.add_coastal_responses()->set_text(SafeText(Get("coastal_response")));
    }
    SetWeapons();
    if (!Get("reference").empty()) {
      v1::ExternalRef* reference = facts_.add_external_refs();
      reference->set_scheme(v1::REF_SCHEME_NATIONAL_CASE_NO);
      reference->set_id(SafeLine(Get("reference")));
    }
    if (!Get("source").empty()) {
      v1::Source* source = facts_.add_source_chain();
      source->set_kind(v1::SOURCE_KIND_OTHER);
      source->set_organisation(SafeLine(Get("source")));
    }
  }

  void SetWeapons() {
    const std::string text = Get("weapons");
    facts_.set_weapons_as_written(SafeLine(text));
    if (maritime::NameStateOf(text) != v1::NAME_STATE_GIVEN) {
      facts_.set_weapons_statement(v1::STATED_STATE_NOT_STATED);
      return;
    }
    if (absl::EqualsIgnoreCase(text, "none")) {
      facts_.set_weapons_statement(v1::STATED_STATE_NONE);
      return;
    }
    facts_.set_weapons_statement(v1::STATED_STATE_PRESENT);
    v1::Facts said;
    for (absl::string_view word : absl::StrSplit(text, absl::ByAnyChar(";,"), absl::SkipWhitespace())) {
      word = absl::StripAsciiWhitespace(word);
      auto weapon = maritime::ParseValue<v1::Weapon>(word);
      v1::Facts read;
      ReadWeapons(SentencesOf(word), read);
      if (weapon.ok()) {
        facts_.add_weapons()->set_weapon(*weapon);
      } else if (read.weapons_statement() == v1::STATED_STATE_NOT_STATED) {
        AddUnmapped("weapons", std::string(word), report_);
      }
      if (!weapon.ok()) said.MergeFrom(read);
    }
    facts_.mutable_weapons()->MergeFrom(said.weapons());
    const bool none = facts_.weapons_size() == 0 && said.weapons_statement() == v1::STATED_STATE_NONE;
    if (none) facts_.set_weapons_statement(v1::STATED_STATE_NONE);
  }

  // Prose in columns, each by the tables for it; then what the narrative tells beyond them.
  void ReadColumns() {
    const std::string losses = Get("losses"), craft = Get("suspect_craft");
    if (!craft.empty()) {
      // The column's name says whose craft it is.
      ReadCraft(SentencesOf(absl::StrCat("by ", craft)), facts_);
      if (facts_.suspect_craft_size() == 0) facts_.add_suspect_craft();
      facts_.mutable_suspect_craft(0)->set_as_written(SafeLine(craft));
      facts_.set_suspect_craft_statement(v1::STATED_STATE_PRESENT);
    }
    ReadHarm(SentencesOf(Get("crew_consequences")), facts_);
    const bool nothing = absl::EqualsIgnoreCase(losses, "none") || absl::EqualsIgnoreCase(losses, "nothing");
    if (!losses.empty()) ReadLosses(SentencesOf(absl::StrCat(nothing ? "nothing stolen " : "stolen ", losses)), facts_);
    ReadCrewActions(SentencesOf(Get("crew_action")), facts_);
    ReadAuthorities(SentencesOf(Get("reported_to")), true, facts_);
    ReadCoastalActions(SentencesOf(Get("coastal_response")), true, facts_);
    ReadAccount(absl::StrCat(Get("act"), ".\n", Get("narrative")), facts_);
    DeriveLight(facts_);
  }

  void SetShips() {
    const v1::ShipType type =
        Value("ship_type", maritime::ParseShipType(Get("ship_type")), Vocabulary::kVictimType);
    std::vector<std::string> names = maritime::SplitNames(Get("ship_name"));
    if (names.empty()) names.push_back("");
    v1::VesselDetails& details = report_.vessel.emplace();
    for (size_t i = 0; i < names.size(); ++i) {
      v1::ShipFacts* ship = facts_.add_ships();
      ship->set_role(i == 0 ? v1::VESSEL_ROLE_TARGET : v1::VESSEL_ROLE_TOWED);
      ship->set_type(type);
      ship->set_type_as_written(SafeLine(Get("ship_type")));
      v1::Vessel* vessel = details.add_victims();
      vessel->set_role(ship->role());
      vessel->set_imo_check(v1::IMO_CHECK_ABSENT);
      maritime::SetName(SafeLine(names[i]), vessel);
    }
    SetIdentity(facts_.mutable_ships(0), details.mutable_victims(0));
  }

  // Of the first ship.
  void SetIdentity(v1::ShipFacts* ship, v1::Vessel* vessel) {
    const std::string flag = Get("flag");
    ship->set_flag_as_written(SafeLine(flag));
    const bool code = flag.size() == 2 && maritime::EconomyName(absl::AsciiStrToUpper(flag)) != absl::AsciiStrToUpper(flag);
    auto named = maritime::Alpha2OfName(flag);
    if (code || named) ship->set_flag(code ? absl::AsciiStrToUpper(flag) : std::string(*named));
    if (!flag.empty() && !code && !named) AddUnmapped("flag", flag, report_);
    maritime::SetImoNumber(SafeLine(Get("imo_number")), vessel);
    if (vessel->imo_check() == v1::IMO_CHECK_BAD_CHECK_DIGIT || vessel->imo_check() == v1::IMO_CHECK_MALFORMED) {
      AddDoubt("IMO number", absl::StrCat("IMO number \"", Get("imo_number"), "\" is not right"), report_);
    }
    vessel->set_call_sign(SafeLine(Get("call_sign")));
    if (Get("mmsi").empty()) return;
    auto mmsi = maritime::ParseMmsi(Get("mmsi"));
    if (mmsi.ok()) vessel->set_mmsi(*mmsi);
    if (!mmsi.ok()) AddDoubt("MMSI", absl::StrCat("MMSI \"", Get("mmsi"), "\" is not right"), report_);
  }

  // "4", "4-6", "4 to 6": what follows the figures is kept in the narrative.
  void SetPerpetrators() {
    const std::string text = Get("perpetrators");
    if (text.empty()) return;
    v1::Perpetrators& people = *facts_.mutable_perpetrators();
    people.set_count_as_written(FitTo(SafeLine(text), 200));
    people.set_count_state(v1::COUNT_STATE_NOT_STATED);
    uint32_t least = 0, most = 0;
    std::vector<std::string> words = absl::StrSplit(text, absl::ByAnyChar(" -,."), absl::SkipEmpty());
    if (words.empty() || !absl::SimpleAtoi(words[0], &least)) {
      v1::Facts read;
      ReadPerpetrators(SentencesOf(text), read);
      people.MergeFrom(read.perpetrators());
      return people.set_count_as_written(FitTo(SafeLine(text), 200));
    }
    people.set_count_state(v1::COUNT_STATE_STATED);
    size_t next = words.size() > 1 && words[1] == "to" ? 2 : 1;
    if (words.size() <= next || !absl::SimpleAtoi(words[next], &most) || most < least) most = least;
    people.set_count_min(least);
    people.set_count_max(most);
  }

  void SetWords() {
    v1::Narrative& narrative = report_.narrative.emplace();
    narrative.set_crew_consequences_text(SafeText(Get("crew_consequences")));
    narrative.set_loss_text(SafeText(Get("losses")));
    narrative.set_ship_damage_text(SafeText(Get("ship_damage")));
    narrative.set_crew_action_text(SafeText(Get("crew_action")));
    narrative.set_last_observed_movements(SafeText(Get("last_movements")));
    narrative.set_perpetrators_description(SafeText(Get("perpetrators")));
    if (Get("narrative").empty()) return;
    v1::NarrativeText* text = narrative.add_texts();
    text->set_language(Get("language").empty() ? "en" : SafeLine(Get("language")));
    text->set_text(SafeText(Get("narrative")));
  }

  const TemplateValues& values_;
  ImportedReport report_;
  v1::Facts& facts_;
};

}  // namespace

absl::StatusOr<ImportedReport> ReportFromValues(const TemplateValues& values) {
  return Maker(values).Make();
}

}  // namespace lightship::formats
