// Whether a query may go on: asked at each chunk of the table that may hold what is looked for, and again while one takes long, by
// those who know the time.
#ifndef LIGHTSHIP_NODE_INCIDENT_PATIENCE_H_
#define LIGHTSHIP_NODE_INCIDENT_PATIENCE_H_

#include <cstddef>
#include <functional>

#include "absl/status/status.h"

namespace lightship::incident {

// With how many chunks have been looked at, and of how many; an error ends the query. Null: without end.
using Patience = std::function<absl::Status(size_t looked_at, size_t all)>;

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_PATIENCE_H_
