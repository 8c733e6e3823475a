// Texts as searches compare them: words without case, diacritics and punctuation. Pure functions.
#ifndef LIGHTSHIP_NODE_MARITIME_FOLDED_WORDS_H_
#define LIGHTSHIP_NODE_MARITIME_FOLDED_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace lightship::maritime {

// " WORD WORD ", one blank about every word; empty when there is none. Latin letters as in FoldLetters, Greek and Cyrillic in
// upper case, vowel marks of Greek, Arabic and Hebrew dropped. Scripts that are written without blanks (Chinese, Japanese,
// Thai, Lao, Khmer, Burmese) have one word per character, so that a phrase of them is found wherever it stands.
std::string FoldedWords(absl::string_view text);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_FOLDED_WORDS_H_
