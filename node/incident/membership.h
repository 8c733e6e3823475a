// Which incident a statement speaks of. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_MEMBERSHIP_H_
#define LIGHTSHIP_NODE_INCIDENT_MEMBERSHIP_H_

#include <optional>

#include "lightship/v1/statement.pb.h"
#include "node/crypto/digest.h"

namespace lightship::incident {

// The manifest's subject; for a REPORT without one its own id, because it founds an incident. Nothing for every other
// statement without a subject (keys, audiences, contact cards, general notices). Amendments and remarks that arrive before
// their founding report make the incident known, whatever their kind.
std::optional<crypto::Digest> IncidentOf(const crypto::Digest& statement_id,
                                         const v1::Manifest& manifest);

// Whether this is the report that founded `incident`.
bool Founds(const crypto::Digest& incident, const crypto::Digest& statement_id,
            const v1::Manifest& manifest);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_MEMBERSHIP_H_
