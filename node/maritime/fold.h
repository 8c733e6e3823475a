// Folds the Unicode of real reports (typographic quotes and dashes, accents, full-width forms) to
// ASCII, so that the readers of this folder meet one spelling of each sign. Bytes that are not
// UTF-8 and scripts other than Latin pass unchanged. Pure functions.
#ifndef LIGHTSHIP_NODE_MARITIME_FOLD_H_
#define LIGHTSHIP_NODE_MARITIME_FOLD_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace lightship::maritime {

// What FoldSigns makes of every degree sign; one byte that is in no UTF-8 text.
inline constexpr char kDegreeSign = '\xFF';

bool IsAscii(absl::string_view text);

// Takes one character off `text`, which is not empty; a byte that is not UTF-8 counts as one unknown character (U+FFFD).
uint32_t TakeCharacter(absl::string_view& text);

// White space of any kind becomes ' ', dashes '-', quotes and primes ' or ", degree signs
// kDegreeSign. Letters stay.
std::string FoldSigns(absl::string_view text);

// Latin letters in upper case without their marks ("Ø" to "O", "ß" to "SS"), signs as in FoldSigns
// except degrees.
std::string FoldLetters(absl::string_view text);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_FOLD_H_
