// Since when each log has been behind what peers announced of it, and its signatures behind its entries.
#ifndef LIGHTSHIP_NODE_APP_BEHIND_H_
#define LIGHTSHIP_NODE_APP_BEHIND_H_

#include <cstdint>
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

  // Since when, at least, the first entry is here whose signatures are not verified: by origin; nothing of logs all of which are.
  std::map<std::string, absl::Time> LookAtSignatures(const ledger::Heads& heads, absl::Time now);

 private:
  // Of the entries then held some are not verified; once all are, what has come since counts from then on.
  struct Held {
    uint64_t size;
    absl::Time at;
  };
  std::map<std::string, absl::Time> since_;
  std::map<std::string, Held> unverified_;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_BEHIND_H_
