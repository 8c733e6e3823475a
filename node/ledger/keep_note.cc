#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "node/base/status.h"
#include "node/ledger/state.h"
#include "node/ledger/stored_tiles.h"
#include "node/store/schema.h"

namespace lightship::ledger {
namespace {

// The note kept at a size; NOT_FOUND when there is none. Of the newest, which is asked for most, the store need not be asked.
// The newest one is at hand with all its cosignatures, and one of this batch in `scratch`, since KeepNote, by which alone any are added,
// keeps both with what it writes: whoever writes a note in another way must do so too, or cosignatures are lost.
absl::StatusOr<std::string> NoteAt(const Log& log, uint64_t size, const State& state,
                                   const Scratch& scratch) {
  if (size > log.checkpoint_size) return absl::NotFoundError("none so large");
  if (size == log.checkpoint_size && !log.checkpoint.empty()) return log.checkpoint;
  auto fresh = scratch.notes.find({log.name, size});
  if (fresh != scratch.notes.end()) return fresh->second;
  return state.world.store->Get(store::Table::kCheckpoints, store::NumberedKey(log.name, size));
}

void DropSuperseded(Log& log, const State& state, Scratch& scratch) {
  for (uint64_t size : Superseded(log.receipts)) {
    log.receipts.erase(size);
    // The own log keeps one checkpoint a commit: first receipts are made from them. The last checkpoint of a log key leads
    // followers to the next one.
    if (log.name == state.own_name || log.keys->NextLogKeyChange(size - 1) == size - 1) continue;
    scratch.notes.erase({log.name, size});
    scratch.batch.Delete(store::Table::kCheckpoints, store::NumberedKey(log.name, size));
  }
}

// Whether the checkpoint is of the tree here. Where one of its size is kept, that has been compared already.
bool IsOfTree(const merkle::SignedCheckpoint& offered, const Log& log, const State& state, const Scratch& scratch) {
  const merkle::Checkpoint& checkpoint = offered.checkpoint;
  if (checkpoint.size == 0 || checkpoint.size > log.verified_until()) return false;
  if (checkpoint.size == log.size()) return log.tiles.frontier().Root() == checkpoint.root;
  absl::StatusOr<std::string> known = NoteAt(log, checkpoint.size, state, scratch);
  if (known.ok()) return absl::StartsWith(*known, absl::StrCat(offered.note.text, "\n"));
  absl::StatusOr<merkle::Digest> root = merkle::RootAt(StoredTiles(state.world.store, log.name), checkpoint.size);
  return root.ok() && *root == checkpoint.root;
}

}  // namespace

absl::Status KeepNote(const merkle::SignedCheckpoint& offered, Log& log, const State& state,
                      Scratch& scratch) {
  const uint64_t size = offered.checkpoint.size;
  crypto::Note note = offered.note;
  absl::StatusOr<std::string> known = NoteAt(log, size, state, scratch);
  if (known.ok()) {
    ASSIGN_OR_RETURN(note, crypto::ParseNote(*known));
    if (note.text != offered.note.text || !MergeSignatures(offered.note, note)) {
      return absl::OkStatus();
    }
  } else if (!absl::IsNotFound(known.status())) {
    return known.status();
  }
  std::string text = note.ToString();
  ASSIGN_OR_RETURN(log.receipts[size], CosignersOf(text));
  if (size >= log.checkpoint_size) {
    log.checkpoint_size = size;
    log.checkpoint = text;
  }
  scratch.batch.Put(store::Table::kCheckpoints, store::NumberedKey(log.name, size), text);
  scratch.notes[{log.name, size}] = std::move(text);
  scratch.changed.insert(log.name);
  DropSuperseded(log, state, scratch);
  return absl::OkStatus();
}

absl::StatusOr<Outcome> TakeCosignatures(const Cosignatures& cosignatures, State& state,
                                         Scratch& scratch) {
  Outcome outcome{cosignatures.origin, 0, false};
  auto found = state.logs.find(cosignatures.origin);
  if (found == state.logs.end()) return outcome;
  Log& log = found->second;
  if (log.fork != nullptr) return outcome;
  absl::StatusOr<merkle::SignedCheckpoint> kept =
      KeepVerified(cosignatures.note, log, state.logs);
  if (!kept.ok() || !IsOfTree(*kept, log, state, scratch)) return outcome;
  RETURN_IF_ERROR(KeepNote(*kept, log, state, scratch));
  outcome.index = log.size();
  return outcome;
}

absl::Status SignOwnHead(State& state, Scratch& scratch) {
  Log& log = state.logs.at(state.own_name);
  merkle::SignedCheckpoint head;
  head.checkpoint = {log.name, log.size(), log.tiles.frontier().Root()};
  head.note.text = head.checkpoint.ToText();
  ASSIGN_OR_RETURN(crypto::NoteSignature signature,
                   crypto::SignNote(head.note.text, log.name, state.keys.log_key));
  head.note.signatures.push_back(std::move(signature));
  return KeepNote(head, log, state, scratch);
}

}  // namespace lightship::ledger
