#include "node/ledger/ledger.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "lightship/storage/v1/storage.pb.h"
#include "node/base/mutex.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/audit.h"
#include "node/ledger/publication.h"
#include "node/ledger/reader.h"
#include "node/ledger/state.h"
#include "node/ledger/stored_tiles.h"
#include "node/statement/log_opening.h"
#include "node/statement/open.h"
#include "node/store/restored.h"
#include "node/store/schema.h"

namespace lightship::ledger {
namespace {

// What cannot be read may have been needed half-way, after part of the operation was done here and before it is on the disk. What a peer can
// provoke is no such error.
bool StopsWriting(const absl::Status& status) {
  return absl::IsDataLoss(status) || (absl::IsUnavailable(status) && base::ReasonOf(status) == base::reason::kStorage);
}

// What operators and officers are told while the own log is being copied back.
std::string RecoveryText(const Log& log, const std::optional<merkle::Checkpoint>& largest,
                         const absl::Status& keys) {
  if (!keys.ok()) return std::string(keys.message());
  if (!largest.has_value()) {
    return absl::StrCat("the database of ", log.name, " is gone: the node waits for a peer that holds "
                        "the log and copies it back. Only if there never was one, start the node once "
                        "with --new-log");
  }
  return absl::StrCat("the database of ", log.name, " is older than the log: it holds ", log.size(),
                      " of ", largest->size, " entries; the node waits for a peer that holds the rest "
                      "and copies it back. If none does, the log ends here: begin a new epoch");
}

}  // namespace

class Ledger::Impl {
 public:
  Impl(const statement::Origin& own, const NodeKeys& keys, const World& world)
      : state_{own, own.ToString(), keys, world, {}, std::make_shared<trust::AudienceBook>()} {}

  absl::Status Open();
  void Commit(std::vector<Operation> operations, Committed done);
  void Await() const { state_.world.store->Await(); }
  bool recovering() const { return state_.recovering; }
  absl::Status failure() const {
    base::MutexLock lock(mutex_);
    return failed_;
  }

 private:
  // A commit from when it is made until it is told of.
  struct UnderWay {
    Scratch scratch;
    std::vector<absl::StatusOr<Outcome>> outcomes;
    Publication publication;
    Committed done;
  };
  absl::Status LoadLogs();
  absl::Status CheckKept();
  absl::Status LoadKept();
  void BeginRecovery();
  void NoticeOwnHead(const Operation& operation);
  void RaiseKept(const merkle::Checkpoint& shown, const std::string& note);
  absl::Status OpenOwnLog();
  absl::Status CheckOwnKeys() const;
  absl::StatusOr<Outcome> Apply(Operation operation, Scratch& scratch);
  absl::StatusOr<Outcome> TakeOwnLogHeard(Scratch& scratch) const;
  absl::Status Finish(Scratch& scratch);
  void Save(const std::shared_ptr<UnderWay>& commit);
  void Settle(UnderWay& commit);
  void Tell(UnderWay& commit, const absl::Status& saved);
  void EndRecovery();
  // The first error, which later ones may follow from.
  absl::Status Fail(const absl::Status& why);

