// What the node sees in its own logs that an operator must know: raised and cleared on the warning board.
#ifndef LIGHTSHIP_NODE_APP_LOOKOUT_H_
#define LIGHTSHIP_NODE_APP_LOOKOUT_H_

#include "node/base/clock.h"
#include "node/ledger/heads.h"
#include "node/rpc/warning_board.h"

namespace lightship::app {

// Thread-compatible: a duty of the caretaker.
class Lookout {
 public:
  struct World {
    const base::Clock* clock;
    const ledger::HeadsBoard* heads;
    rpc::WarningBoard* warnings;
  };

  explicit Lookout(const World& world) : world_(world) {}

  // FORK: a log whose key has signed two histories, for each that is held.
  void LookForForks();

 private:
  const World world_;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_LOOKOUT_H_
