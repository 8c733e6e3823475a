// What a commit will show when it is durable: made beforehand, since the next commit changes the state while this one is written.
#ifndef LIGHTSHIP_NODE_LEDGER_PUBLICATION_H_
#define LIGHTSHIP_NODE_LEDGER_PUBLICATION_H_

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "node/ledger/heads.h"
#include "node/ledger/ledger.h"
#include "node/ledger/state.h"

namespace lightship::ledger {

struct Publication {
  std::shared_ptr<const Heads> heads;
  std::string checkpoint;  // of the own log, to be kept outside the database; empty: none
  std::function<void()> index;

  // REQUIRES: the commit is durable.
  void Show(const Ledger::World& world) const;
};

// The picture of the state that follows `before`.
std::shared_ptr<const Heads> HeadsOf(const State& state, const std::set<std::string>& changed, const Heads& before);

// Not having it only makes a lost database harder to notice; what was written stays acknowledged.
void Keep(const std::string& note, const Ledger::World& world);

// Gives the outcomes of what was appended to the own log what first receipts are made of.
void HandOver(const State& state, Scratch& scratch, std::vector<absl::StatusOr<Outcome>>& outcomes);

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_PUBLICATION_H_
