#include "tests/sim/simulation.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace lightship::sim {
namespace {

// A cosignature takes a second or so over each link of a long chain.
constexpr absl::Duration kHealingLasts = absl::Seconds(150), kHealingLastsOfNode = absl::Seconds(3);
constexpr absl::Duration kTick = absl::Milliseconds(200);
constexpr uint64_t kStreamOfWorld = 1'000'000;

// Any two letters are an economy.
std::string CodeOf(int node) {
  return {static_cast<char>('A' + node / 26 % 26), static_cast<char>('A' + node % 26)};
}

}  // namespace

Simulation::Simulation(const Plan& plan)
    : plan_(plan), habits_(DrawHabits()), world_dice_(plan.seed, kStreamOfWorld), entropy_(plan.seed) {
  traitor_ = AnyHostile(plan.weights) ? plan.nodes - 1 : -1;
  for (int n = 0; n < plan_.nodes; ++n) {
    const testing::TestEconomy& economy = testing::TestEconomy::Of(CodeOf(n));
    roots_.Add(economy.code(), economy.authority().certificate().pem()).IgnoreError();
    AddNode(economy, n);
    if (IsHonest(n)) honest_.push_back(n);
  }
  nodes_[1]->Spoil(plan_.sabotage == Sabotage::kNeverForget, plan_.sabotage == Sabotage::kNeverAttest);
  if (plan_.sabotage == Sabotage::kLieAboutSync) nodes_[0]->store().LieAboutSync();
  for (const auto& node : nodes_) {
    if (plan_.sabotage == Sabotage::kDropAtRebuild) node->SpoilRebuilds();
  }
  for (int n = 0; n < std::min(plan_.behind, plan_.nodes); ++n) {
    nodes_[n]->VerifyBehind(plan_.sabotage != Sabotage::kBelieveUnverified);
  }
  if (traitor_ >= 0) nodes_[traitor_]->MindNothing();
  audiences_.resize(static_cast<size_t>(plan_.nodes));
  MakeTopology();
}

Simulation::~Simulation() = default;

int Simulation::AddNode(const testing::TestEconomy& economy, int owner) {
  const int number = static_cast<int>(nodes_.size());
  nodes_.push_back(std::make_unique<SimulatedNode>(number, economy, &roots_, &clock_, &entropy_, this));
  owners_.push_back(owner);
  lives_.push_back(0);
  busy_until_.push_back(Now());
  looked_at_.push_back(nullptr);
  return number;
}

// Mesh, chain (every report passes relays) or star (all dial one hub); large networks have a ring with chords, since a mesh of
// 200 has 20,000 streams. A malicious node, the last one, is never the only way between others.
void Simulation::MakeTopology() {
  constexpr int kMostInMesh = 12;
  const int kind = Random(3);
  const bool large = plan_.nodes > kMostInMesh;
  for (int a = 0; a < plan_.nodes; ++a) {
    for (int b = a + 1; b < plan_.nodes; ++b) {
      const bool chain = b == a + 1;
      const bool star = a == 0;
      const bool chord = large && (b - a) % 17 == 0;
      if ((kind == 0 && !large) || (kind == 2 && star) || (kind != 2 && chain) || (kind == 0 && chord)) {
        links_.insert({a, b});
      }
    }
  }
}

void Simulation::Note(Judged judge, std::string what) { seen_.push_back({judge, std::move(what)}); }

void Simulation::At(absl::Time when, std::function<void()> work) {
  events_.emplace(std::make_pair(std::max(when, Now()), ++last_event_), std::move(work));
}

void Simulation::RunUntil(absl::Time when) {
  while (!events_.empty() && events_.begin()->first.first <= when) {
    auto event = events_.extract(events_.begin());
    clock_.Set(event.key().first);
    event.mapped()();
    for (const int node : std::exchange(stopped_, {})) {
      if (nodes_[node]->up()) Restart(node, 2000);
    }
  }
  clock_.Set(when);
}

void Simulation::Later(int node, std::function<void()> work) {
  absl::Time when = std::max(busy_until_[node], Now()) + absl::Milliseconds(world_dice_.Below(5));
  busy_until_[node] = when;
  At(when, [this, node, life = lives_[node], work = std::move(work)] {
    if (lives_[node] != life || !nodes_[node]->up()) return;
    work();
    WatchForForks(node);
  });
}

void Simulation::Tick() {
  Keep();
  for (auto& node : nodes_) {
    if (node->up() && !node->dead()) node->OnTick();
  }
  At(Now() + kTick, [this] { Tick(); });
}

