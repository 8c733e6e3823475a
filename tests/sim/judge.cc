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

// Nodes that an entitled statement of `made` can reach: through entitled nodes only.
std::set<int> Reached(const Simulation& simulation, const Acknowledged& made) {
  std::set<int> reached = {made.author};
  std::deque<int> open = {made.author};
  while (!open.empty()) {
    const int at = open.front();
    open.pop_front();
    for (const auto& [a, b] : simulation.links()) {
      if (a != at && b != at) continue;
      const int next = a == at ? b : a;
      if (made.audience.contains(next) && reached.insert(next).second) open.push_back(next);
    }
  }
  return reached;
}

std::string NothingLost(const Simulation& simulation) {
  for (const Acknowledged& made : simulation.acknowledged()) {
    const std::string origin = simulation.nodes()[made.author]->economy().origin().ToString();
    for (int holder : Reached(simulation, made)) {
      const bool lost = made.author_lost && holder == made.author;
      if (lost && made.audience.size() == 1) continue;
      const store::Store& store = simulation.nodes()[holder]->store();
      std::string where = absl::StrCat(Code(simulation, made.author), "/", made.index, " at ",
                                       Code(simulation, holder));
      auto bytes = store.Get(store::Table::kEntries, store::NumberedKey(origin, made.index));
      v1::Entry entry;
      if (!bytes.ok() || !entry.ParseFromString(*bytes) || entry.manifest() != made.manifest) {
        return absl::StrCat("acknowledged but lost: ", where);
      }
      for (const v1::Part& part : made.parts) {
        if (part.name() == "vessel" && (lost || holder != made.author)) continue;
        auto kept = store.Get(store::Table::kParts,
                              store::PartKey(origin, made.index, part.name()));
        if (!kept.ok() || *kept != part.salt() + part.content()) {
          return absl::StrCat("part ", part.name(), " lost: ", where);
        }
      }
    }
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

bool HoldsBytes(const store::Store& store, const std::string& needle) {
  bool found = false;
  for (int table = 0; table < store::kTables; ++table) {
    absl::Status scanned = store.Scan(static_cast<store::Table>(table), "", "",
                                      [&](absl::string_view, absl::string_view value) {
                                        found = found || absl::StrContains(value, needle);
                                        return !found;
                                      });
    found = found || !scanned.ok();
  }
  return found;
}

std::string NothingLeaked(const Simulation& simulation) {
  for (const Acknowledged& made : simulation.acknowledged()) {
    if (made.marker.empty()) continue;
    for (int n = 0; n < static_cast<int>(simulation.nodes().size()); ++n) {
      const store::Store& store = simulation.nodes()[n]->store();
      const bool outside = !made.audience.contains(n) && HoldsBytes(store, made.marker);
      const bool beyond = n != made.author && HoldsBytes(store, made.own_marker);
      if (outside || beyond) {
        return absl::StrCat("leaked to ", Code(simulation, n), ": ", Code(simulation, made.author),
                            "/", made.index);
      }
    }
  }
  return "";
}

// Incidents that everybody may hold look the same to everybody but their author, who alone sees the ship.
std::string SameIncidents(const Simulation& simulation) {
  for (const Acknowledged& made : simulation.acknowledged()) {
    if (made.marker.empty() || made.audience.size() != simulation.nodes().size()) continue;
    std::string first;
    for (int n = 0; n < static_cast<int>(simulation.nodes().size()); ++n) {
      if (n == made.author) continue;
      v1::GetIncidentRequest request;
      request.mutable_incident()->set_incident_id(crypto::AsString(crypto::Sha256(made.manifest)));
      SimulatedNode& node = *simulation.nodes()[n];
      auto got = incident::Get(*node.incidents().snapshot(), node.Reader(), Code(simulation, n),
                               request);
      if (!got.ok()) return absl::StrCat("no incident at ", Code(simulation, n));
      std::string summary = got->summary().SerializeAsString();
      if (first.empty()) first = summary;
      if (summary != first) return absl::StrCat("another incident at ", Code(simulation, n));
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

std::string Judge(const Simulation& simulation) {
  if (!simulation.forks().empty()) return simulation.forks().front();
  for (auto judge : {Converged, NothingLost, NothingForged, NothingLeaked, SameIncidents}) {
    std::string verdict = judge(simulation);
    if (!verdict.empty()) return verdict;
  }
  return "";
}

}  // namespace lightship::sim