  State state_;
  std::optional<merkle::Checkpoint> kept_;
  std::shared_ptr<const Heads> newest_;  // of what may not be durable yet
  mutable base::Mutex mutex_;
  absl::Status failed_ ABSL_GUARDED_BY(mutex_);
};

absl::Status Ledger::Impl::LoadLogs() {
  std::vector<std::pair<std::string, std::string>> rows;
  RETURN_IF_ERROR(state_.world.store->Scan(
      store::Table::kHeads, "", "", [&](absl::string_view name, absl::string_view value) {
        rows.emplace_back(std::string(name), std::string(value));
        return true;
      }));
  ASSIGN_OR_RETURN(trust::AudienceBook claims, ReadAudienceClaims(*state_.world.store));
  auto audiences = std::make_shared<trust::AudienceBook>(std::move(claims));
  for (const auto& [name, value] : rows) {
    storage::v1::LogHead record;
    if (!record.ParseFromString(value)) {
      return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                         absl::StrCat("the head of log ", name, " is damaged"));
    }
    ASSIGN_OR_RETURN(state_.logs[name], LoadLog(*state_.world.store, name, record,
                                                *state_.world.roots, *audiences));
  }
  state_.audiences = std::move(audiences);
  const std::string first(store::kVerifyFirstPrefix);
  return state_.world.store->Scan(store::Table::kMeta, first, store::AfterPrefix(first), [&](absl::string_view key, absl::string_view) {
    state_.verify_first.emplace(key.substr(first.size()));
    return true;
  });
}

// The checkpoint kept outside the database, unless it is of an earlier epoch.
absl::Status Ledger::Impl::LoadKept() {
  ASSIGN_OR_RETURN(std::string note, state_.world.keeper->Load());
  if (note.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(merkle::SignedCheckpoint kept, merkle::SignedCheckpoint::FromNote(note));
  absl::StatusOr<statement::Origin> of = statement::Origin::Parse(kept.checkpoint.origin);
  if (!of.ok() || of->economy != state_.own.economy || of->epoch > state_.own.epoch) {
    return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kConfiguration,
                       absl::StrCat("the checkpoint file is of ", kept.checkpoint.origin,
                                    ", this node's log is ", state_.own_name));
  }
  if (of->epoch == state_.own.epoch) kept_ = kept.checkpoint;
  return absl::OkStatus();
}

// Compares the own log with the checkpoint kept outside the database.
absl::Status Ledger::Impl::CheckKept() {
  RETURN_IF_ERROR(LoadKept());
  Log& own = state_.logs[state_.own_name];
  own.name = state_.own_name;
  own.origin = state_.own;
  const bool exists = kept_.has_value() || own.size() > 0;
  if (exists && state_.world.new_log) {
    return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kConfiguration,
                       absl::StrCat("the log ", own.name, " exists: start without --new-log"));
  }
  if (kept_.has_value() || (!exists && !state_.world.new_log)) BeginRecovery();
  return absl::OkStatus();
}

void Ledger::Impl::BeginRecovery() {
  state_.recovering = true;
  EndRecovery();
}

// A peer shows a checkpoint that this node signed and no longer has: the database is an old one.
void Ledger::Impl::NoticeOwnHead(const Operation& operation) {
  const auto* shown = std::get_if<Cosignatures>(&operation);
  if (shown == nullptr || shown->origin != state_.own_name) return;
  const Log& log = state_.logs.at(state_.own_name);
  absl::StatusOr<merkle::SignedCheckpoint> head = merkle::SignedCheckpoint::FromNote(shown->note);
  if (!head.ok() || head->checkpoint.size <= log.size() || log.fork != nullptr) return;
  absl::StatusOr<merkle::SignedCheckpoint> verified = KeepVerified(shown->note, log, state_.logs);
  if (!verified.ok()) return;
  RaiseKept(head->checkpoint, verified->note.ToString());
  BeginRecovery();
}

// Kept outside the database at once: a restart must not forget how much there was.
void Ledger::Impl::RaiseKept(const merkle::Checkpoint& shown, const std::string& note) {
  if (kept_.has_value() && kept_->size >= shown.size) return;
  kept_ = shown;
  Await();  // or a smaller one would take its place
  Keep(note, state_.world);
}

