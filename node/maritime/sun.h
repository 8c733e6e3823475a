// How high the sun stands, by the low-precision formula of the Astronomical Almanac (good to 0.01 degrees between 1950
// and 2050). Pure functions.
#ifndef LIGHTSHIP_NODE_MARITIME_SUN_H_
#define LIGHTSHIP_NODE_MARITIME_SUN_H_

#include "absl/time/time.h"
#include "lightship/v1/report.pb.h"
#include "node/maritime/geometry.h"

namespace lightship::maritime {

// Degrees above the horizon, of the sun's centre and without refraction; negative below it.
double SunAltitude(const Point& point, absl::Time time);

// Daylight while the sun's upper edge is above the horizon (-0.833 degrees), twilight down to -6 degrees (civil), else
// darkness.
v1::Light LightAt(const Point& point, absl::Time time);

// What holds from the beginning to the end of the interval, which is known to the hour or better; LIGHT_UNSPECIFIED when
// it changes within, or when time or position are not known so well.
v1::Light LightDuring(const v1::OccurrenceTime& occurred, const v1::Position& position);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_SUN_H_
