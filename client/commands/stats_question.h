// What `lightship stats` was asked, and its answers that are not plain tables.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_STATS_QUESTION_H_
#define LIGHTSHIP_CLIENT_COMMANDS_STATS_QUESTION_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "client/commands/context.h"
#include "lightship/v1/statistics.pb.h"

namespace lightship::commands {

struct StatsQuestion {
  v1::CountIncidentsRequest request;  // with the dimensions asked for
  uint64_t years = 5;                 // earlier ones to compare with
  uint64_t top = 10;                  // hot spots to list
};

// The period asked for against the same months of earlier years, by at most one dimension. Months are whole; one that is not over
// is left out, and said so.
absl::Status PrintTrend(const StatsQuestion& question, Context& context);

// The cells with most incidents, with their change against the period of the same length before.
absl::Status PrintHotSpots(const StatsQuestion& question, Context& context);

// The cells on a map: of --box, or of as much of the world as they need.
absl::Status PrintMap(const StatsQuestion& question, Context& context);

// A line of CSV per port or place: what a port's risk assessment needs of incidents.
absl::Status PrintPorts(const StatsQuestion& question, Context& context);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_STATS_QUESTION_H_
