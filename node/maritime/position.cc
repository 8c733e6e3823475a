#include "node/maritime/position.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "node/base/quote.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/maritime/coordinate.h"
#include "node/maritime/fold.h"
#include "node/maritime/geometry.h"

namespace lightship::maritime {
namespace {

using Token = CoordinateToken;

constexpr double kMetresPerDegree = 60 * kMetresPerNauticalMile;
constexpr double kHalfMinuteDegrees = 0.5 / 60;

absl::Status NotAPosition(absl::string_view text, absl::string_view why) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                     absl::StrCat("position ", base::Quoted(text), ": ", why,
                                  "; write it like 01:15.25N 104:02.41E or 1.2542, 104.0402"));
}

bool IsRangeUnit(const Token& token) {
  static constexpr absl::string_view kUnits[] = {
      "nm",         "nms",   "nmi",    "mile",     "miles", "km",     "kms",   "kilometres",
      "kilometers", "cable", "cables", "nautical", "m",     "metres", "meters"};
  return token.kind == Token::kWord &&
         std::any_of(std::begin(kUnits), std::end(kUnits), [&token](absl::string_view unit) {
           return absl::EqualsIgnoreCase(unit, token.text);
         });
}

bool HasRange(const std::vector<Token>& tokens) {
  for (size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (tokens[i].kind == Token::kNumber && IsRangeUnit(tokens[i + 1])) return true;
  }
  return false;
}

uint32_t Uncertainty(const LatLon& lat_lon, bool rounded_to_minute) {
  double lat = lat_lon.latitude.half_unit_degrees;
  double lon = lat_lon.longitude.half_unit_degrees;
  if (rounded_to_minute) {
    lat = std::max(lat, kHalfMinuteDegrees);
    lon = std::max(lon, kHalfMinuteDegrees);
  }
  lon *= std::cos(lat_lon.latitude.degrees * M_PI / 180);
  return static_cast<uint32_t>(std::max(1.0, std::ceil(std::hypot(lat, lon) * kMetresPerDegree)));
}

void Fill(const LatLon& lat_lon, v1::Position& position) {
  const Coordinate& latitude = lat_lon.latitude;
  const Coordinate& longitude = lat_lon.longitude;
  position.set_lat_e7(ToE7(latitude.degrees));
  position.set_lon_e7(ToE7(longitude.degrees));
  position.set_notation(std::max(latitude.notation, longitude.notation));
  const bool whole_minutes = latitude.whole_minutes && longitude.whole_minutes;
  if (whole_minutes) position.add_quality_flags(v1::POSITION_QUALITY_FLAG_ROUNDED_TO_MINUTE);
  const bool either =
      latitude.minutes == Coordinate::kEither || longitude.minutes == Coordinate::kEither;
  const bool sure = latitude.minutes == Coordinate::kMinutesForSure ||
                    longitude.minutes == Coordinate::kMinutesForSure;
  if (either && !sure) {
    position.add_quality_flags(v1::POSITION_QUALITY_FLAG_MINUTES_OR_SECONDS_AMBIGUOUS);
  }
  position.set_uncertainty_m(Uncertainty(lat_lon, whole_minutes));
}

// A text that starts with a word: a place, with or without a range, or with figures somewhere
// behind it.
void FillFromPlace(const std::vector<Token>& tokens, v1::Position& position) {
  const auto is_number = [](const Token& token) { return token.kind == Token::kNumber; };
  const auto is_letter = [](const Token& token) { return token.kind == Token::kHemisphere; };
  // Without hemisphere letters "Berth 12, 13" would be a place in Kazakhstan.
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (!is_number(tokens[i]) && !is_letter(tokens[i])) continue;
    const size_t word = static_cast<size_t>(
        std::find_if(tokens.begin() + i, tokens.end(),
                     [](const Token& token) { return token.kind == Token::kWord; }) -
        tokens.begin());
    if (std::none_of(tokens.begin() + i, tokens.begin() + word, is_letter)) continue;
    if (const auto lat_lon = ReadLatLon(tokens, i); lat_lon.ok()) return Fill(*lat_lon, position);
  }
  position.set_notation(HasRange(tokens) ? v1::POSITION_NOTATION_RANGE_BEARING
                                         : v1::POSITION_NOTATION_PLACE_CENTROID);
}

// Whether the text opens with words, not figures: "Kabil Port", "N of Batam", "3nm off Eyl".
bool OpensWithPlace(const std::vector<Token>& tokens, size_t at) {
  const Token& first = tokens[at];
  if (first.kind == Token::kWord) {
    const auto byte = static_cast<unsigned char>(first.text[0]);
    return absl::ascii_isalpha(byte) || byte >= 0x80;
  }
  if (first.kind == Token::kHemisphere) return tokens[at + 1].kind == Token::kWord;
  return first.kind == Token::kNumber && IsRangeUnit(tokens[at + 1]);
}

std::string FormatAxis(int32_t e7, int degree_digits, char positive, char negative) {
  const int64_t hundredths = std::llround(std::abs(static_cast<double>(e7)) * 6000 / 1e7);
  return absl::StrFormat("%0*d°%02d.%02d'%c", degree_digits, hundredths / 6000,
                         hundredths % 6000 / 100, hundredths % 100, e7 < 0 ? negative : positive);
}

}  // namespace

absl::StatusOr<v1::Position> ParsePosition(absl::string_view text) {
  const std::string folded = FoldSigns(text);
  const std::vector<Token> tokens = TokensOf(folded);
  size_t at = 0;
  while (tokens[at].kind == Token::kLabel || tokens[at].kind == Token::kColon ||
         tokens[at].kind == Token::kComma ||
         (tokens[at].kind == Token::kDash && !tokens[at].is_sign)) {
    ++at;
  }
  if (tokens[at].kind == Token::kEnd) return NotAPosition(text, "it is empty");
  v1::Position position;
  position.set_as_written(text.data(), text.size());
  if (OpensWithPlace(tokens, at)) {
    FillFromPlace(tokens, position);
    return position;
  }
  const auto lat_lon = ReadLatLon(tokens, at);
  if (!lat_lon.ok()) return NotAPosition(text, lat_lon.status().message());
  Fill(*lat_lon, position);
  return position;
}

absl::StatusOr<v1::Position> ParsePosition(absl::string_view latitude,
                                           absl::string_view longitude) {
  const absl::string_view lat = absl::StripAsciiWhitespace(latitude);
  const absl::string_view lon = absl::StripAsciiWhitespace(longitude);
  if (!lat.empty() && !lon.empty()) return ParsePosition(absl::StrCat(lat, " ", lon));
  if (lat.empty() && lon.empty()) return NotAPosition("", "it is empty");
  v1::Position half;
  half.set_as_written(absl::StrCat(lat, lon));
  return half;
}

std::string FormatPosition(const v1::Position& position) {
  const auto point = PointOf(position);
  return point ? FormatPosition(point->lat_e7, point->lon_e7) : position.as_written();
}

std::string FormatPosition(int32_t lat_e7, int32_t lon_e7) {
  return absl::StrCat(FormatAxis(lat_e7, 2, 'N', 'S'), " ", FormatAxis(lon_e7, 3, 'E', 'W'));
}

}  // namespace lightship::maritime
