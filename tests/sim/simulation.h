// A whole network in one thread and virtual time: one seed decides the topology, the load and every fault.
#ifndef LIGHTSHIP_TESTS_SIM_SIMULATION_H_
#define LIGHTSHIP_TESTS_SIM_SIMULATION_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lightship/v1/claims.pb.h"
#include "lightship/v1/statement.pb.h"
#include "node/crypto/digest.h"
#include "tests/sim/simulated_node.h"
#include "tests/sim/truth.h"
#include "tests/support/pki.h"

namespace lightship::sim {

// Faults of the code under test, put in on purpose to see that the judges notice.
enum class Sabotage {
  kNone, kLoseEntry, kLeakPart, kForgeEntry, kSendNarrowed, kNeverForget, kNeverAttest
};

struct Plan {
  uint64_t seed = 1;
  int nodes = 5;
  int submissions = 20;
  int withdrawals = 12;
  Sabotage sabotage = Sabotage::kNone;
};

class Simulation final : public Surroundings {
 public:
  explicit Simulation(const Plan& plan);
  ~Simulation() override;

  // Load and faults, then healing. Empty when every judge is content; else what is wrong.
  std::string Run();

  // For the judges.
  const std::vector<std::unique_ptr<SimulatedNode>>& nodes() const { return nodes_; }
  const std::vector<Acknowledged>& acknowledged() const { return acknowledged_; }
  const std::set<std::pair<int, int>>& links() const { return links_; }
  const std::vector<std::string>& forks() const { return forks_; }
  const std::vector<std::string>& leaks() const { return leaks_; }
  int accidents() const { return accidents_; }
  int withdrawn() const { return withdrawn_; }
  // A digest of every frame that was sent, by whom and when: the same seed gives the same one, always.
  const crypto::Digest& trace() const { return trace_; }

  // Surroundings.
  absl::Time Now() const override { return clock_.Now(); }
  void Later(int node, std::function<void()> work) override;
  void Transmit(int node, exchange::SessionId session, const v1::Frame& frame) override;
  void HangUp(int node, exchange::SessionId session) override;
  void Seen(int node, const std::string& marker) override;

 private:
  struct Draft;
  struct Connection {
    int a = 0, b = 0;
    absl::Time last_to_a, last_to_b;  // frames of one stream stay in order
  };

  int Random(int limit) { return static_cast<int>(random_() % limit); }
  absl::Duration Delay() { return absl::Milliseconds(1 + Random(80)); }
  void At(absl::Time when, std::function<void()> work);
  void RunUntil(absl::Time when);

  void MakeTopology();
  void Connect(int a, int b);
  void Break(exchange::SessionId session);
  void Keep();      // reconnects what is down and may be up
  void Tick();
  void CrashNode(int node);
  void BootNode(int node);
  void Fault();
  void Accident(int node);
  bool MayLoseDisk(int node) const;
  // Whether another node than `node` holds the part, or when it is null the entry.
  bool HeldElsewhere(int node, const Acknowledged& made, const MadePart* part) const;
  std::set<std::string> PeersOf(int node) const;
  Draft DraftOf(v1::StatementKind kind, int author);
  void AddPart(absl::string_view name, const google::protobuf::Message& content, std::string marker,
               const std::set<int>& audience, Draft& draft);
  std::set<int> Everybody() const;
  std::pair<std::string, std::set<int>> SomeAudience(int author,
                                                     std::pair<std::string, std::set<int>> other);
  void DefineAudience(int author);
  void FileReport(int author);
  Acknowledged* File(Draft draft);
  void SubmitOne();
  Act DrawAct(int author, v1::Withdrawal& withdrawal);
  void WithdrawOne();
  // Notes in leaks_ what the receiver was not entitled to as far as the sender holds the log.
  void WatchWire(int from, int to, const v1::Frame& frame);
  void Corrupt(v1::Frame& frame);
  void WatchForForks(int node);
  void Heal();
  const Acknowledged* TargetOfSabotage() const;
  void DoSabotage();

  const Plan plan_;
  std::mt19937_64 random_;
  testing::FakeClock clock_;
  testing::SeededEntropy entropy_;
  statement::PinnedRoots roots_;
  std::vector<std::unique_ptr<SimulatedNode>> nodes_;
  std::vector<uint64_t> lives_;          // by node; grows with each crash
  std::vector<absl::Time> busy_until_;   // by node: its work stays in order
  std::set<std::pair<int, int>> links_;  // who may connect to whom
  std::set<std::pair<int, int>> cut_;    // links that are down for now
  std::map<exchange::SessionId, Connection> connections_;
  exchange::SessionId last_session_ = 0;
  std::map<std::pair<absl::Time, uint64_t>, std::function<void()>> events_;
  uint64_t last_event_ = 0;
  int malicious_ = -1;                   // node whose frames are tampered with
  bool healing_ = false;
  std::vector<std::vector<std::set<int>>> audiences_;  // by node: members of each version of its audience
  std::vector<Acknowledged> acknowledged_;
  std::map<std::pair<std::string, uint64_t>, merkle::Digest> roots_seen_;
  std::vector<std::string> forks_;
  std::vector<std::string> leaks_;       // what was sent to or written by whom it was not for
  crypto::Digest trace_{};
  int made_ = 0;
  int accidents_ = 0;
  int withdrawn_ = 0;
};

}  // namespace lightship::sim

#endif  // LIGHTSHIP_TESTS_SIM_SIMULATION_H_
