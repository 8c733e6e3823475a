#include "node/app/behind.h"

#include <utility>

namespace lightship::app {

const std::map<std::string, absl::Time>& Behind::Look(const std::vector<exchange::FollowView>& follows,
                                                      const ledger::Heads& heads, absl::Time now) {
  std::map<std::string, absl::Time> since;
  for (const exchange::FollowView& follow : follows) {
    const ledger::LogHead* head = heads.Find(follow.origin);
    if (follow.announced_size <= (head == nullptr ? 0 : head->size)) continue;
    const auto before = since_.find(follow.origin);
    since[follow.origin] = before == since_.end() ? now : before->second;
  }
  since_ = std::move(since);
  return since_;
}

std::map<std::string, absl::Time> Behind::LookAtSignatures(const ledger::Heads& heads, absl::Time now) {
  std::map<std::string, absl::Time> since;
  for (const auto& [origin, head] : heads.logs) {
    if (head->verified_until == head->size) {
      unverified_.erase(origin);
      continue;
    }
    const auto [held, added] = unverified_.try_emplace(origin, Held{head->size, now});
    if (!added && head->verified_until >= held->second.size) held->second = {head->size, now};
    since[origin] = held->second.at;
  }
  return since;
}

}  // namespace lightship::app