void Simulation::CrashNode(int node) {
  std::vector<exchange::SessionId> sessions;
  for (const auto& [session, connection] : connections_) {
    if (connection.a == node || connection.b == node) sessions.push_back(session);
  }
  ++lives_[node];
  nodes_[node]->Crash();
  for (exchange::SessionId session : sessions) Break(session);
}

// One that does not start is tried again. What rotted is found at the latest when all faults are over.
void Simulation::BootNode(int node) {
  const bool meant_to_be = node < plan_.nodes ? IsHonest(node) || !healing_ : node == clone_ || node == twin_;
  if (nodes_[node]->up() || !meant_to_be) return;
  const int rebuilds = nodes_[node]->rebuilds();
  NoteRottenParts(node);  // in case its database has to be rebuilt
  const bool boots = nodes_[node]->Boot().ok();
  NoteLostEntries(node);
  if (nodes_[node]->rebuilds() > rebuilds) damages_.erase(node);
  if (boots && healing_ && rotten_.contains(node)) nodes_[node]->Scrub();
  if (!boots) At(Now() + absl::Seconds(1), [this, node] { BootNode(node); });
}

void Simulation::Restart(int node, int within_ms) {
  CrashNode(node);
  At(Now() + RandomTime(within_ms), [this, node] { BootNode(node); });
}

void Simulation::WatchForForks(int node) {
  if (!nodes_[node]->up() || nodes_[node]->dead()) return;  // what it signed as it died nobody will see
  const std::shared_ptr<const ledger::Heads> heads = nodes_[node]->Heads();
  if (std::exchange(looked_at_[node], heads) == heads) return;
  for (int author = 0; author < plan_.nodes; ++author) {
    const std::string origin = nodes_[author]->economy().origin().ToString();
    const ledger::LogHead* head = heads->Find(origin);
    if (head == nullptr) continue;
    uint64_t& most = most_held_[{node, origin}];
    most = std::max(most, head->size);
    if (MayFork(author) && plan_.sabotage != Sabotage::kSignTwice) continue;
    auto [seen, added] = roots_seen_.emplace(std::make_pair(origin, head->size), head->root);
    if (!added && seen->second != head->root) {
      Note(Judged::kOneHistory, absl::StrCat("two roots of ", origin, " at size ", head->size));
    }
  }
}

bool Simulation::OthersHeldMore(int node) const {
  const std::string origin = nodes_[node]->economy().origin().ToString();
  const uint64_t size = nodes_[node]->Heads()->Find(origin)->size;
  return std::any_of(most_held_.begin(), most_held_.end(), [&](const auto& held) {
    const auto& [holder, log] = held.first;
    return log == origin && owners_[holder] != node && held.second > size;
  });
}

// All that is wrong ends, and every honest node starts anew.
void Simulation::Heal() {
  healing_ = true;
  weather_ = {};
  moods_.clear();
  if (clone_ >= 0) EndClone();
  for (int node = 0; node < static_cast<int>(nodes_.size()); ++node) {
    nodes_[node]->RefuseWrites(false);
    nodes_[node]->clock().Jump(absl::ZeroDuration());
    if (nodes_[node]->up()) CrashNode(node);
  }
  twin_ = -1;
  for (const int node : honest_) {
    if (plan_.sabotage != Sabotage::kStayDown || node != 0) BootNode(node);
  }
}

// Each step has dice of its own, so that it is the same whichever others there are.
void Simulation::PlanSteps(absl::Time start) {
  for (int step = 0; step < plan_.steps(); ++step) {
    if (plan_.dropped.contains(step)) continue;
    auto dice = std::make_shared<Dice>(plan_.seed, static_cast<uint64_t>(step) + 1);
    At(start + absl::Milliseconds(dice->Below(plan_.load_s * 1000)), [this, step, dice] {
      dice_ = dice.get();
      if (step < plan_.submissions) {
        SubmitOne();
      } else if (step < plan_.submissions + plan_.withdrawals) {
        WithdrawOne();
      } else {
        Inject();
      }
      dice_ = &world_dice_;
    });
  }
}

Findings Simulation::Run() {
  for (int n = 0; n < plan_.nodes; ++n) BootNode(n);
  Tick();
  PlanSteps(Now());
  RunUntil(Now() + absl::Seconds(plan_.load_s));
  Heal();
  const absl::Time limit = Now() + kHealingLasts + plan_.nodes * kHealingLastsOfNode;
  RunUntil(Now() + absl::Seconds(3));
  while (!Settled(*this).empty() && Now() < limit) RunUntil(Now() + absl::Seconds(2));
  DoSabotage();
  return Judge(*this);
}

}  // namespace lightship::sim
