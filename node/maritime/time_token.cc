#include "node/maritime/time_token.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace lightship::maritime {
namespace {

constexpr size_t kMostTokens = 40;
constexpr size_t kMostDigits = 9;
constexpr absl::string_view kMonths[] = {"JANUARY",   "FEBRUARY", "MARCH",    "APRIL",
                                         "MAY",       "JUNE",     "JULY",     "AUGUST",
                                         "SEPTEMBER", "OCTOBER",  "NOVEMBER", "DECEMBER"};

}  // namespace

std::vector<TimeToken> TimeTokensOf(absl::string_view text) {
  std::vector<TimeToken> tokens;
  bool glued = false;
  for (size_t i = 0; i < text.size() && tokens.size() < kMostTokens;) {
    const auto run = [&](auto is_part) {
      size_t length = 0;
      while (i + length < text.size() && is_part(text[i + length])) ++length;
      return length;
    };
    if (text[i] == ' ') {
      glued = false;
      ++i;
      continue;
    }
    TimeToken token;
    token.glued = glued;
    size_t length = run([](unsigned char c) { return absl::ascii_isdigit(c); });
    token.kind = TimeToken::kNumber;
    token.digits = length;
    if (length == 0) {
      length = run([](unsigned char c) { return absl::ascii_isalpha(c); });
      token.kind = TimeToken::kWord;
    }
    if (length == 0) {
      length = 1;
      token.kind = TimeToken::kSign;
    }
    token.text = text.substr(i, length);
    const bool fits = token.digits <= kMostDigits;
    if (token.kind == TimeToken::kNumber &&
        (!fits || !absl::SimpleAtoi(token.text, &token.value))) {
      token.value = -1;
    }
    tokens.push_back(token);
    i += length;
    glued = true;
  }
  tokens.resize(tokens.size() + 1);
  return tokens;
}

int MonthOf(absl::string_view word) {
  if (word.size() < 3) return 0;
  const auto* found = std::find_if(std::begin(kMonths), std::end(kMonths),
                                   [word](auto month) { return absl::StartsWith(month, word); });
  if (found == std::end(kMonths)) return word == "SEPT" ? 9 : 0;
  return static_cast<int>(found - std::begin(kMonths)) + 1;
}

}  // namespace lightship::maritime
