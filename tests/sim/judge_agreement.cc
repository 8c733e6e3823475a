// The judge of incidents: what statements about one event add up to is folded here once more, from what stands on a node's disk,
// and compared with what the node tells of it. So that a fold that is wrong alike everywhere does not pass.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "lightship/v1/claims.pb.h"
#include "lightship/v1/incident.pb.h"
#include "lightship/v1/log.pb.h"
#include "node/incident/query.h"
#include "node/store/schema.h"
#include "tests/sim/judge.h"
#include "tests/sim/simulation.h"

namespace lightship::sim {
namespace {

constexpr size_t kSaltBytes = 16;

struct Statement {
  std::string id, origin;
  uint64_t index = 0;
  v1::Manifest manifest;
  std::map<std::string, std::string> parts;  // content by name
  bool superseded = false, retracted = false;

  bool IsReport() const { return manifest.kind() == v1::STATEMENT_KIND_REPORT; }
  // Empty when it speaks of none.
  std::string Incident() const { return !manifest.subject().empty() ? manifest.subject() : IsReport() ? id : ""; }
  auto MadeAt() const { return std::make_pair(manifest.created_at().seconds(), manifest.created_at().nanos()); }
};
bool Newer(const Statement& a, const Statement& b) {
  return std::make_tuple(b.MadeAt(), a.id) < std::make_tuple(a.MadeAt(), b.id);
}

template <typename Message>
bool Read(const Statement& statement, const std::string& part, Message& content) {
  const auto found = statement.parts.find(part);
  return found != statement.parts.end() && content.ParseFromString(found->second);
}

using Ends = std::pair<std::string, std::string>;
using Incidents = std::set<std::string>;

// What a node holds.
class Disk {
 public:
  explicit Disk(const SimulatedNode& node) {
    node.store().Scan(store::Table::kEntries, "", "", [&](absl::string_view key, absl::string_view value) {
          Take(node.store(), std::string(key.substr(0, key.find('\0'))), value);
          return true;
        }).IgnoreError();
    JudgeStanding();
    CollectPairs();
  }

  const Incidents& incidents() const { return incidents_; }
  std::vector<const Statement*> Of(const Incidents& incidents) const {
    std::vector<const Statement*> members;
    for (const auto& [id, statement] : statements_) {
      if (incidents.contains(statement.Incident())) members.push_back(&statement);
    }
    return members;
  }
  const Statement* Find(const std::string& id) const {
    const auto found = statements_.find(id);
    return found == statements_.end() ? nullptr : &found->second;
  }

  // Somebody calls them different, in what counts of each economy.
  bool Apart(const Incidents& incidents) const {
    return std::any_of(pairs_.begin(), pairs_.end(), [&](const auto& pair) {
      return pair.second.different && incidents.contains(pair.first.first) && incidents.contains(pair.first.second);
    });
  }
  // Those reached from it over pairs that are called the same and by nobody different; or over any of which something was said.
  Incidents Around(const std::string& incident, bool agreed) const {
    Incidents around = {incident};
    for (size_t before = 0; before != around.size();) {
      before = around.size();
      for (const auto& [ends, said] : pairs_) {
        const bool known = incidents_.contains(ends.first) && incidents_.contains(ends.second);
        if (agreed && (!known || !said.same || said.different)) continue;
        if (around.contains(ends.first) || around.contains(ends.second)) around.insert({ends.first, ends.second});
      }
    }
    return around;
  }

 private:
  struct Said {
    bool same = false, different = false;
  };

  void Take(const SimulatedDisk& disk, const std::string& origin, absl::string_view bytes) {
    v1::Entry entry;
    Statement statement;
    if (!entry.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
        !statement.manifest.ParseFromString(entry.manifest())) {
      return;
    }
    statement.id = crypto::AsString(crypto::Sha256(entry.manifest()));
    statement.origin = origin;
    statement.index = entry.index();
    for (const v1::PartRef& part : statement.manifest.parts()) {
      auto row = disk.Look(store::Table::kParts, store::PartKey(origin, statement.index, part.name()));
      if (row.ok() && row->size() >= kSaltBytes) statement.parts[part.name()] = row->substr(kSaltBytes);
    }
    if (!statement.Incident().empty()) incidents_.insert(statement.Incident());
    statements_.emplace(statement.id, std::move(statement));
  }

