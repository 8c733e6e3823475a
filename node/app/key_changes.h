// Whether any log's keys are others than when this was last asked: nearly no commit changes them.
#ifndef LIGHTSHIP_NODE_APP_KEY_CHANGES_H_
#define LIGHTSHIP_NODE_APP_KEY_CHANGES_H_

#include <algorithm>
#include <memory>
#include <vector>

#include "node/ledger/heads.h"

namespace lightship::app {

// Thread-compatible.
class KeyChanges {
 public:
  // A key state is never changed in place: another takes its place.
  bool Look(const ledger::Heads& heads) {
    const bool same = std::equal(heads.logs.begin(), heads.logs.end(), seen_.begin(), seen_.end(),
                                 [](const auto& log, const auto& keys) { return log.second->keys == keys; });
    if (same) return false;
    seen_.clear();
    for (const auto& [origin, head] : heads.logs) seen_.push_back(head->keys);
    return true;
  }

 private:
  std::vector<std::shared_ptr<const trust::KeyState>> seen_;  // held, so that no other comes to lie where it was
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_KEY_CHANGES_H_
