#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/note.h"
#include "node/ledger/state.h"
#include "node/store/schema.h"

namespace lightship::ledger {
namespace {

absl::Status Misplaced(absl::string_view what) {
  return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kInconsistentLog, what);
}

// "I hold this durably": true once the commit that this is part of is written.
absl::Status Cosign(merkle::SignedCheckpoint& head, const State& state) {
  ASSIGN_OR_RETURN(crypto::NoteSignature signature,
                   crypto::CosignNote(head.note.text, state.own_name, state.world.clock->Now(),
                                      state.keys.cosigner_key));
  head.note.signatures.push_back(std::move(signature));
  return absl::OkStatus();
}

bool MayCosign(const Log& log, const State& state) {
  return log.origin.economy != state.own.economy && log.unresolved == 0 && log.fork == nullptr &&
         state.logs.at(state.own_name).keys != nullptr;
}

// How large the log is known to be while its entries still come: its own node, should it have lost them, must be told.
absl::Status NoteLarger(const ExaminedBatch& batch, Log& log) {
  if (log.reaching_size <= log.size()) {
    log.reaching.clear();
    log.reaching_size = 0;
  }
  if (batch.head.size <= std::max(log.size(), log.reaching_size)) return absl::OkStatus();
  ASSIGN_OR_RETURN(crypto::Note note, crypto::ParseNote(batch.checkpoint));
  std::erase_if(note.signatures, [&](const crypto::NoteSignature& line) { return line.name != log.name; });
  log.reaching = note.ToString();
  log.reaching_size = batch.head.size;
  return absl::OkStatus();
}

// The own log begins to come back: what was copied before it could not be cosigned.
absl::Status CosignAll(State& state, Scratch& scratch) {
  for (auto& [name, log] : state.logs) RETURN_IF_ERROR(CosignHead(log, state, scratch));
  return absl::OkStatus();
}

Prepared TakeItem(ExaminedItem item) {
  return {std::move(item.entry), *std::move(item.opened), std::move(item.parts), std::move(item.derived)};
}

// "It is not for you", or "I cannot tell". Only the log's own node is believed once something was released, or parts are
// what is missing: others may not have heard of it. Otherwise another's word counts until the log's own node has spoken.
absl::StatusOr<bool> ResolveWithheld(const ExaminedItem& item, std::optional<char> row, bool held,
                                     bool authoritative, Log& log, State& state,
                                     Scratch& scratch) {
  if (item.unresolved || !(IsUnresolved(row) || (IsHearsay(row) && authoritative))) return false;
  ASSIGN_OR_RETURN(bool acted_on, IsActedOn(log, item.index, state, scratch));
  if ((held || acted_on) && !authoritative) return false;
  SetStub(item.index, row,
          held ? std::nullopt : std::optional<char>(StubOf(item, authoritative)), log, scratch);
  return true;
}

// A KEY of which only the leaf was held counts from its place on.
absl::Status TakeLateKey(const Prepared& late, Log& log, const State& state) {
  ASSIGN_OR_RETURN(v1::KeyStatement content, KeyIn(late.parts));
  auto keys = std::make_shared<trust::KeyState>(*log.keys);
  absl::Status applied = keys->CheckRoom(content);
  if (applied.ok()) applied = keys->Apply(late.opened, content, *state.world.roots);
  // Another that stands before it is missing too, and this one asked for again; or the log contradicts itself.
  if (absl::IsPermissionDenied(applied) || absl::IsInvalidArgument(applied)) {
    return NotItsSendersFault(applied);
  }
  RETURN_IF_ERROR(applied);
  log.keys = std::move(keys);
  const uint64_t index = late.opened.entry.index();
  auto& indexes = log.key_indexes;
  indexes.insert(std::upper_bound(indexes.begin(), indexes.end(), index), index);
  return absl::OkStatus();
}

// An answer for an entry, or for parts of one, that could not be had before.
absl::StatusOr<bool> Resolve(ExaminedItem item, bool authoritative, Log& log, State& state,
                             Scratch& scratch) {
  ASSIGN_OR_RETURN(std::optional<char> row, StubAt(log, item.index, state, scratch));
  if (!row.has_value()) return false;
  absl::StatusOr<Standing> known = StandingAt(log, item.index, state, scratch);
  if (!known.ok() && !absl::IsNotFound(known.status())) return known.status();
  const bool held = known.ok();
  const bool author_lacks = row == kAuthorLacks;
  if (!item.opened.has_value()) {
    return ResolveWithheld(item, row, held, authoritative, log, state, scratch);
  }
  Prepared prepared = TakeItem(std::move(item));
  prepared.derived = nullptr;  // parts may go, or be held already
  RETURN_IF_ERROR(DropErased(log, held, state, scratch, prepared));
  if (held) {
    std::erase_if(prepared.parts,
                  [&](const v1::Part& part) { return known->parts.contains(part.name()); });
    if (prepared.parts.empty() && (!authoritative || author_lacks)) return false;
  } else {
    if (prepared.opened.manifest.kind() == v1::STATEMENT_KIND_KEY) {
      RETURN_IF_ERROR(TakeLateKey(prepared, log, state));
    }
    --log.stubs;
    // Nothing of the own log may seem older than what stands before it, to those who hold that.
    if (log.name == state.own_name) {
      log.last_admitted_at = std::max(log.last_admitted_at, prepared.opened.admitted_at);
    }
  }
  const uint64_t index = prepared.opened.entry.index();
  if (!held && prepared.opened.manifest.kind() == v1::STATEMENT_KIND_AUDIENCE) {
    CountAudience(index, log, state, scratch);
  }
  SetStub(index, row, std::nullopt, log, scratch);
  RETURN_IF_ERROR(PlaceEntry(std::move(prepared), authoritative || author_lacks, log, state, scratch));
  return true;
}

absl::StatusOr<Outcome> Backfill(ExaminedBatch batch, Log& log, State& state, Scratch& scratch) {
  std::set<uint64_t> answered;
  for (ExaminedItem& item : batch.items) {
    if (!answered.insert(item.index).second) continue;
    ASSIGN_OR_RETURN(bool resolved,
                     Resolve(std::move(item), batch.authoritative, log, state, scratch));
    if (resolved) scratch.changed.insert(log.name);
  }
  RETURN_IF_ERROR(CosignHead(log, state, scratch));
  return Outcome{log.name, log.size(), false};
}

absl::Status CheckPlace(const ExaminedBatch& batch, const State& state) {
  // What the own log has lost comes back from peers; what was never written here does not.
  if (batch.origin == state.own_name && !state.recovering && !batch.backfill) {
    return Misplaced(absl::StrCat(batch.origin, " is this node's own log; it is not copied"));
  }
  auto found = state.logs.find(batch.origin);
  const uint64_t size = found == state.logs.end() ? 0 : found->second.size();
  if (batch.backfill) {
    return size > 0 ? absl::OkStatus() : Misplaced("a backfill of a log that is not held");
  }
  if (found != state.logs.end()) RETURN_IF_ERROR(CheckNotFrozen(found->second));
  if (found != state.logs.end() && found->second.awaiting.size() >= base::limits::kHeadsAwaitingSignatures) {
    return base::RetryLater(absl::StatusCode::kResourceExhausted, base::reason::kOverloaded,
                            absl::StrCat(batch.origin, ": its key changes faster than signatures are verified"), absl::Seconds(1));
  }
  if (found != state.logs.end() && found->second.bad_signature_at.has_value()) {
    return Misplaced(absl::StrCat(batch.origin, " ends at ", *found->second.bad_signature_at, ": what stands here behind it is taken out"));
  }
  if (batch.items.empty() || batch.items.front().index != size) {
    return Misplaced(absl::StrCat("the batch does not begin at ", size, ", where ", batch.origin,
                                  " ends here"));
  }
  if (found != state.logs.end() && found->second.keys != batch.judged_by) {
    return Misplaced(absl::StrCat("the batch was judged before a KEY of ", batch.origin, " came late"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReachHead(absl::string_view note, Log& log, State& state, Scratch& scratch) {
  ASSIGN_OR_RETURN(merkle::SignedCheckpoint head, KeepVerified(note, log, state.logs));
  // The entries are here all the same: a token that does not answer now costs this cosignature alone.
  if (MayCosign(log, state)) Cosign(head, state).IgnoreError();
  return KeepNote(head, log, state, scratch);
}

absl::Status CosignHead(Log& log, State& state, Scratch& scratch) {
  if (log.size() == 0 || log.checkpoint_size != log.size() || !MayCosign(log, state)) {
    return absl::OkStatus();
  }
  return ReachHead(std::string(log.checkpoint), log, state, scratch);
}

absl::StatusOr<Outcome> Replicate(ExaminedBatch batch, State& state, Scratch& scratch) {
  RETURN_IF_ERROR(CheckPlace(batch, state));
  Log& log = state.logs[batch.origin];
  if (log.name.empty()) {
    log.name = batch.origin;
    ASSIGN_OR_RETURN(log.origin, statement::Origin::Parse(batch.origin));
  }
  if (batch.backfill) return Backfill(std::move(batch), log, state, scratch);
  for (ExaminedItem& item : batch.items) {
    if (item.opened.has_value()) {
      RETURN_IF_ERROR(AppendEntry(TakeItem(std::move(item)), batch.authoritative, log, state,
                                  scratch));
    } else {
      AppendStub(item, batch.authoritative, log, scratch);
    }
  }
  const bool own_keys_known = log.name == state.own_name && log.keys == nullptr;
  log.keys = batch.after.keys;
  if (log.tiles.frontier().Root() != batch.after.frontier.Root()) {
    return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                       absl::StrCat(log.name, ": the tree here is not the one that was examined"));
  }
  if (!log.unverified_from.has_value()) log.unverified_from = batch.unverified_from;
  if (batch.head.size == log.size()) {
    RETURN_IF_ERROR(log.unverified_from.has_value() ? AwaitSignatures(batch, log, scratch)
                                                    : ReachHead(batch.checkpoint, log, state, scratch));
  }
  RETURN_IF_ERROR(NoteLarger(batch, log));
  if (own_keys_known) RETURN_IF_ERROR(CosignAll(state, scratch));
  return Outcome{log.name, log.size(), false};
}

}  // namespace lightship::ledger
