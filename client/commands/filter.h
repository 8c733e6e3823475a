// The flags by which `list` and `watch` select incidents.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_FILTER_H_
#define LIGHTSHIP_CLIENT_COMMANDS_FILTER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/commands/verb.h"
#include "lightship/v1/incident.pb.h"

namespace lightship::commands {

struct FilterFlags {
  std::string since, until, box, near, ship;
  double radius_nm = 0;
  std::vector<std::string> economies, acts, ship_types, statuses, exercise;
  uint32_t imo_number = 0;
  bool retracted = false;
};

void AddFilterFlags(Verb sub, FilterFlags& flags);

// Usage errors that name the flag and say what would be right.
absl::StatusOr<v1::IncidentFilter> MakeFilter(const FilterFlags& flags);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_FILTER_H_
