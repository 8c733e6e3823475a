#include "client/commands/report_flags.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/commands/exit_code.h"
#include "client/formats/times.h"
#include "client/formats/typed_field.h"
#include "node/base/status.h"
#include "node/maritime/area.h"
#include "node/maritime/geometry.h"
#include "node/maritime/position.h"
#include "node/maritime/vessel.h"
#include "node/maritime/vocabulary.h"
#include "node/statement/address.h"
#include "node/statement/open.h"

namespace lightship::commands {
namespace {

absl::Status BadFlag(absl::string_view flag, const absl::Status& why) {
  return UsageError(absl::StrCat(flag, ": ", why.message()));
}

template <typename Enum>
absl::Status SetWord(absl::string_view flag, const std::string& text, Enum otherwise, Enum& value) {
  value = otherwise;
  if (text.empty()) return absl::OkStatus();
  auto parsed = maritime::ParseValue<Enum>(text);
  if (!parsed.ok()) return BadFlag(flag, parsed.status());
  value = *parsed;
  return absl::OkStatus();
}

absl::Status SetWhereAndWhen(const ReportFlags& flags, v1::Facts& facts) {
  if (!flags.position.empty()) {
    auto position = maritime::ParsePosition(flags.position);
    if (!position.ok()) return BadFlag("--position", position.status());
    *facts.mutable_position() = *std::move(position);
    if (auto point = maritime::PointOf(facts.position()); point.has_value()) {
      facts.set_navarea(static_cast<uint32_t>(maritime::NavareaOf(*point).number));
    }
  }
  facts.set_place_text(flags.place);
  auto occurred = formats::OccurredFrom(flags.time, facts.position());
  if (!occurred.ok()) return BadFlag("--time", occurred.status());
  *facts.mutable_occurred() = *std::move(occurred);
  return absl::OkStatus();
}

absl::Status SetWhat(const ReportFlags& flags, v1::Facts& facts) {
  v1::ActStage act;
  v1::ShipStatus status;
  v1::ReportKind kind;
  v1::SourceKind source;
  RETURN_IF_ERROR(SetWord("--act", flags.act, v1::ACT_STAGE_NOT_STATED, act));
  RETURN_IF_ERROR(SetWord("--status", flags.status, v1::SHIP_STATUS_NOT_STATED, status));
  RETURN_IF_ERROR(SetWord("--kind", flags.kind, v1::REPORT_KIND_INITIAL_ALERT, kind));
  RETURN_IF_ERROR(SetWord("--source", flags.source, v1::SOURCE_KIND_SHIP, source));
  facts.set_act_stage(act);
  facts.set_ship_status(status);
  facts.set_report_kind(kind);
  facts.add_source_chain()->set_kind(source);
  facts.set_verification(v1::VERIFICATION_UNVERIFIED);
  if (!flags.people.empty()) *facts.mutable_perpetrators() = formats::PerpetratorsFrom(flags.people);

  facts.set_weapons_statement(v1::STATED_STATE_NOT_STATED);
  facts.set_weapons_as_written(absl::StrJoin(flags.weapons, ", "));
  for (const std::string& text : flags.weapons) {
    if (absl::EqualsIgnoreCase(text, "none")) {
      facts.set_weapons_statement(v1::STATED_STATE_NONE);
      continue;
    }
    auto weapon = WeaponField(text);
    if (!weapon.ok()) return BadFlag("--weapons", weapon.status());
    facts.add_weapons()->set_weapon(*weapon);
  }
  if (!facts.weapons().empty()) facts.set_weapons_statement(v1::STATED_STATE_PRESENT);
  return absl::OkStatus();
}

// The ships of the facts, and who they are in a part of their own, in the same order.
absl::Status SetShips(const ReportFlags& flags, sdk::ReportDraft& draft) {
  v1::ShipType type;
  RETURN_IF_ERROR(SetWord("--ship-type", flags.ship_type, v1::SHIP_TYPE_NOT_STATED, type));
  std::vector<std::string> names = maritime::SplitNames(flags.ship_name);
  if (names.empty()) names.push_back("");
  v1::VesselDetails details;
  for (size_t i = 0; i < names.size(); ++i) {
    v1::VesselRole role = i == 0 ? v1::VESSEL_ROLE_TARGET : v1::VESSEL_ROLE_TOWED;
    v1::ShipFacts* ship = draft.facts.add_ships();
    ship->set_role(role);
    ship->set_type(i == 0 ? type : v1::SHIP_TYPE_BARGE);
    ship->set_type_as_written(flags.ship_type);
    if (i == 0) ship->set_flag(absl::AsciiStrToUpper(flags.flag));
    v1::Vessel* vessel = details.add_victims();
    maritime::SetName(names[i], vessel);
    vessel->set_role(role);
    maritime::SetImoNumber(i == 0 ? flags.imo : "", vessel);
  }
  if (!flags.mmsi.empty()) {
    auto mmsi = maritime::ParseMmsi(flags.mmsi);
    if (!mmsi.ok()) return BadFlag("--mmsi", mmsi.status());
    details.mutable_victims(0)->set_mmsi(*mmsi);
  }
  details.mutable_victims(0)->set_call_sign(absl::AsciiStrToUpper(flags.call_sign));
  bool identified = !flags.ship_name.empty() || !flags.imo.empty() || !flags.mmsi.empty() ||
                    !flags.call_sign.empty();
  if (identified) draft.vessel = std::move(details);
  return absl::OkStatus();
}

absl::Status CheckAudience(absl::string_view flag, const std::string& text) {
  if (text.empty()) return absl::OkStatus();
  auto audience = statement::AudienceName::Parse(text);
  return audience.ok() ? absl::OkStatus() : BadFlag(flag, audience.status());
}

}  // namespace

bool ReportFlags::IsEmpty() const {
  return time.empty() && position.empty() && place.empty() && act.empty() && ship_name.empty() &&
         narrative.empty();
}

absl::StatusOr<v1::Weapon> WeaponField(const std::string& text) {
  // The words of the trade, beside the list's own.
  constexpr std::pair<absl::string_view, v1::Weapon> kEveryday[] = {
      {"knife", v1::WEAPON_KNIFE_OR_BLADE}, {"knives", v1::WEAPON_KNIFE_OR_BLADE},
      {"machete", v1::WEAPON_KNIFE_OR_BLADE}, {"parang", v1::WEAPON_KNIFE_OR_BLADE},
      {"gun", v1::WEAPON_FIREARM}, {"guns", v1::WEAPON_FIREARM}, {"rifle", v1::WEAPON_FIREARM},
      {"pistol", v1::WEAPON_FIREARM}, {"iron bar", v1::WEAPON_BLUNT_OR_TOOL},
      {"grenade", v1::WEAPON_EXPLOSIVE}};
  for (const auto& [word, weapon] : kEveryday) {
    if (absl::EqualsIgnoreCase(text, word)) return weapon;
  }
  return maritime::ParseValue<v1::Weapon>(text);
}

namespace {

absl::Status SetUse(const ReportFlags& flags, v1::Manifest& manifest) {
  for (const std::string& text : flags.purposes) {
    v1::Purpose purpose;
    RETURN_IF_ERROR(SetWord("--purpose", text, v1::PURPOSE_UNSPECIFIED, purpose));
    manifest.add_purposes(purpose);
  }
  if (flags.retain_until.empty()) return absl::OkStatus();
  auto until = formats::TimeFromText(flags.retain_until);
  if (!until.ok()) return BadFlag("--retain-until", until.status());
  *manifest.mutable_retain_until() = statement::ToTimestamp(*until);
  return absl::OkStatus();
}

}  // namespace

absl::Status SetHandling(const ReportFlags& flags, sdk::ReportDraft& draft) {
  RETURN_IF_ERROR(CheckAudience("--audience", flags.audience));
  RETURN_IF_ERROR(CheckAudience("--vessel-audience", flags.vessel_audience));
  RETURN_IF_ERROR(CheckAudience("--narrative-audience", flags.narrative_audience));
  RETURN_IF_ERROR(CheckAudience("--people-audience", flags.people_audience));
  RETURN_IF_ERROR(SetUse(flags, draft.manifest));
  v1::Tlp tlp;
  RETURN_IF_ERROR(SetWord("--tlp", flags.tlp, v1::TLP_AMBER, tlp));
  draft.manifest.set_audience(flags.audience);
  draft.manifest.set_tlp(tlp);
  draft.manifest.set_agency(flags.agency);
  draft.manifest.set_exercise_status(flags.exercise ? v1::EXERCISE_STATUS_EXERCISE
                                     : flags.test   ? v1::EXERCISE_STATUS_TEST
                                                    : v1::EXERCISE_STATUS_ACTUAL);
  draft.vessel_audience = flags.vessel_audience;
  draft.narrative_audience = flags.narrative_audience;
  draft.people_audience = flags.people_audience;
  return absl::OkStatus();
}

absl::StatusOr<sdk::ReportDraft> DraftFrom(const ReportFlags& flags) {
  sdk::ReportDraft draft;
  RETURN_IF_ERROR(SetWhereAndWhen(flags, draft.facts));
  RETURN_IF_ERROR(SetWhat(flags, draft.facts));
  RETURN_IF_ERROR(SetShips(flags, draft));
  if (!flags.narrative.empty()) {
    v1::NarrativeText* text = draft.narrative.emplace().add_texts();
    text->set_language(flags.language);
    text->set_text(flags.narrative);
  }
  RETURN_IF_ERROR(SetHandling(flags, draft));
  return draft;
}

}  // namespace lightship::commands
