#include "node/incident/regroup.h"

#include <algorithm>
#include <set>
#include <utility>

#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/base/status.h"
#include "node/incident/grouping.h"
#include "node/incident/refold.h"

namespace lightship::incident {
namespace {

using Ids = absl::Span<const crypto::Digest>;

bool CallsTheSame(const Record& record, const crypto::Digest& other) {
  // In order of the others.
  auto verdict = std::lower_bound(
      record.verdicts.begin(), record.verdicts.end(), other,
      [](const Verdict& known, const crypto::Digest& id) { return known.other < id; });
  for (; verdict != record.verdicts.end() && verdict->other == other; ++verdict) {
    if (verdict->verdict == v1::CORRELATION_VERDICT_SAME_INCIDENT) return true;
  }
  return false;
}

bool StandsFirst(const Record& record) {
  return !record.group.empty() && record.group.front() == record.document.id;
}

std::string NameOf(const crypto::Digest& incident, const Record* record) {
  const bool held = record != nullptr && !record->document.summary.address().empty();
  return held ? record->document.summary.address() : base::Hex(crypto::AsView(incident));
}

class Regrouping {
 public:
  Regrouping(const store::Store& store, const LinkMap& links, const RecordSource& before,
             const TouchedIncidents& touched)
      : store_(store), links_(links), before_(before), touched_(touched) {}

  absl::StatusOr<std::vector<Record>> Run() {
    RETURN_IF_ERROR(Reach());
    std::vector<Judged> judged;
    for (const auto& [id, record] : known_) {
      if (record.has_value()) judged.push_back({id, record->verdicts});
    }
    pairs_ = PairsOf(judged);
    for (size_t pair = 0; pair < pairs_.size(); ++pair) {
      pairs_of_[pairs_[pair].a].push_back(pair);
      pairs_of_[pairs_[pair].b].push_back(pair);
    }
    std::vector<Groupable> incidents;
    for (const crypto::Digest& id : reached_) incidents.push_back(GroupableOf(*known_[id]));
    for (const std::vector<crypto::Digest>& group : GroupsOf(incidents, pairs_)) {
      RETURN_IF_ERROR(Tell(group));
    }
    std::vector<Record> changed;
    for (auto& [id, record] : changed_) changed.push_back(std::move(record));
    return changed;
  }

 private:
  static Groupable GroupableOf(const Record& record) {
    return {record.document.id, record.founded_at.value_or(absl::InfiniteFuture()),
            record.document.summary.exercise_status()};
  }

  // The incident as it is with the commit; nullptr when nothing is known of it.
  absl::StatusOr<const Record*> Find(const crypto::Digest& id) {
    auto found = known_.find(id);
    if (found == known_.end()) {
      std::optional<Record> record;
      if (auto touched = touched_.find(id); touched != touched_.end()) {
        record = touched->second.own;
      } else {
        ASSIGN_OR_RETURN(record, before_(id));
      }
      found = known_.emplace(id, std::move(record)).first;
    }
    return found->second.has_value() ? &*found->second : nullptr;
  }

  // The touched ones, those of which something is said together with them, and whatever anybody calls the same as these.
  absl::Status Reach() {
    std::vector<crypto::Digest> next;
    for (const auto& [id, touched] : touched_) {
      next.push_back(id);
      next.insert(next.end(), links_.Of(id).begin(), links_.Of(id).end());
    }
    while (!next.empty()) {
      const crypto::Digest id = next.back();
      next.pop_back();
      ASSIGN_OR_RETURN(const Record* record, Find(id));
      if (record == nullptr || !reached_.insert(id).second) continue;
      for (const crypto::Digest& other : links_.Of(id)) {
        ASSIGN_OR_RETURN(const Record* linked, Find(other));
        if (linked == nullptr) continue;
        if (CallsTheSame(*record, other) || CallsTheSame(*linked, id)) next.push_back(other);
      }
    }
    return absl::OkStatus();
  }

  // The incident told alone.
  absl::StatusOr<Record> Alone(const crypto::Digest& id) {
    Record record = *known_[id];
    // A document that tells a group is folded anew; every other is the incident's own.
    if (!touched_.contains(id) && StandsFirst(record)) {
      ASSIGN_OR_RETURN(record, Refold(store_, id, record.members, {}));
    }
    record.group.clear();
    record.document.summary.clear_joined();
    record.document.summary.clear_part_of();
    record.document.summary.clear_links();
    record.restricted_verdicts.clear();
    return record;
  }

  absl::StatusOr<IncidentDocument> Together(Ids group) {
    std::vector<StatementRef> held;
    std::vector<const ledger::NewStatement*> added;
    for (const crypto::Digest& id : group) {
      auto touched = touched_.find(id);
      const auto& members =
          touched != touched_.end() ? touched->second.known : known_[id]->members;
      held.insert(held.end(), members.begin(), members.end());
      if (touched == touched_.end()) continue;
      added.insert(added.end(), touched->second.added.begin(), touched->second.added.end());
    }
    // In order of id, as a record has them.
    std::sort(held.begin(), held.end(),
              [](const StatementRef& a, const StatementRef& b) { return a.id < b.id; });
    ASSIGN_OR_RETURN(Record record, Refold(store_, group.front(), held, added));
    return std::move(record.document);
  }

