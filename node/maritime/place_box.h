// Where named places lie, roughly (config/vocabularies/place_box.csv): enough to tell that a position is in the wrong
// hemisphere, and no more. Pure functions.
#ifndef LIGHTSHIP_NODE_MARITIME_PLACE_BOX_H_
#define LIGHTSHIP_NODE_MARITIME_PLACE_BOX_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "node/maritime/geometry.h"

namespace lightship::maritime {

// The name of the place (the first line whose words stand in `text`) where `point` does not lie, but would with north for
// south, east for west, or both. Nothing when no place is known, or when the point lies there or elsewhere altogether.
std::optional<std::string> PlaceInOtherHemisphere(absl::string_view text, const Point& point);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_PLACE_BOX_H_
