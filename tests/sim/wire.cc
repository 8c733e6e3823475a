// The network of a simulation: streams that delay, lose, double and hold back what they carry, but keep its order.
#include <algorithm>
#include <iostream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "node/statement/canonical.h"
#include "node/store/schema.h"
#include "tests/sim/simulation.h"

namespace lightship::sim {
namespace {

std::pair<int, int> Ordered(int a, int b) { return {std::min(a, b), std::max(a, b)}; }

template <typename Map, typename Key, typename Value>
Value Find(const Map& map, const Key& key, Value otherwise) {
  const auto found = map.find(key);
  return found == map.end() ? otherwise : found->second;
}

}  // namespace

void Simulation::Transmit(int node, exchange::SessionId session, const v1::Frame& frame) {
  auto connection = connections_.find(session);
  if (connection == connections_.end()) return;
  const int to = connection->second.Other(node);
  ++frames_;
  trace_ = crypto::Sha256(absl::StrCat(crypto::AsView(trace_), absl::ToUnixMillis(Now()), " ", node, ">", to,
                                       statement::SerializeDeterministic(frame)));
  if (plan_.print) {
    constexpr size_t kShown = 400;
    std::cerr << absl::FormatTime("%H:%M:%E3S ", Now(), absl::UTCTimeZone()) << nodes_[node]->economy().code() << " to "
              << nodes_[to]->economy().code() << ": " << frame.ShortDebugString().substr(0, kShown) << "\n";
  }
  v1::Frame sent = frame;
  const bool hostile = node == traitor_ || (node == twin_ && twin_ >= 0);
  if (!hostile) {
    WatchWire(node, to, frame);
  } else if (!Pervert(to, sent)) {
    return;
  }
  Direction& direction = connection->second.To(to);
  if (direction.lost) return;
  if (world_dice_.Below(100) < Find(weather_.lossy, Pair(node, to), 0)) {
    Count(Fault::kLoss);
    direction.lost = true;
    At(Now() + absl::Milliseconds(world_dice_.Below(2000)), [this, session] { Break(session); });
    return;
  }
  if (weather_.tampered.contains(node) && world_dice_.Below(4) == 0) {
    Count(Fault::kTamper);
    Corrupt(sent);
  }
  const absl::Duration slow = Find(weather_.slow, to, absl::ZeroDuration());
  const absl::Duration delay = absl::Milliseconds(1 + world_dice_.Below(80)) +
                               Find(weather_.late, Ordered(node, to), absl::ZeroDuration());
  direction.last = std::max({direction.last + slow, Now() + delay + slow,
                             Find(weather_.one_way, Pair(node, to), absl::InfinitePast())});
  const bool twice = weather_.doubling.contains({node, to}) && world_dice_.Below(10) == 0;
  if (twice) Count(Fault::kDuplicate);
  const size_t bytes = sent.ByteSizeLong();
  for (int copy = 0; copy < (twice ? 2 : 1); ++copy) {
    direction.waiting += bytes;
    bytes_ += bytes;
    At(direction.last, [this, to, session, sent, bytes] { Deliver(to, session, sent, bytes); });
  }
}

void Simulation::Deliver(int to, exchange::SessionId session, const v1::Frame& frame, size_t bytes) {
  auto connection = connections_.find(session);
  if (connection == connections_.end()) return;
  connection->second.To(to).waiting -= bytes;
  nodes_[to]->exchange().OnFrame(session, frame, nodes_[to]->clock().Now());
}

size_t Simulation::Waiting(int node, exchange::SessionId session) const {
  auto connection = connections_.find(session);
  if (connection == connections_.end()) return 0;
  return node == connection->second.a ? connection->second.to_b.waiting : connection->second.to_a.waiting;
}

void Simulation::HangUp(int node, exchange::SessionId session) {
  auto connection = connections_.find(session);
  if (connection == connections_.end()) return;
  At(connection->second.To(connection->second.Other(node)).last, [this, session] { Break(session); });
}

void Simulation::Connect(int a, int b) {
  const exchange::SessionId session = ++last_session_;
  connections_[session] = {a, b, {Now()}, {Now()}};
  nodes_[a]->exchange().OnConnected(session, nodes_[b]->economy().code(), nodes_[a]->clock().Now());
  if (!connections_.contains(session)) return;
  nodes_[b]->exchange().OnConnected(session, nodes_[a]->economy().code(), nodes_[b]->clock().Now());
}

// What was in flight is lost.
void Simulation::Break(exchange::SessionId session) {
  auto connection = connections_.find(session);
  if (connection == connections_.end()) return;
  const Connection broken = connection->second;
  connections_.erase(connection);
  for (int end : {broken.a, broken.b}) {
    if (nodes_[end]->up()) nodes_[end]->exchange().OnClosed(session, nodes_[end]->clock().Now());
  }
}

void Simulation::BreakBetween(int a, int b) {
  std::vector<exchange::SessionId> sessions;
  for (const auto& [session, connection] : connections_) {
    if (Ordered(connection.a, connection.b) == Ordered(a, b)) sessions.push_back(session);
  }
  for (exchange::SessionId session : sessions) Break(session);
}

void Simulation::Keep() {
  std::set<Pair> connected;
  for (const auto& [session, connection] : connections_) {
    connected.insert(Ordered(connection.a, connection.b));
  }
  for (const auto& [a, b] : links_) {
    if (connected.contains({a, b}) || weather_.cut.contains({a, b})) continue;
    if (weather_.one_way.contains({a, b}) || weather_.one_way.contains({b, a})) continue;
    if (!nodes_[a]->up() || !nodes_[b]->up() || nodes_[a]->dead() || nodes_[b]->dead()) continue;
    if (healing_ || world_dice_.Below(3) == 0) Connect(a, b);
  }
}

void Simulation::WatchWire(int from, int to, const v1::Frame& frame) {
  const std::string way = absl::StrCat(" by ", nodes_[from]->economy().code(), " to ", nodes_[to]->economy().code());
  for (const v1::BatchItem& item : frame.batch().items()) {
    if (item.has_held()) WatchItem(way, from, to, frame.batch().origin(), item.held());
  }
  const std::set<std::string> markers = MarkersIn(frame.blob_chunk().data());
  for (const Acknowledged& made : acknowledged_) {
    for (const MadePart& part : made.parts) {
      if (!markers.contains(part.marker) || MaySend(from, to, made, &part)) continue;
      Note(Judged::kConfidentiality, absl::StrCat("sent: the file of ", nodes_[made.author]->economy().code(), "/", made.index, way));
    }
  }
}

// Nobody can obey a WITHDRAWAL that its malicious author keeps back, or that stands in another history of its log than is held here,
// or that a malicious relay calls one for others.
Acknowledged Simulation::AsKnownTo(int node, Acknowledged made) const {
  if (!MayFork(made.author) && plan_.weights[static_cast<size_t>(Fault::kWithholdRelayed)] == 0) return made;
  std::erase_if(made.acts, [&](const Act& act) {
    const std::string key = store::NumberedKey(nodes_[made.author]->economy().origin().ToString(), act.index);
    const auto bytes = nodes_[node]->store().Look(store::Table::kEntries, key);
    v1::Entry entry;
    return !bytes.ok() || !entry.ParseFromString(*bytes) || entry.manifest() != act.manifest;
  });
  return made;
}

void Simulation::WatchItem(const std::string& way, int from, int to, const std::string& origin,
                           const v1::HeldEntry& held) {
  v1::Entry entry;
  if (!entry.ParseFromString(held.entry())) return Note(Judged::kServed, "no entry" + way);
  for (const Acknowledged& acknowledged : acknowledged_) {
    const bool same_place = nodes_[acknowledged.author]->economy().origin().ToString() == origin && acknowledged.index == entry.index();
    const std::string where = absl::StrCat(nodes_[acknowledged.author]->economy().code(), "/", acknowledged.index, way);
    if (same_place && !MayFork(acknowledged.author) && acknowledged.manifest != entry.manifest()) {
      Note(Judged::kServed, absl::StrCat("another entry than was acknowledged: ", where));
    }
    if (acknowledged.manifest != entry.manifest()) continue;
    if (!MaySend(from, to, acknowledged, nullptr)) Note(Judged::kConfidentiality, "sent: " + where);
    for (const v1::Part& part : held.parts()) {
      const MadePart* known = acknowledged.Find(part.name());
      if (known != nullptr && known->bytes != part.salt() + part.content()) {
        Note(Judged::kServed, absl::StrCat("other bytes of ", part.name(), " of ", where));
      }
      if (known != nullptr && MaySend(from, to, acknowledged, known)) continue;
      Note(Judged::kConfidentiality, absl::StrCat("sent: ", part.name(), " of ", where));
    }
  }
}

bool Simulation::MaySend(int from, int to, const Acknowledged& acknowledged, const MadePart* part) const {
  const Acknowledged made = AsKnownTo(from, acknowledged);
  if (made.maybe_released.contains(owners_[to])) return true;
  const std::string origin = nodes_[made.author]->economy().origin().ToString();
  const ledger::LogHead* head = nodes_[from]->Heads()->Find(origin);
  const uint64_t size = head == nullptr ? 0 : head->size;
  // What a WITHDRAWAL did is known still when that was lost with the damaged end of the log, until it is copied back.
  const uint64_t known_to = rotten_.contains(from) ? std::max(size, Find(most_held_, std::make_pair(from, origin), size)) : size;
  if (part == nullptr) return made.Holders(size).contains(owners_[to]) || made.Holders(known_to).contains(owners_[to]);
  if (made.Erased(*part, size)) return false;
  return made.Holders(*part, size).contains(owners_[to]) || made.Holders(*part, known_to).contains(owners_[to]);
}

// A malicious node that sends anybody's frames to anybody gives away what it holds.
bool Simulation::MayBeGivenAway(const Acknowledged& made, const MadePart& part) const {
  return traitor_ >= 0 && plan_.weights[static_cast<size_t>(Fault::kReplay)] != 0 && made.EverHolders(part).contains(traitor_);
}

void Simulation::Seen(int node, const std::string& marker) {
  if (AuthorOfMarker(marker) == owners_[node]) return;
  // Random text may look like a marker, though not like one of this seed.
  if (!absl::StartsWith(marker, absl::StrCat("MK", plan_.seed, "A"))) return;
  bool known = false;
  for (const std::vector<Acknowledged>* statements : {&acknowledged_, &gone_}) {
    for (const Acknowledged& made : *statements) {
      for (const MadePart& part : made.parts) {
        if (part.marker != marker) continue;
        known = true;
        if (MayBeGivenAway(made, part)) return;
        if (made.EverHolders(part).contains(owners_[node]) || made.maybe_released.contains(owners_[node])) return;
      }
    }
  }
  // One that nobody made is one that rot has changed.
  if (!known && rotten_.contains(node)) return;
  Note(Judged::kConfidentiality, absl::StrCat("written: ", marker, " at ", nodes_[node]->economy().code()));
}

// Changes one thing that a peer must notice.
void Simulation::Corrupt(v1::Frame& frame) {
  auto flip = [&](std::string* bytes) {
    if (!bytes->empty()) (*bytes)[world_dice_.Below(static_cast<int>(bytes->size()))] ^= 1 << world_dice_.Below(8);
  };
  if (frame.has_committed()) return flip(frame.mutable_committed()->mutable_cosigned_checkpoint());
  if (frame.has_announce()) return flip(frame.mutable_announce()->mutable_checkpoint());
  if (frame.has_fetch()) return frame.mutable_fetch()->set_from(world_dice_.Next());
  if (!frame.has_batch() || frame.batch().items().empty()) return;
  v1::Batch& batch = *frame.mutable_batch();
  v1::BatchItem& item = *batch.mutable_items(world_dice_.Below(batch.items_size()));
  switch (world_dice_.Below(6)) {
    case 0:
      return flip(batch.mutable_checkpoint());
    case 1:
      return batch.set_from(batch.from() + 1);
    case 2:
      return batch.mutable_items()->RemoveLast();
    case 3:
      if (batch.consistency_size() > 0) return flip(batch.mutable_consistency(0));
      return batch.set_origin("lightship/ZZ/1");
    case 4:
      if (item.has_held() && item.held().parts_size() > 0) {
        return flip(item.mutable_held()->mutable_parts(0)->mutable_content());
      }
      [[fallthrough]];
    default:
      if (item.has_held()) return flip(item.mutable_held()->mutable_entry());
      return flip(item.mutable_withheld()->mutable_leaf_hash());
  }
}

}  // namespace lightship::sim
