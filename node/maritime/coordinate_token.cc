#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "node/maritime/coordinate.h"
#include "node/maritime/fold.h"

namespace lightship::maritime {
namespace {

using Token = CoordinateToken;

// A position of any notation takes fewer than 24.
constexpr size_t kMostTokens = 96;
constexpr size_t kMostDigits = 24;

struct NamedToken {
  absl::string_view word;
  Token::Kind kind;
};

constexpr NamedToken kWords[] = {
    {"north", Token::kHemisphere}, {"south", Token::kHemisphere}, {"east", Token::kHemisphere},
    {"west", Token::kHemisphere},  {"n", Token::kHemisphere},     {"s", Token::kHemisphere},
    {"e", Token::kHemisphere},     {"w", Token::kHemisphere},     {"deg", Token::kDegree},
    {"degs", Token::kDegree},      {"degree", Token::kDegree},    {"degrees", Token::kDegree},
    {"min", Token::kMinute},       {"mins", Token::kMinute},      {"minute", Token::kMinute},
    {"minutes", Token::kMinute},   {"sec", Token::kSecond},       {"secs", Token::kSecond},
    {"second", Token::kSecond},    {"seconds", Token::kSecond},   {"lat", Token::kLabel},
    {"latitude", Token::kLabel},   {"lon", Token::kLabel},        {"long", Token::kLabel},
    {"lng", Token::kLabel},        {"longitude", Token::kLabel},  {"pos", Token::kLabel},
    {"posn", Token::kLabel},       {"position", Token::kLabel},   {"posit", Token::kLabel},
    {"and", Token::kComma},
};

Token::Kind KindOfWord(absl::string_view word) {
  const auto* found = std::find_if(std::begin(kWords), std::end(kWords), [word](const auto& named) {
    return absl::EqualsIgnoreCase(named.word, word);
  });
  return found == std::end(kWords) ? Token::kWord : found->kind;
}

Token::Kind KindOfSign(absl::string_view rest) {
  switch (rest[0]) {
    case kDegreeSign:
      return Token::kDegree;
    case '\'':
      return absl::StartsWith(rest, "''") ? Token::kSecond : Token::kMinute;
    case '"':
      return Token::kSecond;
    case ':':
      return Token::kColon;
    case '-':
      return Token::kDash;
    case ',':
    case ';':
    case '/':
    case '|':
      return Token::kComma;
    default:
      return Token::kWord;
  }
}

size_t CountDigits(absl::string_view text) {
  size_t count = 0;
  while (count < text.size() && absl::ascii_isdigit(text[count])) ++count;
  return count;
}

// REQUIRES: `rest` starts with a digit. "01.15.25" is 1 degree and 15.25 minutes, so its first
// point ends a number.
Token TakeNumber(absl::string_view rest) {
  Token token;
  token.kind = Token::kNumber;
  const size_t whole = CountDigits(rest);
  size_t length = whole;
  if (length < rest.size() && rest[length] == '.') {
    const size_t places = CountDigits(rest.substr(length + 1));
    const absl::string_view after = rest.substr(length + 1 + places);
    const bool another_point = after.size() > 1 && after[0] == '.' && absl::ascii_isdigit(after[1]);
    if (places > 0 && !another_point) {
      length += 1 + places;
      token.places = static_cast<int>(places);
    }
  }
  token.text = rest.substr(0, length);
  token.whole_digits = static_cast<int>(whole);
  if (length > kMostDigits || !absl::SimpleAtod(token.text, &token.value))
    token.kind = Token::kWord;
  return token;
}

Token TakeToken(absl::string_view rest) {
  if (absl::ascii_isdigit(rest[0])) return TakeNumber(rest);
  Token token;
  size_t length = 1;
  if (absl::ascii_isalpha(rest[0])) {
    while (length < rest.size() && absl::ascii_isalpha(rest[length])) ++length;
    token.kind = KindOfWord(rest.substr(0, length));
  } else {
    token.kind = KindOfSign(rest);
    if (token.kind == Token::kSecond && rest[0] == '\'') length = 2;
  }
  token.text = rest.substr(0, length);
  return token;
}

}  // namespace

std::vector<Token> TokensOf(absl::string_view text) {
  std::vector<Token> tokens;
  tokens.reserve(24);
  size_t i = 0;
  while (i < text.size() && tokens.size() < kMostTokens) {
    const char c = text[i];
    const bool point_of_number = c == '.' && i + 1 < text.size() &&
                                 absl::ascii_isdigit(text[i + 1]) &&
                                 (i == 0 || !absl::ascii_isdigit(text[i - 1]));
    if (c == ' ' || c == '(' || c == ')' || (c == '.' && !point_of_number)) {
      ++i;
      continue;
    }
    Token token = TakeToken(text.substr(i));
    if (token.kind == Token::kDash) {
      const bool after_value =
          i > 0 && text[i - 1] != ' ' && text[i - 1] != ',' && text[i - 1] != ';';
      token.is_sign = !after_value && i + 1 < text.size() && absl::ascii_isdigit(text[i + 1]);
    }
    i += token.text.size();
    tokens.push_back(token);
  }
  tokens.push_back({});
  return tokens;
}

}  // namespace lightship::maritime
