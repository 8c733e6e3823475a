#include "node/maritime/time.h"

#include <string>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::maritime {
namespace {

using ::testing::HasSubstr;

std::string Utc(const google::protobuf::Timestamp& timestamp) {
  return absl::FormatTime("%Y-%m-%d %H:%M", absl::FromUnixSeconds(timestamp.seconds()),
                          absl::UTCTimeZone());
}

std::string Interval(const v1::OccurrenceTime& time) {
  return Utc(time.start()) + " / " + Utc(time.end());
}

struct Case {
  const char* text;
  const char* interval;
  v1::TimePrecision precision;
  v1::ZoneBasis basis;
};

constexpr auto kMinute = v1::TIME_PRECISION_MINUTE;
constexpr auto kDay = v1::TIME_PRECISION_DAY;
constexpr auto kPart = v1::TIME_PRECISION_PART_OF_DAY;
constexpr auto kMonth = v1::TIME_PRECISION_MONTH;
constexpr auto kUtc = v1::ZONE_BASIS_STATED_UTC;
constexpr auto kLocal = v1::ZONE_BASIS_STATED_LOCAL;
constexpr auto kUnknown = v1::ZONE_BASIS_UNKNOWN;

const Case kCases[] = {
    {"2020-05-03T03:45:30Z", "2020-05-03 03:45 / 2020-05-03 03:46", kMinute, kUtc},
    {"2020-05-03T03:45+08:00", "2020-05-02 19:45 / 2020-05-02 19:46", kMinute, kLocal},
    {"2020-05-03T03:45:00.250-05:00", "2020-05-03 08:45 / 2020-05-03 08:46", kMinute, kLocal},
    {"2020-05-03 03:45-05:00", "2020-05-03 08:45 / 2020-05-03 08:46", kMinute, kLocal},
    {"03 May 2020 0345 UTC+8", "2020-05-02 19:45 / 2020-05-02 19:46", kMinute, kLocal},
    {"3rd May, 2020, 0345 hrs GMT+5:30", "2020-05-02 22:15 / 2020-05-02 22:16", kMinute, kLocal},
    {"May 3, 2020 23:59 UTC", "2020-05-03 23:59 / 2020-05-04 00:00", kMinute, kUtc},
    {"03-SEPT-20 2400 UTC", "2020-09-04 00:00 / 2020-09-04 00:01", kMinute, kUtc},
    {"2020-05-03 03h UTC", "2020-05-03 03:00 / 2020-05-03 04:00", v1::TIME_PRECISION_HOUR, kUtc},
    {"2020-05-03 UTC", "2020-05-03 00:00 / 2020-05-04 00:00", kDay, kUtc},
    {"2020-05-03 UTC+8", "2020-05-02 16:00 / 2020-05-03 16:00", kDay, kLocal},
    {"2020-02 UTC", "2020-02-01 00:00 / 2020-03-01 00:00", kMonth, kUtc},
    {"February 2020 UTC", "2020-02-01 00:00 / 2020-03-01 00:00", kMonth, kUtc},
    // IMB
    {"24.04.2015: 0045 UTC", "2015-04-24 00:45 / 2015-04-24 00:46", kMinute, kUtc},
    {"10.01.2018: 2200UTC:", "2018-01-10 22:00 / 2018-01-10 22:01", kMinute, kUtc},
    {"15.04.2020 – 1700 UTC:", "2020-04-15 17:00 / 2020-04-15 17:01", kMinute, kUtc},
    {"16.01.2020: Around 1200 UTC", "2020-01-16 12:00 / 2020-01-16 12:01", kMinute, kUtc},
    {"17.10.2018: 1730-1830 UTC", "2018-10-17 17:30 / 2018-10-17 18:31", kMinute, kUtc},
    {"05.10.2019: 1800 – 2359 UTC", "2019-10-05 18:00 / 2019-10-06 00:00", kMinute, kUtc},
    {"04.02.2017: 1400 to 0000 UTC", "2017-02-04 14:00 / 2017-02-05 00:01", kMinute, kUtc},
    {"04.02.2017: 14:00-15:00 UTC", "2017-02-04 14:00 / 2017-02-04 15:01", kMinute, kUtc},
    // Date-time groups
    {"131350ZJUN17", "2017-06-13 13:50 / 2017-06-13 13:51", kMinute, kUtc},
    {"131350Z JUN 2017", "2017-06-13 13:50 / 2017-06-13 13:51", kMinute, kUtc},
    {"131350HJUN17", "2017-06-13 05:50 / 2017-06-13 05:51", kMinute, kLocal},
    {"131350RJUN17", "2017-06-13 18:50 / 2017-06-13 18:51", kMinute, kLocal},
    {"131350KJUN17", "2017-06-13 03:50 / 2017-06-13 03:51", kMinute, kLocal},
    // The zone is not known: 36 h for a date, all zones for a time of day.
    {"2020-05-03", "2020-05-02 12:00 / 2020-05-04 00:00", kDay, kUnknown},
    {"2020-05-03 LT", "2020-05-02 12:00 / 2020-05-04 00:00", kDay, kLocal},
    {"May 2020", "2020-04-30 12:00 / 2020-06-01 00:00", kMonth, kUnknown},
    {"2020-05-03 03:45", "2020-05-02 13:45 / 2020-05-03 15:46", kMinute, kUnknown},
    {"24.04.2015: 0045 LT", "2015-04-23 10:45 / 2015-04-24 12:46", kMinute, kLocal},
    {"2020-05-03 0345 hrs local time", "2020-05-02 13:45 / 2020-05-03 15:46", kMinute, kLocal},
    {"29.10.2015: Morning Hrs:", "2015-10-28 16:00 / 2015-10-30 00:00", kPart, kUnknown},
    {"22.03.2016: Night Hours LT", "2016-03-22 04:00 / 2016-03-23 18:00", kPart, kLocal},
    {"05.10.2019: Early Hours UTC", "2019-10-05 00:00 / 2019-10-05 06:00", kPart, kUtc},
};

TEST(OccurrenceTime, IsReadInEveryNotation) {
  for (const Case& c : kCases) {
    const auto time = ParseOccurrence(c.text);
    ASSERT_TRUE(time.ok()) << time.status();
    EXPECT_EQ(Interval(*time), c.interval) << c.text;
    EXPECT_EQ(time->precision(), c.precision) << c.text;
    EXPECT_EQ(time->zone_basis(), c.basis) << c.text;
    EXPECT_EQ(time->as_written(), c.text);
  }
}

TEST(OccurrenceTime, HasAnOffsetOnlyWhereItIsKnown) {
  EXPECT_EQ(ParseOccurrence("2020-05-03 0345 UTC+5:30")->utc_offset_minutes(), 330);
  EXPECT_EQ(ParseOccurrence("2020-05-03 0345 UTC-0330")->utc_offset_minutes(), -210);
  EXPECT_TRUE(ParseOccurrence("2020-05-03 0345 UTC")->has_utc_offset_minutes());
  EXPECT_FALSE(ParseOccurrence("2020-05-03 0345 LT")->has_utc_offset_minutes());
  EXPECT_FALSE(ParseOccurrence("2020-05-03")->has_utc_offset_minutes());
}

TEST(OccurrenceTime, ThatCannotBeReadSaysWhy) {
  const struct {
    const char* text;
    const char* why;
  } cases[] = {{"", "it is empty"},
               {"yesterday", "does not start with a date"},
               {"2020-02-30", "there is no day 30 of month 2 in 2020"},
               {"2020-13", "month 13"},
               {"2020-05-03 2560 UTC", "no time of day"},
               {"2020-05-03 345 UTC", "\"345\" is no time of day"},
               {"3/4/09", "does not say which number is the month"},
               {"3 May", "the year is missing"},
               {"2020-05-03 0345 PST", "\"PST\" is not understood"},
               {"2020-05-03 0345 UTC+15", "more than 14 h"},
               {"131350JUN17", "date-time group"},
               {"132550ZJUN17", "no such time of day"},
               {"2020-05-03 05:00 to 2020-05-02 06:00", "ends before it starts"},
               {"99999999999999-01-01", "does not start with a date"}};
  for (const auto& c : cases) {
    const auto time = ParseOccurrence(c.text);
    ASSERT_FALSE(time.ok()) << c.text;
    EXPECT_EQ(base::ReasonOf(time.status()), base::reason::kMalformed);
    EXPECT_THAT(std::string(time.status().message()), HasSubstr(c.why));
    EXPECT_THAT(std::string(time.status().message()), HasSubstr("2020-05-03 0345 LT"));
  }
}

TEST(OccurrenceTime, OfANumericDateNeedsItsOrder) {
  TimeDefaults defaults;
  defaults.unzoned_is_utc = true;
  defaults.numeric_dates = DateOrder::kMonthFirst;
  EXPECT_EQ(Interval(*ParseOccurrence("3/14/09", defaults)), "2009-03-14 00:00 / 2009-03-15 00:00");
  EXPECT_EQ(Interval(*ParseOccurrence("1/4/95", defaults)), "1995-01-04 00:00 / 1995-01-05 00:00");
  EXPECT_EQ(ParseOccurrence("1/4/95", defaults)->zone_basis(), v1::ZONE_BASIS_ASSUMED_UTC);
  defaults.numeric_dates = DateOrder::kDayFirst;
  EXPECT_EQ(Interval(*ParseOccurrence("3-4-2009", defaults)),
            "2009-04-03 00:00 / 2009-04-04 00:00");
}

TEST(OccurrenceTime, InLocalTimeTakesTheOffsetThatIsOffered) {
  TimeDefaults defaults;
  defaults.local_offset_minutes = 480;
  const auto local = ParseOccurrence("2020-05-03 0345 LT", defaults);
  EXPECT_EQ(Interval(*local), "2020-05-02 19:45 / 2020-05-02 19:46");
  EXPECT_EQ(local->zone_basis(), v1::ZONE_BASIS_ASSUMED_LOCAL);
  EXPECT_EQ(local->utc_offset_minutes(), 480);
  EXPECT_EQ(ParseOccurrence("2020-05-03 0345 UTC", defaults)->zone_basis(), kUtc);
}

TEST(OccurrenceTime, AtALongitudeHoldsTheTimeThatIsKeptAshore) {
  const TimeDefaults singapore = LocalTimeAt(1'038'000'000);
  EXPECT_EQ(singapore.local_offset_minutes, 420);
  const auto guess = ParseOccurrence("2020-05-03 0345 LT", singapore);
  const auto truth = ParseOccurrence("2020-05-03 0345 UTC+8");
  EXPECT_LE(guess->start().seconds(), truth->start().seconds());
  EXPECT_GE(guess->end().seconds(), truth->end().seconds());
  EXPECT_EQ(LocalTimeAt(-774'000'000).local_offset_minutes, -300);
  EXPECT_EQ(LocalTimeAt(0).local_offset_minutes, 0);
  EXPECT_EQ(LocalTimeAt(1'800'000'000).local_offset_minutes, 720);
}

TEST(OccurrenceTime, IsWrittenForPeople) {
  const struct {
    const char* text;
    const char* written;
  } cases[] = {{"03 May 2020 0345 UTC+8", "2020-05-03 03:45 UTC+8"},
               {"2020-05-03 0345 LT", "2020-05-03 03:45 LT"},
               {"2020-05-03", "2020-05-03 (zone not known)"},
               {"131350ZJUN17", "2017-06-13 13:50 UTC"},
               {"May 2020 UTC", "2020-05 UTC"},
               {"2020-05-03 2330-0030 UTC-0330", "2020-05-03 23:30 to 2020-05-04 00:30 UTC-3:30"}};
  for (const auto& c : cases) {
    EXPECT_EQ(FormatOccurrence(*ParseOccurrence(c.text)), c.written);
  }
  EXPECT_EQ(FormatOccurrence(*ParseOccurrence("2020-05-03 0345", LocalTimeAt(1'038'000'000))),
            "2020-05-03 01:45 to 05:45 UTC+7 (assumed)");
  EXPECT_EQ(FormatOccurrence(v1::OccurrenceTime()), "time not known");
}

TEST(OccurrenceTime, SurvivesWritingAndReading) {
  TimeDefaults defaults[3];
  defaults[1] = LocalTimeAt(-1'000'000'000);
  defaults[2].unzoned_is_utc = true;
  for (const Case& c : kCases) {
    for (const TimeDefaults& d : defaults) {
      const auto time = ParseOccurrence(c.text, d);
      const auto again = ParseOccurrence(FormatOccurrence(*time));
      ASSERT_TRUE(again.ok()) << again.status();
      EXPECT_EQ(Interval(*again), Interval(*time)) << c.text << " as " << again->as_written();
      EXPECT_EQ(again->zone_basis(), time->zone_basis()) << c.text;
      EXPECT_EQ(again->utc_offset_minutes(), time->utc_offset_minutes()) << c.text;
    }
  }
}

}  // namespace
}  // namespace lightship::maritime
