// Deleting parts that are to be gone, by a WITHDRAWAL or by their date. The rows go with the commit; that no file holds
// them any more is seen to later (purges.h) and then attested (attest.cc).
#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/purges.h"
#include "node/ledger/state.h"
#include "node/statement/open.h"
#include "node/store/schema.h"
#include "node/trust/disclosure.h"

namespace lightship::ledger {
namespace {

// The part as it is held, by this commit or an earlier one.
absl::StatusOr<v1::Part> HeldPart(const Log& log, uint64_t index, const std::string& name,
                                  const State& state, const Scratch& scratch) {
  for (const NewStatement& fresh : scratch.statements) {
    if (fresh.origin != log.name || fresh.index != index) continue;
    for (const v1::Part& part : fresh.parts) {
      if (part.name() == name) return part;
    }
  }
  ASSIGN_OR_RETURN(v1::HeldEntry held, ReadHeld(*state.world.store, log.name, index));
  for (const v1::Part& part : held.parts()) {
    if (part.name() == name) return part;
  }
  return absl::NotFoundError("not held");
}

// The indexer must not fold the parts any more.
void ForgetParts(const Log& log, uint64_t index, const Standing& entry,
                 const std::vector<std::string>& names, Scratch& scratch) {
  bool pending = false;
  for (NewStatement& fresh : scratch.statements) {
    if (fresh.origin != log.name || fresh.index != index) continue;
    std::erase_if(fresh.parts, [&](const v1::Part& part) {
      return std::find(names.begin(), names.end(), part.name()) != names.end();
    });
    fresh.derived = nullptr;
    fresh.lost_parts.insert(fresh.lost_parts.end(), names.begin(), names.end());
    pending = true;
  }
  if (pending) return;
  NewStatement statement;
  statement.id = entry.id;
  statement.origin = log.name;
  statement.index = index;
  statement.admitted_at = entry.admitted_at;
  statement.manifest = entry.manifest;
  statement.lost_parts = names;
  scratch.statements.push_back(std::move(statement));
}

// What has changed on the disk does not tell which attachment it named: a rebuild leaves both behind.
absl::Status CheckSound(const v1::Manifest& manifest, const v1::Part& part, const Log& log, uint64_t index,
                        const State& state) {
  if (!absl::StartsWith(part.name(), "attachment/") || statement::CheckPart(manifest, part).ok()) return absl::OkStatus();
  absl::Status damage = base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                                    absl::StrCat("part ", part.name(), " of ", log.origin.At(index).ToString(), " is damaged"));
  state.world.store->Distrust(damage);
  return damage;
}

// Deletes a part's row, and its attachment's bytes when no other part names them: then their SHA-256 is added to
// `blobs`.
absl::Status DeletePart(uint64_t index, const v1::Manifest& manifest, const std::string& name, const Log& log, State& state,
                        Scratch& scratch, std::string& blobs) {
  ASSIGN_OR_RETURN(v1::Part part, HeldPart(log, index, name, state, scratch));
  RETURN_IF_ERROR(CheckSound(manifest, part, log, index, state));
  scratch.batch.Delete(store::Table::kParts, store::PartKey(log.name, index, name));
  ASSIGN_OR_RETURN(std::string blob, DropBlobRef(log, index, part, state, scratch));
  blobs += blob;
  return absl::OkStatus();
}

// What is left to be done before it can be attested. `deleted`: rows went now, as again after an old backup was put back.
void NotePurge(const Log& log, uint64_t index, uint64_t withdrawal, const storage::v1::Acts& acts,
               bool deleted, std::string blobs, const State& state, Scratch& scratch) {
  if (!deleted && IsConfirmed(acts, state.own.economy, withdrawal)) return;
  scratch.batch.Put(store::Table::kPurges, store::PurgeKey(log.name, index, withdrawal),
                    std::move(blobs));
}

absl::Status ExpireOne(const store::Place& place, State& state, Scratch& scratch) {
  auto log = state.logs.find(place.origin);
  if (log == state.logs.end()) return absl::OkStatus();
  absl::StatusOr<Standing> entry = StandingAt(log->second, place.index, state, scratch);
  if (absl::IsNotFound(entry.status())) return absl::OkStatus();
  RETURN_IF_ERROR(entry.status());
  ASSIGN_OR_RETURN(storage::v1::Acts acts, ActsAt(place.origin, place.index, state, scratch));
  *acts.mutable_expired_at() = statement::ToTimestamp(state.world.clock->Now());
  PutActs(place.origin, place.index, acts, scratch);
  RETURN_IF_ERROR(
      EraseParts(place.index, acts, kByRetention, *entry, log->second, state, scratch));
  const uint64_t unresolved = log->second.unresolved;
  RETURN_IF_ERROR(ReviewWanted(place.index, *entry, false, log->second, state, scratch));
  if (log->second.unresolved == unresolved) return absl::OkStatus();
  return CosignHead(log->second, state, scratch);
}

}  // namespace

