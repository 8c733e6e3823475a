// The values that classification schemes know (vocabulary.proto, ClassificationScheme). Pure.
#ifndef LIGHTSHIP_NODE_MARITIME_CLASSES_H_
#define LIGHTSHIP_NODE_MARITIME_CLASSES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/vocabulary.pb.h"

namespace lightship::maritime {

// The value as Classification.value has it: "2", "attempted", "ARMED_ROBBERY_AGAINST_SHIPS" (which people write as
// "armed robbery against ships"), "BOARDED", "PORT_AREA". Schemes without a list of their own (ONI, BMP, IFC, national penal
// codes) take any text of 1 to 200 bytes. INVALID_ARGUMENT with the values that there are.
absl::StatusOr<std::string> ParseClass(v1::ClassificationScheme scheme, absl::string_view text);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_CLASSES_H_
