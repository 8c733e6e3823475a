// Incidents counted over a snapshot of the table. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_COUNT_H_
#define LIGHTSHIP_NODE_INCIDENT_COUNT_H_

#include <vector>

#include "absl/status/statusor.h"
#include "lightship/v1/incident.pb.h"
#include "lightship/v1/statistics.pb.h"
#include "node/incident/patience.h"
#include "node/incident/table.h"
#include "node/incident/threads.h"

namespace lightship::incident {

struct Counted {
  v1::CountIncidentsResponse response;
  // Incidents with restricted parts that stand in a row of at most kTellingCount: who reads the row learns something of them.
  std::vector<v1::IncidentSummary> told_of;
  // Restricted parts that the filter found words in, of incidents in such rows.
  std::vector<v1::AuditedRead> reads;
};

// A row of so few incidents says something about each. Larger ones are taken to say nothing about any; somebody who asks twice
// and subtracts can learn more, as from every table of counts.
inline constexpr uint64_t kTellingCount = 2;

// `snapshot` is what known_at asks for. INVALID_ARGUMENT (INVALID_FILTER) with field violations; RESOURCE_EXHAUSTED (TOO_LARGE) for more rows than
// limits::kCountRows. Ends with what `patience` answers, which is asked on every thread that counts: those of `threads`, or the caller's alone.
absl::StatusOr<Counted> Count(const TableSnapshot& snapshot, const v1::CountIncidentsRequest& request,
                              const Patience& patience = nullptr, Threads* threads = nullptr);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_COUNT_H_
