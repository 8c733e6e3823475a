// What a WITHDRAWAL does: recorded under its target, acted on here. Nothing is taken from a log by it.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "lightship/v1/claims.pb.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/state.h"
#include "node/statement/open.h"
#include "node/store/schema.h"
#include "node/trust/disclosure.h"

namespace lightship::ledger {
namespace {

using Verdict = trust::AudienceBook::Verdict;

// False also when it is larger than any that counts.
bool ReadWithdrawal(const std::vector<v1::Part>& parts, v1::Withdrawal& withdrawal) {
  for (const v1::Part& part : parts) {
    if (part.name() != "withdrawal") continue;
    if (!withdrawal.ParseFromString(part.content())) return false;
    return withdrawal.has_retract() || part.content().size() <= base::limits::kActBytes;
  }
  return false;
}

size_t ActsLike(const storage::v1::Act& act, const storage::v1::Acts& acts) {
  return std::count_if(acts.acts().begin(), acts.acts().end(),
                       [&](const storage::v1::Act& other) { return other.has_erase() == act.has_erase(); });
}

storage::v1::Act ActOf(const NewStatement& statement, const v1::Withdrawal& withdrawal) {
  storage::v1::Act act;
  act.set_index(statement.index);
  act.set_target(withdrawal.target());
  *act.mutable_admitted_at() = statement::ToTimestamp(statement.admitted_at);
  if (withdrawal.has_release()) *act.mutable_release() = withdrawal.release();
  if (withdrawal.has_narrow()) *act.mutable_narrow() = withdrawal.narrow();
  if (withdrawal.has_erase()) *act.mutable_erase() = withdrawal.erase();
  return act;
}

// Keeps the act in order of index, once: a backfill may bring it late, or again. The first kActsOfTarget that erase count, and as many of
// the others, whenever they come: what comes late may take the last one's place. False when this one does not count.
bool Record(const storage::v1::Act& act, storage::v1::Acts& acts) {
  auto& list = *acts.mutable_acts();
  auto after = list.begin();
  while (after != list.end() && after->index() < act.index()) ++after;
  if (after != list.end() && after->index() == act.index()) return true;
  const auto is_alike = [&](const storage::v1::Act& other) { return other.has_erase() == act.has_erase(); };
  if (ActsLike(act, acts) >= base::limits::kActsOfTarget) {
    const auto last = std::find_if(list.rbegin(), list.rend(), is_alike);
    if (last->index() < act.index()) return false;
    *last = act;
  } else {
    *list.Add() = act;
  }
  std::sort(list.begin(), list.end(), [](const storage::v1::Act& a, const storage::v1::Act& b) {
    return a.index() < b.index();
  });
  return true;
}

// A leaf whose entry this economy may have from now on is asked for.
absl::Status WantEntry(uint64_t index, const v1::Release& release, Log& log, const State& state,
                       Scratch& scratch) {
  const Verdict verdict =
      state.audiences->Judge(state.own.economy, log.origin.economy, release.audience());
  if (verdict != Verdict::kMayHold && verdict != Verdict::kUndefined) return absl::OkStatus();
  ASSIGN_OR_RETURN(std::optional<char> row, StubAt(log, index, state, scratch));
  if (row.has_value()) SetStub(index, row, v1::WITHHELD_REASON_NOT_HELD, log, scratch);
  return absl::OkStatus();
}

absl::Status Unfit(absl::string_view field, absl::string_view what) {
  return base::InvalidFields({{std::string(field), std::string(what)}});
}

absl::Status CheckPartNames(const google::protobuf::RepeatedPtrField<std::string>& names,
                            const Standing& target) {
  for (const std::string& name : names) {
    if (statement::FindPart(target.manifest, name) != nullptr) continue;
    return Unfit("withdrawal.part_names",
                 absl::StrCat("'", name, "' is no part of the target"));
  }
  return absl::OkStatus();
}

// Whoever may have got the parts must learn that they are to go, or to go no further.
absl::Status CheckReach(const google::protobuf::RepeatedPtrField<std::string>& names,
                        const Admission& admission, const Standing& target,
                        const storage::v1::Acts& acts, const State& state) {
  const trust::Disclosure disclosure(*state.audiences, target.manifest, target.id, acts);
  const std::string& audience = admission.manifest.audience();
  for (const std::string& economy : state.world.roots->Economies()) {
    const Verdict told = state.audiences->Judge(economy, admission.manifest.economy(), audience);
    if (told == Verdict::kMayHold) continue;
    for (const v1::PartRef& part : target.manifest.parts()) {
      const bool named = names.empty() || std::find(names.begin(), names.end(), part.name()) != names.end();
      if (!named || !disclosure.MayHaveHeld(economy, part)) continue;
      return Unfit("manifest.audience",
                   absl::StrCat("'", audience, "' leaves out ", economy, ", which may hold part ",
                                part.name(), " and must be told; use all"));
    }
  }
  return absl::OkStatus();
}

// Incident that the target speaks of; empty when of none.
std::string SubjectOf(const Standing& target) {
  if (!target.manifest.subject().empty()) return target.manifest.subject();
  return target.manifest.kind() == v1::STATEMENT_KIND_REPORT ? crypto::AsString(target.id) : "";
}

}  // namespace

bool IsUnresolved(std::optional<char> row) {
  return row.has_value() &&
         (*row == v1::WITHHELD_REASON_NOT_HELD || *row == v1::WITHHELD_REASON_UNSPECIFIED);
}

bool IsHearsay(std::optional<char> row) { return row.has_value() && (*row & kHearsay) != 0; }

absl::StatusOr<std::optional<char>> StubAt(const Log& log, uint64_t index, const State& state,
                                           const Scratch& scratch) {
  auto fresh = scratch.stubs.find({log.name, index});
  if (fresh != scratch.stubs.end()) return fresh->second;
  absl::StatusOr<std::string> row =
      state.world.store->Get(store::Table::kStubs, store::NumberedKey(log.name, index));
  if (absl::IsNotFound(row.status())) return std::optional<char>();
  RETURN_IF_ERROR(row.status());
  if (row->size() == 1) return std::optional<char>((*row)[0]);
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                     absl::StrCat("stub ", index, " of ", log.name, " is damaged"));
}

