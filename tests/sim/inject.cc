// Faults of the network and of machines that a simulation's schedule draws.
#include <algorithm>
#include <iterator>

#include "tests/sim/simulation.h"

namespace lightship::sim {

void Simulation::Inject() {
  int sum = 0;
  for (const int weight : plan_.weights) sum += weight;
  if (sum == 0 || healing_) return;
  int draw = Random(sum);
  int kind = 0;
  while (draw >= plan_.weights[static_cast<size_t>(kind)]) draw -= plan_.weights[static_cast<size_t>(kind++)];
  const Fault fault = static_cast<Fault>(kind);
  if (fault >= kFirstHostile) {
    InjectHostile(fault);
  } else if (fault >= Fault::kCrash) {
    InjectOnMachine(fault);
  } else {
    InjectOnLink(fault);
  }
}

void Simulation::InjectOnLink(Fault kind) {
  const Pair link = *std::next(links_.begin(), Random(static_cast<int>(links_.size())));
  const Pair way = Random(2) == 0 ? link : Pair(link.second, link.first);
  const absl::Time end = Now() + absl::Milliseconds(300) + RandomTime(5000);
  if (kind != Fault::kLoss && kind != Fault::kDuplicate && kind != Fault::kTamper) Count(kind);
  switch (kind) {
    case Fault::kBreak:
      return BreakBetween(link.first, link.second);
    case Fault::kLoss:
      weather_.lossy[way] = 5 + Random(60);
      return At(end, [this, way] { weather_.lossy.erase(way); });
    case Fault::kDelay:
      weather_.late[link] = RandomTime(3000);
      return At(end, [this, link] { weather_.late.erase(link); });
    case Fault::kDuplicate:
      weather_.doubling.insert(way);
      return At(end, [this, way] { weather_.doubling.erase(way); });
    case Fault::kPartition:
      weather_.cut.insert(link);
      BreakBetween(link.first, link.second);
      return At(end, [this, link] { weather_.cut.erase(link); });
    case Fault::kOneWay:
      weather_.one_way[way] = end;
      return At(end, [this, way, ends = Random(2) == 0] {
        weather_.one_way.erase(way);
        if (ends) BreakBetween(way.first, way.second);
      });
    case Fault::kSlow:
      weather_.slow[way.first] = absl::Milliseconds(20 + Random(300));
      return At(end, [this, way] { weather_.slow.erase(way.first); });
    default:
      weather_.tampered.insert(way.first);
      return At(end, [this, way] { weather_.tampered.erase(way.first); });
  }
}

void Simulation::InjectOnMachine(Fault kind) {
  const int node = Random(plan_.nodes);
  if (!nodes_[node]->up() || nodes_[node]->dead()) return;
  switch (kind) {
    case Fault::kCrash:
      Count(kind);
      return Restart(node, 3000);
    case Fault::kCrashAtStep:
      return CrashAtStep(node);
    case Fault::kFullDisk:
      return FillDisk(node);
    case Fault::kBrokenDisk:
      Count(kind);
      nodes_[node]->RefuseWrites(true);
      return At(Now() + RandomTime(300), [this, node] {
        nodes_[node]->RefuseWrites(false);
        if (nodes_[node]->up()) Restart(node, 100);
      });
    case Fault::kRot:
      return Rot(node);
    case Fault::kClock:
      return JumpClock(node);
    case Fault::kWipe:
      return LoseDisk(node, false);
    case Fault::kRestore:
      if (nodes_[node]->has_backup()) return LoseDisk(node, true);
      nodes_[node]->Backup();
      return At(Now() + RandomTime(4000), [this, node] {
        if (nodes_[node]->up() && !healing_) LoseDisk(node, true);
      });
    default:
      return Clone(node);
  }
}

void Simulation::CrashAtStep(int node) {
  Count(Fault::kCrashAtStep);
  nodes_[node]->DieAfter(1 + Random(40), Random(2) == 0);
}

// The node is restarted while its disk is full, and again when there is room.
void Simulation::FillDisk(int node) {
  Count(Fault::kFullDisk);
  nodes_[node]->RefuseWrites(true);
  At(Now() + RandomTime(1500), [this, node] {
    if (nodes_[node]->up()) Restart(node, 300);
  });
  At(Now() + absl::Seconds(2) + RandomTime(1000), [this, node] {
    nodes_[node]->RefuseWrites(false);
    if (nodes_[node]->up()) Restart(node, 300);
  });
}

void Simulation::JumpClock(int node) {
  Count(Fault::kClock);
  constexpr absl::Duration kJumps[] = {absl::Seconds(2), absl::Minutes(4), absl::Hours(1), absl::Hours(72)};
  const absl::Duration by = kJumps[Random(static_cast<int>(std::size(kJumps)))] * (Random(2) == 0 ? 1 : -1);
  nodes_[node]->clock().Jump(by);
  // Who thinks that a retention date has come deletes.
  for (Acknowledged& made : acknowledged_) {
    if (by < absl::ZeroDuration() || made.retain_until == absl::InfiniteFuture()) continue;
    for (MadePart& part : made.parts) part.lost = true;
  }
  At(Now() + RandomTime(5000), [this, node] { nodes_[node]->clock().Jump(absl::ZeroDuration()); });
}

}  // namespace lightship::sim
