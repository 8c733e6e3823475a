#include "node/maritime/sun.h"

#include <algorithm>
#include <cmath>

namespace lightship::maritime {
namespace {

constexpr double kRiseDegrees = -0.833;
constexpr double kCivilDegrees = -6;
// 2000-01-01 12:00 UTC.
constexpr int64_t kJ2000Seconds = 946728000;
constexpr double kRadians = 3.14159265358979323846 / 180;

double Sine(double degrees) { return std::sin(degrees * kRadians); }
double Cosine(double degrees) { return std::cos(degrees * kRadians); }

}  // namespace

double SunAltitude(const Point& point, absl::Time time) {
  const double days = absl::ToDoubleSeconds(time - absl::FromUnixSeconds(kJ2000Seconds)) / 86400;
  const double anomaly = 357.528 + 0.9856003 * days;
  const double longitude =
      280.460 + 0.9856474 * days + 1.915 * Sine(anomaly) + 0.020 * Sine(2 * anomaly);
  const double obliquity = 23.439 - 0.0000004 * days;
  const double ascension =
      std::atan2(Cosine(obliquity) * Sine(longitude), Cosine(longitude)) / kRadians;
  const double declination = std::asin(Sine(obliquity) * Sine(longitude)) / kRadians;
  const double sidereal = 280.46062 + 360.98564737 * days;
  const double hour_angle = sidereal + ToDegrees(point.lon_e7) - ascension;
  const double latitude = ToDegrees(point.lat_e7);
  const double sine = Sine(latitude) * Sine(declination) +
                      Cosine(latitude) * Cosine(declination) * Cosine(hour_angle);
  return std::asin(std::clamp(sine, -1.0, 1.0)) / kRadians;
}

v1::Light LightAt(const Point& point, absl::Time time) {
  const double altitude = SunAltitude(point, time);
  if (altitude > kRiseDegrees) return v1::LIGHT_DAYLIGHT;
  return altitude > kCivilDegrees ? v1::LIGHT_TWILIGHT : v1::LIGHT_DARKNESS;
}

v1::Light LightDuring(const v1::OccurrenceTime& occurred, const v1::Position& position) {
  const auto point = PointOf(position);
  const bool exact = occurred.precision() == v1::TIME_PRECISION_MINUTE ||
                     occurred.precision() == v1::TIME_PRECISION_HOUR;
  if (!point.has_value() || !exact || !occurred.has_start() || !occurred.has_end()) {
    return v1::LIGHT_UNSPECIFIED;
  }
  const absl::Time start = absl::FromUnixSeconds(occurred.start().seconds());
  const absl::Time end = absl::FromUnixSeconds(occurred.end().seconds());
  // An hour stated in a zone that is not known is no hour.
  if (end - start > absl::Hours(2)) return v1::LIGHT_UNSPECIFIED;
  const v1::Light light = LightAt(*point, start);
  return light == LightAt(*point, end) ? light : v1::LIGHT_UNSPECIFIED;
}

}  // namespace lightship::maritime
