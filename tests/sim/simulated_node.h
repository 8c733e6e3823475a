// A node of the simulated network: real ledger, exchange and incident index over a store that survives crashes.
#ifndef LIGHTSHIP_TESTS_SIM_SIMULATED_NODE_H_
#define LIGHTSHIP_TESTS_SIM_SIMULATED_NODE_H_

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "node/exchange/exchange.h"
#include "node/incident/index.h"
#include "node/ledger/ledger.h"
#include "node/ledger/reader.h"
#include "tests/sim/simulated_disk.h"
#include "tests/support/pki.h"

namespace lightship::sim {

// What a node needs of the simulated world.
class Surroundings {
 public:
  virtual ~Surroundings() = default;
  virtual absl::Time Now() const = 0;
  // Runs `work` later, unless the node has crashed by then; in order for one node.
  virtual void Later(int node, std::function<void()> work) = 0;
  virtual void Transmit(int node, exchange::SessionId session, const v1::Frame& frame) = 0;
  virtual void HangUp(int node, exchange::SessionId session) = 0;
  // A marker (truth.h) was written to the node's disk.
  virtual void Seen(int node, const std::string& marker) = 0;
};

class SimulatedNode final : public exchange::World {
 public:
  SimulatedNode(int number, const testing::TestEconomy& economy,
                const statement::PinnedRoots* roots, const base::Clock* clock,
                base::Entropy* entropy, Surroundings* surroundings);

  void Boot();
  // Everything but the store and the kept checkpoint is gone.
  void Crash();
  bool up() const { return ledger_ != nullptr; }

  // Commits at once. OK: acknowledged.
  absl::StatusOr<ledger::Outcome> Submit(const v1::SubmitRequest& request,
                                         const statement::Identity& caller);
  // Accidents of a node that is down. Until all of `peers` have shown what they hold of its log it adds nothing to it.
  void Wipe(bool also_kept_checkpoint, std::set<std::string> peers);
  void Backup();
  void Restore(bool also_kept_checkpoint, std::set<std::string> peers);
  bool has_backup() const { return backup_ != nullptr; }
  bool asking() const { return asking_; }
  void OnTick();

  // Deleted parts stay on its disk; that they are gone is never attested.
  void Spoil(bool never_forgets, bool never_attests) {
    never_forgets_ = never_forgets;
    never_attests_ = never_attests;
  }

  // The next write fails, as on a broken disk; the node must be crashed afterwards.
  void BreakDisk() { store_->FailWritesFrom(1); }
  void MendDisk() { store_->FailWritesFrom(0); }

  const testing::TestEconomy& economy() const { return economy_; }
  exchange::Exchange& exchange() { return *exchange_; }
  SimulatedDisk& store() { return *store_; }
  const incident::IncidentIndex& incidents() const { return *incidents_; }

  // exchange::World.
  std::shared_ptr<const ledger::Heads> Heads() override { return heads_->Get(); }
  const ledger::LedgerReader& Reader() override { return *reader_; }
  bool RecoveringOwnLog() override { return ledger_->recovering(); }
  void Ingest(exchange::SessionId session, ledger::ExaminedBatch batch) override;
  void StoreChunk(exchange::SessionId session, ledger::BlobChunk chunk) override;
  void AddCosignatures(absl::string_view origin, absl::string_view note) override;
  void AddEvidence(v1::EvidenceFile evidence) override;
  void Send(exchange::SessionId session, const v1::Frame& frame) override;
  size_t Queued(exchange::SessionId) override { return 0; }
  void Close(exchange::SessionId session) override;

 private:
  class Keeper final : public ledger::CheckpointKeeper {
   public:
    absl::StatusOr<std::string> Load() override { return note_; }
    absl::Status Save(absl::string_view note) override {
      note_ = std::string(note);
      return absl::OkStatus();
    }

   private:
    friend class SimulatedNode;
    std::string note_;
  };

  void NewDisk();
  void AskFirst(std::set<std::string> peers);
  // What the caretaker does: dates that have come, and erasures seen through.
  void TakeCare();
  absl::StatusOr<ledger::Outcome> CommitOne(ledger::Operation operation);

  const int number_;
  const testing::TestEconomy& economy_;
  const statement::PinnedRoots* const roots_;
  const base::Clock* const clock_;
  base::Entropy* const entropy_;
  Surroundings* const surroundings_;
  // Survive a crash.
  std::unique_ptr<SimulatedDisk> store_;
  Keeper keeper_;
  std::unique_ptr<const store::View> backup_;
  Keeper backup_keeper_;
  std::set<std::string> asked_;  // peers that have not been heard since the accident
  bool asking_ = false;
  ledger::Standby standby_;
  bool new_log_ = true;
  bool never_forgets_ = false, never_attests_ = false;
  // Do not.
  std::unique_ptr<ledger::HeadsBoard> heads_;
  std::unique_ptr<incident::IncidentIndex> incidents_;
  std::unique_ptr<ledger::LedgerReader> reader_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<exchange::Exchange> exchange_;
};

}  // namespace lightship::sim

#endif  // LIGHTSHIP_TESTS_SIM_SIMULATED_NODE_H_
