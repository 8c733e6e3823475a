// A whole network in one thread and virtual time: one plan decides the topology, the load and every fault.
#ifndef LIGHTSHIP_TESTS_SIM_SIMULATION_H_
#define LIGHTSHIP_TESTS_SIM_SIMULATION_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lightship/v1/claims.pb.h"
#include "lightship/v1/statement.pb.h"
#include "node/crypto/digest.h"
#include "node/statement/seal.h"
#include "node/store/store.h"
#include "tests/sim/dice.h"
#include "tests/sim/judge.h"
#include "tests/sim/plan.h"
#include "tests/sim/simulated_node.h"
#include "tests/sim/truth.h"
#include "tests/support/pki.h"

namespace lightship::sim {

// How long it takes, in virtual time, until every node holds every log, and what the nodes send each other meanwhile.
struct Spread {
  absl::Duration opening;      // from all being started until all hold the opening of each log
  absl::Duration behind;       // from the end of the load until all hold what was submitted
  uint64_t opening_bytes = 0;  // of frames
  uint64_t bytes = 0;          // since then
  bool converged = false;
};

class Simulation final : public Surroundings {
 public:
  explicit Simulation(const Plan& plan);
  ~Simulation() override;

  // Load and faults, then healing. Empty when every judge is content.
  Findings Run();
  // Instead, the same load without judging or healing: for a plan without faults.
  Spread RunSpread();

  // For the judges. Nodes are numbers; from plan().nodes on they are second machines of an economy.
  const Plan& plan() const { return plan_; }
  const std::vector<std::unique_ptr<SimulatedNode>>& nodes() const { return nodes_; }
  // Those that follow the rules.
  const std::vector<int>& honest() const { return honest_; }
  bool IsHonest(int node) const { return node < plan_.nodes && node != traitor_; }
  // Whether the economy's log may have got two histories: its node is malicious, or its machine was cloned.
  bool MayFork(int node) const { return node == traitor_ || cloned_.contains(node); }
  bool MayBeGivenAway(const Acknowledged& made, const MadePart& part) const;
  // Whether entries were signed for the node's log that it knows of and nobody has any more: it adds nothing to that log, and
  // can confirm nothing. They have rotted, or its clone wrote them and who alone copied them, as the malicious node, is gone.
  bool IsStranded(int node) const {
    return nodes_[node]->recovering() && (rotten_.contains(node) || (cloned_.contains(node) && OthersHeldMore(node)));
  }
  const std::vector<Acknowledged>& acknowledged() const { return acknowledged_; }
  const std::set<std::pair<int, int>>& links() const { return links_; }
  // What was seen while it ran, that should never be.
  const Findings& seen() const { return seen_; }
  const std::set<std::string>& forged() const { return forged_; }  // manifests
  const FaultCounts& injected() const { return injected_; }
  int withdrawn() const { return withdrawn_; }
  absl::Time Now() const { return clock_.Now(); }
  // A digest of every frame that was sent, by whom and when: the same plan gives the same one, always.
  const crypto::Digest& trace() const { return trace_; }
  uint64_t frames() const { return frames_; }

  // Surroundings.
  void Later(int node, std::function<void()> work) override;
  void Transmit(int node, exchange::SessionId session, const v1::Frame& frame) override;
  void HangUp(int node, exchange::SessionId session) override;
  size_t Waiting(int node, exchange::SessionId session) const override;
  void Stopped(int node) override { stopped_.push_back(node); }
  void Seen(int node, const std::string& marker) override;

 private:
  // What is sealed and by whom, before a node has taken it.
  struct Draft {
    statement::Role role = statement::Role::kSubmitter;
    v1::Manifest manifest;
    std::vector<statement::PartDraft> parts;
    Acknowledged made;
    std::string file;  // of its attachment
  };
  // How often officers do what is not a report of its own, of kHabits; attachments: of 4.
  struct Habits {
    int amend = 0, remark = 0, correlate = 0, revoke = 0, attach = 0;
  };
  struct Direction {
    absl::Time last;     // when the newest frame arrives: those of one stream stay in order
    size_t waiting = 0;  // bytes on the way
    bool lost = false;   // nothing arrives any more
  };
  struct Connection {
    int a = 0, b = 0;
    Direction to_a, to_b;

