// Decides from what peers show whether this node may add to its own log: not before they have said what they hold of it,
// and not while they say, believably, that another node with this identity is connected to them. Tells operators of both.
#ifndef LIGHTSHIP_NODE_APP_OWN_LOG_WATCH_H_
#define LIGHTSHIP_NODE_APP_OWN_LOG_WATCH_H_

#include <set>
#include <string>

#include "absl/time/time.h"
#include "node/exchange/exchange.h"
#include "node/ledger/standby.h"
#include "node/rpc/warning_board.h"

namespace lightship::app {

// Thread-compatible.
class OwnLogWatch {
 public:
  OwnLogWatch(std::string own, ledger::Standby* standby, rpc::WarningBoard* warnings)
      : own_(std::move(own)), standby_(standby), warnings_(warnings) {}

  // Stands by until all of `peers` have been heard and nothing more of the log is known to any, or until `until`.
  void Listen(std::set<std::string> peers, absl::Time until);
  // Takes in what the exchange sees now.
  void Look(const exchange::IdentityView& view, absl::Time now);

 private:
  void LookForPeers(const exchange::IdentityView& view, absl::Time now);
  void LookForDouble(const exchange::IdentityView& view, absl::Time now);
  void WarnOfDoubles(const std::set<std::string>& doubles, absl::Time now);

  const std::string own_;
  ledger::Standby* const standby_;
  rpc::WarningBoard* const warnings_;
  bool listening_ = false;
  std::set<std::string> peers_;  // not heard yet
  absl::Time until_;
  std::set<std::string> shown_doubles_;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_OWN_LOG_WATCH_H_