  Statement* Target(const Statement& actor, const std::string& id) {
    const auto found = statements_.find(id);
    if (found == statements_.end() || found->second.origin != actor.origin) return nullptr;
    return found->second.index < actor.index ? &found->second : nullptr;
  }

  // A statement acts on earlier ones of its own log: the newest first. A retracted amendment takes back what it did, unless another
  // has replaced it.
  void JudgeStanding() {
    std::vector<Statement*> newest_first;
    for (auto& [id, statement] : statements_) newest_first.push_back(&statement);
    std::sort(newest_first.begin(), newest_first.end(),
              [](const Statement* a, const Statement* b) { return a->index > b->index; });
    for (const Statement* actor : newest_first) {
      v1::Withdrawal withdrawal;
      const bool retracts = actor->manifest.kind() == v1::STATEMENT_KIND_WITHDRAWAL && !actor->retracted &&
                            Read(*actor, "withdrawal", withdrawal) && withdrawal.has_retract();
      Statement* target = retracts ? Target(*actor, withdrawal.target()) : nullptr;
      if (target != nullptr) target->retracted = true;
      if (actor->retracted && !actor->superseded) continue;
      for (const std::string& id : actor->manifest.supersedes()) {
        target = Target(*actor, id);
        if (target != nullptr && target->manifest.kind() == actor->manifest.kind()) target->superseded = true;
      }
    }
  }

  // Of each economy counts what it said last.
  void CollectPairs() {
    std::map<Ends, std::map<std::string, const Statement*>> counting;
    for (const auto& [id, statement] : statements_) {
      v1::Assertion assertion;
      if (statement.retracted || statement.superseded || !Read(statement, "assertion", assertion)) continue;
      const std::string incident = statement.Incident(), other = assertion.correlation().other();
      const Statement*& last = counting[std::minmax(incident, other)][statement.origin];
      if (last == nullptr || Newer(statement, *last)) last = &statement;
    }
    for (const auto& [ends, by_economy] : counting) {
      for (const auto& [origin, statement] : by_economy) {
        v1::Assertion assertion;
        Read(*statement, "assertion", assertion);
        const v1::CorrelationVerdict verdict = assertion.correlation().verdict();
        pairs_[ends].same |= verdict == v1::CORRELATION_VERDICT_SAME_INCIDENT;
        pairs_[ends].different |= verdict == v1::CORRELATION_VERDICT_DIFFERENT_INCIDENT;
      }
    }
  }

