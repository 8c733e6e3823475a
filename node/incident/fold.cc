#include "node/incident/fold.h"

#include <algorithm>

#include "node/incident/facets.h"
#include "node/incident/headline.h"
#include "node/incident/membership.h"
#include "node/incident/searched_text.h"
#include "node/incident/standing.h"
#include "node/maritime/vessel.h"
#include "node/statement/open.h"

namespace lightship::incident {
namespace {

const Member* FounderOf(const crypto::Digest& incident, absl::Span<const Member> members) {
  for (const Member& member : members) {
    if (Founds(incident, member.statement->id, member.statement->manifest)) return &member;
  }
  return nullptr;
}

void FillEconomies(absl::Span<const Member> members, const Member* founder,
                   v1::IncidentSummary& summary) {
  std::set<std::string> economies;
  for (const Member& member : members) economies.insert(member.log.economy);
  if (founder != nullptr) {
    summary.add_economies(founder->log.economy);
    economies.erase(founder->log.economy);
  }
  for (const std::string& economy : economies) summary.add_economies(economy);
}

void FillCounts(absl::Span<const Member> members, v1::IncidentSummary& summary) {
  absl::Time updated = absl::InfinitePast();
  bool any_report = false;
  uint32_t in_force = 0;
  for (const Member& member : members) {
    updated = std::max(updated, member.statement->admitted_at);
    if (member.statement->manifest.kind() != v1::STATEMENT_KIND_REPORT) continue;
    any_report = true;
    if (member.InForce()) ++in_force;
  }
  summary.set_statements(static_cast<uint32_t>(members.size()));
  summary.set_reports(in_force);
  summary.set_retracted(any_report && in_force == 0);
  summary.set_doubtful(std::any_of(members.begin(), members.end(), [](const Member& member) {
    return member.InForce() && member.statement->doubtful;
  }));
  if (!members.empty()) *summary.mutable_updated_at() = statement::ToTimestamp(updated);
}

// Without any report the remarks must do: an actual one, if there is one, makes the incident actual.
void FillStatusFromRemarks(absl::Span<const Member> members, v1::IncidentSummary& summary) {
  for (const Member& member : members) {
    v1::ExerciseStatus status = member.statement->manifest.exercise_status();
    if (summary.exercise_status() == v1::EXERCISE_STATUS_UNSPECIFIED) {
      summary.set_exercise_status(status);
    }
    if (status == v1::EXERCISE_STATUS_ACTUAL) summary.set_exercise_status(status);
  }
}

void CollectSearchTerms(absl::Span<const Report> reports, IncidentDocument& document) {
  std::set<std::string> names;
  std::set<uint32_t> imo_numbers;
  std::set<uint32_t> mmsi_numbers;
  std::set<uint32_t> ship_types;
  for (const Report& report : reports) {
    if (report.facts.has_value()) {
      for (const v1::ShipFacts& ship : report.facts->ships()) ship_types.insert(ship.type());
    }
    if (!report.vessel.has_value()) continue;
    for (const v1::Vessel& victim : report.vessel->victims()) {
      for (const std::string& text : {victim.name_as_written(), victim.name_normalised()}) {
        std::string name = maritime::NormaliseName(text);
        if (!name.empty()) names.insert(std::move(name));
      }
      if (IsImoShaped(victim.imo_number())) imo_numbers.insert(victim.imo_number());
      if (IsMmsiShaped(victim.mmsi())) mmsi_numbers.insert(victim.mmsi());
    }
  }
  document.vessel_names.assign(names.begin(), names.end());
  document.imo_numbers.assign(imo_numbers.begin(), imo_numbers.end());
  document.mmsi_numbers.assign(mmsi_numbers.begin(), mmsi_numbers.end());
  document.ship_types.assign(ship_types.begin(), ship_types.end());
}

}  // namespace

Folded Fold(const crypto::Digest& incident,
            absl::Span<const ledger::NewStatement* const> statements) {
  std::vector<Member> members = MembersOf(statements);
  Judge(members);
  const std::vector<Report> reports = SpeakingReports(members);
  const Report* headline = reports.empty() ? nullptr : &reports.front();
  const Member* founder = FounderOf(incident, members);

  Folded folded;
  folded.document.id = incident;
  v1::IncidentSummary& summary = folded.document.summary;
  summary.set_incident_id(crypto::AsString(incident));
  if (founder != nullptr) {
    folded.founded_at = founder->statement->admitted_at;
    summary.set_address(founder->log.At(founder->statement->index).ToString());
  }
  FillEconomies(members, founder, summary);
  FillCounts(members, summary);
  if (headline != nullptr) {
    summary.set_headline(crypto::AsString(headline->member->statement->id));
    FillFromReport(*headline, summary);
    FillFacets(reports, members, summary);
  } else {
    FillStatusFromRemarks(members, summary);
  }
  FillVerification(members, headline, summary);
  CollectSearchTerms(reports, folded.document);
  FillTexts(members, reports, folded.document);
  folded.verdicts = VerdictsOf(incident, members);
  for (const Member& member : members) {
    if (member.superseded) folded.superseded.insert(member.statement->id);
    if (member.retracted) folded.retracted.insert(member.statement->id);
  }
  return folded;
}

}  // namespace lightship::incident
