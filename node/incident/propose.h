// What a node may say, under its own key, of incidents being the same, and what of it no longer holds.
#ifndef LIGHTSHIP_NODE_INCIDENT_PROPOSE_H_
#define LIGHTSHIP_NODE_INCIDENT_PROPOSE_H_

#include <cstdint>
#include <set>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/claims.pb.h"
#include "node/crypto/digest.h"
#include "node/incident/matcher.h"
#include "node/incident/table.h"
#include "node/store/store.h"

namespace lightship::incident {

// The text of the withdrawals by which the program takes back what it said: what it took back it may say again, what a person
// took back it may not.
inline constexpr absl::string_view kNoLongerLikely =
    "the reports have changed: the program does not find them likely to be one any more";

struct Proposal {
  crypto::Digest incident{};  // an own one: the assertion's subject
  v1::Correlation correlation;
};

// An assertion of the node's own to take back.
struct Stale {
  crypto::Digest incident{};
  crypto::Digest statement{};
  uint64_t index = 0;  // in the own log
};

struct Proposals {
  // Likely pairs (SAME_INCIDENT) of the changed incidents with a probability of at least `least`. Only pairs
  //   - of which one incident was founded by `own`, both held here, and judged by parts that are all for all: whoever reads
  //     that two incidents are one learns of each what the other's account tells;
  //   - that join two groups: n reports of one incident take n - 1 links, and as many as fit into one group;
  //   - that would not bring incidents of different ships together, in the groups or through a third;
  //   - of which no person has said anything yet, taken back or not, and nobody of their groups: the node does not argue.
  std::vector<Proposal> same;
  // What `own` said by this program, of the changed incidents or of those told with them, and no longer would: their reports
  // were amended, taken back or withheld. Never what a person said, who gives no score.
  std::vector<Stale> stale;
};

// UNAVAILABLE when a report that this hangs on has changed in the snapshot since the matcher took it in: nothing is said or taken back
// before it has been compared anew.
absl::StatusOr<Proposals> Propose(const store::Store& store, const TableSnapshot& snapshot,
                                  const Matcher& matcher, const std::set<crypto::Digest>& changed,
                                  absl::string_view own, double least);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_PROPOSE_H_
