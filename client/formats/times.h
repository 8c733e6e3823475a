// Times as people and scripts read them: always UTC, always ISO 8601.
#ifndef LIGHTSHIP_CLIENT_FORMATS_TIMES_H_
#define LIGHTSHIP_CLIENT_FORMATS_TIMES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "lightship/v1/report.pb.h"

namespace lightship::formats {

// "2026-03-14 09:26Z"; to the second with TimeTextSeconds.
std::string TimeText(absl::Time time);
std::string TimeTextSeconds(absl::Time time);
// "" for a timestamp that is not set or out of range.
std::string TimeText(const google::protobuf::Timestamp& timestamp);

// When an act took place, as precisely as is known: "2026-03-14 09:26Z", "2026-03-14 09hZ", "2026-03-14",
// "2026-03"; as written when no interval is known.
std::string OccurredText(const v1::OccurrenceTime& occurred);

// A date ("2026-03-14": midnight UTC) or an instant ("2026-03-14T09:26Z", seconds optional). INVALID_ARGUMENT otherwise.
absl::StatusOr<absl::Time> TimeFromText(absl::string_view text);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_TIMES_H_
