// Ports by name or UN/LOCODE (config/areas/ports.csv): the main ports of the region and of waters known for piracy, not a
// gazetteer. Thread-safe.
#ifndef LIGHTSHIP_NODE_MARITIME_PORT_H_
#define LIGHTSHIP_NODE_MARITIME_PORT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "node/maritime/geometry.h"

namespace lightship::maritime {

struct Port {
  std::string name;
  std::string unlocode;
  // To a whole minute (a mile), as UN/LOCODE lists it.
  Point position;
};

// Five characters: two capital letters (ISO 3166-1 alpha-2) and three capitals or digits 2 to 9.
bool IsUnlocode(absl::string_view text);

// By name or code, in either case. INVALID_ARGUMENT (MALFORMED) with the nearest names. Never null.
absl::StatusOr<const Port*> FindPort(absl::string_view name);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_PORT_H_