// Recovery ends when the own log has reached the largest checkpoint seen, with the root that it signs.
void Ledger::Impl::EndRecovery() {
  if (!state_.recovering) return;
  const Log& log = state_.logs.at(state_.own_name);
  const bool reached = kept_.has_value() && log.size() >= kept_->size && log.keys != nullptr;
  const absl::Status keys = reached ? CheckOwnKeys() : absl::OkStatus();
  if (log.fork != nullptr) {
    state_.recovering = false;  // of two histories, neither is copied
  } else if (reached) {
    absl::StatusOr<merkle::Digest> root =
        merkle::RootAt(StoredTiles(state_.world.store, log.name), kept_->size);
    state_.recovering = !root.ok() || *root != kept_->root || !keys.ok();
  }
  if (!state_.recovering) return state_.world.standby->Clear(Standby::Why::kCopying);
  state_.world.standby->Set(Standby::Why::kCopying, RecoveryText(log, kept_, keys));
}

absl::Status Ledger::Impl::OpenOwnLog() {
  Log& log = state_.logs.at(state_.own_name);
  if (log.size() > 0 || state_.recovering) return absl::OkStatus();
  ASSIGN_OR_RETURN(v1::HeldEntry opening,
                   statement::SealLogOpening(state_.own, state_.keys.log_key.public_key(),
                                             state_.keys.cosigner_key.public_key(),
                                             state_.keys.node_chain, state_.keys.node_key,
                                             state_.world.clock->Now(), *state_.world.entropy,
                                             PredecessorOf(state_)));
  ASSIGN_OR_RETURN(trust::KeyState keys, trust::KeyState::Open(opening, *state_.world.roots));
  Prepared prepared;
  prepared.entry = opening.entry();
  ASSIGN_OR_RETURN(prepared.opened, statement::OpenEntry(opening.entry()));
  prepared.parts.assign(opening.parts().begin(), opening.parts().end());
  auto commit = std::make_shared<UnderWay>();
  commit->done = [](const auto&) {};
  RETURN_IF_ERROR(AppendEntry(std::move(prepared), true, log, state_, commit->scratch));
  log.keys = std::make_shared<trust::KeyState>(std::move(keys));
  Save(commit);
  Await();
  return failure();
}

absl::Status Ledger::Impl::CheckOwnKeys() const {
  const Log& log = state_.logs.at(state_.own_name);
  if (log.keys == nullptr) return absl::OkStatus();
  auto differs = [&](absl::string_view which) {
    return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kConfiguration,
                       absl::StrCat("the configured ", std::string(which), " is not that of ", log.name,
                                    "; a new one is put in place while the node runs, then SIGHUP"));
  };
  if (log.keys->LogKeyAt(log.size() + 1).key.key.spki() != state_.keys.log_key.public_key().spki()) {
    return differs("log_key");
  }
  if (log.keys->cosigner_key().key.spki() != state_.keys.cosigner_key.public_key().spki()) {
    return differs("cosigner_key");
  }
  const auto* node = log.keys->Find(state_.keys.node_key.public_key().key_id());
  if (node == nullptr) return differs("node_key");
  if (!node->revoked_index.has_value()) return absl::OkStatus();
  return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kConfiguration,
                     absl::StrCat("the configured node_key was revoked at index ", *node->revoked_index,
                                  " of ", log.name, "; put the one that followed it in place"));
}

absl::Status Ledger::Impl::Open() {
  newest_ = state_.world.heads->Get();
  state_.world.standby->Clear(Standby::Why::kCopying);
  RETURN_IF_ERROR(LoadLogs());
  RETURN_IF_ERROR(LoadWanted(state_));
  ASSIGN_OR_RETURN(state_.audit, ReadAuditState(*state_.world.store));
  RETURN_IF_ERROR(CheckKept());
  RETURN_IF_ERROR(OpenOwnLog());
  // A log that is being copied back may not have reached the keys that it has now.
  const uint64_t held = state_.logs.at(state_.own_name).size();
  if (!kept_.has_value() || held >= kept_->size) RETURN_IF_ERROR(CheckOwnKeys());
  std::set<std::string> all;
  for (const auto& [name, log] : state_.logs) all.insert(name);
  newest_ = HeadsOf(state_, all, *newest_);
  state_.world.heads->Set(newest_);
  const Log& own = state_.logs.at(state_.own_name);
  // It may have died after the last write and before it could keep what that had signed.
  const bool kept = kept_.has_value() && kept_->size >= own.checkpoint_size;
  if (!state_.recovering && !kept) Keep(own.checkpoint, state_.world);
  return absl::OkStatus();
}

