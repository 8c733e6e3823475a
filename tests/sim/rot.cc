// Bytes that change or can be read no more, and what a node may lose by that: no more than what stood there, but for what holds a
// log together.
#include <algorithm>
#include <iostream>
#include <iterator>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "lightship/v1/log.pb.h"
#include "node/base/encoding.h"
#include "node/store/schema.h"
#include "tests/sim/simulation.h"

namespace lightship::sim {
namespace {

using store::Table;

// Whose rows have a hash, or can be made again from rows that have one.
constexpr Table kRotting[] = {Table::kEntries, Table::kParts,       Table::kEntries,    Table::kParts,     Table::kTiles,
                              Table::kHeads,   Table::kCheckpoints, Table::kStatements, Table::kIncidents, Table::kBlobs};

std::string OriginIn(const std::string& key) { return key.substr(0, key.find('\0')); }

// Behind the origin.
uint64_t NumberIn(const std::string& key) {
  return base::ReadBigEndian64(absl::string_view(key).substr(OriginIn(key).size() + 1));
}

bool IsKey(const SimulatedNode& node, const std::string& origin, uint64_t index) {
  const auto bytes = node.store().Look(Table::kEntries, store::NumberedKey(origin, index));
  v1::Entry entry;
  v1::Manifest manifest;
  return bytes.ok() && entry.ParseFromString(*bytes) && manifest.ParseFromString(entry.manifest()) &&
         manifest.kind() == v1::STATEMENT_KIND_KEY;
}

// Size of the newest checkpoint before the one of that size.
uint64_t SizeBefore(const SimulatedNode& node, const std::string& origin, uint64_t size) {
  uint64_t before = 0;
  for (uint64_t smaller = 1; smaller < size; ++smaller) {
    if (node.store().Look(Table::kCheckpoints, store::NumberedKey(origin, smaller)).ok()) before = smaller;
  }
  return before;
}

}  // namespace

// A row of the node's changes, and is read at some time: by who wants it, or by the scrubber. What nobody else holds is lost;
// as with a lost disk, that is let happen only to what no peer had countersigned.
void Simulation::Rot(int node) {
  if (!MayLoseDisk(node)) return;
  const Table table = kRotting[Random(static_cast<int>(std::size(kRotting)))];
  std::vector<std::string> keys;
  nodes_[node]->store().Scan(table, "", "", [&](absl::string_view key, absl::string_view) {
                keys.emplace_back(key);
                return true;
              }).IgnoreError();
  if (keys.empty()) return;
  const std::string& key = keys[static_cast<size_t>(Random(static_cast<int>(keys.size())))];
  if (IsLastCopy(node, OriginIn(key))) return;
  Count(Fault::kRot);
  rotten_.insert(node);
  NoteDamage(node, table, key);
  NoteRottenParts(node);
  if (plan_.print) {
    std::cerr << nodes_[node]->economy().code() << " rots: table " << static_cast<int>(table) << " "
              << absl::CHexEscape(key) << "\n";
  }
  const bool hashed = table == Table::kEntries || table == Table::kParts;
  if (hashed && Random(2) == 0) {
    nodes_[node]->store().Flip(table, key, static_cast<size_t>(Random(1 << 20)));
  } else {
    nodes_[node]->store().Spoil(table, key);
  }
  At(Now() + RandomTime(4000), [this, node] { nodes_[node]->Scrub(); });
}

// Of the malicious node's log, which that never comes back to complete.
bool Simulation::IsLastCopy(int node, const std::string& origin) const {
  if (traitor_ < 0 || node == traitor_ || nodes_[traitor_]->economy().origin().ToString() != origin) return false;
  const auto own_heads = nodes_[node]->Heads();
  const uint64_t size = own_heads->Find(origin) == nullptr ? 0 : own_heads->Find(origin)->size;
  return std::none_of(honest_.begin(), honest_.end(), [&](int n) {
    if (n == node || !nodes_[n]->up()) return false;
    const auto heads = nodes_[n]->Heads();
    return heads->Find(origin) != nullptr && heads->Find(origin)->size >= size;
  });
}

// Before it is done. A log ends where a KEY, or its part, is lost; at the last checkpoint before a leaf that neither entry nor tile
// gives any more; and, when it is not known which entries are KEYs, where one is lost. A checkpoint that is lost is that of no entry
// but those that came with it.
void Simulation::NoteDamage(int node, Table table, const std::string& key) {
  Damage& damage = damages_[node];
  damage.rows.insert({table, key});
  const std::string origin = OriginIn(key);
  const auto end_at = [&](uint64_t index) {
    const auto [known, added] = damage.ends.emplace(origin, index);
    known->second = std::min(known->second, index);
  };
  if ((table == Table::kEntries || table == Table::kParts) && IsKey(*nodes_[node], origin, NumberIn(key))) end_at(NumberIn(key));
  if (table == Table::kCheckpoints) {
    for (uint64_t at = SizeBefore(*nodes_[node], origin, NumberIn(key)); at < NumberIn(key); ++at) damage.loose.insert({origin, at});
  }
  const ledger::LogHead* log = nodes_[node]->Heads()->Find(origin);
  for (uint64_t at = 0; log != nullptr && at < log->size; ++at) {
    const std::string entry = store::NumberedKey(origin, at);
    const bool rotten = damage.rows.contains({Table::kEntries, entry});
    if (rotten && damage.rows.contains({Table::kHeads, origin})) end_at(at);
    const bool held = !rotten && nodes_[node]->store().Look(Table::kEntries, entry).ok();
    if (!held && damage.rows.contains({Table::kTiles, store::TileKey(origin, 0, 0)})) {
      end_at(SizeBefore(*nodes_[node], origin, at + 1));
    }
  }
}

bool Simulation::MayHaveRotted(int node, const Acknowledged& made, const MadePart* part) const {
  const auto found = damages_.find(node);
  if (found == damages_.end()) return false;
  const Damage& damage = found->second;
  const std::string origin = nodes_[made.author]->economy().origin().ToString();
  const auto end = damage.ends.find(origin);
  if ((end != damage.ends.end() && made.index >= end->second) || damage.loose.contains({origin, made.index})) return true;
  return damage.rows.contains({Table::kEntries, store::NumberedKey(origin, made.index)}) ||
         (part != nullptr && damage.rows.contains({Table::kParts, store::PartKey(origin, made.index, part->name)}));
}

// A file of which no part tells any more is not kept.
bool Simulation::FileMayHaveRotted(int node, const Acknowledged& made, const MadePart& part) const {
  const auto found = damages_.find(node);
  if (found == damages_.end() || part.file.empty()) return false;
  const std::string sha256 = crypto::AsString(crypto::Sha256(part.file));
  const auto& rows = found->second.rows;
  return MayHaveRotted(node, made, &part) || std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
           return row.first == Table::kBlobs && absl::StartsWith(row.second, sha256);
         });
}

