// Times of occurrence as people and other systems write them, read into v1::OccurrenceTime and
// written back. Pure functions: no clock.
//
// Read are: 2020-05-03, 2020-05-03 0345 LT, 2020-05-03T03:45:00+08:00, 03 May 2020 0345 UTC+8, May
// 2020, 2020-05, 24.04.2015: 0045 LT, 16.05.2015: 0001 – 0430 LT, 29.10.2015: Morning Hrs,
// 131350ZJUN17 (day, time, zone, month, year), and 3/14/09 where the order of its parts is known.
// Two-digit years are 1970 to 2069.
//
// The interval [start, end) holds the event as far as the text tells. A minute is 60 s, a bare date
// 24 h, a month all its days, in the zone. Where the zone is not known:
//   - a date or month starts 12 h before 00:00 UTC of its first day and ends at 24:00 UTC of its
//   last: a date is
//     36 h, which hold the whole day in every zone from UTC to UTC+12 (88 % of the world's
//     incidents lie there) and part of it elsewhere;
//   - a time of day starts 14 h before and ends 12 h after the same figures in UTC, so that it
//   holds the event in
//     every zone there is, UTC-12 to UTC+14.
// Who knows where the ship was gets a far narrower interval with TimeDefaults.
#ifndef LIGHTSHIP_NODE_MARITIME_TIME_H_
#define LIGHTSHIP_NODE_MARITIME_TIME_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/report.pb.h"

namespace lightship::maritime {

// How 3/4/09 and 3-4-2009 are to be read.
enum class DateOrder {
  kRefused,  // an error, because people disagree about it
  kMonthFirst,
  kDayFirst,
};

// What a text leaves open.
struct TimeDefaults {
  // Offset from UTC, minutes east, for local time whose offset is not stated and for times without
  // any zone. The result's zone_basis is ASSUMED_LOCAL.
  std::optional<int> local_offset_minutes;
  // How far the true offset may lie from it; widens the interval on both sides.
  int offset_slack_minutes = 0;
  // A time without any zone is UTC: the result's zone_basis is ASSUMED_UTC. Goes before the local
  // offset.
  bool unzoned_is_utc = false;
  DateOrder numeric_dates = DateOrder::kRefused;
};

// Local time at a longitude: the nautical zone (whole hours, 15 degrees each), with a slack of 2 h
// because clocks ashore and aboard differ from it by that much (Singapore keeps UTC+8 in zone +7).
TimeDefaults LocalTimeAt(int32_t lon_e7);

// INVALID_ARGUMENT (MALFORMED), with what was not understood and a right example. `as_written` is
// `text` verbatim.
absl::StatusOr<v1::OccurrenceTime> ParseOccurrence(absl::string_view text,
                                                   const TimeDefaults& defaults = {});

// For people, in the reporter's own zone where known: "2020-05-03 03:45 UTC+8", "2020-05-03 UTC",
// "2020-05-03 01:45 to 05:45 UTC+7 (assumed)", "2020-05-03 03:45 LT", "2020-05-03 (zone not
// known)", "2020-05 UTC". ParseOccurrence reads it again to the same interval. Without an interval:
// "time not known".
std::string FormatOccurrence(const v1::OccurrenceTime& time);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_TIME_H_
