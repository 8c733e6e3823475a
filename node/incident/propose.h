// Pairs of incidents that a node may call the same under its own key.
#ifndef LIGHTSHIP_NODE_INCIDENT_PROPOSE_H_
#define LIGHTSHIP_NODE_INCIDENT_PROPOSE_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/claims.pb.h"
#include "node/crypto/digest.h"
#include "node/incident/matcher.h"
#include "node/incident/table.h"
#include "node/store/store.h"

namespace lightship::incident {

struct Proposal {
  crypto::Digest incident{};  // an own one: the assertion's subject
  v1::Correlation correlation;
};

// Likely pairs (SAME_INCIDENT) of the `changed` incidents with a probability of at least `least`, each once. Only pairs
//   - of which one incident was founded by `own`, and both by reports for all, held here;
//   - that would not bring incidents of different ships together through a third;
//   - of which nobody has said anything yet, taken back or not: the node does not argue with people.
// Reasons that would tell of ships or accounts that are not for all are left out.
absl::StatusOr<std::vector<Proposal>> Propose(const store::Store& store,
                                              const TableSnapshot& snapshot, const Matcher& matcher,
                                              const std::set<crypto::Digest>& changed,
                                              absl::string_view own, double least);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_PROPOSE_H_