absl::StatusOr<Outcome> Ledger::Impl::Apply(Operation operation, Scratch& scratch) {
  if (auto* admission = std::get_if<Admission>(&operation)) return Admit(std::move(*admission), state_, scratch);
  if (auto* batch = std::get_if<ExaminedBatch>(&operation)) {
    if (batch->origin == state_.own_name && state_.recovering) RaiseKept(batch->head, batch->checkpoint);
    return Replicate(std::move(*batch), state_, scratch);
  }
  if (auto* chunk = std::get_if<BlobChunk>(&operation)) return AddChunk(*chunk, state_, scratch);
  if (auto* evidence = std::get_if<v1::EvidenceFile>(&operation)) return TakeEvidence(*evidence, state_, scratch);
  if (auto* attest = std::get_if<ledger::Attest>(&operation)) return DoAttest(*attest, state_, scratch);
  if (auto* audit = std::get_if<ledger::Audit>(&operation)) return AddAudit(std::move(*audit), state_, scratch);
  if (auto* expire = std::get_if<ledger::Expire>(&operation)) return DoExpire(*expire, state_, scratch);
  if (auto* checked = std::get_if<SignaturesChecked>(&operation)) return TakeChecked(*checked, state_, scratch);
  if (std::holds_alternative<OwnLogHeard>(operation)) return TakeOwnLogHeard(scratch);
  if (auto* change = std::get_if<KeyChange>(&operation)) return ChangeKeys(change->keys, state_, scratch);
  return TakeCosignatures(std::get<Cosignatures>(operation), state_, scratch);
}

absl::StatusOr<Outcome> Ledger::Impl::TakeOwnLogHeard(Scratch& scratch) const {
  if (state_.recovering) return state_.world.standby->Check();
  scratch.batch.Delete(store::Table::kMeta, std::string(store::kRestoredKey));
  return Outcome{state_.own_name, state_.logs.at(state_.own_name).size()};
}

// Signs the own head if it moved, and adds what every changed log and new statement needs.
absl::Status Ledger::Impl::Finish(Scratch& scratch) {
  const Log& own = state_.logs.at(state_.own_name);
  if (!state_.recovering && own.checkpoint_size < own.size()) {
    RETURN_IF_ERROR(SignOwnHead(state_, scratch));
  }
  for (const auto& [id, location] : scratch.placed) {
    storage::v1::StatementLocation value;
    value.set_origin(location.origin);
    value.set_index(location.index);
    if (location.origin == state_.own_name) value.set_receipt_size(own.size());
    scratch.batch.Put(store::Table::kStatements, crypto::AsString(id), value.SerializeAsString());
  }
  for (const auto& [place, acts] : scratch.acts) {
    scratch.batch.Put(store::Table::kActs, store::NumberedKey(place.first, place.second), acts.SerializeAsString());
  }
  for (const std::string& name : scratch.changed) {
    std::vector<GrownTile> grown = SaveLog(state_.logs.at(name), scratch.batch);
    if (name == state_.own_name) scratch.own_tiles = std::move(grown);
  }
  RETURN_IF_ERROR(ReviewDoubt(state_, scratch));
  return state_.world.indexer->Index(scratch.statements, scratch.batch);
}

