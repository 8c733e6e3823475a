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

// The node's own clock, which may be wrong.
class NodeClock final : public base::Clock {
 public:
  explicit NodeClock(const base::Clock* truth) : truth_(truth) {}
  absl::Time Now() const override { return truth_->Now() + off_by_; }
  void Jump(absl::Duration off_by) { off_by_ = off_by; }

 private:
  const base::Clock* const truth_;
  absl::Duration off_by_;
};

// What a node needs of the simulated world.
class Surroundings {
 public:
  virtual ~Surroundings() = default;
  // Runs `work` later, unless the node has crashed by then; in order for one node.
  virtual void Later(int node, std::function<void()> work) = 0;
  virtual void Transmit(int node, exchange::SessionId session, const v1::Frame& frame) = 0;
  virtual void HangUp(int node, exchange::SessionId session) = 0;
  // Bytes sent on the session that its peer has not taken.
  virtual size_t Waiting(int node, exchange::SessionId session) const = 0;
  // It has died, or wants to be started anew: to be crashed before the next event.
  virtual void Stopped(int node) = 0;
  // A marker (truth.h) was written to the node's disk.
  virtual void Seen(int node, const std::string& marker) = 0;
};

class SimulatedNode final : public exchange::World {
 public:
  SimulatedNode(int number, const testing::TestEconomy& economy,
                const statement::PinnedRoots* roots, const base::Clock* clock,
                base::Entropy* entropy, Surroundings* surroundings);

  // An error: it does not start. A damaged database is rebuilt first, as a node does by itself.
  absl::Status Boot();
  // Everything but the store and the kept checkpoint is gone.
  void Crash();
  bool up() const { return ledger_ != nullptr; }
  // Why it did not start when it was last tried.
  const absl::Status& why_down() const { return why_down_; }

  // It dies at the `steps`-th effect on the world from now (1: the next): a write, a kept checkpoint, a frame. From then on it
  // has none; a write that is under way is durable if `write_lasts`. The next event must find it crashed.
  void DieAfter(int steps, bool write_lasts);
  bool dead() const { return dead_; }
  // Effects that a death cut: to count them.
  bool died_writing() const { return died_writing_; }
  // It has read what was not written, and must be started anew.
  bool damaged() const { return damaged_; }

  // Commits at once. OK: acknowledged.
  absl::StatusOr<ledger::Outcome> Submit(const v1::SubmitRequest& request,
                                         const statement::Identity& caller);
  // OK: the whole file is durable.
  absl::Status Upload(ledger::BlobChunk file);
  // Accidents of a node that is down. Until all of `peers` have shown what they hold of its log it adds nothing to it.
  void Wipe(bool also_kept_checkpoint, std::set<std::string> peers);
  void Backup();
  void Restore(bool also_kept_checkpoint, std::set<std::string> peers);
  bool has_backup() const { return backup_ != nullptr; }
  bool asking() const { return asking_; }
  // As it was when it was last up.
  bool recovering() const { return up() ? ledger_->recovering() : was_recovering_; }
  void OnTick();

  // Deleted parts stay on its disk; that they are gone is never attested.
  void Spoil(bool never_forgets, bool never_attests) {
    never_forgets_ = never_forgets;
    never_attests_ = never_attests;
  }
  // It verifies officers' signatures behind the commit; not `really`: never, and says that it has.
  void VerifyBehind(bool really) {
    behind_ = true;
    really_ = really;
  }
  // A rebuild leaves out parts that it could save.
  void SpoilRebuilds() { drops_parts_ = true; }
  int rebuilds() const { return rebuilds_; }

  // Writes fail, as on a full or broken disk, until told.
  void RefuseWrites(bool refuse) { refuses_ = refuse; }
  NodeClock& clock() { return clock_; }
  // Looks at all that is stored, as the scrubber does.
  void Scrub();
  // Takes over another machine's disk and kept checkpoint.
  void CloneOf(const SimulatedNode& other, std::set<std::string> peers);
  // It minds no second machine and asks nobody, as only a malicious node does.
  void MindNothing() { minds_nothing_ = true; }

