#include "node/maritime/coordinate.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "node/base/status.h"

namespace lightship::maritime {
namespace {

using Token = CoordinateToken;
using Tokens = std::vector<CoordinateToken>;

// Degrees, minutes and seconds as they stand in the text, one to three of them.
struct Parts {
  std::vector<Token> numbers;
  // Minutes or seconds have their sign, or the degrees theirs.
  bool marked = false;
  bool negative = false;
  char hemisphere = 0;
};

absl::Status Wrong(absl::string_view message) { return absl::InvalidArgumentError(message); }

bool IsFiller(Token::Kind kind) {
  return kind == Token::kLabel || kind == Token::kColon || kind == Token::kComma ||
         kind == Token::kDash;
}

bool IsMark(Token::Kind kind) {
  return kind == Token::kDegree || kind == Token::kMinute || kind == Token::kSecond;
}

char LetterOf(const Token& token) { return absl::ascii_toupper(token.text[0]); }

absl::string_view NameOfPart(size_t index) {
  return index == 0 ? "degrees" : index == 1 ? "minutes" : "seconds";
}

// Takes the mark after number `parts.numbers.back()`, if there is one.
absl::Status TakeMark(const Tokens& tokens, size_t& at, Parts& parts) {
  if (!IsMark(tokens[at].kind)) return absl::OkStatus();
  const size_t index = parts.numbers.size() - 1;
  const size_t says = tokens[at].kind - Token::kDegree;
  if (says != index) {
    return Wrong(absl::StrCat("\"", parts.numbers.back().text, "\" stands where ",
                              NameOfPart(index), " belong but is marked as ", NameOfPart(says)));
  }
  parts.marked = true;
  ++at;
  return absl::OkStatus();
}

// True when tokens[at] leads on to a further part of the same coordinate; `at` then is at its
// number.
bool LeadsOn(const Tokens& tokens, size_t& at) {
  if (tokens[at].kind == Token::kNumber) return true;
  const bool joins = tokens[at].kind == Token::kColon || tokens[at].kind == Token::kDash;
  if (!joins || tokens[at + 1].kind != Token::kNumber) return false;
  ++at;
  return true;
}

// Reads one coordinate. With `letters`, a hemisphere letter before or behind it belongs to it and
// parts follow one another; without, it is one number. `dash_is_sign`: a dash may be a minus, not
// only stand between the two.
absl::StatusOr<Parts> TakeParts(const Tokens& tokens, size_t& at, bool letters, bool dash_is_sign) {
  Parts parts;
  while (IsFiller(tokens[at].kind) && !(dash_is_sign && tokens[at].is_sign)) ++at;
  if (tokens[at].kind == Token::kHemisphere) parts.hemisphere = LetterOf(tokens[at++]);
  if (tokens[at].is_sign) {
    parts.negative = true;
    ++at;
  }
  if (tokens[at].kind != Token::kNumber) {
    return Wrong(tokens[at].kind == Token::kEnd
                     ? std::string("it ends where a number is missing")
                     : absl::StrCat("a number is missing before \"", tokens[at].text, "\""));
  }
  do {
    if (parts.numbers.size() == 3) {
      return Wrong(absl::StrCat("\"", tokens[at].text,
                                "\" is one number too many (is a hemisphere letter missing?)"));
    }
    parts.numbers.push_back(tokens[at++]);
    RETURN_IF_ERROR(TakeMark(tokens, at, parts));
  } while (letters && LeadsOn(tokens, at));
  if (letters && parts.hemisphere == 0 && tokens[at].kind == Token::kHemisphere) {
    parts.hemisphere = LetterOf(tokens[at++]);
  }
  return parts;
}

// "1256.49" and "04312.17" hold degrees and minutes, "013015" and "1030531" seconds too: split by
// digits.
void SplitCompact(bool is_latitude, Parts& parts) {
  if (parts.numbers.size() != 1 || parts.marked) return;
  const Token compact = parts.numbers[0];
  const int degree_digits = is_latitude ? 2 : 3;
  int rest = compact.whole_digits - degree_digits;
  if (!is_latitude && rest == 1) rest = 2;  // "4312.17E", the leading zero left out
  if (rest != 2 && rest != 4) return;
  const auto piece = [](double value, int digits, int places) {
    Token token;
    token.kind = Token::kNumber;
    token.value = value;
    token.whole_digits = digits;
    token.places = places;
    return token;
  };
  const double scale = rest == 2 ? 100 : 10'000;
  const double degrees = std::floor(compact.value / scale);
  const double minutes = compact.value - degrees * scale;
  parts.numbers = {piece(degrees, degree_digits, 0)};
  if (rest == 2) {
    parts.numbers.push_back(piece(minutes, 2, compact.places));
  } else {
    parts.numbers.push_back(piece(std::floor(minutes / 100), 2, 0));
    parts.numbers.push_back(piece(std::fmod(minutes, 100), 2, compact.places));
  }
  parts.marked = true;  // the notation leaves no room for another reading
}

absl::Status CheckParts(const Parts& parts) {
  for (size_t i = 0; i < parts.numbers.size(); ++i) {
    const Token& number = parts.numbers[i];
    if (i + 1 < parts.numbers.size() && number.places > 0) {
      return Wrong(absl::StrCat(number.text, " ", NameOfPart(i), " have a fraction although ",
                                NameOfPart(i + 1), " follow"));
    }
    if (i > 0 && number.value > 60) {
      return Wrong(absl::StrCat(number.value, " ", NameOfPart(i), " are more than 60"));
    }
  }
  return absl::OkStatus();
}

// Two places without any mark, as in "01:15.25": whether they could be taken for seconds.
void JudgeMinutes(const Parts& parts, Coordinate& coordinate) {
  if (parts.numbers.size() != 2 || parts.marked || parts.numbers[1].places == 0) return;
  const double fraction = parts.numbers[1].value - std::floor(parts.numbers[1].value);
  const bool could_be_seconds = parts.numbers[1].places == 2 && fraction < 0.595;
  coordinate.minutes = !could_be_seconds  ? Coordinate::kMinutesForSure
                       : fraction > 0.005 ? Coordinate::kEither
                                          : Coordinate::kClear;
}

absl::StatusOr<Coordinate> Evaluate(Parts parts, bool is_latitude) {
  SplitCompact(is_latitude, parts);
  RETURN_IF_ERROR(CheckParts(parts));
  Coordinate coordinate;
  coordinate.is_latitude = is_latitude;
  const size_t count = parts.numbers.size();
  double unit = 1;
  for (size_t i = 0; i < count; ++i) {
    coordinate.degrees += parts.numbers[i].value * unit;
    if (i + 1 < count) unit /= 60;
  }
  const double most = is_latitude ? 90 : 180;
  if (coordinate.degrees > most) {
    return Wrong(absl::StrCat(is_latitude ? "latitude " : "longitude ", coordinate.degrees,
                              " is beyond ", most, " degrees"));
  }
  coordinate.notation = count == 1   ? v1::POSITION_NOTATION_DECIMAL_DEG
                        : count == 2 ? v1::POSITION_NOTATION_DEG_DECMIN
                                     : v1::POSITION_NOTATION_DMS;
  coordinate.half_unit_degrees = unit * std::pow(10, -parts.numbers[count - 1].places) / 2;
  const double minutes = coordinate.degrees * 60;
  coordinate.whole_minutes = std::abs(minutes - std::round(minutes)) < 1e-4;
  JudgeMinutes(parts, coordinate);
  if (parts.negative || parts.hemisphere == 'S' || parts.hemisphere == 'W') {
    coordinate.degrees = -coordinate.degrees;
  }
  return coordinate;
}

// Whether a hemisphere letter belongs to the figures: one stands before the first word that is none
// of ours.
bool HasLetters(const Tokens& tokens, size_t at) {
  for (; tokens[at].kind != Token::kEnd && tokens[at].kind != Token::kWord; ++at) {
    if (tokens[at].kind == Token::kHemisphere) return true;
  }
  return false;
}

absl::Status CheckLetters(const Parts& first, const Parts& second) {
  const auto is_latitude = [](char letter) { return letter == 'N' || letter == 'S'; };
  for (const Parts* parts : {&first, &second}) {
    if (parts->hemisphere == 0) {
      const char other = parts == &first ? second.hemisphere : first.hemisphere;
      return Wrong(is_latitude(other) ? "the longitude has no hemisphere letter (E or W)"
                                      : "the latitude has no hemisphere letter (N or S)");
    }
    if (parts->negative) return Wrong("a value has both a minus sign and a hemisphere letter");
  }
  if (is_latitude(first.hemisphere) == is_latitude(second.hemisphere)) {
    return Wrong(absl::StrCat("both values are ",
                              is_latitude(first.hemisphere) ? "latitudes" : "longitudes"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<LatLon> ReadLatLon(const Tokens& tokens, size_t at) {
  const bool letters = HasLetters(tokens, at);
  ASSIGN_OR_RETURN(Parts first, TakeParts(tokens, at, letters, true));
  const Token::Kind next = tokens[at].kind;
  if (!letters && (next == Token::kColon || next == Token::kMinute)) {
    return Wrong("there is no hemisphere letter (N or S, E or W)");
  }
  if (next == Token::kEnd || next == Token::kWord) {
    return Wrong("it holds only one of latitude and longitude");
  }
  ASSIGN_OR_RETURN(Parts second, TakeParts(tokens, at, letters, !letters));
  if (!letters && tokens[at].kind != Token::kEnd && tokens[at].kind != Token::kWord &&
      tokens[at].kind != Token::kComma) {
    return Wrong("there is no hemisphere letter (N or S, E or W)");
  }
  if (letters) {
    RETURN_IF_ERROR(CheckLetters(first, second));
    if (first.hemisphere == 'E' || first.hemisphere == 'W') std::swap(first, second);
  }
  LatLon result;
  ASSIGN_OR_RETURN(result.latitude, Evaluate(std::move(first), true));
  ASSIGN_OR_RETURN(result.longitude, Evaluate(std::move(second), false));
  return result;
}

}  // namespace lightship::maritime
