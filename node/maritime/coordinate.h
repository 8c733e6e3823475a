// The two halves of a written position: how ParsePosition (position.h) takes text apart. Pure
// functions.
#ifndef LIGHTSHIP_NODE_MARITIME_COORDINATE_H_
#define LIGHTSHIP_NODE_MARITIME_COORDINATE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/vocabulary.pb.h"

namespace lightship::maritime {

struct CoordinateToken {
  enum Kind {
    kNumber,
    kDegree,
    kMinute,
    kSecond,
    kColon,
    kDash,
    kComma,       // also ; / | and the word "and"
    kHemisphere,  // a lone N, S, E or W, or the word
    kLabel,       // "Lat", "Posn", ...: says nothing
    kWord,
    kEnd,
  };
  Kind kind = kEnd;
  absl::string_view text;
  // Of a number; its digits before and after the point.
  double value = 0;
  int whole_digits = 0;
  int places = 0;
  // A dash that can be the sign of the number after it.
  bool is_sign = false;
};

// One latitude or longitude.
struct Coordinate {
  double degrees = 0;
  bool is_latitude = false;
  v1::PositionNotation notation = v1::POSITION_NOTATION_UNSPECIFIED;
  // Half a unit of the last place written.
  double half_unit_degrees = 0;
  // Whole minutes, in whatever notation.
  bool whole_minutes = false;
  // How minutes like "15.25" after a colon may be taken by others.
  enum { kClear, kMinutesForSure, kEither } minutes = kClear;
};

// `text` is as FoldSigns leaves it and must outlive the tokens. The last token is kEnd; long texts
// are cut.
std::vector<CoordinateToken> TokensOf(absl::string_view text);

struct LatLon {
  Coordinate latitude;
  Coordinate longitude;
};

// Latitude and longitude, in either order, from tokens[at] on; what follows them is left alone.
// INVALID_ARGUMENT with a message that says what is wrong, without the text and without a right
// example.
absl::StatusOr<LatLon> ReadLatLon(const std::vector<CoordinateToken>& tokens, size_t at);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_COORDINATE_H_
