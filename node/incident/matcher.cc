#include "node/incident/matcher.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/packed.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/correlation/fingerprint.h"
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
std::optional<Told> WhatIsTold(const std::vector<ledger::NewStatement>& statements) {
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
  Told told{correlation::MakeAccount(*best->facts, best->vessel.has_value() ? &*best->vessel : nullptr,
                                     narrative.has_value() ? &*narrative : nullptr, KeeperOf(*best->member)),
            ledger::RestrictedAmong(best->member->log.At(statement.index).ToString(), statement.manifest, shown)};
  if (told.restricted.part_names().empty()) told.restricted.Clear();
  told.print = correlation::FingerprintOf(told.account, told.restricted.SerializeAsString());
  return told;
}

absl::Status HasChanged() {
  return base::Error(absl::StatusCode::kUnavailable, base::reason::kOverloaded,
                     "a report that was compared has changed since; try again when it has been compared anew");
}

}  // namespace

bool Better(const Match& a, const Match& b) {
  auto likely = [](const Match& match) {
    return match.judgement.verdict == v1::CORRELATION_VERDICT_SAME_INCIDENT;
  };
  return std::forward_as_tuple(likely(b), b.judgement.score, a.incident) <
         std::forward_as_tuple(likely(a), a.judgement.score, b.incident);
}

absl::StatusOr<Matcher::ToldPointer> Matcher::Read(const TableSnapshot& snapshot, const RowDetail& row) const {
  std::vector<ledger::NewStatement> statements;
  ASSIGN_OR_RETURN(const std::vector<StatementRef> members, snapshot.StatementsOf(row));
  for (const StatementRef& member : members) {
    ASSIGN_OR_RETURN(statements.emplace_back(), LoadMember(*store_, member, Reading::kToCompare));
  }
  std::optional<Told> told = WhatIsTold(statements);
  return told.has_value() ? std::make_shared<const Told>(*std::move(told)) : nullptr;
}

Matcher::ToldPointer Matcher::Remembered(uint32_t number) const {
  for (const ToldByRow* told : {&newer_, &older_}) {
    if (const auto found = told->find(number); found != told->end()) return found->second;
  }
  return nullptr;
}

void Matcher::Remember(uint32_t number, ToldPointer told) const {
  if (newer_.size() >= kToldMost / 2) older_ = std::exchange(newer_, {});
  newer_.insert_or_assign(number, std::move(told));
}

void Matcher::Begin(Asked& asked) const {
  if (asked.followed == nullptr) {
    asked.followed = snapshot_;
    if (asked.now->newest_change() < snapshot_->newest_change()) asked.now = snapshot_.get();
  }
  asked.missing.clear();
  asked.changed = false;
  asked_ = &asked;
}

bool Matcher::End(const Asked& asked) const {
  asked_ = nullptr;
  if (!asked.missing.empty()) return false;
  for (const auto& [number, told] : asked.read) {
    if (told != nullptr && told->print == candidates_.PrintOf(number)) Remember(number, told);
  }
  return true;
}

absl::Status Matcher::ReadMissing(Asked& asked, const Patience& patience) const {
  for (const uint32_t number : asked.missing) {
    const size_t known = asked.read.size();
    if (patience != nullptr) RETURN_IF_ERROR(patience(known, known + asked.missing.size()));
    ASSIGN_OR_RETURN(ToldPointer told, Read(*asked.now, *asked.now->At(number)));
    asked.read.emplace(number, std::move(told));
  }
  return absl::OkStatus();
}

Matcher::ToldPointer Matcher::ToldOf(uint32_t number) const {
  const uint64_t print = candidates_.PrintOf(number);
  if (asked_->now->At(number) == nullptr) return nullptr;  // came meanwhile
  if (const auto read = asked_->read.find(number); read != asked_->read.end()) {
    if (read->second != nullptr && read->second->print == print) return read->second;
    asked_->changed = true;
    return nullptr;
  }
  if (IsAsAdded(number)) {
    if (ToldPointer told = Remembered(number); told != nullptr && told->print == print) return told;
  }
  asked_->missing.insert(number);
  return nullptr;
}

Matcher::ToldPointer Matcher::FormerOf(uint32_t number) const {
  const uint64_t print = candidates_.PrintOf(number);
  if (print == 0) return nullptr;
  if (ToldPointer told = Remembered(number); told != nullptr && told->print == print) return told;
  const RowDetail* row = taken_in_->At(number);
  const absl::StatusOr<ToldPointer> told = row == nullptr ? nullptr : Read(*taken_in_, *row);
  return told.ok() && *told != nullptr && (*told)->print == print ? *told : nullptr;
}

absl::string_view Matcher::IdOf(uint32_t number) const { return crypto::AsView(snapshot_->At(number)->id); }

std::shared_ptr<const correlation::Account> Matcher::AccountOf(uint32_t number) const {
  const ToldPointer told = ToldOf(number);
  if (told == nullptr) return nullptr;
  return {told, &told->account};
}

// Its row is: what else changes a row is found by reading it.
bool Matcher::IsAsAdded(uint32_t number) const {
  const RowDetail* row = asked_->now->At(number);
  return row != nullptr && row->changed <= cursor_;
}

std::optional<uint32_t> Matcher::NumberOf(const crypto::Digest& id) const {
  const std::optional<size_t> row = snapshot_->RowOf(id);
  return row.has_value() ? std::optional(static_cast<uint32_t>(*row)) : std::nullopt;
}

