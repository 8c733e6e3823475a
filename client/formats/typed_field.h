// What people type into single fields of a report: on the command line, step by step, in the console.
#ifndef LIGHTSHIP_CLIENT_FORMATS_TYPED_FIELD_H_
#define LIGHTSHIP_CLIENT_FORMATS_TYPED_FIELD_H_

#include <string>

#include "absl/status/statusor.h"
#include "lightship/v1/report.pb.h"

namespace lightship::formats {

// A local time is taken to be of the position's zone, if it has a longitude. INVALID_ARGUMENT says what would be right.
absl::StatusOr<v1::OccurrenceTime> OccurredFrom(const std::string& text, const v1::Position& position);

// "5", "4 to 6", "about 10", "several", "none"; none also as the console's other languages say it.
v1::Perpetrators PerpetratorsFrom(const std::string& text);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_TYPED_FIELD_H_
