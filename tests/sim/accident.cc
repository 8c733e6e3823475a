// Disks that are wiped, and old backups put back, in a simulation.
#include "absl/strings/str_cat.h"
#include "node/store/schema.h"
#include "tests/sim/simulation.h"

namespace lightship::sim {
namespace {

bool HoldsEntry(SimulatedNode& node, const std::string& origin, uint64_t index) {
  return node.store().Get(store::Table::kEntries, store::NumberedKey(origin, index)).ok();
}

bool HoldsPart(SimulatedNode& node, const std::string& origin, const Acknowledged& made,
               const MadePart& part) {
  return node.store().Get(store::Table::kParts, store::PartKey(origin, made.index, part.name)).ok();
}

}  // namespace

// When nothing that a peer had countersigned is lost for good by that, and nobody else is recovering.
void Simulation::Accident(int node) {
  if (!nodes_[node]->up() || !MayLoseDisk(node)) return;
  ++accidents_;
  CrashNode(node);
  const bool also_kept = Random(2) == 0;
  if (nodes_[node]->has_backup() && Random(2) == 0) {
    nodes_[node]->Restore(also_kept, PeersOf(node));
  } else {
    nodes_[node]->Wipe(also_kept, PeersOf(node));
  }
  for (Acknowledged& made : acknowledged_) {
    made.author_lost |= made.author == node;
    for (MadePart& part : made.parts) part.lost |= !HeldElsewhere(node, made, &part);
  }
  At(Now() + absl::Milliseconds(Random(3000)), [this, node] { BootNode(node); });
}

bool Simulation::MayLoseDisk(int node) const {
  for (const auto& other : nodes_) {
    if (other->asking()) return false;
  }
  const std::string own = nodes_[node]->economy().origin().ToString();
  const uint64_t size = nodes_[node]->Heads()->Find(own)->size;
  bool log_held = false;
  for (int n = 0; n < plan_.nodes; ++n) {
    if (!PeersOf(node).contains(nodes_[n]->economy().code()) || !nodes_[n]->up()) continue;
    const auto heads = nodes_[n]->Heads();
    const ledger::LogHead* head = heads->Find(own);
    log_held |= head != nullptr && head->size == size;
  }
  if (!log_held) return false;
  for (const Acknowledged& made : acknowledged_) {
    if (made.Holders(kInTheEnd).size() > 1 && !HeldElsewhere(node, made, nullptr)) return false;
    for (const MadePart& part : made.parts) {
      const bool wanted = made.Holders(part, kInTheEnd).size() > 1 && !part.lost &&
                          !made.Erased(part, kInTheEnd) && Now() < made.retain_until;
      if (wanted && !HeldElsewhere(node, made, &part)) return false;
    }
  }
  return true;
}

bool Simulation::HeldElsewhere(int node, const Acknowledged& made, const MadePart* part) const {
  const std::string origin = nodes_[made.author]->economy().origin().ToString();
  for (int n = 0; n < plan_.nodes; ++n) {
    if (n == node) continue;
    if (part == nullptr ? HoldsEntry(*nodes_[n], origin, made.index)
                        : HoldsPart(*nodes_[n], origin, made, *part)) {
      return true;
    }
  }
  return false;
}

std::set<std::string> Simulation::PeersOf(int node) const {
  std::set<std::string> peers;
  for (const auto& [a, b] : links_) {
    if (a == node) peers.insert(nodes_[b]->economy().code());
    if (b == node) peers.insert(nodes_[a]->economy().code());
  }
  return peers;
}

}  // namespace lightship::sim