// A link between others changed its row, for example: then nothing is to be compared anew.
absl::Status Matcher::TakeIn(const TableSnapshot& snapshot, const RowDetail& row, correlation::Tells tells) {
  using correlation::Tells;
  ASSIGN_OR_RETURN(const ToldPointer told, Read(snapshot, row));
  base::MutexLock lock(mutex_);
  const uint32_t number = *NumberOf(row.id);
  if (tells == Tells::kWhoseChange) changed_.insert(row.id);
  if (candidates_.PrintOf(number) == (told == nullptr ? 0 : told->print)) return absl::OkStatus();
  const ToldPointer former = tells == Tells::kWhoseChange ? FormerOf(number) : nullptr;
  const correlation::Account* former_account = former == nullptr ? nullptr : &former->account;
  newer_.erase(number);
  older_.erase(number);
  if (told != nullptr) Remember(number, told);
  const std::vector<uint32_t> affected = told == nullptr
                                             ? candidates_.Remove(number, former_account, tells)
                                             : candidates_.Add(number, told->account, told->print, former_account, tells);
  for (const uint32_t other : affected) changed_.insert(snapshot.At(other)->id);
  return absl::OkStatus();
}

absl::StatusOr<bool> Matcher::Follow(std::shared_ptr<const TableSnapshot> snapshot, size_t most, correlation::Tells tells) {
  uint64_t cursor = 0;
  {
    base::MutexLock lock(mutex_);
    cursor = cursor_;
    snapshot_ = snapshot;
  }
  ASSIGN_OR_RETURN(const CompiledFilter filter, CompiledFilter::Compile(EveryChange(), PartsOfOthers::kSelected));
  ASSIGN_OR_RETURN(const ChangedRows changes, RowsChangedAfter(*snapshot, filter, cursor, most));
  for (const auto& [position, row] : changes.rows) RETURN_IF_ERROR(TakeIn(*snapshot, *row, tells));
  base::MutexLock lock(mutex_);
  cursor_ = changes.cursor;
  if (cursor_ < snapshot->newest_change()) return true;
  taken_in_ = std::move(snapshot);
  return false;
}

std::vector<Match> Matcher::LinkedWith(uint32_t number) const {
  std::vector<Match> matches;
  for (correlation::Link& link : correlation::LinksOf(candidates_, number)) {
    const v1::CorrelationVerdict verdict = link.judgement.verdict;
    if (verdict != v1::CORRELATION_VERDICT_SAME_INCIDENT &&
        verdict != v1::CORRELATION_VERDICT_POSSIBLE_SAME) {
      continue;
    }
    matches.push_back({snapshot_->At(link.other)->id, std::move(link.judgement)});
  }
  std::sort(matches.begin(), matches.end(), Better);
  return matches;
}

absl::StatusOr<std::vector<Match>> Matcher::Of(const TableSnapshot& now, const crypto::Digest& incident, Changed changed,
                                               const Patience& patience) const {
  for (Asked asked{&now};;) {
    {
      base::MutexLock lock(mutex_);
      const std::optional<uint32_t> number = NumberOf(incident);
      if (!number.has_value()) return std::vector<Match>();
      Begin(asked);
      std::vector<Match> matches = LinkedWith(*number);
      if (End(asked)) {
        if (asked.changed && changed == Changed::kRefused) return HasChanged();
        return matches;
      }
    }
    RETURN_IF_ERROR(ReadMissing(asked, patience));
  }
}

absl::StatusOr<v1::AuditedRead> Matcher::RestrictedOf(const TableSnapshot& now, const crypto::Digest& incident) const {
  for (Asked asked{&now};;) {
    {
      base::MutexLock lock(mutex_);
      const std::optional<uint32_t> number = NumberOf(incident);
      if (!number.has_value() || !candidates_.Has(*number)) return v1::AuditedRead();
      Begin(asked);
      const ToldPointer told = ToldOf(*number);
      if (End(asked)) {
        if (told == nullptr) return HasChanged();
        return told->restricted;
      }
    }
    RETURN_IF_ERROR(ReadMissing(asked, nullptr));
  }
}

absl::StatusOr<bool> Matcher::AreDifferent(const TableSnapshot& now, const crypto::Digest& a, const crypto::Digest& b) const {
  for (Asked asked{&now};;) {
    {
      base::MutexLock lock(mutex_);
      const std::optional<uint32_t> one = NumberOf(a), other = NumberOf(b);
      if (!one.has_value() || !other.has_value() || !candidates_.Has(*one) || !candidates_.Has(*other)) return false;
      Begin(asked);
      const correlation::Fit fit = candidates_.FitOf(*one, *other);
      // One that tells nothing any more excludes nobody.
      const auto tells_other = [&](uint32_t number) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        const auto read = asked.read.find(number);
        return read != asked.read.end() && read->second != nullptr && read->second->print != candidates_.PrintOf(number);
      };
      if (End(asked)) {
        if (tells_other(*one) || tells_other(*other)) return HasChanged();
        return fit.verdict == v1::CORRELATION_VERDICT_DIFFERENT_INCIDENT;
      }
    }
    RETURN_IF_ERROR(ReadMissing(asked, nullptr));
  }
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

std::string Matcher::Kept() const {
  base::MutexLock lock(mutex_);
  base::Packer out;
  out.Number(cursor_);
  candidates_.WriteTo(out);
  return std::move(out).Bytes();
}

void Matcher::Restore(absl::string_view kept, std::shared_ptr<const TableSnapshot> snapshot) {
  base::MutexLock lock(mutex_);
  base::Unpacker in(kept);
  cursor_ = in.Number();
  candidates_.ReadFrom(in);
  snapshot_ = std::move(snapshot);
  taken_in_ = snapshot_;
}

}  // namespace lightship::incident
