#include "node/maritime/time.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "node/base/quote.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/maritime/time_text.h"

namespace lightship::maritime {
namespace {

constexpr int kNauticalSlackMinutes = 120;
constexpr int32_t kZoneWidthE7 = 150'000'000;
constexpr absl::string_view kExample = "2020-05-03 03:45 UTC+8, 2020-05-03 0345 LT or 2020-05-03";

// A day beyond 1900 to 2199, which zones may put there.
const absl::Time kEarliest = absl::FromCivil(absl::CivilSecond(1899, 12, 31), absl::UTCTimeZone());
const absl::Time kLatest = absl::FromCivil(absl::CivilSecond(2200, 1, 2), absl::UTCTimeZone());

// How much an unknown zone widens an interval written in it, on either side (see time.h).
struct Margins {
  absl::Duration before;
  absl::Duration after;
};

Margins MarginsOf(v1::TimePrecision precision) {
  if (precision == v1::TIME_PRECISION_DAY || precision == v1::TIME_PRECISION_MONTH) {
    return {absl::Hours(12), absl::ZeroDuration()};
  }
  return {absl::Hours(14), absl::Hours(12)};
}

absl::Time AsUtc(absl::CivilSecond civil) { return absl::FromCivil(civil, absl::UTCTimeZone()); }

absl::CivilSecond CivilOf(absl::Time time) {
  return absl::ToCivilSecond(time, absl::UTCTimeZone());
}

void SetTimestamp(absl::Time time, google::protobuf::Timestamp* out) {
  out->set_seconds(absl::ToUnixSeconds(time));
}

absl::Time TimeOf(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

void SetInterval(absl::Time start, absl::Time end, v1::OccurrenceTime& time) {
  SetTimestamp(start, time.mutable_start());
  SetTimestamp(end, time.mutable_end());
}

void ApplyOffset(const TimeText& text, int offset_minutes, int slack_minutes, v1::ZoneBasis basis,
                 v1::OccurrenceTime& time) {
  const absl::Duration offset = absl::Minutes(offset_minutes);
  const absl::Duration slack = absl::Minutes(slack_minutes);
  SetInterval(AsUtc(text.start) - offset - slack, AsUtc(text.end) - offset + slack, time);
  time.set_utc_offset_minutes(offset_minutes);
  time.set_zone_basis(basis);
}

void ApplyZone(const TimeText& text, const TimeDefaults& defaults, v1::OccurrenceTime& time) {
  if (text.zone == ZoneWord::kUtc) {
    return ApplyOffset(text, 0, 0,
                       text.assumed ? v1::ZONE_BASIS_ASSUMED_UTC : v1::ZONE_BASIS_STATED_UTC, time);
  }
  if (text.zone == ZoneWord::kOffset) {
    return ApplyOffset(text, text.offset_minutes, 0,
                       text.assumed ? v1::ZONE_BASIS_ASSUMED_LOCAL : v1::ZONE_BASIS_STATED_LOCAL,
                       time);
  }
  if (text.zone == ZoneWord::kNone && defaults.unzoned_is_utc) {
    return ApplyOffset(text, 0, 0, v1::ZONE_BASIS_ASSUMED_UTC, time);
  }
  if (defaults.local_offset_minutes) {
    return ApplyOffset(text, *defaults.local_offset_minutes, defaults.offset_slack_minutes,
                       v1::ZONE_BASIS_ASSUMED_LOCAL, time);
  }
  const Margins margins = MarginsOf(text.precision);
  SetInterval(AsUtc(text.start) - margins.before, AsUtc(text.end) + margins.after, time);
  time.set_zone_basis(text.zone == ZoneWord::kLocal ? v1::ZONE_BASIS_STATED_LOCAL
                                                    : v1::ZONE_BASIS_UNKNOWN);
}

std::string FormatZone(const v1::OccurrenceTime& time) {
  if (!time.has_utc_offset_minutes()) {
    return time.zone_basis() == v1::ZONE_BASIS_STATED_LOCAL ? "LT" : "(zone not known)";
  }
  const int offset = time.utc_offset_minutes();
  std::string zone = "UTC";
  if (offset != 0) absl::StrAppend(&zone, offset < 0 ? "-" : "+", std::abs(offset) / 60);
  if (offset % 60 != 0) absl::StrAppendFormat(&zone, ":%02d", std::abs(offset) % 60);
  const bool assumed = time.zone_basis() == v1::ZONE_BASIS_ASSUMED_LOCAL ||
                       time.zone_basis() == v1::ZONE_BASIS_ASSUMED_UTC;
  return assumed ? zone + " (assumed)" : zone;
}

std::string FormatDay(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

std::string FormatMinute(absl::CivilSecond minute) {
  return absl::StrFormat("%02d:%02d", minute.hour(), minute.minute());
}

// The interval on the writer's clock, as short as it can be said.
std::string FormatInterval(absl::CivilSecond start, absl::CivilSecond end) {
  const absl::CivilDay day(start);
  const absl::CivilMonth month(start);
  if (start == absl::CivilSecond(month) && end == absl::CivilSecond(month + 1)) {
    return absl::StrFormat("%04d-%02d", month.year(), month.month());
  }
  if (start == absl::CivilSecond(day) && end == absl::CivilSecond(day + 1)) return FormatDay(day);
  std::string text = absl::StrCat(FormatDay(day), " ", FormatMinute(start));
  const absl::CivilSecond last = end - 60;
  if (last <= start) return text;
  absl::StrAppend(&text, " to ");
  if (absl::CivilDay(last) != day) absl::StrAppend(&text, FormatDay(absl::CivilDay(last)), " ");
  return absl::StrCat(text, FormatMinute(last));
}

absl::Status NotATime(absl::string_view text, absl::string_view why) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                     absl::StrCat("time ", base::Quoted(text), ": ", why, "; write it like ", kExample));
}

}  // namespace

TimeDefaults LocalTimeAt(int32_t lon_e7) {
  TimeDefaults defaults;
  defaults.local_offset_minutes =
      60 * static_cast<int>(std::lround(static_cast<double>(lon_e7) / kZoneWidthE7));
  defaults.offset_slack_minutes = kNauticalSlackMinutes;
  return defaults;
}

absl::StatusOr<v1::OccurrenceTime> ParseOccurrence(absl::string_view text,
                                                   const TimeDefaults& defaults) {
  const auto read = ReadTimeText(text, defaults.numeric_dates);
  if (!read.ok()) return NotATime(text, read.status().message());
  v1::OccurrenceTime time;
  time.set_as_written(text.data(), text.size());
  time.set_precision(read->precision);
  ApplyZone(*read, defaults, time);
  if (TimeOf(time.start()) < kEarliest || TimeOf(time.end()) > kLatest) {
    return NotATime(text, "that is not of our times, which are from 1900 to 2199");
  }
  return time;
}

std::string FormatOccurrence(const v1::OccurrenceTime& time) {
  if (!time.has_start() || !time.has_end()) return "time not known";
  absl::Time start = TimeOf(time.start());
  absl::Time end = TimeOf(time.end());
  if (time.has_utc_offset_minutes()) {
    start += absl::Minutes(time.utc_offset_minutes());
    end += absl::Minutes(time.utc_offset_minutes());
  } else {
    const Margins margins = MarginsOf(time.precision());
    start += margins.before;
    end -= margins.after;
    if (end <= start) {  // made by other rules than ours: say what it says
      return FormatInterval(CivilOf(TimeOf(time.start())), CivilOf(TimeOf(time.end()))) + " UTC";
    }
  }
  return absl::StrCat(FormatInterval(CivilOf(start), CivilOf(end)), " ", FormatZone(time));
}

}  // namespace lightship::maritime