void SetStub(uint64_t index, std::optional<char> before, std::optional<char> after, Log& log,
             Scratch& scratch) {
  if (IsUnresolved(before)) --log.unresolved;
  if (IsUnresolved(after)) ++log.unresolved;
  if (before == kAuthorLacks) --log.author_lacks;
  if (after == kAuthorLacks) ++log.author_lacks;
  if (IsHearsay(before)) --log.hearsay;
  if (IsHearsay(after)) ++log.hearsay;
  std::string key = store::NumberedKey(log.name, index);
  if (after.has_value()) {
    scratch.batch.Put(store::Table::kStubs, std::move(key), std::string(1, *after));
  } else if (before.has_value()) {
    scratch.batch.Delete(store::Table::kStubs, std::move(key));
  }
  scratch.stubs[{log.name, index}] = after;
  scratch.changed.insert(log.name);
}

absl::StatusOr<Standing> StandingAt(const Log& log, uint64_t index, const State& state,
                                    const Scratch& scratch) {
  Standing entry;
  bool fresh_found = false;
  std::set<std::string> lost;
  for (const NewStatement& fresh : scratch.statements) {
    if (fresh.origin != log.name || fresh.index != index) continue;
    fresh_found = true;
    entry.id = fresh.id;
    entry.admitted_at = fresh.admitted_at;
    entry.manifest = fresh.manifest;
    for (const v1::Part& part : fresh.parts) entry.parts.insert(part.name());
    lost.insert(fresh.lost_parts.begin(), fresh.lost_parts.end());
  }
  absl::StatusOr<v1::HeldEntry> held = ReadHeld(*state.world.store, log.name, index);
  if (absl::IsNotFound(held.status()) && fresh_found) return entry;
  RETURN_IF_ERROR(held.status());
  ASSIGN_OR_RETURN(statement::OpenedEntry opened, statement::OpenEntry(held->entry()));
  entry.id = opened.statement_id;
  entry.admitted_at = opened.admitted_at;
  entry.manifest = std::move(opened.manifest);
  for (const v1::Part& part : held->parts()) {
    if (!lost.contains(part.name())) entry.parts.insert(part.name());
  }
  return entry;
}

