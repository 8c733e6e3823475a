#include "tests/sim/simulated_node.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "node/base/limits.h"
#include "node/base/status.h"
#include "node/exchange/frames.h"
#include "node/ledger/admission.h"
#include "node/ledger/purges.h"
#include "node/ledger/rebuild.h"
#include "node/ledger/scrub.h"
#include "node/ledger/unverified.h"

namespace lightship::sim {
namespace {

constexpr size_t kVerifiedAtOnce = 3;

}  // namespace

SimulatedNode::SimulatedNode(int number, const testing::TestEconomy& economy,
                             const statement::PinnedRoots* roots, const base::Clock* clock,
                             base::Entropy* entropy, Surroundings* surroundings)
    : number_(number),
      economy_(economy),
      roots_(roots),
      clock_(clock),
      entropy_(entropy),
      surroundings_(surroundings),
      keeper_(this) {
  store_ = NewDisk();
}

std::unique_ptr<SimulatedDisk> SimulatedNode::NewDisk() {
  return std::make_unique<SimulatedDisk>(SimulatedDisk::Hooks{
      [this] { return FateOfWrite(); },
      [this](const std::string& marker) { surroundings_->Seen(number_, marker); },
      [this] { Distrust(); }});
}

void SimulatedNode::DieAfter(int steps, bool write_lasts) {
  steps_left_ = steps;
  write_lasts_ = write_lasts;
}

bool SimulatedNode::Effect() {
  if (dead_) return false;
  dead_ = steps_left_ > 0 && --steps_left_ == 0;
  if (dead_) surroundings_->Stopped(number_);
  return !dead_;
}

WriteFate SimulatedNode::FateOfWrite() {
  if (dead_ || refuses_) return WriteFate::kRefused;
  if (Effect()) return WriteFate::kDone;
  died_writing_ = true;
  return write_lasts_ ? WriteFate::kDoneUnheard : WriteFate::kLost;
}

absl::Status SimulatedNode::Keeper::Save(absl::string_view note) {
  if (node_->Effect()) note_ = std::string(note);
  return absl::OkStatus();
}

// Told by the disk, and by whoever compares what it gave with a hash.
void SimulatedNode::Distrust() {
  if (damaged_ || !up()) return;
  damaged_ = true;
  surroundings_->Stopped(number_);
}

absl::Status SimulatedNode::Boot() {
  dead_ = died_writing_ = false;
  steps_left_ = 0;
  if (!to_ask_.empty()) AskFirst(to_ask_);  // at each start, as node/app/own_log_watch.h; before an accident it need not
  absl::Status opened = damaged_ ? absl::DataLossError("found while it ran") : Open();
  if (absl::IsDataLoss(opened)) {
    Crash();
    opened = Rebuild();
    if (opened.ok()) opened = Open();
  }
  if (opened.ok()) opened = TakeOutBadlySigned();
  damaged_ = false;
  if (!opened.ok()) Crash();
  why_down_ = opened;
  return opened;
}

ledger::NodeKeys SimulatedNode::Keys() const {
  return {economy_.node().chain, economy_.node().key, economy_.log_key(), economy_.cosigner_key()};
}

// As node/app/rebuild_database.h.
absl::Status SimulatedNode::Rebuild() {
  std::unique_ptr<SimulatedDisk> rebuilt = NewDisk();
  ASSIGN_OR_RETURN(auto incidents, incident::IncidentIndex::Open(rebuilt.get()));
  ledger::HeadsBoard heads;
  RETURN_IF_ERROR(ledger::Rebuild(*store_, economy_.origin(), Keys(),
                                  {rebuilt.get(), &clock_, entropy_, roots_, incidents.get(), &keeper_, &heads,
                                   &standby_, false})
                      .status());
  ++rebuilds_;
  store_ = std::move(rebuilt);
  if (drops_parts_) DropParts();
  return absl::OkStatus();
}

// As node/app/node.cc.
absl::Status SimulatedNode::TakeOutBadlySigned() {
  const auto heads = heads_->Get();
  const bool bad = std::any_of(heads->logs.begin(), heads->logs.end(),
                               [](const auto& log) { return log.second->bad_signature_at.has_value(); });
  if (!bad) return absl::OkStatus();
  Crash();
  RETURN_IF_ERROR(Rebuild());
  return Open();
}

void SimulatedNode::DropParts() {
  store::WriteBatch batch;
  store_->Scan(store::Table::kParts, "", "", [&](absl::string_view key, absl::string_view) {
          if (absl::EndsWith(key, "vessel")) batch.Delete(store::Table::kParts, std::string(key));
          return true;
        }).IgnoreError();
  store_->Write(batch).IgnoreError();
}

absl::Status SimulatedNode::Open() {
  heads_ = std::make_unique<ledger::HeadsBoard>();
  ASSIGN_OR_RETURN(incidents_, incident::IncidentIndex::Open(store_.get()));
  reader_ = std::make_unique<ledger::LedgerReader>(store_.get(), heads_.get(), roots_);
  ASSIGN_OR_RETURN(ledger_,
                   ledger::Ledger::Open(economy_.origin(), Keys(),
                                        {store_.get(), &clock_, entropy_, roots_, incidents_.get(), &keeper_,
                                         heads_.get(), &standby_, new_log_}));
  new_log_ = false;
  exchange::Options options;
  options.instance = entropy_->Bytes(exchange::kInstanceBytes);
  options.settle_after = absl::Milliseconds(500);
  options.announce_every = absl::Milliseconds(200);
  options.blame_for = absl::Seconds(1);
  options.believe_duplicate_for = absl::Seconds(4);
  options.behind = {behind_, {}, 1};
  exchange_ = std::make_unique<exchange::Exchange>(economy_.origin(), options, roots_, this);
  return absl::OkStatus();
}

void SimulatedNode::Wipe(bool also_kept_checkpoint, std::set<std::string> peers) {
  store_ = NewDisk();
  if (also_kept_checkpoint) keeper_.note().clear();
  AskFirst(std::move(peers));
}

void SimulatedNode::Backup() {
  backup_ = store_->Snapshot();
  backup_note_ = keeper_.note();
}

void SimulatedNode::Restore(bool also_kept_checkpoint, std::set<std::string> peers) {
  store_ = NewDisk();
  store_->Load(*backup_);
  if (also_kept_checkpoint) keeper_.note() = backup_note_;
  AskFirst(std::move(peers));
}

void SimulatedNode::CloneOf(const SimulatedNode& other, std::set<std::string> peers) {
  store_->Load(*other.store_->Snapshot());
  keeper_.note() = other.keeper_.note();
  new_log_ = false;
  if (!minds_nothing_) AskFirst(std::move(peers));
}

void SimulatedNode::Scrub() {
  if (!up()) return;
  const ledger::ScrubReport report = ledger::Scrub(*store_, *heads_->Get(), [](const ledger::ScrubReport&) { return true; });
  if (report.damages > 0) Distrust();
}

void SimulatedNode::AskFirst(std::set<std::string> peers) {
  to_ask_ = asked_ = std::move(peers);
  asking_ = true;
  standby_.Set(ledger::Standby::Why::kListening, "an accident");
}

void SimulatedNode::TakeCare() {
  if (!ledger::DueRetention(*store_, clock_.Now(), 1)->empty()) {
    CommitOne(ledger::Expire()).status().IgnoreError();
  }
  ledger::PendingPurges pending =
      *ledger::ReadPendingPurges(*store_, base::limits::kErasedOfAttestation, forgotten_);
  if (!pending.purges.empty() && !never_forgets_ && (dead_ || !store_->Forget(pending.ranges).ok())) return;
  forgotten_.merge(pending.purges);
  if (forgotten_.empty() || never_attests_ || asking_ || ledger_->recovering()) return;
  surroundings_->Later(number_, [this] { AttestSome(); });
}

void SimulatedNode::AttestSome() {
  ledger::Attest attest;
  auto next = forgotten_.begin();
  for (; next != forgotten_.end() && attest.purges.size() < base::limits::kErasedOfAttestation; ++next) {
    attest.purges.push_back(next->second);
  }
  if (CommitOne(std::move(attest)).ok()) forgotten_.erase(forgotten_.begin(), next);
}

// As node/app/late_signatures.h: some of the first log that waits.
void SimulatedNode::VerifyLate() {
  const auto heads = heads_->Get();
  for (const auto& [origin, head] : heads->logs) {
    if (head->verified_until >= head->size || head->bad_signature_at.has_value()) continue;
    absl::StatusOr<ledger::UnverifiedRange> range =
        ledger::ReadUnverified(*store_, *head, head->verified_until, kVerifiedAtOnce);
    if (!range.ok()) return;
    std::optional<uint64_t> bad = ledger::FirstBad(range->checks);
    if (!really_) bad.reset();
    ledger::SignaturesChecked checked{origin, range->from, bad.value_or(range->until), bad.has_value()};
    return surroundings_->Later(number_, [this, checked] {
      if (CommitOne(checked).ok() && checked.bad) surroundings_->Stopped(number_);
    });
  }
}

// Exchange, caretaker, and the watch over the own log (node/app/own_log_watch.h).
void SimulatedNode::OnTick() {
  exchange_->OnTick(clock_.Now());
  TakeCare();
  VerifyLate();
  if (minds_nothing_) return;
  const exchange::IdentityView view = exchange_->Identity(clock_.Now());
  if (view.IsDouble()) {
    standby_.Set(ledger::Standby::Why::kDuplicate, "another machine is at work");
  } else {
    standby_.Clear(ledger::Standby::Why::kDuplicate);
  }
  if (!asking_ && !view.behind) return;
  std::erase_if(asked_, [&](const std::string& peer) { return view.heard.contains(peer); });
  asking_ = view.behind || !asked_.empty();
  if (asking_) return standby_.Set(ledger::Standby::Why::kListening, "a peer holds more");
  standby_.Clear(ledger::Standby::Why::kListening);
}

void SimulatedNode::Crash() {
  was_recovering_ = recovering();
  store_->Stop();
  exchange_ = nullptr;
  ledger_ = nullptr;
  reader_ = nullptr;
  incidents_ = nullptr;
  heads_ = nullptr;
  forgotten_.clear();
}

absl::StatusOr<ledger::Outcome> SimulatedNode::CommitOne(ledger::Operation operation) {
  std::vector<ledger::Operation> operations;
  operations.push_back(std::move(operation));
  std::vector<absl::StatusOr<ledger::Outcome>> outcomes = ledger_->Commit(std::move(operations));
  surroundings_->Later(number_, [this] { exchange_->OnHeadsChanged(clock_.Now()); });
  return outcomes.front();
}

absl::StatusOr<ledger::Outcome> SimulatedNode::Submit(const v1::SubmitRequest& request,
                                                      const statement::Identity& caller) {
  const ledger::LogHead* own = Heads()->Find(economy_.origin().ToString());
  if (own == nullptr || own->keys == nullptr) return absl::UnavailableError("recovering");
  absl::StatusOr<ledger::Admission> admission = ledger::Examine(
      request, caller, {economy_.code(), {}}, *own->keys, *roots_, clock_.Now());
  if (!admission.ok()) return admission.status();
  return CommitOne(*std::move(admission));
}

absl::Status SimulatedNode::Upload(ledger::BlobChunk file) {
  absl::StatusOr<ledger::Outcome> outcome = CommitOne(std::move(file));
  if (!outcome.ok()) return outcome.status();
  return outcome->whole ? absl::OkStatus() : absl::UnavailableError("more is to come");
}

void SimulatedNode::Ingest(exchange::SessionId session, ledger::ExaminedBatch batch) {
  auto held = std::make_shared<ledger::ExaminedBatch>(std::move(batch));
  surroundings_->Later(number_, [this, session, held] {
    const std::string origin = held->origin;
    absl::Status signatures = ledger::CheckSignatures(*held);
    absl::StatusOr<ledger::Outcome> outcome =
        signatures.ok() ? CommitOne(std::move(*held)) : absl::StatusOr<ledger::Outcome>(signatures);
    exchange_->OnIngested(
        session, origin,
        outcome.ok() ? absl::StatusOr<uint64_t>(outcome->index) : outcome.status(),
        clock_.Now());
  });
}

void SimulatedNode::StoreChunk(exchange::SessionId session, ledger::BlobChunk chunk) {
  surroundings_->Later(number_, [this, session, chunk = std::move(chunk)] {
    exchange_->OnStored(session, CommitOne(chunk), clock_.Now());
  });
}

bool SimulatedNode::AddCosignatures(absl::string_view, absl::string_view origin, absl::string_view note) {
  ledger::Cosignatures cosignatures{std::string(origin), std::string(note)};
  surroundings_->Later(number_, [this, cosignatures] {
    CommitOne(cosignatures).status().IgnoreError();
  });
  return true;
}

void SimulatedNode::AddEvidence(v1::EvidenceFile evidence) {
  surroundings_->Later(number_, [this, evidence = std::move(evidence)] {
    CommitOne(evidence).status().IgnoreError();
  });
}

void SimulatedNode::Send(exchange::SessionId session, const v1::Frame& frame) {
  if (Effect()) surroundings_->Transmit(number_, session, frame);
}

size_t SimulatedNode::Queued(exchange::SessionId session) { return surroundings_->Waiting(number_, session); }

void SimulatedNode::Close(exchange::SessionId session) {
  if (Effect()) surroundings_->HangUp(number_, session);
}

}  // namespace lightship::sim
