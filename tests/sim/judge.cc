#include "tests/sim/judge.h"

#include <deque>
#include <map>
#include <set>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "lightship/v1/log.pb.h"
#include "node/store/schema.h"
#include "tests/sim/simulation.h"

namespace lightship::sim {
namespace {

std::string Code(const Simulation& simulation, int node) {
  return simulation.nodes()[node]->economy().code();
}

// Those of `holders` that what the author sends can reach: through honest holders only.
std::set<int> Reached(const Simulation& simulation, int author, const std::set<int>& holders) {
  std::set<int> reached = {author};
  std::deque<int> open = {author};
  while (!open.empty()) {
    const int at = open.front();
    open.pop_front();
    for (const auto& [a, b] : simulation.links()) {
      if (a != at && b != at) continue;
      const int next = a == at ? b : a;
      if (holders.contains(next) && simulation.IsHonest(next) && reached.insert(next).second) open.push_back(next);
    }
  }
  return reached;
}

std::string OriginOf(const Simulation& simulation, int node) {
  return simulation.nodes()[node]->economy().origin().ToString();
}

std::string Place(const Simulation& simulation, const Acknowledged& made, int holder) {
  return absl::StrCat(Code(simulation, made.author), "/", made.index,
                      made.machine == made.author ? "" : " taken by a clone", " at ", Code(simulation, holder));
}

std::string EntryHeld(const Simulation& simulation, const Acknowledged& made) {
  const std::string origin = simulation.nodes()[made.author]->economy().origin().ToString();
  std::set<int> holders = made.Holders(kInTheEnd);
  std::erase_if(holders, [&](int holder) { return made.maybe_narrowed.contains(holder); });
  for (int holder : Reached(simulation, made.author, holders)) {
    if (made.author_lost && holder == made.author && holders.size() == 1) continue;
    const SimulatedDisk& disk = simulation.nodes()[holder]->store();
    auto bytes = disk.Look(store::Table::kEntries, store::NumberedKey(origin, made.index));
    v1::Entry entry;
    if (!bytes.ok() || !entry.ParseFromString(*bytes) || entry.manifest() != made.manifest) {
      return absl::StrCat("acknowledged but lost: ", Place(simulation, made, holder));
    }
  }
  return "";
}

// Whole, and said to be.
bool HoldsFile(const SimulatedDisk& disk, const std::string& file) {
  const std::string sha256 = crypto::AsString(crypto::Sha256(file));
  const auto chunk = disk.Look(store::Table::kBlobs, store::BlobChunkKey(sha256, 0));
  const auto state = disk.Look(store::Table::kBlobs, sha256);
  return chunk.ok() && *chunk == sha256 + file && state.ok() && !state->empty() && state->back() == 1;
}

// What is not erased, and was not lost with a disk, is where it belongs, and so is an attachment's file.
std::string PartHeld(const Simulation& simulation, const Acknowledged& made,
                     const MadePart& part) {
  const std::string origin = simulation.nodes()[made.author]->economy().origin().ToString();
  const std::set<int> holders = made.Holders(part, kInTheEnd);
  for (int holder : Reached(simulation, made.author, holders)) {
    auto kept = simulation.nodes()[holder]->store().Look(
        store::Table::kParts, store::PartKey(origin, made.index, part.name));
    // A part that only its author may hold any more need not come back to it.
    if ((made.author_lost || part.author_lost) && holder == made.author && holders.size() == 1) continue;
    if (!kept.ok() || *kept != part.bytes) {
      return absl::StrCat("part ", part.name, " lost: ", Place(simulation, made, holder));
    }
    if (!part.file.empty() && !part.file_lost && !HoldsFile(simulation.nodes()[holder]->store(), part.file)) {
      return absl::StrCat("file lost: ", part.name, " of ", Place(simulation, made, holder));
    }
  }
  return "";
}

std::string NothingLost(const Simulation& simulation) {
  for (const Acknowledged& made : simulation.acknowledged()) {
    if (!StandsBehind(simulation, made.author)) continue;
    std::string verdict = EntryHeld(simulation, made);
    for (const MadePart& part : made.parts) {
      const bool gone = part.lost || made.Erased(part, kInTheEnd) || simulation.Now() >= made.retain_until;
      if (verdict.empty() && !gone) verdict = PartHeld(simulation, made, part);
    }
    if (!verdict.empty()) return verdict;
  }
  return "";
}

// Raw Ed25519.
std::vector<std::string> GenuineKeys(const testing::TestEconomy& economy) {
  std::vector<std::string> keys = {std::string(economy.node().key.public_key().raw_ed25519())};
  for (statement::Role role : {statement::Role::kSubmitter, statement::Role::kVerifier, statement::Role::kLiaison,
                               statement::Role::kAdministrator}) {
    keys.emplace_back(economy.officer(role).key.public_key().raw_ed25519());
  }
  return keys;
}

// DSSE, written out here once more.
bool Signed(const v1::Entry& entry, const std::vector<std::string>& keys) {
  const std::string pae = absl::StrCat("DSSEv1 37 application/vnd.lightship.manifest.v1 ", entry.manifest().size(), " ",
                                       entry.manifest());
  for (const v1::Signature& signature : entry.signatures()) {
    for (const std::string& key : keys) {
      if (Verifies(pae, signature.signature(), key)) return true;
    }
  }
  return false;
}

// What stands behind the revocation of its only key was believed although nobody should.
std::string NothingBelievedOfRevoked(const Simulation& simulation) {
  std::string verdict;
  for (const Acknowledged& made : simulation.acknowledged()) {
    if (made.revokes.empty() || !StandsBehind(simulation, made.author)) continue;
    const std::string origin = OriginOf(simulation, made.author);
    for (const int holder : simulation.honest()) {
      absl::Status scanned = simulation.nodes()[holder]->store().Scan(
          store::Table::kEntries, store::NumberedKey(origin, made.index + 1), store::OriginLimit(origin),
          [&](absl::string_view, absl::string_view value) {
            v1::Entry entry;
            if (!entry.ParseFromArray(value.data(), static_cast<int>(value.size())) || !Signed(entry, {made.revokes})) return true;
            verdict = absl::StrCat("believed of a revoked key: an entry of ", origin, " at ", Code(simulation, holder));
            return false;
          });
      if (!scanned.ok()) verdict = std::string(scanned.message());
    }
  }
  return verdict;
}

std::string NothingForged(const Simulation& simulation) {
  std::string verdict;
  for (int author = 0; author < simulation.plan().nodes; ++author) {
    const std::string origin = OriginOf(simulation, author);
    const std::vector<std::string> keys = GenuineKeys(simulation.nodes()[author]->economy());
    std::set<std::string> genuine;  // nodes hold the same entries
    for (const int holder : simulation.honest()) {
      const SimulatedNode& node = *simulation.nodes()[holder];
      absl::Status scanned = node.store().Scan(
          store::Table::kEntries, store::OriginStart(origin), store::OriginLimit(origin),
          [&](absl::string_view, absl::string_view value) {
            if (genuine.contains(std::string(value))) return true;
            v1::Entry entry;
            const bool parsed = entry.ParseFromArray(value.data(), static_cast<int>(value.size()));
            if (parsed && Signed(entry, keys) && !simulation.forged().contains(entry.manifest())) {
              return genuine.insert(std::string(value)).second;
            }
            verdict = absl::StrCat("believed without signature: an entry of ", origin, " at ", node.economy().code());
            return false;
          });
      if (!scanned.ok()) verdict = std::string(scanned.message());
    }
  }
  return verdict.empty() ? NothingBelievedOfRevoked(simulation) : verdict;
}

std::string NothingLeaked(const Simulation& simulation) {
  for (int n = 0; n < simulation.plan().nodes; ++n) {
    const std::set<std::string> found = simulation.nodes()[n]->store().Markers();
    for (const Acknowledged& made : simulation.acknowledged()) {
      for (const MadePart& part : made.parts) {
        if (found.contains(part.marker) && !made.EverHolders(part).contains(n) &&
            !made.maybe_released.contains(n) && !simulation.MayBeGivenAway(made, part)) {
          return absl::StrCat("leaked: ", part.name, " of ", Place(simulation, made, n));
        }
      }
    }
  }
  return "";
}

// Economies that have cosigned the newest checkpoint of a log, as the node knows it.
std::set<std::string> CosignersOf(SimulatedNode& node, const std::string& origin) {
  const auto heads = node.Heads();
  std::set<std::string> cosigners;
  for (const auto& [economy, cosigned] : heads->Find(origin)->cosigned) {
    if (cosigned.size == heads->Find(origin)->size) cosigners.insert(economy);
  }
  return cosigners;
}

std::string SameCosigners(const Simulation& simulation, int author) {
  const std::string origin = OriginOf(simulation, author);
  const std::set<std::string> first = CosignersOf(*simulation.nodes()[author], origin);
  for (const int n : simulation.honest()) {
    SimulatedNode& node = *simulation.nodes()[n];
    if (CosignersOf(node, origin) != first) {
      return absl::StrCat("other cosigners of ", origin, " known to ", node.economy().code());
    }
  }
  return "";
}

// The log as `n` holds it is the one that `truth` does, and is cosigned if all of it is there.
std::string SameLog(const Simulation& simulation, int author, int truth, int n) {
  const std::string origin = OriginOf(simulation, author);
  const std::string where = absl::StrCat(origin, " at ", Code(simulation, n));
  const auto truth_heads = simulation.nodes()[truth]->Heads();
  const auto heads = simulation.nodes()[n]->Heads();
  const ledger::LogHead* own = truth_heads->Find(origin);
  const ledger::LogHead* held = heads->Find(origin);
  if (own == nullptr && held == nullptr) return "";
  if (held == nullptr || own == nullptr) return absl::StrCat("missing: ", where);
  if (held->size != own->size || held->root != own->root) {
    return absl::StrCat("differs: ", where, ", ", held->size, " of ", own->size, " at ", Code(simulation, truth));
  }
  if (held->unresolved > 0 || truth != author || n == author || IsForked(simulation, n)) return "";
  const auto cosigned = own->cosigned.find(Code(simulation, n));
  if (cosigned != own->cosigned.end() && cosigned->second.size == own->size) return "";
  return absl::StrCat("no cosignature of ", Code(simulation, n), " on ", origin);
}

std::string EvidenceEverywhere(const Simulation& simulation, int author) {
  for (const int n : simulation.honest()) {
    const auto heads = simulation.nodes()[n]->Heads();
    const ledger::LogHead* head = heads->Find(OriginOf(simulation, author));
    if (head == nullptr || head->fork == nullptr) {
      return absl::StrCat("a fork of ", Code(simulation, author), " is not known to ", Code(simulation, n));
    }
  }
  return "";
}

std::string AllRun(const Simulation& simulation) {
  for (const int n : simulation.honest()) {
    if (!simulation.nodes()[n]->up()) return absl::StrCat(Code(simulation, n), " does not start: ", simulation.nodes()[n]->why_down().ToString());
  }
  return "";
}

}  // namespace

bool IsForked(const Simulation& simulation, int author) {
  if (!simulation.MayFork(author)) return false;
  for (const int n : simulation.honest()) {
    if (!simulation.nodes()[n]->up()) continue;
    const auto heads = simulation.nodes()[n]->Heads();
    const ledger::LogHead* head = heads->Find(OriginOf(simulation, author));
    if (head != nullptr && head->fork != nullptr) return true;
  }
  return false;
}

bool StandsBehind(const Simulation& simulation, int author) {
  return simulation.IsHonest(author) && !IsForked(simulation, author);
}

std::string Converged(const Simulation& simulation) {
  std::string verdict = AllRun(simulation);
  for (int author = 0; verdict.empty() && author < simulation.plan().nodes; ++author) {
    if (IsForked(simulation, author)) {
      verdict = EvidenceEverywhere(simulation, author);
      continue;
    }
    const int truth = simulation.IsHonest(author) ? author : simulation.honest().front();
    for (const int n : simulation.honest()) {
      if (verdict.empty()) verdict = SameLog(simulation, author, truth, n);
    }
    if (verdict.empty() && truth == author) verdict = SameCosigners(simulation, author);
  }
  return verdict;
}

std::string Settled(const Simulation& simulation) {
  for (const Acknowledged& made : simulation.acknowledged()) {
    const bool to_come = made.retain_until != absl::InfiniteFuture() && simulation.Now() < made.retain_until;
    if (to_come) return "a retention date is still to come";
  }
  std::string verdict = Converged(simulation);
  if (verdict.empty()) verdict = AllConfirmed(simulation);
  // A node whose own log is frozen confirms nothing any more, but erases.
  if (verdict.empty()) verdict = NothingErasedLeft(simulation);
  // What a peer did not have when it was asked is asked for again later.
  return verdict.empty() ? NothingLost(simulation) : verdict;
}

Findings Judge(const Simulation& simulation) {
  using JudgeOf = std::string (*)(const Simulation&);
  constexpr std::pair<Judged, JudgeOf> kAll[] = {
      {Judged::kDurability, NothingLost},          {Judged::kAuthenticity, NothingForged},
      {Judged::kSignatures, SignaturesGenuine},    {Judged::kConfidentiality, NothingLeaked},
      {Judged::kErasure, NothingErasedLeft},       {Judged::kConfirmation, AllConfirmed},
      {Judged::kProofs, ProofsHold},               {Judged::kAgreement, SameIncidents}};
  Findings findings = simulation.seen();
  std::string progress = Converged(simulation);
  if (!progress.empty()) findings.push_back({Judged::kProgress, std::move(progress)});
  if (!AllRun(simulation).empty()) return findings;
  for (const auto& [judge, find] : kAll) {
    std::string what = find(simulation);
    if (!what.empty()) findings.push_back({judge, std::move(what)});
  }
  return findings;
}

absl::string_view NameOf(Judged judge) {
  constexpr absl::string_view kNames[] = {"progress",     "durability", "authenticity", "signatures", "confidentiality",
                                          "erasure",      "confirmation", "proofs",     "agreement",  "one history",
                                          "served",       "memory"};
  return kNames[static_cast<size_t>(judge)];
}

std::string ToString(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    absl::StrAppend(&text, text.empty() ? "" : "\n", NameOf(finding.judge), ": ", finding.what);
  }
  return text;
}

}  // namespace lightship::sim
