#include "node/maritime/sun.h"

#include "gtest/gtest.h"

namespace lightship::maritime {
namespace {

absl::Time At(absl::string_view text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << error;
  return time;
}

constexpr Point kSingapore{12'000'000, 1'038'000'000};

v1::OccurrenceTime Interval(absl::string_view start, absl::string_view end, v1::TimePrecision precision) {
  v1::OccurrenceTime occurred;
  occurred.mutable_start()->set_seconds(absl::ToUnixSeconds(At(start)));
  occurred.mutable_end()->set_seconds(absl::ToUnixSeconds(At(end)));
  occurred.set_precision(precision);
  return occurred;
}

v1::Position Singapore() {
  v1::Position position;
  position.set_lat_e7(kSingapore.lat_e7);
  position.set_lon_e7(kSingapore.lon_e7);
  return position;
}

TEST(Sun, StandsAsHighAsTheAlmanacSays) {
  // Solstice and equinox, where the altitude at noon is 90 degrees less latitude, plus declination.
  EXPECT_NEAR(SunAltitude({515'000'000, 0}, At("2020-06-20T12:02:00Z")), 90 - 51.5 + 23.44, 0.05);
  EXPECT_NEAR(SunAltitude({0, 0}, At("2021-03-20T12:07:30Z")), 90, 0.2);
  EXPECT_NEAR(SunAltitude({-900'000'000, 0}, At("2020-12-21T00:00:00Z")), 23.44, 0.05);
}

TEST(Sun, PartsDaylightTwilightAndDarknessAtTheHorizonAndSixDegreesBelow) {
  // Sunrise in Singapore on 1 January 2020 was at 07:07 local time, UTC+8; civil twilight began at 06:44.
  EXPECT_EQ(LightAt(kSingapore, At("2019-12-31T23:10:00Z")), v1::LIGHT_DAYLIGHT);
  EXPECT_EQ(LightAt(kSingapore, At("2019-12-31T23:03:00Z")), v1::LIGHT_TWILIGHT);
  EXPECT_EQ(LightAt(kSingapore, At("2019-12-31T22:48:00Z")), v1::LIGHT_TWILIGHT);
  EXPECT_EQ(LightAt(kSingapore, At("2019-12-31T22:38:00Z")), v1::LIGHT_DARKNESS);
}

TEST(Sun, TellsTheLightOfAReportOnlyWhenTimeAndPlaceAreKnownWellEnough) {
  const auto night = Interval("2020-01-01T18:00:00Z", "2020-01-01T18:01:00Z", v1::TIME_PRECISION_MINUTE);
  EXPECT_EQ(LightDuring(night, Singapore()), v1::LIGHT_DARKNESS);
  EXPECT_EQ(LightDuring(night, v1::Position()), v1::LIGHT_UNSPECIFIED);
  const auto day = Interval("2020-01-01T16:00:00Z", "2020-01-02T16:00:00Z", v1::TIME_PRECISION_DAY);
  EXPECT_EQ(LightDuring(day, Singapore()), v1::LIGHT_UNSPECIFIED);
  const auto sunrise = Interval("2019-12-31T22:00:00Z", "2019-12-31T23:59:00Z", v1::TIME_PRECISION_HOUR);
  EXPECT_EQ(LightDuring(sunrise, Singapore()), v1::LIGHT_UNSPECIFIED) << "dark before, light after";
}

}  // namespace
}  // namespace lightship::maritime
