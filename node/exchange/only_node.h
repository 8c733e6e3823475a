// Only one node speaks for an economy. A machine that was cloned has the identity of another: whichever comes second to a
// peer is refused there and learns it from the peer's Bye. It adds nothing to the log while that must be believed
// (IdentityView::IsDouble): a peer may lie, or still hold the dead session of the machine that this one replaced.
//
// Two clones that reach no common peer are not told apart; what both sign then is a fork, and is proven as one.
#ifndef LIGHTSHIP_NODE_EXCHANGE_ONLY_NODE_H_
#define LIGHTSHIP_NODE_EXCHANGE_ONLY_NODE_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "node/exchange/session.h"

namespace lightship::exchange {

// Thread-compatible.
class OnlyNode {
 public:
  explicit OnlyNode(const Context* context) : context_(context) {}

  // The session's Hello has come: the older sessions that it replaces. DUPLICATE_NODE when another node of the economy is
  // connected.
  absl::StatusOr<std::vector<SessionId>> Judge(const Session& newcomer, const Sessions& sessions,
                                               absl::Time now);
  void OnBye(const Session& session, const v1::Bye& bye, absl::Time now);
  void OnTick(const Sessions& sessions, absl::Time now);

  // `behind` and `claimants` as in the view.
  IdentityView View(const Sessions& sessions, bool behind, std::set<std::string> claimants, absl::Time now) const;

 private:
  bool Settled(const Session& session, absl::Time now) const;

  const Context* const context_;
  std::map<std::string, absl::Time> refused_by_;  // by economy: when it last refused this node
  std::map<std::string, absl::Time> doubles_;  // by economy: when a second node was last refused
};

}  // namespace lightship::exchange

#endif  // LIGHTSHIP_NODE_EXCHANGE_ONLY_NODE_H_