// Makes the commit durable and tells of it, perhaps while the next one is made.
void Ledger::Impl::Save(const std::shared_ptr<UnderWay>& commit) {
  Scratch& scratch = commit->scratch;
  if (scratch.batch.empty() && scratch.changed.empty() && scratch.acts.empty()) {
    Await();  // it may rest on what is being written
    return Tell(*commit, failure());
  }
  absl::Status ready = Finish(scratch);
  if (!ready.ok()) {
    state_.world.indexer->Discard();
    Await();
    return Tell(*commit, ready);
  }
  if (state_.recovering) {
    // Whether the log is back is read from the store.
    absl::Status written = state_.world.store->Write(scratch.batch);
    if (written.ok()) EndRecovery();
    Settle(*commit);
    return Tell(*commit, written);
  }
  Settle(*commit);
  state_.world.store->Begin(scratch.batch, [this, commit](const absl::Status& written) { Tell(*commit, written); });
}

// From here on the state is the next commit's.
void Ledger::Impl::Settle(UnderWay& commit) {
  newest_ = HeadsOf(state_, commit.scratch.changed, *newest_);
  const Log& own = state_.logs.at(state_.own_name);
  const bool grown = !state_.recovering && commit.scratch.changed.contains(own.name);
  commit.publication = {newest_, grown ? own.checkpoint : "", state_.world.indexer->Settle()};
  HandOver(state_, commit.scratch, commit.outcomes);
  state_.placed_before = std::make_shared<const std::map<crypto::Digest, Location>>(std::move(commit.scratch.placed));
}

// On whatever thread has written it.
void Ledger::Impl::Tell(UnderWay& commit, const absl::Status& saved) {
  if (saved.ok() && commit.publication.heads != nullptr) commit.publication.Show(state_.world);
  if (!saved.ok()) commit.outcomes.assign(commit.outcomes.size(), Fail(saved));
  LetGo(std::move(commit.scratch), state_.world);
  commit.done(std::move(commit.outcomes));
}

absl::Status Ledger::Impl::Fail(const absl::Status& why) {
  base::MutexLock lock(mutex_);
  if (failed_.ok()) failed_ = why;
  return failed_;
}

void Ledger::Impl::Commit(std::vector<Operation> operations, Committed done) {
  auto commit = std::make_shared<UnderWay>();
  commit->done = std::move(done);
  commit->outcomes.reserve(operations.size());
  if (absl::Status failed = failure(); !failed.ok()) {
    Await();
    commit->outcomes.assign(operations.size(), failed);
    return Tell(*commit, failed);
  }
  // First of all, so that no admission of this commit goes into an old log.
  for (const Operation& operation : operations) NoticeOwnHead(operation);
  absl::Status stopped;
  for (Operation& operation : operations) {
    commit->outcomes.push_back(Apply(std::move(operation), commit->scratch));
    if (StopsWriting(commit->outcomes.back().status())) stopped = commit->outcomes.back().status();
  }
  if (stopped.ok()) return Save(commit);
  Await();
  Tell(*commit, stopped);
}

Ledger::Ledger(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Ledger::~Ledger() { Await(); }

absl::StatusOr<std::unique_ptr<Ledger>> Ledger::Open(const statement::Origin& own,
                                                     const NodeKeys& keys, const World& world) {
  auto impl = std::make_unique<Impl>(own, keys, world);
  RETURN_IF_ERROR(impl->Open());
  return std::unique_ptr<Ledger>(new Ledger(std::move(impl)));
}

void Ledger::Commit(std::vector<Operation> operations, Committed done) { impl_->Commit(std::move(operations), std::move(done)); }

std::vector<absl::StatusOr<Outcome>> Ledger::Commit(std::vector<Operation> operations) {
  std::vector<absl::StatusOr<Outcome>> told;
  Commit(std::move(operations), [&](std::vector<absl::StatusOr<Outcome>> outcomes) { told = std::move(outcomes); });
  Await();
  return told;
}

void Ledger::Await() const { impl_->Await(); }
bool Ledger::recovering() const { return impl_->recovering(); }
absl::Status Ledger::failure() const { return impl_->failure(); }

}  // namespace lightship::ledger
