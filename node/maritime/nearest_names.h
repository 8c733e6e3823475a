// Which names somebody may have meant who wrote another. Pure functions.
#ifndef LIGHTSHIP_NODE_MARITIME_NEAREST_NAMES_H_
#define LIGHTSHIP_NODE_MARITIME_NEAREST_NAMES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lightship::maritime {

// Those of `names` that are near `text` (a few letters apart, or holding it), nearest first, at most four.
std::vector<std::string> NearestNames(absl::string_view text, std::vector<std::string> names);

// "; did you mean: a, b", or "; it is one of: ..." with the first forty of `names` if none is near.
std::string NameHint(absl::string_view text, std::vector<std::string> names);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_NEAREST_NAMES_H_
