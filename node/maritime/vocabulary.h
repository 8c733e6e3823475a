// The code lists of vocabulary.proto in words: what people see, what they type, and what GISIS and
// IMB write. Pure functions; all of them ignore case, and take blanks, hyphens, strokes and points
// for one another.
#ifndef LIGHTSHIP_NODE_MARITIME_VOCABULARY_H_
#define LIGHTSHIP_NODE_MARITIME_VOCABULARY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "lightship/v1/vocabulary.pb.h"

namespace lightship::maritime {

// The value's name for people: "attempted boarding", "LPG carrier", "not stated"; "not filled in"
// for 0. A number that this version does not know is "value 17".
std::string DisplayName(const google::protobuf::EnumDescriptor* list, int value);

// The value with this display name or schema name ("BOARDED", "ACT_STAGE_BOARDED").
// INVALID_ARGUMENT (MALFORMED) with the nearest names, or with all if none is near.
absl::StatusOr<int> ParseValue(const google::protobuf::EnumDescriptor* list,
                               absl::string_view text);

// Display names of all values but 0, in the list's order.
std::vector<std::string> DisplayNames(const google::protobuf::EnumDescriptor* list);

// The same by type: DisplayName(v1::ACT_STAGE_BOARDED), ParseValue<v1::ActStage>("boarded").
template <typename List>
std::string DisplayName(List value) {
  return DisplayName(google::protobuf::GetEnumDescriptor<List>(), static_cast<int>(value));
}
template <typename List>
absl::StatusOr<List> ParseValue(absl::string_view text) {
  const absl::StatusOr<int> value = ParseValue(google::protobuf::GetEnumDescriptor<List>(), text);
  if (!value.ok()) return value.status();
  return static_cast<List>(*value);
}
template <typename List>
std::vector<std::string> DisplayNames() {
  return DisplayNames(google::protobuf::GetEnumDescriptor<List>());
}

// What other systems write, and whatever ParseValue takes. Empty, "NA", "N/A", "-", "Nil" and
// "Unknown" are NOT_STATED. Errors as ParseValue: an importer that meets one keeps the words and
// leaves the value unset.
absl::StatusOr<v1::ActStage> ParseActStage(absl::string_view text);      // IMB attack type
absl::StatusOr<v1::ShipStatus> ParseShipStatus(absl::string_view text);  // IMB, GISIS vessel status
absl::StatusOr<v1::ShipType> ParseShipType(absl::string_view text);      // IMB and GISIS ship types
absl::StatusOr<v1::SeaZone> ParseSeaZone(absl::string_view text);        // GISIS area

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_VOCABULARY_H_
