#include "node/incident/facets.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "lightship/v1/facets.pb.h"

namespace lightship::incident {
namespace {

// Fills one field if the report states it; false if it is silent.
using Filler = bool (*)(const v1::Facts&, v1::IncidentSummary&);

// The values of a list, sorted, each once, without those that say nothing.
template <typename Values, typename Out>
bool AddValues(const Values& values, int not_stated, Out* out) {
  std::set<int> sorted(values.begin(), values.end());
  sorted.erase(0);
  if (sorted.size() > 1) sorted.erase(not_stated);
  for (int value : sorted) out->Add(value);
  return !sorted.empty();
}

template <typename Items, typename Get>
std::vector<int> Collect(const Items& items, Get get) {
  std::vector<int> values;
  for (const auto& item : items) values.push_back(get(item));
  return values;
}

// Reports are searched by codes; what is none does not become one here.
bool IsStateCode(const std::string& code) {
  return code.size() == 2 && absl::ascii_isupper(code[0]) && absl::ascii_isupper(code[1]);
}

bool AddCodes(const std::set<std::string>& codes,
              google::protobuf::RepeatedPtrField<std::string>* out) {
  for (const std::string& code : codes) {
    if (IsStateCode(code)) *out->Add() = code;
  }
  return !out->empty();
}

bool IsSaid(v1::StatedState state) {
  return state == v1::STATED_STATE_PRESENT || state == v1::STATED_STATE_NONE;
}

bool CoastalStates(const v1::Facts& facts, v1::IncidentSummary& summary) {
  std::set<std::string> codes(facts.coastal_states().begin(), facts.coastal_states().end());
  return AddCodes(codes, summary.mutable_facets()->mutable_coastal_states());
}

bool Flags(const v1::Facts& facts, v1::IncidentSummary& summary) {
  std::set<std::string> codes;
  for (const v1::ShipFacts& ship : facts.ships()) codes.insert(ship.flag());
  return AddCodes(codes, summary.mutable_facets()->mutable_flags());
}

bool SeaZone(const v1::Facts& facts, v1::IncidentSummary& summary) {
  summary.mutable_facets()->set_sea_zone(facts.sea_zone());
  return facts.sea_zone() != v1::SEA_ZONE_UNSPECIFIED &&
         facts.sea_zone() != v1::SEA_ZONE_NOT_STATED;
}

bool Port(const v1::Facts& facts, v1::IncidentSummary& summary) {
  summary.mutable_facets()->set_unlocode(facts.unlocode());
  return !facts.unlocode().empty();
}

bool Weapons(const v1::Facts& facts, v1::IncidentSummary& summary) {
  auto seen = Collect(facts.weapons(), [](const v1::WeaponSeen& weapon) { return weapon.weapon(); });
  summary.clear_weapons();
  summary.mutable_facets()->set_weapons_statement(facts.weapons_statement());
  return AddValues(seen, 0, summary.mutable_weapons()) || IsSaid(facts.weapons_statement());
}

bool Perpetrators(const v1::Facts& facts, v1::IncidentSummary& summary) {
  const v1::Perpetrators& who = facts.perpetrators();
  if (!who.has_count_min() && !who.has_count_max()) return false;
  if (who.has_count_min()) summary.mutable_facets()->set_perpetrators_min(who.count_min());
  if (who.has_count_max()) summary.mutable_facets()->set_perpetrators_max(who.count_max());
  return true;
}

bool Arrests(const v1::Facts& facts, v1::IncidentSummary& summary) {
  if (!facts.perpetrators().has_arrested()) return false;
  summary.mutable_facets()->set_arrested(facts.perpetrators().arrested());
  return true;
}

bool CrewHarm(const v1::Facts& facts, v1::IncidentSummary& summary) {
  auto harm = Collect(facts.crew_consequences(),
                      [](const v1::CrewHarm& item) { return item.consequence(); });
  return AddValues(harm, v1::CREW_CONSEQUENCE_NOT_STATED,
                   summary.mutable_facets()->mutable_crew_consequences());
}

bool Losses(const v1::Facts& facts, v1::IncidentSummary& summary) {
  auto lost = Collect(facts.losses(), [](const v1::Loss& loss) { return loss.kind(); });
  summary.mutable_facets()->set_loss_statement(facts.loss_statement());
  bool any = AddValues(lost, v1::LOSS_KIND_NOT_STATED, summary.mutable_facets()->mutable_losses());
  return any || IsSaid(facts.loss_statement());
}

bool ShipParts(const v1::Facts& facts, v1::IncidentSummary& summary) {
  return AddValues(facts.ship_parts(), v1::SHIP_PART_NOT_STATED,
                   summary.mutable_facets()->mutable_ship_parts());
}

bool Craft(const v1::Facts& facts, v1::IncidentSummary& summary) {
  v1::Facets& facets = *summary.mutable_facets();
  std::vector<int> kinds, indicators;
  for (const v1::SuspectCraft& craft : facts.suspect_craft()) {
    kinds.push_back(craft.kind());
    indicators.insert(indicators.end(), craft.indicators().begin(), craft.indicators().end());
    if (craft.has_speed_kn() && craft.speed_kn() > facets.craft_speed_kn()) {
      facets.set_craft_speed_kn(craft.speed_kn());
    }
  }
  AddValues(kinds, 0, facets.mutable_craft());
  AddValues(indicators, 0, facets.mutable_craft_indicators());
  return facts.suspect_craft_size() > 0;
}

bool Light(const v1::Facts& facts, v1::IncidentSummary& summary) {
  summary.mutable_facets()->set_light(facts.conditions().light());
  return facts.conditions().light() != v1::LIGHT_UNSPECIFIED;
}

bool Zone(const v1::Facts& facts, v1::IncidentSummary& summary) {
  if (!facts.occurred().has_utc_offset_minutes()) return false;
  summary.mutable_facets()->set_utc_offset_minutes(facts.occurred().utc_offset_minutes());
  return true;
}

bool Reported(const v1::Facts& facts, v1::IncidentSummary& summary) {
  summary.mutable_facets()->set_reported_to_authority(facts.reported_to_authority());
  return facts.reported_to_authority() != v1::TRI_STATE_UNSPECIFIED;
}

bool Counted(const v1::Facts& facts, v1::IncidentSummary& summary) {
  summary.mutable_facets()->set_counts_in_statistics(facts.counts_in_statistics());
  return facts.counts_in_statistics() != v1::TRI_STATE_UNSPECIFIED;
}

bool LegalClass(const v1::Facts& facts, v1::IncidentSummary& summary) {
  summary.mutable_facets()->set_legal_class_claimed(facts.legal_class_claimed());
  return facts.legal_class_claimed() != v1::LEGAL_CLASS_UNSPECIFIED;
}

constexpr Filler kFillers[] = {CoastalStates, Flags,  SeaZone,   Port,  Weapons, Perpetrators,
                               Arrests,       CrewHarm, Losses,  ShipParts, Craft, Light,
                               Zone,          Reported, Counted, LegalClass};

// Those that may complete what the headline says.
std::vector<const Report*> Speaking(absl::Span<const Report> ranked) {
  std::vector<const Report*> speaking;
  for (const Report& report : ranked) {
    const ledger::NewStatement& head = *ranked.front().member->statement;
    const ledger::NewStatement& own = *report.member->statement;
    if (!report.facts.has_value() || (own.doubtful && !head.doubtful)) continue;
    if (own.manifest.exercise_status() != head.manifest.exercise_status()) continue;
    speaking.push_back(&report);
  }
  return speaking;
}

void FillSources(absl::Span<const Report* const> reports, v1::Facets& facets) {
  std::vector<int> kinds;
  for (const Report* report : reports) {
    const auto& chain = report->facts->source_chain();
    if (!chain.empty()) kinds.push_back(chain.rbegin()->kind());
  }
  AddValues(kinds, 0, facets.mutable_sources());
}

void FillClassifications(absl::Span<const Member> members, v1::IncidentSummary& summary) {
  std::map<std::pair<int, std::string>, std::pair<const Member*, std::string>> newest;
  for (const Member& member : members) {
    if (member.statement->manifest.kind() != v1::STATEMENT_KIND_ASSERTION) continue;
    if (!member.InForce() || member.statement->doubtful) continue;
    auto assertion = ParsePart<v1::Assertion>(*member.statement, "assertion");
    if (!assertion.has_value() || !assertion->has_classification()) continue;
    const v1::Classification& said = assertion->classification();
    auto& known = newest[{said.scheme(), member.log.economy}];
    if (known.first == nullptr || Newer(member, *known.first)) known = {&member, said.value()};
  }
  for (const auto& [key, said] : newest) {
    v1::Classified& classified = *summary.mutable_facets()->add_classifications();
    classified.set_scheme(static_cast<v1::ClassificationScheme>(key.first));
    classified.set_economy(key.second);
    classified.set_value(said.second);
    AddRestricted(*said.first, {"assertion"}, summary);
  }
}

}  // namespace

void FillFacets(absl::Span<const Report> ranked, absl::Span<const Member> members,
                v1::IncidentSummary& summary) {
  v1::Facets& facets = *summary.mutable_facets();
  std::vector<const Report*> reports = Speaking(ranked);
  std::set<const Report*> shown;
  for (Filler fill : kFillers) {
    auto stated = std::find_if(reports.begin(), reports.end(), [&](const Report* report) {
      return fill(*report->facts, summary);
    });
    if (stated != reports.end()) shown.insert(*stated);
  }
  FillSources(reports, facets);
  FillClassifications(members, summary);
  for (const Report* report : reports) {
    if (report == &ranked.front() || shown.count(report) == 0) continue;
    AddRestricted(*report->member, {"facts"}, summary);
  }
}

}  // namespace lightship::incident
