// The flags by which `list`, `watch` and whatever else reads incidents select them.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_FILTER_H_
#define LIGHTSHIP_CLIENT_COMMANDS_FILTER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/commands/verb.h"
#include "lightship/v1/incident.pb.h"

namespace lightship::commands {

struct FilterFlags {
  std::string since, until, updated_since, known_on, box, near, polygon, ship, text, perpetrators;
  double radius_nm = 0;
  std::vector<std::string> economies, acts, ship_types, statuses, exercise;
  std::vector<std::string> areas, navareas, reporting_areas, coastal_states, zones, ports, located;
  std::vector<std::string> weapons, harm, stolen, craft, indicators, verifications, categories;
  std::vector<std::string> legal_classes, flags;
  uint32_t imo_number = 0;
  uint32_t mmsi = 0;
  bool unarmed = false;
  bool dark = false;
  bool light = false;
  bool retracted = false;
};

void AddFilterFlags(Verb sub, FilterFlags& flags);

// Usage errors that name the flag and say what would be right.
absl::StatusOr<v1::IncidentFilter> MakeFilter(const FilterFlags& flags);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_FILTER_H_
