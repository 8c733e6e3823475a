#include "tests/sim/simulation.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "node/merkle/checkpoint.h"
#include "node/statement/canonical.h"
#include "tests/sim/judge.h"

namespace lightship::sim {
namespace {

constexpr const char* kCodes[] = {"SG", "ID", "PH", "MY", "TH", "VN", "JP", "PE", "AU", "NZ"};
constexpr absl::Duration kLoadLasts = absl::Seconds(20);
constexpr absl::Duration kHealingLasts = absl::Seconds(150);
constexpr absl::Duration kTick = absl::Milliseconds(200);

std::pair<int, int> Ordered(int a, int b) { return {std::min(a, b), std::max(a, b)}; }

}  // namespace

Simulation::Simulation(const Plan& plan)
    : plan_(plan), random_(plan.seed), entropy_(plan.seed) {
  for (int n = 0; n < plan_.nodes; ++n) {
    const testing::TestEconomy& economy = testing::TestEconomy::Of(kCodes[n % std::size(kCodes)]);
    roots_.Add(economy.code(), economy.authority().certificate().pem()).IgnoreError();
    nodes_.push_back(std::make_unique<SimulatedNode>(n, economy, &roots_, &clock_, &entropy_, this));
    if (n == 1) {
      nodes_.back()->Spoil(plan_.sabotage == Sabotage::kNeverForget,
                           plan_.sabotage == Sabotage::kNeverAttest);
    }
  }
  lives_.resize(plan_.nodes);
  busy_until_.resize(plan_.nodes, Now());
  audiences_.resize(plan_.nodes);
  MakeTopology();
}

Simulation::~Simulation() = default;

// Mesh, chain (every report passes relays) or star (all dial one hub).
void Simulation::MakeTopology() {
  const int kind = Random(3);
  for (int a = 0; a < plan_.nodes; ++a) {
    for (int b = a + 1; b < plan_.nodes; ++b) {
      const bool chain = b == a + 1;
      const bool star = a == 0;
      if (kind == 0 || (kind == 1 && chain) || (kind == 2 && star)) links_.insert({a, b});
    }
  }
}

void Simulation::At(absl::Time when, std::function<void()> work) {
  events_.emplace(std::make_pair(std::max(when, Now()), ++last_event_), std::move(work));
}

void Simulation::RunUntil(absl::Time when) {
  while (!events_.empty() && events_.begin()->first.first <= when) {
    auto event = events_.extract(events_.begin());
    clock_.Set(event.key().first);
    event.mapped()();
  }
  clock_.Set(when);
}

void Simulation::Later(int node, std::function<void()> work) {
  absl::Time when = std::max(busy_until_[node], Now()) + absl::Milliseconds(Random(5));
  busy_until_[node] = when;
  At(when, [this, node, life = lives_[node], work = std::move(work)] {
    if (lives_[node] != life || !nodes_[node]->up()) return;
    work();
    WatchForForks(node);
  });
}

void Simulation::Transmit(int node, exchange::SessionId session, const v1::Frame& frame) {
  auto connection = connections_.find(session);
  if (connection == connections_.end()) return;
  const bool to_b = connection->second.a == node;
  const int to = to_b ? connection->second.b : connection->second.a;
  absl::Time& last = to_b ? connection->second.last_to_b : connection->second.last_to_a;
  last = std::max(last, Now() + Delay());
  WatchWire(node, to, frame);
  trace_ = crypto::Sha256(absl::StrCat(crypto::AsView(trace_), absl::FormatTime(Now()), node, ">", to,
                                       statement::SerializeDeterministic(frame)));
  v1::Frame sent = frame;
  if (node == malicious_ && Random(4) == 0) Corrupt(sent);
  const int copies = node == malicious_ && Random(10) == 0 ? 2 : 1;
  for (int copy = 0; copy < copies; ++copy) {
    At(last, [this, session, to, sent] {
      if (connections_.contains(session)) nodes_[to]->exchange().OnFrame(session, sent, Now());
    });
  }
}

void Simulation::HangUp(int node, exchange::SessionId session) {
  auto connection = connections_.find(session);
  if (connection == connections_.end()) return;
  absl::Time last = connection->second.a == node ? connection->second.last_to_b
                                                 : connection->second.last_to_a;
  At(last, [this, session] { Break(session); });
}

void Simulation::Connect(int a, int b) {
  const exchange::SessionId session = ++last_session_;
  connections_[session] = {a, b, Now(), Now()};
  nodes_[a]->exchange().OnConnected(session, nodes_[b]->economy().code(), Now());
  if (!connections_.contains(session)) return;
  nodes_[b]->exchange().OnConnected(session, nodes_[a]->economy().code(), Now());
}

// What was in flight is lost.
void Simulation::Break(exchange::SessionId session) {
  auto connection = connections_.find(session);
  if (connection == connections_.end()) return;
  const Connection broken = connection->second;
  connections_.erase(connection);
  for (int end : {broken.a, broken.b}) {
    if (nodes_[end]->up()) nodes_[end]->exchange().OnClosed(session, Now());
  }
}

void Simulation::Keep() {
  std::set<std::pair<int, int>> connected;
  for (const auto& [session, connection] : connections_) {
    connected.insert(Ordered(connection.a, connection.b));
  }
  for (const auto& link : links_) {
    if (connected.contains(link) || cut_.contains(link)) continue;
    if (!nodes_[link.first]->up() || !nodes_[link.second]->up()) continue;
    if (healing_ || Random(3) == 0) Connect(link.first, link.second);
  }
}

void Simulation::Tick() {
  Keep();
  for (auto& node : nodes_) {
    if (node->up()) node->OnTick();
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

void Simulation::BootNode(int node) {
  if (nodes_[node]->up()) return;
  nodes_[node]->MendDisk();
  nodes_[node]->Boot();
}

void Simulation::Fault() {
  const int node = Random(plan_.nodes);
  const auto link = *std::next(links_.begin(), Random(static_cast<int>(links_.size())));
  switch (Random(8)) {
    case 6:
      if (nodes_[node]->up()) nodes_[node]->Backup();
      break;
    case 7:
      Accident(node);
      break;
    case 0:
      if (!nodes_[node]->up()) break;
      CrashNode(node);
      At(Now() + absl::Milliseconds(Random(3000)), [this, node] { BootNode(node); });
      break;
    case 1:  // a disk that fails at the next write, then a crash
      if (!nodes_[node]->up()) break;
      nodes_[node]->BreakDisk();
      At(Now() + absl::Milliseconds(Random(300)), [this, node] {
        if (nodes_[node]->up()) CrashNode(node);
        BootNode(node);
      });
      break;
    case 2:
      cut_.insert(link);
      At(Now() + absl::Milliseconds(Random(6000)), [this, link] { cut_.erase(link); });
      break;
    case 3:
      malicious_ = node;
      break;
    case 4:
      malicious_ = -1;
      break;
    default:
      if (!connections_.empty()) {
        Break(std::next(connections_.begin(), Random(static_cast<int>(connections_.size())))->first);
      }
  }
}

void Simulation::WatchForForks(int node) {
  if (!nodes_[node]->up()) return;
  for (const auto& [origin, head] : nodes_[node]->Heads()->logs) {
    auto [seen, added] = roots_seen_.emplace(std::make_pair(origin, head.size), head.root);
    if (!added && seen->second != head.root) {
      forks_.push_back(absl::StrCat("two roots of ", origin, " at size ", head.size));
    }
  }
}

void Simulation::WatchWire(int from, int to, const v1::Frame& frame) {
  for (const v1::BatchItem& item : frame.batch().items()) {
    v1::Entry entry;
    if (!entry.ParseFromString(item.held().entry())) continue;
    for (const Acknowledged& made : acknowledged_) {
      if (made.manifest != entry.manifest()) continue;
      const ledger::LogHead* head = nodes_[from]->Heads()->Find(frame.batch().origin());
      const uint64_t size = head == nullptr ? 0 : head->size;
      std::string where = absl::StrCat(nodes_[made.author]->economy().code(), "/", made.index, " by ",
                                       nodes_[from]->economy().code(), " to ",
                                       nodes_[to]->economy().code());
      if (!made.Holders(size).contains(to)) leaks_.push_back("sent: " + where);
      for (const v1::Part& part : item.held().parts()) {
        const MadePart* known = made.Find(part.name());
        if (known != nullptr && made.Holders(*known, size).contains(to) && !made.Erased(*known, size)) continue;
        leaks_.push_back(absl::StrCat("sent: ", part.name(), " of ", where));
      }
    }
  }
}

void Simulation::Seen(int node, const std::string& marker) {
  if (AuthorOfMarker(marker) == node) return;
  for (const Acknowledged& made : acknowledged_) {
    for (const MadePart& part : made.parts) {
      if (part.marker == marker && made.EverHolders(part).contains(node)) return;
    }
  }
  leaks_.push_back(absl::StrCat("written: ", marker, " at ", nodes_[node]->economy().code()));
}

void Simulation::Heal() {
  healing_ = true;
  malicious_ = -1;
  cut_.clear();
  for (int node = 0; node < plan_.nodes; ++node) {
    if (nodes_[node]->up()) CrashNode(node);
    BootNode(node);
  }
}

std::string Simulation::Run() {
  for (auto& node : nodes_) node->Boot();
  Tick();
  const absl::Time start = Now();
  for (int n = 0; n < plan_.submissions; ++n) {
    At(start + absl::Milliseconds(Random(20'000)), [this] { SubmitOne(); });
  }
  for (int n = 0; n < plan_.withdrawals; ++n) {
    At(start + absl::Milliseconds(Random(20'000)), [this] { WithdrawOne(); });
  }
  for (int n = Random(25); n > 0; --n) {
    At(start + absl::Milliseconds(Random(20'000)), [this] { Fault(); });
  }
  RunUntil(start + kLoadLasts);
  Heal();
  const absl::Time limit = Now() + kHealingLasts;
  std::string verdict;
  do {
    RunUntil(Now() + absl::Seconds(5));
    verdict = Settled(*this);
  } while (!verdict.empty() && Now() < limit);
  DoSabotage();
  return Judge(*this);
}

}  // namespace lightship::sim