absl::StatusOr<storage::v1::Acts> ActsAt(absl::string_view origin, uint64_t index,
                                         const State& state, const Scratch& scratch) {
  auto fresh = scratch.acts.find({std::string(origin), index});
  if (fresh != scratch.acts.end()) return fresh->second;
  return ReadActs(*state.world.store, origin, index);
}

void PutActs(absl::string_view origin, uint64_t index, const storage::v1::Acts& acts,
             Scratch& scratch) {
  scratch.acts[{std::string(origin), index}] = acts;
}

absl::StatusOr<bool> IsActedOn(const Log& log, uint64_t index, const State& state,
                               const Scratch& scratch) {
  ASSIGN_OR_RETURN(storage::v1::Acts acts, ActsAt(log.name, index, state, scratch));
  return acts.acts_size() > 0;
}

namespace {

// Whether somebody else may have what is missing: the author, unless it lacks it as well or is this node, which has lost it;
// else those whom it was for.
bool OthersMayHold(const trust::Disclosure& disclosure, const v1::PartRef& part, bool author_lacks,
                   const Log& log, const State& state) {
  if (log.origin.economy != state.own.economy && !author_lacks) return true;
  const std::vector<std::string> economies = state.world.roots->Economies();
  return std::any_of(economies.begin(), economies.end(), [&](const std::string& economy) {
    return economy != state.own.economy && economy != log.origin.economy &&
           disclosure.MayHaveHeld(economy, part);
  });
}

}  // namespace

absl::Status ReviewWanted(uint64_t index, const Standing& entry, bool author_lacks, Log& log,
                          State& state, Scratch& scratch) {
  ASSIGN_OR_RETURN(storage::v1::Acts acts, ActsAt(log.name, index, state, scratch));
  const trust::Disclosure disclosure(*state.audiences, entry.manifest, entry.id, acts);
  bool wanted = false;
  for (const v1::PartRef& part : entry.manifest.parts()) {
    if (entry.parts.contains(part.name()) || disclosure.Erased(part.name())) continue;
    const Verdict verdict = disclosure.JudgePart(state.own.economy, part);
    const bool may_have = verdict == Verdict::kMayHold || verdict == Verdict::kUndefined;
    wanted = wanted || (may_have && OthersMayHold(disclosure, part, author_lacks, log, state));
  }
  ASSIGN_OR_RETURN(std::optional<char> row, StubAt(log, index, state, scratch));
  std::optional<char> after;
  if (wanted) after = author_lacks ? kAuthorLacks : static_cast<char>(v1::WITHHELD_REASON_NOT_HELD);
  if (after != row) SetStub(index, row, after, log, scratch);
  return absl::OkStatus();
}

