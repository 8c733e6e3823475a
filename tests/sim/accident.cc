// Disks that are wiped, and old backups put back, in a simulation.
#include <algorithm>
#include <iterator>
#include <utility>

#include "lightship/v1/log.pb.h"
#include "node/store/schema.h"
#include "tests/sim/simulation.h"

namespace lightship::sim {
namespace {

bool HoldsPart(SimulatedNode& node, const std::string& origin, const Acknowledged& made,
               const MadePart& part) {
  return node.store().Look(store::Table::kParts, store::PartKey(origin, made.index, part.name)).ok();
}

bool HoldsFile(const SimulatedNode& node, const MadePart& part) {
  const std::string sha256 = crypto::AsString(crypto::Sha256(part.file));
  return node.store().Look(store::Table::kBlobs, store::BlobChunkKey(sha256, 0)).ok();
}

}  // namespace

// When nothing that a peer had countersigned is lost for good by that, and nobody else is recovering.
void Simulation::LoseDisk(int node, bool restore) {
  if (!MayLoseDisk(node)) return;
  Count(restore ? Fault::kRestore : Fault::kWipe);
  CrashNode(node);
  const bool also_kept = Random(2) == 0;
  if (restore) {
    nodes_[node]->Restore(also_kept, PeersOf(node));
  } else {
    nodes_[node]->Wipe(also_kept, PeersOf(node));
  }
  NoteLostParts(node);
  At(Now() + RandomTime(3000), [this, node] { BootNode(node); });
}

void Simulation::NoteLostParts(int node) {
  for (Acknowledged& made : acknowledged_) {
    made.author_lost |= made.author == node;
    for (MadePart& part : made.parts) {
      part.lost |= !HeldElsewhere(node, made, &part);
      part.file_lost |= !part.file.empty() && !FileHeldElsewhere(node, part);
    }
    if (made.author != owners_[node] || node < plan_.nodes) continue;
    // What a clone of its author does not have, and not all have got yet, is taken for erased by who asks it meanwhile.
    for (MadePart& part : made.parts) part.lost |= !HeldByAll(made, part);
  }
}

void Simulation::GiveUp(const std::function<bool(const Acknowledged&)>& lost) {
  std::copy_if(acknowledged_.begin(), acknowledged_.end(), std::back_inserter(gone_), lost);
  std::erase_if(acknowledged_, lost);
}

bool Simulation::MayLoseDisk(int node) const {
  if (clone_ >= 0) return false;
  for (const auto& other : nodes_) {
    if (other->asking() || other->damaged() || other->recovering()) return false;
  }
  for (const int other : rotten_) {
    if (other != node) return false;
  }
  const std::string own = nodes_[node]->economy().origin().ToString();
  const uint64_t size = nodes_[node]->Heads()->Find(own)->size;
  bool log_held = false;
  for (const int n : honest_) {
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
      if (wanted && !part.file.empty() && !part.file_lost && !FileHeldElsewhere(node, part)) return false;
    }
  }
  return true;
}

bool Simulation::HoldsEntry(int node, const Acknowledged& made) const {
  const std::string origin = nodes_[made.author]->economy().origin().ToString();
  const auto bytes = nodes_[node]->store().Look(store::Table::kEntries, store::NumberedKey(origin, made.index));
  v1::Entry entry;
  return bytes.ok() && entry.ParseFromString(*bytes) && entry.manifest() == made.manifest;
}

bool Simulation::HeldElsewhere(int node, const Acknowledged& made, const MadePart* part) const {
  const std::string origin = nodes_[made.author]->economy().origin().ToString();
  for (const int n : honest_) {
    if (n == node) continue;
    if (part == nullptr ? HoldsEntry(n, made)
                        : HoldsPart(*nodes_[n], origin, made, *part)) {
      return true;
    }
  }
  return false;
}

bool Simulation::FileHeldElsewhere(int node, const MadePart& part) const {
  return std::any_of(honest_.begin(), honest_.end(), [&](int n) { return n != node && HoldsFile(*nodes_[n], part); });
}

bool Simulation::HeldByAll(const Acknowledged& made, const MadePart& part) const {
  const std::string origin = nodes_[made.author]->economy().origin().ToString();
  const std::set<int> holders = made.Holders(part, kInTheEnd);
  return std::all_of(holders.begin(), holders.end(),
                     [&](int n) { return !IsHonest(n) || HoldsPart(*nodes_[n], origin, made, part); });
}

// A malicious one need never be heard: who asks all in vain goes on after a while.
std::set<std::string> Simulation::PeersOf(int node) const {
  std::set<std::string> peers;
  for (const auto& [a, b] : links_) {
    if (a == node && IsHonest(b)) peers.insert(nodes_[b]->economy().code());
    if (b == node && IsHonest(a)) peers.insert(nodes_[a]->economy().code());
  }
  return peers;
}
// A copy of the machine starts, with the same identity.
void Simulation::Clone(int node) {
  if (clone_ >= 0 || node == traitor_) return;
  for (const auto& other : nodes_) {
    if (other->asking() || other->damaged()) return;
  }
  Count(Fault::kClone);
  clone_of_ = node;
  clone_ = AddNode(nodes_[node]->economy(), node);
  cloned_.insert(node);
  if (plan_.sabotage == Sabotage::kSignTwice) nodes_[clone_]->MindNothing();
  nodes_[clone_]->CloneOf(*nodes_[node], PeersOf(node));
  std::set<Pair> links;
  for (const auto& [a, b] : links_) {
    if (a == node) links.insert({b, clone_});
    if (b == node) links.insert({a, clone_});
  }
  links_.merge(links);
  BootNode(clone_);
  At(Now() + absl::Seconds(1) + RandomTime(4000), [this, clone = clone_] {
    if (clone_ == clone) EndClone();
  });
}

// What only it held is gone with it.
void Simulation::EndClone() {
  const int clone = std::exchange(clone_, -1);
  if (nodes_[clone]->up()) CrashNode(clone);
  std::erase_if(links_, [&](const Pair& link) { return link.second == clone; });
  GiveUp([&](const Acknowledged& made) {
    return made.machine == clone && !HeldElsewhere(clone, made, nullptr);
  });
  NoteLostParts(clone);
}

}  // namespace lightship::sim
