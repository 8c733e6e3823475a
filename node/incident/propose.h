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
//   - of which one incident was founded by `own`, both held here, and judged by parts that are all for all: whoever reads that
//     two incidents are one learns of each what the other's account tells;
//   - that would not bring incidents of different ships together through a third;
//   - of which nobody has said anything yet, taken back or not: the node does not argue with people.
absl::StatusOr<std::vector<Proposal>> Propose(const store::Store& store,
                                              const TableSnapshot& snapshot, const Matcher& matcher,
                                              const std::set<crypto::Digest>& changed,
                                              absl::string_view own, double least);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_PROPOSE_H_