absl::Status TakeWithdrawal(const NewStatement& statement, Log& log, State& state,
                            Scratch& scratch) {
  v1::Withdrawal withdrawal;
  if (!ReadWithdrawal(statement.parts, withdrawal)) return absl::OkStatus();
  const uint64_t target = withdrawal.target_index();
  const storage::v1::Act act = ActOf(statement, withdrawal);
  if (act.action_case() == storage::v1::Act::ACTION_NOT_SET || target >= statement.index) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(storage::v1::Acts acts, ActsAt(log.name, target, state, scratch));
  if (!Record(act, acts)) return absl::OkStatus();
  PutActs(log.name, target, acts, scratch);
  absl::StatusOr<Standing> entry = StandingAt(log, target, state, scratch);
  if (absl::IsNotFound(entry.status())) {
    if (act.has_release()) {
      RETURN_IF_ERROR(WantEntry(target, act.release(), log, state, scratch));
    }
    return EraseUnheld(target, acts, log, state, scratch);
  }
  RETURN_IF_ERROR(entry.status());
  if (crypto::AsView(entry->id) != withdrawal.target()) return absl::OkStatus();
  if (trust::HoldsLogTogether(entry->manifest.kind())) return absl::OkStatus();
  if (act.has_erase()) {
    RETURN_IF_ERROR(EraseParts(target, acts, statement.index, *entry, log, state, scratch));
  }
  // What a release lets in, the author may well have.
  ASSIGN_OR_RETURN(std::optional<char> row, StubAt(log, target, state, scratch));
  const bool author_lacks = row == kAuthorLacks && !act.has_release();
  return ReviewWanted(target, *entry, author_lacks, log, state, scratch);
}

absl::Status CheckWithdrawal(const Admission& admission, const Log& log, const State& state,
                             const Scratch& scratch) {
  if (admission.manifest.kind() != v1::STATEMENT_KIND_WITHDRAWAL) return absl::OkStatus();
  const std::vector<v1::Part> parts(admission.statement.parts().begin(),
                                    admission.statement.parts().end());
  v1::Withdrawal withdrawal;
  if (!ReadWithdrawal(parts, withdrawal)) {
    return Unfit("withdrawal", absl::StrCat("is over ", base::limits::kActBytes, " bytes"));
  }
  const uint64_t index = withdrawal.target_index();
  absl::StatusOr<Standing> target =
      index < log.size() ? StandingAt(log, index, state, scratch)
                         : absl::StatusOr<Standing>(absl::NotFoundError("beyond the log"));
  if (absl::IsNotFound(target.status()) ||
      (target.ok() && crypto::AsView(target->id) != withdrawal.target())) {
    return Unfit("withdrawal.target",
                 absl::StrCat("is not the statement at ", log.origin.At(index).ToString(),
                              "; a withdrawal names a statement of its own log by id and index"));
  }
  RETURN_IF_ERROR(target.status());
  if (SubjectOf(*target) != admission.manifest.subject()) {
    return Unfit("manifest.subject", "is not the incident that the target speaks of");
  }
  if (withdrawal.has_retract()) return absl::OkStatus();
  const v1::StatementKind kind = target->manifest.kind();
  if (trust::HoldsLogTogether(kind)) {
    return Unfit("withdrawal.target",
                 absl::StrCat(v1::StatementKind_Name(kind),
                              " statements hold the log together; they can only be retracted"));
  }
  RETURN_IF_ERROR(CheckPartNames(withdrawal.release().part_names(), *target));
  RETURN_IF_ERROR(CheckPartNames(withdrawal.narrow().part_names(), *target));
  RETURN_IF_ERROR(CheckPartNames(withdrawal.erase().part_names(), *target));
  ASSIGN_OR_RETURN(storage::v1::Acts acts, ActsAt(log.name, index, state, scratch));
  storage::v1::Act act;
  if (withdrawal.has_erase()) *act.mutable_erase() = withdrawal.erase();
  if (ActsLike(act, acts) >= base::limits::kActsOfTarget) {
    return Unfit("withdrawal.target", absl::StrCat("has been acted on ", base::limits::kActsOfTarget, " times: no more counts"));
  }
  if (withdrawal.has_release()) return absl::OkStatus();
  const auto& names = withdrawal.has_narrow() ? withdrawal.narrow().part_names()
                                              : withdrawal.erase().part_names();
  return CheckReach(names, admission, *target, acts, state);
}

}  // namespace lightship::ledger
