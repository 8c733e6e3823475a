// Which row of a snapshot is meant by a name.
#ifndef LIGHTSHIP_NODE_INCIDENT_LOCATE_H_
#define LIGHTSHIP_NODE_INCIDENT_LOCATE_H_

#include "absl/status/statusor.h"
#include "lightship/v1/incident.pb.h"
#include "node/incident/table.h"

namespace lightship::incident {

// NOT_FOUND says what was looked for; INVALID_ARGUMENT (MALFORMED) for what is no name. Never null.
absl::StatusOr<const RowDetail*> Locate(const TableSnapshot& snapshot,
                                        const v1::IncidentName& name);

// Where the incident is told, which may be in another one.
const RowDetail* ToldIn(const TableSnapshot& snapshot, const RowDetail* incident);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_LOCATE_H_
