#include "node/incident/grouping.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include "node/base/limits.h"

namespace lightship::incident {
namespace {

bool BetterSupported(const Pair& a, const Pair& b) {
  return std::forward_as_tuple(b.same.size(), b.score, a.a, a.b) <
         std::forward_as_tuple(a.same.size(), a.score, b.a, b.b);
}

// Groups that grow as pairs join them. Groups are few and small: each incident knows its group's members.
class Groups {
 public:
  explicit Groups(absl::Span<const Groupable> incidents) {
    for (const Groupable& incident : incidents) {
      at_.emplace(incident.id, members_.size());
      members_.push_back({&incident});
    }
  }

  void KeepApart(const Pair& pair) {
    if (!Known(pair)) return;
    apart_[at_[pair.a]].insert(at_[pair.b]);
    apart_[at_[pair.b]].insert(at_[pair.a]);
  }

  void Join(const Pair& pair) {
    if (!Known(pair)) return;
    size_t into = at_[pair.a], from = at_[pair.b];
    if (into == from || !MayJoin(into, from)) return;
    for (const Groupable* incident : members_[from]) at_[incident->id] = into;
    members_[into].insert(members_[into].end(), members_[from].begin(), members_[from].end());
    members_[from].clear();
    for (size_t other : apart_[from]) {
      apart_[other].insert(into);
      apart_[into].insert(other);
    }
  }

  std::vector<std::vector<crypto::Digest>> Take() {
    std::vector<std::vector<crypto::Digest>> groups;
    for (std::vector<const Groupable*>& members : members_) {
      if (members.empty()) continue;
      std::sort(members.begin(), members.end(), [](const Groupable* a, const Groupable* b) {
        return std::tie(a->founded_at, a->id) < std::tie(b->founded_at, b->id);
      });
      std::vector<crypto::Digest>& group = groups.emplace_back();
      for (const Groupable* incident : members) group.push_back(incident->id);
    }
    return groups;
  }

 private:
  bool Known(const Pair& pair) const { return at_.contains(pair.a) && at_.contains(pair.b); }

  bool MayJoin(size_t a, size_t b) const {
    if (members_[a].size() + members_[b].size() > base::limits::kIncidentsOfGroup) return false;
    if (members_[a][0]->exercise_status != members_[b][0]->exercise_status) return false;
    auto apart = apart_.find(a);
    return apart == apart_.end() || !apart->second.contains(b);
  }

  std::map<crypto::Digest, size_t> at_;
  std::vector<std::vector<const Groupable*>> members_;
  // Groups that hold an incident called different from one of the other's. Numbers of emptied groups stay in it, unused.
  std::map<size_t, std::set<size_t>> apart_;
};

}  // namespace

std::vector<std::vector<crypto::Digest>> GroupsOf(absl::Span<const Groupable> incidents,
                                                  absl::Span<const Pair> pairs) {
  Groups groups(incidents);
  std::vector<const Pair*> joining;
  for (const Pair& pair : pairs) {
    if (!pair.different.empty()) groups.KeepApart(pair);
    if (pair.Agreed()) joining.push_back(&pair);
  }
  std::sort(joining.begin(), joining.end(),
            [](const Pair* a, const Pair* b) { return BetterSupported(*a, *b); });
  for (const Pair* pair : joining) groups.Join(*pair);
  return groups.Take();
}

}  // namespace lightship::incident
