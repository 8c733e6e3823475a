// Fields of a report by their path: "facts.sea_zone", "vessel.victims[0].imo_number". Pure functions.
#ifndef LIGHTSHIP_CLIENT_FORMATS_FIELD_PATH_H_
#define LIGHTSHIP_CLIENT_FORMATS_FIELD_PATH_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/incident.pb.h"

namespace lightship::formats {

struct FieldValue {
  bool there = false;  // held here and filled in
  std::string json;    // protobuf JSON form of the field; empty when not there
};

// Looks the path up in the schema of report.proto, from the part's name (facts, vessel, narrative, people), and in the report.
// INVALID_ARGUMENT, naming the word that is wrong and the fields there are, for a path that the schema does not have.
absl::StatusOr<FieldValue> FindField(const v1::IncidentStatement& report, absl::string_view path);

// `value` as people type it (9074729, robbery, Emerald, {"latE7": 1}) in the protobuf JSON form of the field at `path`.
// INVALID_ARGUMENT when it is no value of that field.
absl::StatusOr<std::string> FieldJson(absl::string_view path, absl::string_view value);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_FIELD_PATH_H_