    Direction& To(int node) { return node == a ? to_a : to_b; }
    int Other(int node) const { return node == a ? b : a; }
  };
  static constexpr int kHabits = 16;
  using Pair = std::pair<int, int>;
  // What has rotted on a disk since its database was last rebuilt, and what a rebuild can lose by that.
  struct Damage {
    std::set<std::pair<store::Table, std::string>> rows;
    std::map<std::string, uint64_t> ends;              // by log: from where on it is to be copied again
    std::set<std::pair<std::string, uint64_t>> loose;  // in no checkpoint but one that has rotted: log, index
  };
  // The faults of the network that last for a while.
  struct Weather {
    std::set<Pair> cut;
    std::map<Pair, absl::Time> one_way;      // from, to -> until then
    std::map<Pair, absl::Duration> late;     // by link
    std::map<Pair, int> lossy;               // from, to -> per cent
    std::set<Pair> doubling;                 // from, to
    std::map<int, absl::Duration> slow;      // by reader
    std::set<int> tampered;                  // whose frames
  };

  int Random(int limit) { return dice_->Below(limit); }
  absl::Duration RandomTime(int below_ms) { return absl::Milliseconds(Random(below_ms)); }
  void At(absl::Time when, std::function<void()> work);
  void RunUntil(absl::Time when);
  void Count(Fault kind) { ++injected_[static_cast<size_t>(kind)]; }
  void Note(Judged judge, std::string what);

  // simulation.cc
  int AddNode(const testing::TestEconomy& economy, int owner);
  void MakeTopology();
  void PlanSteps(absl::Time start);
  void Tick();
  void CrashNode(int node);
  void BootNode(int node);
  void Restart(int node, int within_ms);
  void WatchForForks(int node);
  // Whether a node of another economy has had more of this one's log, at any time, than this one has now.
  bool OthersHeldMore(int node) const;
  void Heal();

  // spread.cc
  bool AllHoldTheSame() const;
  absl::Duration RunUntilAllHoldTheSame();

  // wire.cc
  void Connect(int a, int b);
  void Break(exchange::SessionId session);
  void BreakBetween(int a, int b);
  void Keep();  // reconnects what is down and may be up
  void Deliver(int to, exchange::SessionId session, const v1::Frame& frame, size_t bytes);
  // Notes what the receiver was not entitled to as far as the sender holds the log, and what is not what was acknowledged.
  void WatchWire(int from, int to, const v1::Frame& frame);
  Acknowledged AsKnownTo(int node, Acknowledged made) const;
  // Of a part, or when that is null of the statement.
  bool MaySend(int from, int to, const Acknowledged& acknowledged, const MadePart* part) const;
  void WatchItem(const std::string& where, int from, int to, const std::string& origin, const v1::HeldEntry& held);
  void Corrupt(v1::Frame& frame);

  // inject.cc
  void Inject();
  void InjectOnLink(Fault kind);
  void InjectOnMachine(Fault kind);
  void CrashAtStep(int node);
  void FillDisk(int node);
  void JumpClock(int node);

  // rot.cc
  void Rot(int node);
  bool IsLastCopy(int node, const std::string& origin) const;
  void NoteDamage(int node, store::Table table, const std::string& key);
  // Whether what has rotted can cost the node that part, or the entry when it is null, or the part's file.
  bool MayHaveRotted(int node, const Acknowledged& made, const MadePart* part) const;
  bool FileMayHaveRotted(int node, const Acknowledged& made, const MadePart& part) const;
  void NoteRottenParts(int node);
  void NoteLostEntries(int node);
  void NoteStillObeyed(const Act& act, Acknowledged& made);

  // accident.cc
  void LoseDisk(int node, bool restore);
  bool MayLoseDisk(int node) const;
  void NoteLostParts(int node);
  void GiveUp(const std::function<bool(const Acknowledged&)>& lost);
  bool HoldsEntry(int node, const Acknowledged& made) const;
  // Whether another honest node than `node` holds the part, or when it is null the entry.
  bool HeldElsewhere(int node, const Acknowledged& made, const MadePart* part) const;
  bool FileHeldElsewhere(int node, const MadePart& part) const;
  bool HeldByAll(const Acknowledged& made, const MadePart& part) const;
  std::set<std::string> PeersOf(int node) const;
  void Clone(int node);
  void EndClone();

  // hostile.cc
  void InjectHostile(Fault kind);
  void Equivocate();
  void PartHonestPeers();
  void Revoke();
  bool RevokesBelow(uint64_t size) const;
  void Burst(bool oversize);
  // Changes what the malicious node sends as its moods have it; false: it is not sent.
  bool Pervert(int to, v1::Frame& frame);
  bool WithholdEntries(bool own, v1::Batch& batch);
  bool AppendForged(Fault way, v1::Batch& batch);
  bool ForgeCosignatures(v1::Announce& announce);
  bool ForgeEvidence(v1::Frame& frame);
  v1::SignedStatement Forged(bool by_revoked_key);

