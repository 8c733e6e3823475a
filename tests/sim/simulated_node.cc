#include "tests/sim/simulated_node.h"

#include <utility>

#include "node/base/limits.h"
#include "node/exchange/frames.h"
#include "node/ledger/admission.h"
#include "node/ledger/purges.h"

namespace lightship::sim {

SimulatedNode::SimulatedNode(int number, const testing::TestEconomy& economy,
                             const statement::PinnedRoots* roots, const base::Clock* clock,
                             base::Entropy* entropy, Surroundings* surroundings)
    : number_(number),
      economy_(economy),
      roots_(roots),
      clock_(clock),
      entropy_(entropy),
      surroundings_(surroundings) {
  NewDisk();
}

void SimulatedNode::NewDisk() {
  store_ = std::make_unique<SimulatedDisk>(
      [this](const std::string& marker) { surroundings_->Seen(number_, marker); });
}

void SimulatedNode::Boot() {
  heads_ = std::make_unique<ledger::HeadsBoard>();
  incidents_ = incident::IncidentIndex::Open(store_.get()).value();
  reader_ = std::make_unique<ledger::LedgerReader>(store_.get(), heads_.get(), roots_);
  ledger::NodeKeys keys{economy_.node().chain, economy_.node().key, economy_.log_key(),
                        economy_.cosigner_key()};
  ledger_ = ledger::Ledger::Open(economy_.origin(), keys,
                                 {store_.get(), clock_, entropy_, roots_, incidents_.get(), &keeper_,
                                  heads_.get(), &standby_, std::exchange(new_log_, false)})
                .value();
  exchange::Options options;
  options.instance = entropy_->Bytes(exchange::kInstanceBytes);
  options.settle_after = absl::Milliseconds(500);
  options.announce_every = absl::Milliseconds(200);
  options.blame_for = absl::Seconds(1);
  exchange_ = std::make_unique<exchange::Exchange>(economy_.origin(), options, roots_, this);
}

void SimulatedNode::Wipe(bool also_kept_checkpoint, std::set<std::string> peers) {
  NewDisk();
  if (also_kept_checkpoint) keeper_.note_.clear();
  AskFirst(std::move(peers));
}

void SimulatedNode::Backup() {
  backup_ = store_->Snapshot();
  backup_keeper_ = keeper_;
}

void SimulatedNode::Restore(bool also_kept_checkpoint, std::set<std::string> peers) {
  NewDisk();
  store_->Load(*backup_);
  if (also_kept_checkpoint) keeper_ = backup_keeper_;
  AskFirst(std::move(peers));
}

void SimulatedNode::AskFirst(std::set<std::string> peers) {
  asked_ = std::move(peers);
  asking_ = true;
  standby_.Set(ledger::Standby::Why::kListening, "an accident");
}

void SimulatedNode::TakeCare() {
  if (asking_ || ledger_->recovering()) return;
  if (!ledger::DueRetention(*store_, clock_->Now(), 1)->empty()) {
    CommitOne(ledger::Expire()).status().IgnoreError();
  }
  ledger::PendingPurges pending =
      *ledger::ReadPendingPurges(*store_, base::limits::kErasedOfAttestation);
  if (pending.purges.empty()) return;
  if (!never_forgets_ && !store_->Forget(pending.ranges).ok()) return;
  if (never_attests_) return;
  surroundings_->Later(number_, [this, purges = std::move(pending.purges)] {
    CommitOne(ledger::Attest{purges}).status().IgnoreError();
  });
}

void SimulatedNode::OnTick() {
  exchange_->OnTick(surroundings_->Now());
  TakeCare();
  if (!asking_) return;
  const exchange::IdentityView view = exchange_->Identity(surroundings_->Now());
  std::erase_if(asked_, [&](const std::string& peer) { return view.heard.contains(peer); });
  asking_ = view.behind || !asked_.empty();
  if (!asking_) standby_.Clear(ledger::Standby::Why::kListening);
}

void SimulatedNode::Crash() {
  exchange_ = nullptr;
  ledger_ = nullptr;
  reader_ = nullptr;
  incidents_ = nullptr;
  heads_ = nullptr;
}

absl::StatusOr<ledger::Outcome> SimulatedNode::CommitOne(ledger::Operation operation) {
  std::vector<ledger::Operation> operations;
  operations.push_back(std::move(operation));
  std::vector<absl::StatusOr<ledger::Outcome>> outcomes = ledger_->Commit(std::move(operations));
  surroundings_->Later(number_, [this] { exchange_->OnHeadsChanged(surroundings_->Now()); });
  return outcomes.front();
}

absl::StatusOr<ledger::Outcome> SimulatedNode::Submit(const v1::SubmitRequest& request,
                                                      const statement::Identity& caller) {
  const ledger::LogHead* own = Heads()->Find(economy_.origin().ToString());
  if (own == nullptr || own->keys == nullptr) return absl::UnavailableError("recovering");
  absl::StatusOr<ledger::Admission> admission = ledger::Examine(
      request, caller, {economy_.code(), {}}, *own->keys, *roots_, surroundings_->Now());
  if (!admission.ok()) return admission.status();
  return CommitOne(*std::move(admission));
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
        surroundings_->Now());
  });
}

void SimulatedNode::StoreChunk(exchange::SessionId session, ledger::BlobChunk chunk) {
  surroundings_->Later(number_, [this, session, chunk = std::move(chunk)] {
    exchange_->OnStored(session, CommitOne(chunk), surroundings_->Now());
  });
}

void SimulatedNode::AddCosignatures(absl::string_view origin, absl::string_view note) {
  ledger::Cosignatures cosignatures{std::string(origin), std::string(note)};
  surroundings_->Later(number_, [this, cosignatures] {
    CommitOne(cosignatures).status().IgnoreError();
  });
}

void SimulatedNode::AddEvidence(v1::EvidenceFile evidence) {
  surroundings_->Later(number_, [this, evidence = std::move(evidence)] {
    CommitOne(evidence).status().IgnoreError();
  });
}

void SimulatedNode::Send(exchange::SessionId session, const v1::Frame& frame) {
  surroundings_->Transmit(number_, session, frame);
}

void SimulatedNode::Close(exchange::SessionId session) {
  surroundings_->HangUp(number_, session);
}

}  // namespace lightship::sim
