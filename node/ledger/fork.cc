// Two histories of one log: proving it from what is held, and freezing the log.
#include <bit>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/reader.h"
#include "node/ledger/state.h"
#include "node/ledger/stored_tiles.h"
#include "node/statement/canonical.h"
#include "node/statement/evidence.h"
#include "node/store/schema.h"

namespace lightship::ledger {
namespace {

// In the form of merkle::ProvenOldRoot.
absl::StatusOr<merkle::Proof> ProofWithin(const StoredTiles& tiles, const merkle::Digest& old_root,
                                          uint64_t old_size, uint64_t size) {
  if (old_size == size) return merkle::Proof();
  ASSIGN_OR_RETURN(merkle::Proof proof, merkle::ConsistencyProof(tiles, old_size, size));
  if (std::has_single_bit(old_size)) proof.insert(proof.begin(), old_root);
  return proof;
}

// The largest checkpoint held that is signed by the key which signs that of `size`: one key has signed both histories, and
// the last checkpoint of each key is kept.
absl::StatusOr<merkle::SignedCheckpoint> LastByKeyOf(uint64_t size, const LogHead& head,
                                                     const store::Store& store) {
  const std::optional<uint64_t> change = head.keys->NextLogKeyChange(size - 1);
  if (!change.has_value() || *change + 1 >= head.checkpoint_size) {
    return merkle::SignedCheckpoint::FromNote(head.checkpoint);
  }
  ASSIGN_OR_RETURN(std::string note, store.Get(store::Table::kCheckpoints,
                                               store::NumberedKey(head.origin, *change + 1)));
  return merkle::SignedCheckpoint::FromNote(note);
}

}  // namespace

bool LedgerReader::IsOfTree(const merkle::Checkpoint& checkpoint) const {
  const auto heads = heads_->Get();
  const LogHead* head = heads->Find(checkpoint.origin);
  if (head == nullptr || checkpoint.size == 0 || checkpoint.size > head->size) return false;
  if (checkpoint.size == head->size) return checkpoint.root == head->root;
  absl::StatusOr<merkle::Digest> root = merkle::RootAt(StoredTiles(store_, head->origin), checkpoint.size);
  return root.ok() && *root == checkpoint.root;
}

absl::StatusOr<std::optional<v1::EvidenceFile>> LedgerReader::FindFork(
    const merkle::SignedCheckpoint& note) const {
  const auto heads = heads_->Get();
  const LogHead* head = heads->Find(note.checkpoint.origin);
  const uint64_t size = note.checkpoint.size;
  if (head == nullptr || head->keys == nullptr || size == 0 || size > head->checkpoint_size) {
    return std::nullopt;
  }
  const StoredTiles tiles(store_, head->origin);
  ASSIGN_OR_RETURN(merkle::Digest root, merkle::RootAt(tiles, size));
  if (root == note.checkpoint.root) return std::nullopt;
  ASSIGN_OR_RETURN(merkle::SignedCheckpoint held, LastByKeyOf(size, *head, *store_));
  const uint64_t held_size = held.checkpoint.size;
  ASSIGN_OR_RETURN(merkle::Proof proof, ProofWithin(tiles, root, size, held_size));
  const trust::LogKey& key = head->keys->LogKeyAt(size);
  v1::EvidenceFile file;
  *file.mutable_evidence() = statement::MakeEvidence(note, held, key.key, proof);
  if (key.since == 0) {
    ASSIGN_OR_RETURN(*file.add_openings(), ReadHeld(*store_, head->origin, 0));
  } else {
    ASSIGN_OR_RETURN(*file.mutable_keys(), ProveKeys(*head, nullptr, held_size));
  }
  absl::Status proven =
      statement::VerifyEvidenceFile(statement::SerializeDeterministic(file), *roots_).status();
  if (!proven.ok()) return std::nullopt;
  return file;
}

std::optional<v1::Predecessor> PredecessorOf(const State& state) {
  const Log* newest = nullptr;
  for (const auto& [name, log] : state.logs) {
    if (log.origin.economy != state.own.economy || log.origin.epoch >= state.own.epoch) continue;
    if (log.keys == nullptr || (newest != nullptr && log.origin < newest->origin)) continue;
    newest = &log;
  }
  if (newest == nullptr) return std::nullopt;
  v1::Predecessor predecessor;
  predecessor.set_origin(newest->name);
  predecessor.set_size(newest->size());
  predecessor.set_root(crypto::AsString(newest->tiles.frontier().Root()));
  for (const crypto::Digest& key_id : newest->keys->Revoked()) {
    predecessor.add_revoked_key_ids(crypto::AsString(key_id));
  }
  return predecessor;
}

absl::Status CheckNotFrozen(const Log& log) {
  if (log.fork == nullptr) return absl::OkStatus();
  return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kFrozen,
                     absl::StrCat(log.name, " is frozen: its key has signed two histories. Its "
                                  "economy must find out why and open a new epoch"));
}

absl::StatusOr<Outcome> TakeEvidence(const v1::EvidenceFile& evidence, State& state,
                                     Scratch& scratch) {
  Outcome outcome{evidence.evidence().origin(), 0, false};
  auto found = state.logs.find(outcome.origin);
  if (found == state.logs.end()) return outcome;
  Log& log = found->second;
  outcome.index = log.size();
  if (log.fork != nullptr || log.keys == nullptr) return outcome;
  const std::string bytes = statement::SerializeDeterministic(evidence);
  RETURN_IF_ERROR(statement::VerifyEvidenceFile(bytes, *state.world.roots).status());
  scratch.batch.Put(store::Table::kEvidence, log.name, bytes);
  scratch.changed.insert(log.name);
  log.fork = std::make_shared<v1::EvidenceFile>(evidence);
  return outcome;
}

}  // namespace lightship::ledger
