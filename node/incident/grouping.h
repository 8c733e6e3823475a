// Which incidents are told as one. Pure, and independent of the order of what is given.
#ifndef LIGHTSHIP_NODE_INCIDENT_GROUPING_H_
#define LIGHTSHIP_NODE_INCIDENT_GROUPING_H_

#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "lightship/v1/vocabulary.pb.h"
#include "node/crypto/digest.h"
#include "node/incident/verdicts.h"

namespace lightship::incident {

struct Groupable {
  crypto::Digest id{};
  // Admission of the founding report; InfiniteFuture when it is not held.
  absl::Time founded_at = absl::InfiniteFuture();
  v1::ExerciseStatus exercise_status = v1::EXERCISE_STATUS_UNSPECIFIED;
};

// The incidents in groups, each with the one first that the others are told in: the one founded first, ties by id.
// A pair joins when somebody calls it the same and nobody different. The best supported pairs join first (more economies,
// then the higher score, then ids); a pair that would bring a pair called different into one group, or more than
// limits::kIncidentsOfGroup together, does not join. Nor does an exercise join what happened. Pairs with an end that is not
// among the incidents are left aside.
std::vector<std::vector<crypto::Digest>> GroupsOf(absl::Span<const Groupable> incidents,
                                                  absl::Span<const Pair> pairs);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_GROUPING_H_
