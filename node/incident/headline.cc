#include "node/incident/headline.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "node/ledger/audit.h"
#include "node/maritime/geometry.h"
#include "node/statement/open.h"

namespace lightship::incident {
namespace {

// How well a report's account is established. A report that its own author calls a false alarm comes last.
int Strength(v1::Verification verification) {
  switch (verification) {
    case v1::VERIFICATION_AUTHORITY_VERIFIED: return 6;
    case v1::VERIFICATION_MASTER_CONFIRMED: return 5;
    case v1::VERIFICATION_UNDER_INVESTIGATION: return 4;
    case v1::VERIFICATION_UNVERIFIED: return 3;
    case v1::VERIFICATION_CONTRADICTED: return 1;
    case v1::VERIFICATION_FALSE_ALARM: return 0;
    default: return 2;
  }
}

absl::Time CreatedAt(const Member& member) {
  absl::StatusOr<absl::Time> created =
      statement::ToTime(member.statement->manifest.created_at());
  return created.ok() ? *created : absl::InfinitePast();
}

// The newest verification claim in force of each economy.
std::map<std::string, std::pair<const Member*, v1::Verification>> ClaimsByEconomy(
    absl::Span<const Member> members) {
  std::map<std::string, std::pair<const Member*, v1::Verification>> claims;
  for (const Member& member : members) {
    if (member.statement->manifest.kind() != v1::STATEMENT_KIND_ASSERTION) continue;
    if (!member.InForce() || member.statement->doubtful) continue;
    auto assertion = ParsePart<v1::Assertion>(*member.statement, "assertion");
    if (!assertion.has_value() || !assertion->has_verification()) continue;
    auto& newest = claims[member.log.economy];
    if (newest.first == nullptr || Newer(member, *newest.first)) {
      newest = {&member, assertion->verification().verification()};
    }
  }
  return claims;
}

bool IsActual(const Member& member) {
  return member.statement->manifest.exercise_status() == v1::EXERCISE_STATUS_ACTUAL;
}

bool IsBetterReport(const Report& a, const Report& b) {
  auto rank = [](const Report& report) {
    return std::make_tuple(!report.member->statement->doubtful, IsActual(*report.member), report.facts.has_value(),
                           Strength(report.verification));
  };
  if (rank(a) != rank(b)) return rank(a) > rank(b);
  return Newer(*a.member, *b.member);
}

void FillTime(const v1::OccurrenceTime& occurred, v1::IncidentSummary& summary) {
  *summary.mutable_occurred() = occurred;
  absl::StatusOr<absl::Time> start = statement::ToTime(occurred.start());
  absl::StatusOr<absl::Time> end = statement::ToTime(occurred.end());
  bool usable = occurred.has_start() && occurred.has_end() && start.ok() && end.ok() &&
                *start <= *end;
  if (usable) return;
  summary.mutable_occurred()->clear_start();
  summary.mutable_occurred()->clear_end();
}

void FillPosition(const v1::Position& position, v1::IncidentSummary& summary) {
  *summary.mutable_position() = position;
  if (maritime::PointOf(position).has_value()) return;
  summary.mutable_position()->clear_lat_e7();
  summary.mutable_position()->clear_lon_e7();
}

void FillFacts(const v1::Facts& facts, v1::IncidentSummary& summary) {
  if (facts.has_occurred()) FillTime(facts.occurred(), summary);
  if (facts.has_position()) FillPosition(facts.position(), summary);
  summary.set_place_text(facts.place_text());
  summary.set_act_stage(facts.act_stage());
  summary.set_ship_status(facts.ship_status());
  if (facts.ships_size() > 0) summary.set_ship_type(facts.ships(0).type());
  summary.set_navarea(facts.navarea() <= 21 ? facts.navarea() : 0);
  summary.set_reporting_area(facts.reporting_area());
}

void FillVessel(const v1::VesselDetails& vessel, v1::IncidentSummary& summary) {
  for (const v1::Vessel& victim : vessel.victims()) {
    if (summary.vessel_name().empty()) summary.set_vessel_name(victim.name_as_written());
    if (summary.vessel_name().empty()) summary.set_vessel_name(victim.name_normalised());
    if (summary.imo_number() == 0 && IsImoShaped(victim.imo_number())) {
      summary.set_imo_number(victim.imo_number());
    }
  }
}

}  // namespace

bool Newer(const Member& a, const Member& b) {
  return std::forward_as_tuple(CreatedAt(b), a.statement->id) <
         std::forward_as_tuple(CreatedAt(a), b.statement->id);
}

bool IsMmsiShaped(uint32_t number) { return number >= 100'000'000 && number <= 999'999'999; }

bool IsImoShaped(uint32_t number) { return number >= 1000000 && number <= 9999999; }

std::vector<Report> SpeakingReports(absl::Span<const Member> members) {
  std::vector<const Member*> in_force;
  std::vector<const Member*> taken_back;
  for (const Member& member : members) {
    if (member.statement->manifest.kind() != v1::STATEMENT_KIND_REPORT) continue;
    if (member.superseded) continue;
    (member.retracted ? taken_back : in_force).push_back(&member);
  }
  auto claims = ClaimsByEconomy(members);
  std::vector<Report> reports;
  for (const Member* member : in_force.empty() ? taken_back : in_force) {
    Report report;
    report.member = member;
    report.facts = ParsePart<v1::Facts>(*member->statement, "facts");
    report.vessel = ParsePart<v1::VesselDetails>(*member->statement, "vessel");
    auto claim = claims.find(member->log.economy);
    if (claim != claims.end()) {
      report.verification = claim->second.second;
    } else if (report.facts.has_value()) {
      report.verification = report.facts->verification();
    }
    reports.push_back(std::move(report));
  }
  std::sort(reports.begin(), reports.end(), IsBetterReport);
  return reports;
}

void FillVerification(absl::Span<const Member> members, const Report* headline, v1::IncidentSummary& summary) {
  std::optional<v1::Verification> strongest;
  for (const auto& [economy, claim] : ClaimsByEconomy(members)) {
    if (!strongest.has_value() || Strength(claim.second) > Strength(*strongest)) {
      strongest = claim.second;
    }
    AddRestricted(*claim.first, {"assertion"}, summary);
  }
  if (strongest.has_value()) {
    summary.set_verification(*strongest);
  } else if (headline != nullptr && headline->facts.has_value()) {
    summary.set_verification(headline->facts->verification());
  }
}

void FillFromReport(const Report& report, v1::IncidentSummary& summary) {
  const v1::Manifest& manifest = report.member->statement->manifest;
  summary.set_exercise_status(manifest.exercise_status());
  if (report.facts.has_value()) FillFacts(*report.facts, summary);
  std::vector<absl::string_view> shown;
  if (report.facts.has_value()) shown.push_back("facts");
  if (report.vessel.has_value()) shown.push_back("vessel");
  AddRestricted(*report.member, shown, summary);
  if (report.vessel.has_value()) {
    FillVessel(*report.vessel, summary);
    return;
  }
  const v1::PartRef* vessel = statement::FindPart(manifest, "vessel");
  if (vessel == nullptr) return;
  summary.set_vessel_withheld(vessel->audience().empty() ? manifest.audience()
                                                         : vessel->audience());
}

void AddRestricted(const Member& member, const std::vector<absl::string_view>& shown,
                   v1::IncidentSummary& summary) {
  const ledger::NewStatement& statement = *member.statement;
  v1::AuditedRead restricted = ledger::RestrictedAmong(
      member.log.At(statement.index).ToString(), statement.manifest, shown);
  if (restricted.part_names_size() > 0) *summary.add_restricted() = std::move(restricted);
}

}  // namespace lightship::incident