  const testing::TestEconomy& economy() const { return economy_; }
  exchange::Exchange& exchange() { return *exchange_; }
  SimulatedDisk& store() { return *store_; }
  const SimulatedDisk& store() const { return *store_; }
  const incident::IncidentIndex& incidents() const { return *incidents_; }

  // exchange::World.
  std::shared_ptr<const ledger::Heads> Heads() override { return heads_->Get(); }
  const ledger::LedgerReader& Reader() override { return *reader_; }
  bool RecoveringOwnLog() override { return ledger_->recovering(); }
  void Ingest(exchange::SessionId session, ledger::ExaminedBatch batch) override;
  void StoreChunk(exchange::SessionId session, ledger::BlobChunk chunk) override;
  bool AddCosignatures(absl::string_view giver, absl::string_view origin, absl::string_view note) override;
  void AddEvidence(v1::EvidenceFile evidence) override;
  void Send(exchange::SessionId session, const v1::Frame& frame) override;
  size_t Queued(exchange::SessionId session) override;
  void Close(exchange::SessionId session) override;

 private:
  // A file beside the database. It is written anew and renamed: a crash leaves the old one or the new one.
  class Keeper final : public ledger::CheckpointKeeper {
   public:
    explicit Keeper(SimulatedNode* node) : node_(node) {}
    absl::StatusOr<std::string> Load() override { return note_; }
    absl::Status Save(absl::string_view note) override;
    std::string& note() { return note_; }
    const std::string& note() const { return note_; }

   private:
    SimulatedNode* const node_;
    std::string note_;
  };

  std::unique_ptr<SimulatedDisk> NewDisk();
  // Counts an effect. False: the node is dead, it has none.
  bool Effect();
  WriteFate FateOfWrite();
  void Distrust();
  ledger::NodeKeys Keys() const;
  absl::Status Open();
  absl::Status Rebuild();
  absl::Status TakeOutBadlySigned();
  void DropParts();
  void AskFirst(std::set<std::string> peers);
  // What the caretaker does: dates that have come, and erasures seen through.
  void TakeCare();
  void VerifyLate();
  void AttestSome();
  absl::StatusOr<ledger::Outcome> CommitOne(ledger::Operation operation);

  const int number_;
  const testing::TestEconomy& economy_;
  const statement::PinnedRoots* const roots_;
  NodeClock clock_;
  base::Entropy* const entropy_;
  Surroundings* const surroundings_;
  // Survive a crash.
  std::unique_ptr<SimulatedDisk> store_;
  Keeper keeper_;
  std::unique_ptr<const store::View> backup_;
  std::string backup_note_;
  std::set<std::string> to_ask_, asked_;  // peers that have not been heard since the accident
  bool asking_ = false;
  ledger::Standby standby_;
  bool new_log_ = true, was_recovering_ = false;
  bool never_forgets_ = false, never_attests_ = false, drops_parts_ = false, minds_nothing_ = false;
  bool behind_ = false, really_ = true;
  int rebuilds_ = 0;
  bool refuses_ = false, damaged_ = false;
  absl::Status why_down_;
  int steps_left_ = 0;  // 0: it does not die
  bool write_lasts_ = false, dead_ = false, died_writing_ = false;
  // Do not.
  std::unique_ptr<ledger::HeadsBoard> heads_;
  std::unique_ptr<incident::IncidentIndex> incidents_;
  std::unique_ptr<ledger::LedgerReader> reader_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<exchange::Exchange> exchange_;
  ledger::Purges forgotten_;  // pending, but its disk does not hold it any more
};

}  // namespace lightship::sim

#endif  // LIGHTSHIP_TESTS_SIM_SIMULATED_NODE_H_
