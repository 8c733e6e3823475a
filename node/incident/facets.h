// What an incident is counted and filtered by: each field from the first report that states it. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_FACETS_H_
#define LIGHTSHIP_NODE_INCIDENT_FACETS_H_

#include <vector>

#include "absl/types/span.h"
#include "lightship/v1/incident.pb.h"
#include "node/incident/headline.h"
#include "node/incident/standing.h"

namespace lightship::incident {

// Fills `facets`, and `weapons`, of the summary (facets.proto says how), from reports in the headline's order. Reports whose
// restricted facts, and classifications whose restricted words, are shown by it are added to `restricted`.
void FillFacets(absl::Span<const Report> ranked, absl::Span<const Member> members,
                v1::IncidentSummary& summary);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_FACETS_H_