  std::map<std::string, Statement> statements_;  // by id
  Incidents incidents_;
  std::map<Ends, Said> pairs_;
};

// Where it happened, as the report says that counts: in force if there is any, with facts if there is any, the newest.
std::string PlaceOf(const std::vector<const Statement*>& members) {
  const Statement* best = nullptr;
  const auto rank = [](const Statement& one) { return std::make_pair(!one.retracted, one.parts.contains("facts")); };
  for (const Statement* one : members) {
    if (!one->IsReport() || one->superseded) continue;
    const bool better = best == nullptr || rank(*one) > rank(*best) || (rank(*one) == rank(*best) && Newer(*one, *best));
    if (better) best = one;
  }
  v1::Facts facts;
  return best != nullptr && Read(*best, "facts", facts) ? facts.place_text() : "";
}

// What is wrong with the incidents that the node tells as one.
std::string WrongGroup(const Disk& disk, const std::string& asked, const Incidents& told) {
  const Incidents agreed = disk.Around(asked, true);
  if (disk.Apart(told) || !std::includes(agreed.begin(), agreed.end(), told.begin(), told.end())) return "told together";
  // Where some are called different, which of the others stand together is for the node's rules to say.
  if (!disk.Apart(agreed) && told != agreed) return "told apart";
  return "";
}

// What is wrong with what the node tells of the incident.
std::string Wrong(const Disk& disk, const std::string& asked, const v1::GetIncidentResponse& response) {
  Incidents told;
  std::set<std::string> ids;
  bool judged_alike = true;
  for (const v1::IncidentStatement& shown : response.statements()) {
    const Statement* statement = disk.Find(shown.statement_id());
    if (statement == nullptr || !ids.insert(statement->id).second) return "other statements";
    told.insert(statement->Incident());
    judged_alike &= statement->retracted == shown.retracted() && statement->superseded == shown.superseded();
  }
  std::string wrong = WrongGroup(disk, asked, told);
  if (!wrong.empty()) return wrong;
  const std::vector<const Statement*> members = disk.Of(told);
  if (members.size() != ids.size() || response.summary().statements() != ids.size()) return "other statements";
  const auto in_force = std::count_if(members.begin(), members.end(), [](const Statement* one) {
    return one->IsReport() && !one->superseded && !one->retracted;
  });
  const bool any = std::any_of(members.begin(), members.end(), [](const Statement* one) { return one->IsReport(); });
  if (!judged_alike || response.summary().retracted() != (any && in_force == 0) || response.summary().reports() != in_force) {
    return "what stands";
  }
  return response.summary().place_text() == PlaceOf(members) ? "" : "the place";
}

void Add(const Statement& statement, v1::GetIncidentResponse& response) {
  v1::IncidentStatement& added = *response.add_statements();
  added.set_statement_id(statement.id);
  added.set_retracted(statement.retracted);
  added.set_superseded(statement.superseded);
}

// What broken code would tell, alike at every node.
void Falsify(Sabotage sabotage, const Disk& disk, const std::string& asked, v1::GetIncidentResponse& response) {
  switch (sabotage) {
    case Sabotage::kWrongPlace:
      return response.mutable_summary()->set_place_text("ELSEWHERE");
    case Sabotage::kForgetRetractions:
      for (v1::IncidentStatement& statement : *response.mutable_statements()) statement.set_retracted(false);
      return response.mutable_summary()->set_retracted(false);
    case Sabotage::kDropStatement:
      return response.mutable_statements()->RemoveLast();
    case Sabotage::kTellApart:
      response.clear_statements();
      for (const Statement* statement : disk.Of({asked})) Add(*statement, response);
      return;
    case Sabotage::kTellTogether:
      for (const std::string& other : disk.incidents()) {
        if (disk.Around(asked, false).contains(other)) continue;
        for (const Statement* statement : disk.Of({other})) Add(*statement, response);
      }
      return;
    default:
      return;
  }
}

// All that can decide what is told of the incident.
std::string Basis(const Disk& disk, const std::string& incident) {
  std::string basis;
  for (const Statement* statement : disk.Of(disk.Around(incident, false))) {
    absl::StrAppend(&basis, statement->origin, "/", statement->index, statement->id);
    for (const auto& [name, content] : statement->parts) absl::StrAppend(&basis, " ", name);
  }
  return basis;
}

std::string Shown(const v1::GetIncidentResponse& response) {
  std::string shown = response.summary().SerializeAsString();
  for (const v1::IncidentStatement& statement : response.statements()) {
    absl::StrAppend(&shown, statement.statement_id(), statement.superseded(), statement.retracted(), statement.doubted_by());
  }
  return shown;
}

}  // namespace

// Each node tells what it holds, and who holds the same tells the same.
std::string SameIncidents(const Simulation& simulation) {
  std::map<std::string, std::string> known;  // by incident and basis
  const Sabotage sabotage = simulation.plan().sabotage;
  for (const int n : simulation.honest()) {
    SimulatedNode& node = *simulation.nodes()[n];
    const Disk disk(node);
    for (const std::string& incident : disk.incidents()) {
      const std::string at = absl::StrCat(": ", absl::BytesToHexString(incident.substr(0, 4)), " at ", node.economy().code());
      v1::GetIncidentRequest request;
      request.mutable_incident()->set_incident_id(incident);
      auto got = incident::Get(*node.incidents().snapshot(), node.Reader(), node.economy().code(), request);
      if (!got.ok()) return absl::StrCat("no incident", at, ": ", got.status().ToString());
      Falsify(sabotage, disk, incident, *got);
      const std::string wrong = Wrong(disk, incident, *got);
      if (!wrong.empty()) return absl::StrCat("another incident than its statements make, by ", wrong, at);
      std::string shown = Shown(*got);
      if (sabotage == Sabotage::kAnotherIncident && n == simulation.honest().front()) shown += "!";
      const auto [first, added] = known.emplace(incident + Basis(disk, incident), shown);
      if (!added && first->second != shown) return absl::StrCat("another incident than elsewhere", at);
    }
  }
  return "";
}

}  // namespace lightship::sim