absl::Status EraseUnheld(uint64_t index, const storage::v1::Acts& acts, Log& log,
                         const State& state, Scratch& scratch) {
  ASSIGN_OR_RETURN(std::optional<char> row, StubAt(log, index, state, scratch));
  const bool narrowed = std::any_of(acts.acts().begin(), acts.acts().end(),
                                    [](const storage::v1::Act& act) { return act.has_narrow(); });
  if (log.name != state.own_name && !IsUnresolved(row) && !narrowed) return absl::OkStatus();
  for (const storage::v1::Act& act : acts.acts()) {
    if (act.has_erase()) NotePurge(log, index, act.index(), acts, false, "", state, scratch);
  }
  return absl::OkStatus();
}

absl::Status EraseParts(uint64_t index, const storage::v1::Acts& acts, uint64_t withdrawal,
                        Standing& entry, Log& log, State& state, Scratch& scratch) {
  const trust::Disclosure disclosure(*state.audiences, entry.manifest, entry.id, acts);
  std::vector<std::string> names;
  for (const std::string& name : entry.parts) {
    if (disclosure.Erased(name)) names.push_back(name);
  }
  std::string blobs;
  for (const std::string& name : names) {
    RETURN_IF_ERROR(DeletePart(index, entry.manifest, name, log, state, scratch, blobs));
    entry.parts.erase(name);
  }
  if (!names.empty()) ForgetParts(log, index, entry, names, scratch);
  NotePurge(log, index, withdrawal, acts, !names.empty(), std::move(blobs), state, scratch);
  scratch.changed.insert(log.name);
  return absl::OkStatus();
}

absl::Status DropErased(const Log& log, bool held, const State& state, Scratch& scratch,
                        Prepared& prepared) {
  const uint64_t index = prepared.opened.entry.index();
  ASSIGN_OR_RETURN(storage::v1::Acts acts, ActsAt(log.name, index, state, scratch));
  const trust::Disclosure disclosure(*state.audiences, prepared.opened.manifest,
                                     prepared.opened.statement_id, acts);
  std::erase_if(prepared.parts,
                [&](const v1::Part& part) { return disclosure.Erased(part.name()); });
  if (held) return absl::OkStatus();
  for (const storage::v1::Act& act : acts.acts()) {
    if (disclosure.Erases(act)) NotePurge(log, index, act.index(), acts, false, "", state, scratch);
  }
  return absl::OkStatus();
}

void NoteRetention(const Log& log, const statement::OpenedEntry& entry, Scratch& scratch) {
  if (!entry.manifest.has_retain_until() || trust::HoldsLogTogether(entry.manifest.kind())) return;
  scratch.batch.Put(store::Table::kRetention,
                    store::RetentionKey(entry.manifest.retain_until().seconds(), log.name,
                                        entry.entry.index()),
                    "");
}

absl::StatusOr<Outcome> DoExpire(const Expire&, State& state, Scratch& scratch) {
  ASSIGN_OR_RETURN(std::vector<std::string> due,
                   DueRetention(*state.world.store, state.world.clock->Now(),
                                base::limits::kExpiredOfCommit));
  for (const std::string& key : due) {
    ASSIGN_OR_RETURN(store::Place place, store::PlaceInKey(key, sizeof(uint64_t)));
    RETURN_IF_ERROR(ExpireOne(place, state, scratch));
    scratch.batch.Delete(store::Table::kRetention, key);
  }
  return Outcome{"", due.size(), false};
}

}  // namespace lightship::ledger
