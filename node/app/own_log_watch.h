// Decides from what peers show whether this node may add to its own log: not before they have said what they hold of it,
// and not while they say, believably, that another node with this identity is connected to them. Tells operators of both.
#ifndef LIGHTSHIP_NODE_APP_OWN_LOG_WATCH_H_
#define LIGHTSHIP_NODE_APP_OWN_LOG_WATCH_H_

#include <functional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "node/base/clock.h"
#include "node/exchange/exchange.h"
#include "node/ledger/standby.h"
#include "node/rpc/warning_board.h"

namespace lightship::app {

// Thread-compatible.
class OwnLogWatch {
 public:
  // `clock` is what people are told; `now` goes by a base::SteadyClock. `all_heard` is called when a wait without end has ended, and
  // is answered by OnAllHeard; until that is good, again.
  OwnLogWatch(std::string own, const base::Clock* clock, ledger::Standby* standby, rpc::WarningBoard* warnings,
              std::function<void()> all_heard)
      : own_(std::move(own)), clock_(clock), standby_(standby), warnings_(warnings), all_heard_(std::move(all_heard)) {}

  // Stands by until all of `peers` have been heard and nothing more of the log is known to any, or for `wait`, which may be none. An infinite one is
  // that of a restored database: it ends by peers alone, and never when there are none.
  void Listen(std::set<std::string> peers, absl::Time now, absl::Duration wait);
  // The peers configured now. In a wait without end others are waited for too; those that are gone still, since they may hold more.
  void Adjust(std::set<std::string> peers);
  // Answer to `all_heard`.
  void OnAllHeard(const absl::Status& taken);
  // Takes in what the exchange sees now.
  void Look(const exchange::IdentityView& view, absl::Time now);

 private:
  std::string Listening() const;
  std::string Restored() const;
  bool restored() const { return until_ == absl::InfiniteFuture(); }
  void LookForPeers(const exchange::IdentityView& view, absl::Time now);
  void LookForDouble(const exchange::IdentityView& view);
  void WarnOfDoubles(const std::set<std::string>& doubles);

  const std::string own_;
  const base::Clock* const clock_;
  ledger::Standby* const standby_;
  rpc::WarningBoard* const warnings_;
  const std::function<void()> all_heard_;
  bool listening_ = false;
  bool alone_ = false;  // there are no peers
  bool to_tell_ = false;  // a wait without end has ended, which the ledger has not taken in yet
  bool telling_ = false;
  bool refused_ = false;  // and said so
  std::set<std::string> configured_;
  std::set<std::string> asked_;  // all that have been waited for
  std::set<std::string> peers_;  // of these, not heard yet
  std::set<std::string> claimants_;  // peers that show more of the log by a key that is not known here
  absl::Time until_ = absl::InfinitePast();
  absl::Time shown_until_;  // by `clock_`
  std::set<std::string> shown_doubles_;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_OWN_LOG_WATCH_H_
