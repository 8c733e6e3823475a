#include "tests/sim/judge.h"

#include <deque>
#include <map>
#include <set>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "lightship/v1/log.pb.h"
#include "node/incident/query.h"
#include "node/store/schema.h"
#include "tests/sim/simulation.h"

namespace lightship::sim {
namespace {

std::string Code(const Simulation& simulation, int node) {
  return simulation.nodes()[node]->economy().code();
}

// Those of `holders` that what the author sends can reach: through holders only.
std::set<int> Reached(const Simulation& simulation, int author, const std::set<int>& holders) {
  std::set<int> reached = {author};
  std::deque<int> open = {author};
  while (!open.empty()) {
    const int at = open.front();
    open.pop_front();
    for (const auto& [a, b] : simulation.links()) {
      if (a != at && b != at) continue;
      const int next = a == at ? b : a;
      if (holders.contains(next) && reached.insert(next).second) open.push_back(next);
    }
  }
  return reached;
}

std::string Place(const Simulation& simulation, const Acknowledged& made, int holder) {
  return absl::StrCat(Code(simulation, made.author), "/", made.index, " at ",
                      Code(simulation, holder));
}

std::string EntryHeld(const Simulation& simulation, const Acknowledged& made) {
  const std::string origin = simulation.nodes()[made.author]->economy().origin().ToString();
  const std::set<int> holders = made.Holders(kInTheEnd);
  for (int holder : Reached(simulation, made.author, holders)) {
    if (made.author_lost && holder == made.author && holders.size() == 1) continue;
    const store::Store& store = simulation.nodes()[holder]->store();
    auto bytes = store.Get(store::Table::kEntries, store::NumberedKey(origin, made.index));
    v1::Entry entry;
    if (!bytes.ok() || !entry.ParseFromString(*bytes) || entry.manifest() != made.manifest) {
      return absl::StrCat("acknowledged but lost: ", Place(simulation, made, holder));
    }
  }
  return "";
}

// What is not erased, and was not lost with a disk, is where it belongs.
std::string PartHeld(const Simulation& simulation, const Acknowledged& made,
                     const MadePart& part) {
  const std::string origin = simulation.nodes()[made.author]->economy().origin().ToString();
  const std::set<int> holders = made.Holders(part, kInTheEnd);
  for (int holder : Reached(simulation, made.author, holders)) {
    auto kept = simulation.nodes()[holder]->store().Get(
        store::Table::kParts, store::PartKey(origin, made.index, part.name));
    // A part that only its author may hold any more need not come back to it.
    if (made.author_lost && holder == made.author && holders.size() == 1) continue;
    if (!kept.ok() || *kept != part.bytes) {
      return absl::StrCat("part ", part.name, " lost: ", Place(simulation, made, holder));
    }
  }
  return "";
}

std::string NothingLost(const Simulation& simulation) {
  for (const Acknowledged& made : simulation.acknowledged()) {
    std::string verdict = EntryHeld(simulation, made);
    for (const MadePart& part : made.parts) {
      const bool gone = part.lost || made.Erased(part, kInTheEnd) || simulation.Now() >= made.retain_until;
      if (verdict.empty() && !gone) verdict = PartHeld(simulation, made, part);
    }
    if (!verdict.empty()) return verdict;
  }
  return "";
}

std::vector<crypto::PublicKey> GenuineKeys(const testing::TestEconomy& economy) {
  std::vector<crypto::PublicKey> keys = {economy.node().key.public_key()};
  for (statement::Role role : {statement::Role::kSubmitter, statement::Role::kAdministrator}) {
    keys.push_back(economy.officer(role).key.public_key());
  }
  return keys;
}

// DSSE, written out here once more.
bool Signed(const v1::Entry& entry, const std::vector<crypto::PublicKey>& keys) {
  std::string pae = absl::StrCat("DSSEv1 37 application/vnd.lightship.manifest.v1 ",
                                 entry.manifest().size(), " ", entry.manifest());
  for (const v1::Signature& signature : entry.signatures()) {
    for (const crypto::PublicKey& key : keys) {
      if (key.Verify(pae, signature.signature())) return true;
    }
  }
  return false;
}

std::string NothingForged(const Simulation& simulation) {
  std::string verdict;
  for (const auto& author : simulation.nodes()) {
    const std::string origin = author->economy().origin().ToString();
    const std::vector<crypto::PublicKey> keys = GenuineKeys(author->economy());
    for (const auto& holder : simulation.nodes()) {
      absl::Status scanned = holder->store().Scan(
          store::Table::kEntries, store::OriginStart(origin), store::OriginLimit(origin),
          [&](absl::string_view, absl::string_view value) {
            v1::Entry entry;
            if (entry.ParseFromArray(value.data(), static_cast<int>(value.size())) &&
                Signed(entry, keys)) {
              return true;
            }
            verdict = absl::StrCat("believed without signature: an entry of ", origin, " at ",
                                   holder->economy().code());
            return false;
          });
      if (!scanned.ok()) verdict = std::string(scanned.message());
    }
  }
  return verdict;
}

std::string NothingLeaked(const Simulation& simulation) {
  if (!simulation.leaks().empty()) return "leaked: " + simulation.leaks().front();
  for (int n = 0; n < static_cast<int>(simulation.nodes().size()); ++n) {
    const std::set<std::string> found = simulation.nodes()[n]->store().Markers();
    for (const Acknowledged& made : simulation.acknowledged()) {
      for (const MadePart& part : made.parts) {
        if (found.contains(part.marker) && !made.EverHolders(part).contains(n)) {
          return absl::StrCat("leaked: ", part.name, " of ", Place(simulation, made, n));
        }
      }
    }
  }
  return "";
}

// Names of the parts that the node holds of it, and the incident as it shows there.
std::pair<std::string, std::string> IncidentAt(const Simulation& simulation,
                                               const Acknowledged& made, int n) {
  SimulatedNode& node = *simulation.nodes()[n];
  const std::string origin = simulation.nodes()[made.author]->economy().origin().ToString();
  std::string held;
  for (const MadePart& part : made.parts) {
    const std::string key = store::PartKey(origin, made.index, part.name);
    if (node.store().Get(store::Table::kParts, key).ok()) absl::StrAppend(&held, part.name, " ");
  }
  v1::GetIncidentRequest request;
  request.mutable_incident()->set_incident_id(crypto::AsString(crypto::Sha256(made.manifest)));
  auto got = incident::Get(*node.incidents().snapshot(), node.Reader(), Code(simulation, n), request);
  return {held, got.ok() ? got->summary().SerializeAsString() : std::string(got.status().message())};
}

// Who holds the same of a report sees the same incident.
std::string SameIncidents(const Simulation& simulation) {
  for (const Acknowledged& made : simulation.acknowledged()) {
    if (!made.report) continue;
    const std::string origin = simulation.nodes()[made.author]->economy().origin().ToString();
    std::map<std::string, std::string> seen;
    for (int n = 0; n < static_cast<int>(simulation.nodes().size()); ++n) {
      const auto& store = simulation.nodes()[n]->store();
      if (!store.Get(store::Table::kEntries, store::NumberedKey(origin, made.index)).ok()) continue;
      const auto [held, shown] = IncidentAt(simulation, made, n);
      const auto [known, first] = seen.emplace(held, shown);
      if (!first && known->second != shown) {
        return absl::StrCat("another incident: ", Place(simulation, made, n));
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

std::string SameCosigners(const Simulation& simulation) {
  for (const auto& author : simulation.nodes()) {
    const std::string origin = author->economy().origin().ToString();
    std::set<std::string> first = CosignersOf(*author, origin);
    for (const auto& node : simulation.nodes()) {
      if (CosignersOf(*node, origin) != first) {
        return absl::StrCat("other cosigners of ", origin, " known to ", node->economy().code());
      }
    }
  }
  return "";
}

}  // namespace

std::string Converged(const Simulation& simulation) {
  std::map<std::string, std::pair<uint64_t, merkle::Digest>> own;
  for (const auto& node : simulation.nodes()) {
    const std::string origin = node->economy().origin().ToString();
    const auto heads = node->Heads();
    own[origin] = {heads->Find(origin)->size, heads->Find(origin)->root};
  }
  for (const auto& node : simulation.nodes()) {
    const auto heads = node->Heads();
    for (const auto& [origin, truth] : own) {
      const ledger::LogHead* held = heads->Find(origin);
      std::string where = absl::StrCat(origin, " at ", node->economy().code());
      if (held == nullptr) return absl::StrCat("missing: ", where);
      if (held->size != truth.first || held->root != truth.second) {
        return absl::StrCat("differs: ", where, ", ", held->size, " of ", truth.first);
      }
      if (held->unresolved > 0) continue;
      for (const auto& author : simulation.nodes()) {
        if (author->economy().origin().ToString() != origin || author == node) continue;
        const auto known = author->Heads()->Find(origin)->cosigned;
        auto cosigned = known.find(node->economy().code());
        if (cosigned == known.end() || cosigned->second.size != truth.first) {
          return absl::StrCat("no cosignature of ", node->economy().code(), " on ", origin);
        }
      }
    }
  }
  return SameCosigners(simulation);
}

std::string Settled(const Simulation& simulation) {
  for (const Acknowledged& made : simulation.acknowledged()) {
    const bool to_come = made.retain_until != absl::InfiniteFuture() && simulation.Now() < made.retain_until;
    if (to_come) return "a retention date is still to come";
  }
  std::string verdict = Converged(simulation);
  return verdict.empty() ? AllConfirmed(simulation) : verdict;
}

std::string Judge(const Simulation& simulation) {
  if (!simulation.forks().empty()) return simulation.forks().front();
  for (auto judge : {Converged, NothingLost, NothingForged, NothingLeaked, NothingErasedLeft,
                     AllConfirmed, ProofsHold, SameIncidents}) {
    std::string verdict = judge(simulation);
    if (!verdict.empty()) return verdict;
  }
  return "";
}

}  // namespace lightship::sim