  // `joined` and `part_of` tell of what is said inside the group, shown or not; links of the first alone.
  void TellPairs(Ids group, Record& record) {
    const bool first = record.document.id == group.front();
    v1::IncidentSummary& summary = record.document.summary;
    const std::set<crypto::Digest> inside(group.begin(), group.end());
    std::set<size_t> of_group;  // in the order of all pairs
    for (const crypto::Digest& id : group) {
      of_group.insert(pairs_of_[id].begin(), pairs_of_[id].end());
    }
    for (const size_t number : of_group) {
      const Pair& pair = pairs_[number];
      const bool a_inside = inside.contains(pair.a), b_inside = inside.contains(pair.b);
      const bool shown = first && summary.links_size() < base::limits::kLinksShown;
      if (shown) AddLink(pair, a_inside, b_inside, summary);
      if (shown || (a_inside && b_inside)) AddReads(pair, record);
    }
  }

  void AddLink(const Pair& pair, bool a_inside, bool b_inside, v1::IncidentSummary& summary) {
    const auto& [here, there] = a_inside ? std::tie(pair.a, pair.b) : std::tie(pair.b, pair.a);
    v1::IncidentLink& link = *summary.add_links();
    link.set_incident_id(crypto::AsString(here));
    link.set_other_id(crypto::AsString(there));
    if (known_[here].has_value()) link.set_address(known_[here]->document.summary.address());
    if (known_[there].has_value()) {
      link.set_other_address(known_[there]->document.summary.address());
    }
    link.mutable_same()->Add(pair.same.begin(), pair.same.end());
    link.mutable_different()->Add(pair.different.begin(), pair.different.end());
    link.mutable_possible()->Add(pair.possible.begin(), pair.possible.end());
    link.set_joined(a_inside && b_inside && pair.Agreed());
  }

  static void AddReads(const Pair& pair, Record& record) {
    for (const std::string& address : pair.restricted_at) {
      v1::AuditedRead& read = record.restricted_verdicts.emplace_back();
      read.set_address(address);
      read.add_part_names("assertion");
    }
  }

  absl::Status Tell(Ids group) {
    const bool touched = std::any_of(group.begin(), group.end(), [&](const crypto::Digest& id) { return touched_.contains(id); });
    for (const crypto::Digest& id : group) {
      ASSIGN_OR_RETURN(Record record, Alone(id));
      if (group.size() > 1) record.group.assign(group.begin(), group.end());
      v1::IncidentSummary& summary = record.document.summary;
      if (id != group.front()) {
        summary.set_part_of(crypto::AsString(group.front()));
      } else {
        if (group.size() > 1) {
          ASSIGN_OR_RETURN(record.document, Together(group));
          for (const crypto::Digest& other : group.subspan(1)) {
            summary.add_joined(NameOf(other, &*known_[other]));
          }
        }
      }
      TellPairs(group, record);
      // Its texts may be others, which no record tells.
      Keep(std::move(record), touched && id == group.front());
    }
    return absl::OkStatus();
  }

  void Keep(Record record, bool retold) {
    const crypto::Digest id = record.document.id;
    record.changed = 0;
    if (!retold && !touched_.contains(id)) {
      Record old = *known_[id];
      old.changed = 0;
      if (EncodeRecord(old) == EncodeRecord(record)) return;
    }
    changed_.emplace(id, std::move(record));
  }

  const store::Store& store_;
  const LinkMap& links_;
  const RecordSource& before_;
  const TouchedIncidents& touched_;
  std::map<crypto::Digest, std::optional<Record>> known_;
  std::set<crypto::Digest> reached_;
  std::vector<Pair> pairs_;
  std::map<crypto::Digest, std::vector<size_t>> pairs_of_;
  std::map<crypto::Digest, Record> changed_;
};

}  // namespace

void LinkMap::Add(const Record& record) {
  for (const Verdict& verdict : record.verdicts) {
    others_[record.document.id].insert(verdict.other);
    others_[verdict.other].insert(record.document.id);
  }
}

const std::set<crypto::Digest>& LinkMap::Of(const crypto::Digest& incident) const {
  static const std::set<crypto::Digest> nobody;
  auto found = others_.find(incident);
  return found == others_.end() ? nobody : found->second;
}

void LinkMap::WriteTo(base::Packer& out) const {
  out.List(others_, [&](const auto& incident) {
    out.Text(crypto::AsView(incident.first));
    out.List(incident.second, [&](const crypto::Digest& other) { out.Text(crypto::AsView(other)); });
  });
}

void LinkMap::ReadFrom(base::Unpacker& in) {
  for (uint64_t left = in.Number(); left > 0; --left) {
    std::set<crypto::Digest>& others = others_[*crypto::DigestFromBytes(in.Text())];
    for (uint64_t more = in.Number(); more > 0; --more) others.insert(*crypto::DigestFromBytes(in.Text()));
  }
}

absl::StatusOr<std::vector<Record>> Regroup(const store::Store& store, const LinkMap& links,
                                            const RecordSource& before,
                                            const TouchedIncidents& touched) {
  return Regrouping(store, links, before, touched).Run();
}

}  // namespace lightship::incident
