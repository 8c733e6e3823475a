// Since when each log has been behind what peers announced of it.
#ifndef LIGHTSHIP_NODE_APP_BEHIND_H_
#define LIGHTSHIP_NODE_APP_BEHIND_H_

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "node/exchange/exchange.h"
#include "node/ledger/heads.h"

namespace lightship::app {

// Thread-compatible.
class Behind {
 public:
  // By origin; nothing of logs that are level.
  const std::map<std::string, absl::Time>& Look(const std::vector<exchange::FollowView>& follows, const ledger::Heads& heads,
                                                absl::Time now);

 private:
  std::map<std::string, absl::Time> since_;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_BEHIND_H_
