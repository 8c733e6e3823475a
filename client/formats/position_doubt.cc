#include "client/formats/position_doubt.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "node/maritime/geometry.h"
#include "node/maritime/place_box.h"
#include "node/maritime/position.h"

namespace lightship::formats {
namespace {

// Two readings of one position differ by rounding below this, and are different places above the other.
constexpr double kSameMetres = 300;
constexpr double kSecondsMetres = 2000;
constexpr int64_t kDegreeE7 = 10'000'000;
constexpr int64_t kDegreeSlackE7 = 300'000;

// True when `difference` is one or more whole degrees, give or take a minute or two.
bool IsWholeDegrees(int64_t difference) {
  int64_t away = std::llabs(difference);
  int64_t rest = away % kDegreeE7;
  return away > kDegreeE7 / 2 && std::min(rest, kDegreeE7 - rest) < kDegreeSlackE7;
}

}  // namespace

std::optional<PositionDoubt> ComparePositions(const v1::Position& column,
                                              const v1::Position& narrative) {
  auto here = maritime::PointOf(column), there = maritime::PointOf(narrative);
  if (!here.has_value() || !there.has_value()) return std::nullopt;
  double metres = maritime::DistanceMetres(*here, *there);
  // Whole minutes are right to half a minute on both axes.
  double slack = std::max(narrative.uncertainty_m(), column.uncertainty_m());
  if (metres < kSameMetres || metres < slack) return std::nullopt;
  std::string told = absl::StrCat("narrative says ", maritime::FormatPosition(narrative), ", ",
                                  absl::StrFormat("%.1f nm", metres / maritime::kMetresPerNauticalMile),
                                  " away");
  if (metres < kSecondsMetres) {
    return PositionDoubt{v1::POSITION_QUALITY_FLAG_MINUTES_OR_SECONDS_AMBIGUOUS, told};
  }
  for (auto [lat_sign, lon_sign] : {std::pair(-1, 1), std::pair(1, -1), std::pair(-1, -1)}) {
    maritime::Point flipped{here->lat_e7 * lat_sign, here->lon_e7 * lon_sign};
    if (maritime::DistanceMetres(flipped, *there) < kSecondsMetres) {
      return PositionDoubt{v1::POSITION_QUALITY_FLAG_HEMISPHERE_SUSPECT, told};
    }
  }
  int64_t lat = int64_t{here->lat_e7} - there->lat_e7, lon = int64_t{here->lon_e7} - there->lon_e7;
  bool slip = (IsWholeDegrees(lat) && std::llabs(lon) < kDegreeSlackE7) ||
              (IsWholeDegrees(lon) && std::llabs(lat) < kDegreeSlackE7);
  return PositionDoubt{slip ? v1::POSITION_QUALITY_FLAG_WHOLE_DEGREE_SUSPECT
                            : v1::POSITION_QUALITY_FLAG_FAR_FROM_NAMED_PLACE,
                       told};
}

void CompareWithPlace(absl::string_view text, ImportedReport& report) {
  auto point = maritime::PointOf(report.facts.position());
  if (!point.has_value()) return;
  for (int flag : report.facts.position().quality_flags()) {
    if (flag == v1::POSITION_QUALITY_FLAG_HEMISPHERE_SUSPECT) return;
  }
  auto place = maritime::PlaceInOtherHemisphere(text, *point);
  if (!place.has_value()) return;
  report.facts.mutable_position()->add_quality_flags(v1::POSITION_QUALITY_FLAG_HEMISPHERE_SUSPECT);
  AddDoubt("hemisphere differs from the place",
           absl::StrCat(maritime::FormatPosition(report.facts.position()), " is not near ", *place,
                        "; it would be in another hemisphere"),
           report);
}

}  // namespace lightship::formats
