// One hash over all that a node holds, for comparing nodes (proto/README.md, "State hash"). Equal logs, equal holdings and
// equal incidents give equal hashes, in whatever order things came.
#ifndef LIGHTSHIP_NODE_INCIDENT_STATE_HASH_H_
#define LIGHTSHIP_NODE_INCIDENT_STATE_HASH_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "lightship/v1/node.pb.h"
#include "node/store/store.h"

namespace lightship::incident {

// Reads every entry, part and incident record of `view`. DATA_LOSS when something does not parse.
absl::StatusOr<v1::GetStateHashResponse> HashState(const store::View& view,
                                                   const v1::GetStateHashRequest& request);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_STATE_HASH_H_
