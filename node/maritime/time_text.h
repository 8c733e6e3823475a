// A written date and time taken apart, before zones are applied: what ParseOccurrence (time.h)
// works on.
#ifndef LIGHTSHIP_NODE_MARITIME_TIME_TEXT_H_
#define LIGHTSHIP_NODE_MARITIME_TIME_TEXT_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "lightship/v1/vocabulary.pb.h"
#include "node/maritime/time.h"

namespace lightship::maritime {

// What the text says about the zone.
enum class ZoneWord {
  kNone,
  kUtc,
  kOffset,  // "UTC+8", "+08:00", a letter of a date-time group
  kLocal,   // "LT", "local time"
};

struct TimeText {
  // The interval as on the writer's clock and calendar.
  absl::CivilSecond start;
  absl::CivilSecond end;
  v1::TimePrecision precision = v1::TIME_PRECISION_UNSPECIFIED;
  ZoneWord zone = ZoneWord::kNone;
  // Minutes east; with kOffset.
  int offset_minutes = 0;
  // "(assumed)" stood behind the zone, as FormatOccurrence writes it.
  bool assumed = false;
};

// INVALID_ARGUMENT with a message that says what is wrong, without the text and without a right
// example.
absl::StatusOr<TimeText> ReadTimeText(absl::string_view text, DateOrder numeric_dates);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_TIME_TEXT_H_