// What nobody else has is lost with its row. What its author does not have, and not all have got yet, is asked for rarely.
void Simulation::NoteRottenParts(int node) {
  for (Acknowledged& made : acknowledged_) {
    const bool own = made.author == node;
    made.author_lost |= own && MayHaveRotted(node, made, nullptr);
    for (MadePart& part : made.parts) {
      part.file_lost |= FileMayHaveRotted(node, made, part) && !FileHeldElsewhere(node, part);
      if (!MayHaveRotted(node, made, &part)) continue;
      part.author_lost |= own;
      part.lost |= !HeldElsewhere(node, made, &part) || (own && !HeldByAll(made, part));
    }
  }
}

// What a WITHDRAWAL did stays done at its author's when it is lost itself.
void Simulation::NoteStillObeyed(const Act& act, Acknowledged& made) {
  if (act.kind == Act::Kind::kRelease) made.maybe_released.insert(act.nodes.begin(), act.nodes.end());
  if (act.kind == Act::Kind::kRelease || act.kind == Act::Kind::kRetract) return;
  for (MadePart& part : made.parts) part.lost |= act.part.empty() || act.part == part.name;
  if (act.kind == Act::Kind::kErase || !act.part.empty()) return;
  for (int other = 0; other < plan_.nodes; ++other) {
    if (!act.nodes.contains(other)) made.maybe_narrowed.insert(other);
  }
}

// A log that lost its opening or a key ends there, and is copied back from peers: what they had not got yet is gone.
void Simulation::NoteLostEntries(int node) {
  if (!damages_.contains(node)) return;
  GiveUp([&](const Acknowledged& made) {
    return made.author == node && MayHaveRotted(node, made, nullptr) && !HoldsEntry(node, made) &&
           !HeldElsewhere(node, made, nullptr);
  });
  std::set<uint64_t> there;
  for (const Acknowledged& made : acknowledged_) {
    if (made.author == node) there.insert(made.index);
  }
  for (Acknowledged& made : acknowledged_) {
    if (made.author != node) continue;
    std::erase_if(made.acts, [&](const Act& act) {
      const bool lost = !there.contains(act.index);
      if (lost) NoteStillObeyed(act, made);
      return lost;
    });
  }
}

}  // namespace lightship::sim
