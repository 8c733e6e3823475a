// Points, distances and shapes on the globe, in the integers that reports carry: degrees times
// 10^7, WGS 84 taken as a sphere (error under 0.6 %, far below that of a reported position). Pure
// functions.
#ifndef LIGHTSHIP_NODE_MARITIME_GEOMETRY_H_
#define LIGHTSHIP_NODE_MARITIME_GEOMETRY_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "lightship/v1/incident.pb.h"
#include "lightship/v1/report.pb.h"

namespace lightship::maritime {

inline constexpr double kMetresPerNauticalMile = 1852.0;
inline constexpr int32_t kLatMostE7 = 900'000'000;
inline constexpr int32_t kLonMostE7 = 1'800'000'000;

struct Point {
  int32_t lat_e7 = 0;
  int32_t lon_e7 = 0;

  friend bool operator==(const Point&, const Point&) = default;
};

// Nearest integer; REQUIRES: within the range of int32 after scaling (|degrees| <= 214).
int32_t ToE7(double degrees);
double ToDegrees(int32_t e7);

// True for a point on the globe: what everything below requires.
bool IsOnGlobe(const Point& point);

// Nothing when the position has no latitude and longitude, or values that are not on the globe.
std::optional<Point> PointOf(const v1::Position& position);

// Great-circle distance.
double DistanceMetres(const Point& a, const Point& b);
double DistanceNauticalMiles(const Point& a, const Point& b);
// In which direction the great circle from a to b begins: degrees true, 0 to below 360; 0 when they are one point.
double BearingDegrees(const Point& a, const Point& b);

// Edges included. A box with west > east crosses the 180th meridian; -180 and 180 are one meridian.
bool Contains(const v1::Box& box, const Point& point);
bool Contains(const v1::Circle& circle, const Point& point);

// Id of the S2 leaf cell (level 30) that holds the point: near points have near ids.
uint64_t CellId(const Point& point);

// Centre of the S2 cell with this token, as DIMENSION_CELL names it; nothing for what is no token.
std::optional<Point> CellCentre(absl::string_view token);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_GEOMETRY_H_
