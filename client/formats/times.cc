#include "client/formats/times.h"

#include "absl/strings/str_cat.h"
#include "node/statement/open.h"

namespace lightship::formats {
namespace {

std::string Format(absl::string_view format, absl::Time time) {
  return absl::FormatTime(format, time, absl::UTCTimeZone());
}

// A bare date is a day of the reporter's zone: its name is that of the interval's middle there.
std::string DayText(absl::string_view format, const v1::OccurrenceTime& occurred, absl::Time start,
                    absl::Time end) {
  absl::Time middle = start + (end - start) / 2;
  return Format(format, middle + absl::Minutes(occurred.utc_offset_minutes()));
}

// A minute whose zone was not stated is no instant: the reporter's own figures are shown instead.
std::string MinuteText(const v1::OccurrenceTime& occurred, absl::Time start, absl::Time end) {
  if (end - start <= absl::Minutes(2)) return TimeText(start);
  if (occurred.zone_basis() != v1::ZONE_BASIS_ASSUMED_LOCAL) return occurred.as_written();
  return DayText("%Y-%m-%d %H:%M LT", occurred, start, end);
}

}  // namespace

std::string TimeText(absl::Time time) { return Format("%Y-%m-%d %H:%MZ", time); }
std::string TimeTextSeconds(absl::Time time) { return Format("%Y-%m-%d %H:%M:%SZ", time); }

std::string TimeText(const google::protobuf::Timestamp& timestamp) {
  if (timestamp.seconds() == 0 && timestamp.nanos() == 0) return "";
  absl::StatusOr<absl::Time> time = statement::ToTime(timestamp);
  return time.ok() ? TimeText(*time) : "";
}

std::string OccurredText(const v1::OccurrenceTime& occurred) {
  if (!occurred.has_start()) return occurred.as_written();
  auto start = statement::ToTime(occurred.start()), end = statement::ToTime(occurred.end());
  if (!start.ok() || !end.ok()) return occurred.as_written();
  switch (occurred.precision()) {
    case v1::TIME_PRECISION_HOUR:
    case v1::TIME_PRECISION_PART_OF_DAY:
      return Format("%Y-%m-%d %HhZ", *start);
    case v1::TIME_PRECISION_DAY:
      return DayText("%Y-%m-%d", occurred, *start, *end);
    case v1::TIME_PRECISION_MONTH:
      return DayText("%Y-%m", occurred, *start, *end);
    default:
      return MinuteText(occurred, *start, *end);
  }
}

absl::StatusOr<absl::Time> TimeFromText(absl::string_view text) {
  absl::Time time;
  std::string error;
  for (absl::string_view format :
       {"%Y-%m-%d", "%Y-%m-%dT%H:%MZ", "%Y-%m-%d %H:%MZ", "%Y-%m-%dT%H:%M:%E*SZ"}) {
    if (absl::ParseTime(format, text, &time, &error)) return time;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text, "\" should be a date such as 2026-03-14, or a time in UTC such as "
                               "2026-03-14T09:26Z"));
}

}  // namespace lightship::formats
