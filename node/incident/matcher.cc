#include "node/incident/matcher.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/status.h"
#include "node/incident/headline.h"
#include "node/incident/members.h"
#include "node/incident/query.h"
#include "node/incident/standing.h"
#include "node/ledger/audit.h"

namespace lightship::incident {
namespace {

// Actual incidents, those told in others and those taken back among them: whatever changes must be looked at again.
v1::IncidentFilter EveryChange() {
  v1::IncidentFilter filter;
  filter.set_include_retracted(true);
  for (int status = v1::ExerciseStatus_MIN; status <= v1::ExerciseStatus_MAX; ++status) {
    if (v1::ExerciseStatus_IsValid(status) && status != v1::EXERCISE_STATUS_UNSPECIFIED) {
      filter.add_exercise_statuses(static_cast<v1::ExerciseStatus>(status));
    }
  }
  return filter;
}

// Whose case numbers a report has.
std::string KeeperOf(const Member& member) {
  return absl::StrCat(member.log.economy, " ", member.statement->manifest.agency());
}

// What the incident's best report tells; nothing when that is no actual report in force whose facts are held.
std::optional<Told> AccountOf(const std::vector<ledger::NewStatement>& statements) {
  std::vector<const ledger::NewStatement*> pointers;
  for (const ledger::NewStatement& statement : statements) pointers.push_back(&statement);
  std::vector<Member> members = MembersOf(pointers);
  Judge(members);
  const std::vector<Report> reports = SpeakingReports(members);
  if (reports.empty()) return std::nullopt;
  const Report* best = &reports.front();
  if (!best->facts.has_value() || !best->member->InForce()) return std::nullopt;
  const ledger::NewStatement& statement = *best->member->statement;
  if (statement.manifest.exercise_status() != v1::EXERCISE_STATUS_ACTUAL) return std::nullopt;
  const auto narrative = ParsePart<v1::Narrative>(statement, "narrative");
  std::vector<absl::string_view> shown = {"facts"};
  if (best->vessel.has_value()) shown.push_back("vessel");
  if (narrative.has_value()) shown.push_back("narrative");
  return Told{correlation::MakeAccount(*best->facts,
                                       best->vessel.has_value() ? &*best->vessel : nullptr,
                                       narrative.has_value() ? &*narrative : nullptr,
                                       KeeperOf(*best->member)),
              ledger::RestrictedAmong(best->member->log.At(statement.index).ToString(),
                                      statement.manifest, shown)};
}

}  // namespace

bool Better(const Match& a, const Match& b) {
  auto likely = [](const Match& match) {
    return match.judgement.verdict == v1::CORRELATION_VERDICT_SAME_INCIDENT;
  };
  return std::forward_as_tuple(likely(b), b.judgement.score, a.incident) <
         std::forward_as_tuple(likely(a), a.judgement.score, b.incident);
}

absl::Status Matcher::TakeIn(const TableSnapshot& snapshot, const RowDetail& row, correlation::Tells tells) {
  const crypto::Digest& id = row.id;
  std::vector<ledger::NewStatement> statements;
  ASSIGN_OR_RETURN(const std::vector<StatementRef> members, snapshot.StatementsOf(row));
  for (const StatementRef& member : members) {
    ASSIGN_OR_RETURN(statements.emplace_back(), LoadMember(*store_, member, Reading::kToCompare));
  }
  std::optional<Told> told = AccountOf(statements);
  base::MutexLock lock(mutex_);
  if (tells == correlation::Tells::kWhoseChange) changed_.insert(id);
  if (Knows(id, told)) return absl::OkStatus();
  restricted_.erase(id);
  if (told.has_value() && told->restricted.part_names_size() > 0) {
    restricted_.emplace(id, told->restricted);
  }
  const std::vector<std::string> affected =
      told.has_value() ? candidates_.Add(crypto::AsView(id), std::move(told->account), tells)
                       : candidates_.Remove(crypto::AsView(id), tells);
  for (const std::string& bytes : affected) changed_.insert(*crypto::DigestFromBytes(bytes));
  return absl::OkStatus();
}

bool Matcher::Knows(const crypto::Digest& id, const std::optional<Told>& told) const {
  if (!told.has_value()) return !candidates_.Has(crypto::AsView(id));
  const auto restricted = restricted_.find(id);
  const std::string before =
      restricted == restricted_.end() ? "" : restricted->second.SerializeAsString();
  const std::string now = told->restricted.part_names_size() == 0
                              ? ""
                              : told->restricted.SerializeAsString();
  return before == now && candidates_.Holds(crypto::AsView(id), told->account);
}

absl::StatusOr<bool> Matcher::Follow(const TableSnapshot& snapshot, size_t most, correlation::Tells tells) {
  uint64_t cursor = 0;
  {
    base::MutexLock lock(mutex_);
    cursor = cursor_;
  }
  ASSIGN_OR_RETURN(const CompiledFilter filter, CompiledFilter::Compile(EveryChange(), PartsOfOthers::kSelected));
  ASSIGN_OR_RETURN(const ChangedRows changes, RowsChangedAfter(snapshot, filter, cursor, most));
  for (const auto& [position, row] : changes.rows) RETURN_IF_ERROR(TakeIn(snapshot, *row, tells));
  base::MutexLock lock(mutex_);
  cursor_ = changes.cursor;
  return cursor_ < snapshot.newest_change();
}

std::vector<Match> Matcher::Of(const crypto::Digest& incident) const {
  base::MutexLock lock(mutex_);
  std::vector<Match> matches;
  for (correlation::Link& link : correlation::LinksOf(candidates_, crypto::AsView(incident))) {
    const v1::CorrelationVerdict verdict = link.judgement.verdict;
    if (verdict != v1::CORRELATION_VERDICT_SAME_INCIDENT &&
        verdict != v1::CORRELATION_VERDICT_POSSIBLE_SAME) {
      continue;
    }
    matches.push_back({*crypto::DigestFromBytes(link.other), std::move(link.judgement)});
  }
  std::sort(matches.begin(), matches.end(), Better);
  return matches;
}

v1::AuditedRead Matcher::RestrictedOf(const crypto::Digest& incident) const {
  base::MutexLock lock(mutex_);
  auto found = restricted_.find(incident);
  return found == restricted_.end() ? v1::AuditedRead() : found->second;
}

bool Matcher::AreDifferent(const crypto::Digest& a, const crypto::Digest& b) const {
  base::MutexLock lock(mutex_);
  return candidates_.Has(crypto::AsView(a)) && candidates_.Has(crypto::AsView(b)) &&
         candidates_.FitOf(crypto::AsView(a), crypto::AsView(b)).verdict ==
             v1::CORRELATION_VERDICT_DIFFERENT_INCIDENT;
}

uint64_t Matcher::compared() const {
  base::MutexLock lock(mutex_);
  return candidates_.compared();
}

uint64_t Matcher::Behind(const TableSnapshot& snapshot) const {
  base::MutexLock lock(mutex_);
  return snapshot.newest_change() - std::min(cursor_, snapshot.newest_change());
}

std::set<crypto::Digest> Matcher::TakeChanged() {
  base::MutexLock lock(mutex_);
  const absl::flat_hash_set<crypto::Digest> changed = std::exchange(changed_, {});
  return {changed.begin(), changed.end()};
}

}  // namespace lightship::incident
