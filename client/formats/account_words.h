// Prose taken apart into words, each with the signs around it: what account.h works on.
#ifndef LIGHTSHIP_CLIENT_FORMATS_ACCOUNT_WORDS_H_
#define LIGHTSHIP_CLIENT_FORMATS_ACCOUNT_WORDS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lightship::formats {

struct AccountWord {
  std::string before;  // signs in front: "(", "\""
  std::string text;    // without them
  std::string after;   // signs behind: ",", ")."
};

// At most `most` words; what follows is left alone. Typographic quotes and dashes are plain in the result.
std::vector<AccountWord> WordsOfAccount(absl::string_view prose, size_t most);

// The number, or -1 when `text` is not all figures, or more than nine of them.
int FiguresOf(absl::string_view text);

// No small letter, at least one capital, no sign but - ' . & and / within.
bool IsCapitals(absl::string_view text);

// Of the letters of `prose`, more than nine in ten are capitals.
bool IsMostlyCapitals(absl::string_view prose);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_ACCOUNT_WORDS_H_
