// Ships' names as a comparison of reports sees them: spelling, prefixes, numerals and script
// folded, so that what is left is what tells ships apart. Pure functions.
#ifndef LIGHTSHIP_NODE_INCIDENT_CORRELATION_NAME_H_
#define LIGHTSHIP_NODE_INCIDENT_CORRELATION_NAME_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lightship::incident::correlation {

// Fewer letters and digits than this are no name to go by: "MV A", "ST".
inline constexpr size_t kNameLettersLeast = 4;

struct Name {
  std::vector<std::string> words;  // "BLUE", "STAR", "2"
  std::string letters;             // "BLUESTAR2": ELLENS and Ellen S. are one

  bool empty() const { return letters.size() < kNameLettersLeast; }
  std::string Display() const;
  bool operator==(const Name&) const = default;
};

// How near two names are to one another.
enum class Likeness {
  kNone,
  kPart,     // one is the beginning or end of the other: "LIGHT", "IRAN LIGHT"
  kReordered,  // the same words: "KESTREL BRIGHT", "BRIGHT KESTREL"
  kSimilar,  // one or two letters differ, in proportion to the length
  kSame,
};

// Upper-case words of any text, Cyrillic and Greek letters written in Latin ones, "No." and zeros
// before figures left out.
std::vector<std::string> WordsOf(absl::string_view text);

// Adds the word, or the words, of a piece of text without blanks, as WordsOf does.
void AddWords(absl::string_view piece, std::vector<std::string>& words);

// Of one ship, as written or as maritime::NormaliseName leaves it: a Roman numeral at the end is in
// figures. Words that only say what the ship is
// ("TUG", "BARGE") are left out unless nothing else remains. Empty when there is no name in it.
Name NameOf(absl::string_view name);

// The name and, of "NEW STAR (EX OLD STAR)", the former one.
std::vector<Name> NamesOf(absl::string_view name);

// Name::letters with a number at the end, 1 to 39, as a Roman numeral; empty when there is none.
std::string LettersInRoman(const Name& name);

// Symmetric. Names whose numbers or single letters at the end differ are two ships', however alike
// ("BAHARI 1", "BAHARI 2").
Likeness CompareNames(const Name& a, const Name& b);

// Latin letters for Cyrillic and Greek ones, as ships' names are commonly written; the rest stays.
std::string Transliterate(absl::string_view text);

}  // namespace lightship::incident::correlation

#endif  // LIGHTSHIP_NODE_INCIDENT_CORRELATION_NAME_H_
