#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "node/incident/correlation/findings.h"

namespace lightship::incident::correlation {
namespace {

using maritime::Point;

constexpr double kNearNm = 25;
constexpr double kRepairedNm = 2;
// A position that is less certain was not measured: lying near another says less.
constexpr double kMeasuredNm = 3;
constexpr double kUncertainMostNm = 200;

// How one axis of a position may have come from the other's by a slip of the pen, in degrees.
enum class Slip {
  kNone,        // the same
  kHemisphere,  // N for S, E for W
  kDegree,      // one or ten whole degrees
  kDigit,       // a digit of the degrees lost: 105 and 5, 38 and 3
  kOther,
};

bool IsNear(double a, double b, double slack) { return std::fabs(a - b) <= slack; }

// True when the shorter number is the longer one without one or two of its digits.
bool LostDigit(double a, double b) {
  std::string longer = absl::StrCat(static_cast<int>(a)),
              shorter = absl::StrCat(static_cast<int>(b));
  if (longer.size() < shorter.size()) std::swap(longer, shorter);
  if (longer.size() == shorter.size()) return false;
  size_t found = 0;
  for (const char digit : longer) {
    if (found < shorter.size() && digit == shorter[found]) ++found;
  }
  return found == shorter.size();
}

Slip SlipBetween(double a, double b, double slack) {
  if (IsNear(a, b, slack)) return Slip::kNone;
  if (IsNear(a, -b, slack)) return Slip::kHemisphere;
  const double away = std::fabs(a - b);
  if (IsNear(away, 1, slack) || IsNear(away, 10, slack)) return Slip::kDegree;
  const double left = std::fabs(a), right = std::fabs(b);
  const bool same_minutes = IsNear(left - std::floor(left), right - std::floor(right), slack);
  return same_minutes && a * b >= 0 && LostDigit(left, right) ? Slip::kDigit : Slip::kOther;
}

absl::string_view WordsOf(Slip slip) {
  switch (slip) {
    case Slip::kHemisphere:
      return "the hemisphere";
    case Slip::kDegree:
      return "a whole degree";
    case Slip::kDigit:
      return "a lost digit";
    default:
      return "";
  }
}

// Tries the slips of far positions on both axes.
bool AddSlips(const Account& a, const Account& b, double nm, double slack_nm, Findings& findings) {
  const double slack = slack_nm / 60;
  const double lat_a = maritime::ToDegrees(a.point->lat_e7),
               lon_a = maritime::ToDegrees(a.point->lon_e7);
  const double lat_b = maritime::ToDegrees(b.point->lat_e7),
               lon_b = maritime::ToDegrees(b.point->lon_e7);
  const Slip lat = SlipBetween(lat_a, lat_b, slack);
  const Slip lon = SlipBetween(lon_a, lon_b, slack / std::max(0.2, std::cos(lat_a * M_PI / 180)));
  if (lat == Slip::kOther || lon == Slip::kOther) return false;
  if (lat != Slip::kNone && lon != Slip::kNone && lat != lon) return false;
  const Slip slip = lat != Slip::kNone ? lat : lon;
  const absl::string_view axis = lon == Slip::kNone   ? "latitude"
                                 : lat == Slip::kNone ? "longitude"
                                                      : "latitude and longitude";
  findings.Add(slip == Slip::kDigit ? 1.0 : 1.5,
               absl::StrFormat("%.0f nm apart as stated, under %.0f nm if %s is wrong in one %s",
                               nm, std::ceil(slack_nm), WordsOf(slip), axis));
  return true;
}

// Degrees that result when the decimal minutes of `degrees` are read as seconds: 1°15.25' as
// 1°15'25".
double ReadAsSeconds(double degrees) {
  const double whole = std::trunc(degrees), minutes = std::fabs(degrees - whole) * 60;
  const double seconds = (minutes - std::floor(minutes)) * 100;
  const double read = std::fabs(whole) + (std::floor(minutes) + seconds / 60) / 60;
  return std::copysign(read, degrees);
}

// Distance if the minutes of `stated` were read as seconds in `misread`.
double AsSecondsNm(const Point& stated, const Point& misread) {
  const Point read{
      maritime::ToE7(std::clamp(ReadAsSeconds(maritime::ToDegrees(stated.lat_e7)), -90.0, 90.0)),
      maritime::ToE7(std::clamp(ReadAsSeconds(maritime::ToDegrees(stated.lon_e7)), -180.0, 180.0))};
  return maritime::DistanceNauticalMiles(read, misread);
}

void AddSeconds(const Account& a, const Account& b, double nm, Findings& findings) {
  if (nm < 0.15 || nm > 1.2) return;
  const double in_b = AsSecondsNm(*a.point, *b.point), in_a = AsSecondsNm(*b.point, *a.point);
  if (std::min(in_a, in_b) > 0.05) return;
  const std::string& source = in_a < in_b ? a.source : b.source;
  findings.Add(0.3, absl::StrFormat(
                        "%.1f nm apart if decimal minutes were read as seconds in %s position",
                        std::min(in_a, in_b), source.empty() ? "one" : absl::StrCat(source, "'s")));
}

// What a distance is worth: how often reports of one incident lie so far apart, over how often any
// two do.
double WeightOf(double nm, double uncertainty_nm) {
  const double slack = std::min(uncertainty_nm, kMeasuredNm);
  if (nm <= 1 + slack) return 4.6;
  if (nm <= 5 + slack) return 2.6;
  if (nm <= kNearNm) return 1.9;
  if (nm <= std::max(60.0, uncertainty_nm)) return 0.8;
  return nm <= 200 ? 0 : -2.7;
}

}  // namespace

Place ComparePlaces(const Account& a, const Account& b, Findings& findings) {
  Place place;
  if (!a.point.has_value() || !b.point.has_value()) return place;
  const double nm = maritime::DistanceNauticalMiles(*a.point, *b.point);
  place.nm = nm;
  const double uncertainty_nm = std::min(
      (a.uncertainty_m + b.uncertainty_m) / maritime::kMetresPerNauticalMile, kUncertainMostNm);
  place.beyond_doubt = nm > std::max(uncertainty_nm, kRepairedNm);
  const double slack_nm = kRepairedNm + std::min(uncertainty_nm, kMeasuredNm);
  if (nm > kNearNm + uncertainty_nm && AddSlips(a, b, nm, slack_nm, findings)) {
    place.repaired = true;
    return place;
  }
  double weight = WeightOf(nm, uncertainty_nm);
  // The centre of a port is shared by all that happens there.
  const bool vague = a.centre_of_place || b.centre_of_place || uncertainty_nm > kMeasuredNm * 2;
  if (vague) weight = std::min(weight, 2.6);
  findings.Add(weight, nm < 10 ? absl::StrFormat("%.1f nm apart", nm)
                               : absl::StrFormat("%.0f nm apart", nm));
  AddSeconds(a, b, nm, findings);
  return place;
}

}  // namespace lightship::incident::correlation
