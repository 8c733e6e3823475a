// The words and figures of a written time: what ReadTimeText (time_text.h) works on. Pure
// functions.
#ifndef LIGHTSHIP_NODE_MARITIME_TIME_TOKEN_H_
#define LIGHTSHIP_NODE_MARITIME_TIME_TOKEN_H_

#include <cstddef>
#include <vector>

#include "absl/strings/string_view.h"

namespace lightship::maritime {

struct TimeToken {
  enum Kind { kEnd, kNumber, kWord, kSign } kind = kEnd;
  absl::string_view text;
  // Of a number; -1 when it is too large to be part of a time.
  int value = 0;
  size_t digits = 0;
  // No blank between this and the token before.
  bool glued = false;
};

// `text` is upper-case and must outlive the tokens. The last token is kEnd; long texts are cut.
std::vector<TimeToken> TimeTokensOf(absl::string_view text);

// 1 to 12, or 0: an English month, in full or its first letters, three at least. REQUIRES: upper
// case.
int MonthOf(absl::string_view word);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_TIME_TOKEN_H_