  // load.cc
  Draft DraftOf(v1::StatementKind kind, int author);
  void AddPart(absl::string_view name, const google::protobuf::Message& content, std::string marker,
               const std::set<int>& audience, Draft& draft);
  std::set<int> Everybody() const;
  std::pair<std::string, std::set<int>> SomeAudience(int author,
                                                     std::pair<std::string, std::set<int>> other);
  void DefineAudience(int author);
  void FileReport(int author, const Acknowledged* about);
  void Attach(const std::string& marker, const std::set<int>& members, Draft& draft);
  void Upload(int machine, const std::string& id, const std::string& file);
  Acknowledged* File(Draft draft);
  std::optional<uint64_t> SubmitTo(int machine, const v1::SubmitRequest& request,
                                   const statement::Identity& caller);
  void SubmitAgain(int machine, const v1::SubmitRequest& request, const statement::Identity& caller, uint64_t index);
  void SubmitOne();
  Act DrawAct(const Acknowledged& target, v1::Withdrawal& withdrawal);
  void WithdrawOne();

  // claims.cc
  Habits DrawHabits() const;
  // Of what was said of incidents: what stands on the disk of the author's node, at random.
  const Acknowledged* SomeKnown(int author, bool own);
  void Amend(int author);
  void Remark(int author);
  void Correlate(int author);
  void RevokeOfficer(int author);

  // sabotage.cc
  const Acknowledged* TargetOfSabotage() const;
  void SabotageFile();
  void SabotageRevocation();
  void DoSabotage();

  const Plan plan_;
  const Habits habits_;
  Dice world_dice_;
  Dice* dice_ = &world_dice_;            // of the step under way
  testing::FakeClock clock_;
  testing::SeededEntropy entropy_;
  statement::PinnedRoots roots_;
  std::vector<std::unique_ptr<SimulatedNode>> nodes_;
  std::vector<int> owners_;              // by node: whose identity it has
  std::vector<int> honest_;
  std::vector<uint64_t> lives_;          // by node; grows with each crash
  std::vector<absl::Time> busy_until_;   // by node: its work stays in order
  std::vector<std::shared_ptr<const ledger::Heads>> looked_at_;  // by node
  std::vector<int> stopped_;
  std::set<Pair> links_;                 // who may connect to whom
  std::map<exchange::SessionId, Connection> connections_;
  exchange::SessionId last_session_ = 0;
  std::map<std::pair<absl::Time, uint64_t>, std::function<void()>> events_;
  uint64_t last_event_ = 0;
  Weather weather_;
  bool healing_ = false;
  int traitor_ = -1;
  int twin_ = -1;                        // the malicious node's second machine
  std::set<Fault> moods_;                // what the malicious node does at present
  std::vector<v1::Frame> sent_;          // by the malicious node: to be sent again
  int clone_ = -1, clone_of_ = -1;
  std::set<int> cloned_;
  std::set<int> rotten_;
  std::map<int, Damage> damages_;        // by node
  std::set<std::pair<int, statement::Role>> revoked_officers_;
  std::vector<std::pair<std::string, std::string>> compared_;  // incidents of which somebody has said whether they are one
  std::vector<std::vector<std::set<int>>> audiences_;  // by node: members of each version of its audience
  std::vector<Acknowledged> acknowledged_;
  std::vector<Acknowledged> gone_;       // with the only machine that had them, perhaps still on the way to others
  std::set<std::string> forged_;
  std::optional<std::pair<uint64_t, std::string>> revocation_;  // of its submitter's key in the malicious node's log: index, manifest
  std::map<std::pair<std::string, uint64_t>, merkle::Digest> roots_seen_;
  std::map<std::pair<int, std::string>, uint64_t> most_held_;  // by node: of a log, at any time
  Findings seen_;
  FaultCounts injected_{};
  crypto::Digest trace_{};
  uint64_t frames_ = 0;
  uint64_t bytes_ = 0;                   // of what was sent and not lost, doubles included
  int made_ = 0;
  int withdrawn_ = 0;
};

}  // namespace lightship::sim

#endif  // LIGHTSHIP_TESTS_SIM_SIMULATION_H_
