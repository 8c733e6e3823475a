#include "node/incident/correlation/name.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "node/maritime/fold.h"
#include "node/maritime/vessel.h"

namespace lightship::incident::correlation {
namespace {

using Words = std::vector<std::string>;

// Longer names are cut for the edit distance, so that its work is bounded.
constexpr size_t kLettersCompared = 64;

constexpr absl::string_view kKindWords[] = {
    "TUG",  "TUGBOAT", "BARGE",   "TB",      "BG",    "TANKER",   "VESSEL",
    "SHIP", "BOAT",    "TRAWLER", "FPSO",    "FSO",   "VLCC",     "CARGO",
    "BULK", "CARRIER", "DHOW",    "FISHING", "YACHT", "CHEMICAL", "CONTAINER"};

bool IsKindWord(absl::string_view word) {
  return std::find(std::begin(kKindWords), std::end(kKindWords), word) != std::end(kKindWords);
}

bool IsFigures(absl::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return absl::ascii_isdigit(c); });
}

void AddWord(absl::string_view word, Words& words) {
  if (word.size() > 2 && absl::StartsWith(word, "NO") && IsFigures(word.substr(2))) {
    word.remove_prefix(2);
  }
  if (!words.empty() && IsFigures(word) && words.back() == "NO") words.pop_back();
  const size_t zeros = IsFigures(word) ? word.find_first_not_of('0') : 0;
  if (zeros != absl::string_view::npos) word.remove_prefix(zeros);
  words.emplace_back(word);
}

// The figures or the single letter by which ships of one series differ; empty: none.
absl::string_view MarkOf(const Name& name) {
  if (name.words.size() < 2) return "";
  const std::string& last = name.words.back();
  return last.size() == 1 || IsFigures(last) ? absl::string_view(last) : absl::string_view();
}

// Letters wrong, missing, too many, or exchanged with the next; at most `most` + 1.
size_t Distance(absl::string_view a, absl::string_view b, size_t most) {
  if (a.size() > b.size() + most || b.size() > a.size() + most) return most + 1;
  std::vector<size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), above[j] + 1, row[j - 1] + 1});
      const bool exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (exchanged) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(above);
    above.swap(row);
  }
  return above[b.size()];
}

// Of 1 to 39; empty for anything else.
std::string RomanOf(absl::string_view figures) {
  static constexpr absl::string_view kOnes[] = {"",  "I",  "II",  "III",  "IV",
                                                "V", "VI", "VII", "VIII", "IX"};
  int number = 0;
  if (!absl::SimpleAtoi(figures, &number) || number < 1 || number > 39) return "";
  return absl::StrCat(std::string(static_cast<size_t>(number / 10), 'X'), kOnes[number % 10]);
}

bool IsEndOf(const Name& part, const Name& whole) {
  if (part.words.size() >= whole.words.size()) return false;
  return std::equal(part.words.begin(), part.words.end(), whole.words.begin()) ||
         std::equal(part.words.rbegin(), part.words.rend(), whole.words.rbegin());
}

bool SameWords(const Name& a, const Name& b) {
  return a.words.size() == b.words.size() &&
         std::is_permutation(a.words.begin(), a.words.end(), b.words.begin());
}

}  // namespace

std::string LettersInRoman(const Name& name) {
  const std::string roman = name.words.size() < 2 ? "" : RomanOf(name.words.back());
  if (roman.empty()) return "";
  return absl::StrCat(name.letters.substr(0, name.letters.size() - name.words.back().size()),
                      roman);
}

std::string Name::Display() const { return absl::StrJoin(words, " "); }

void AddWords(absl::string_view piece, std::vector<std::string>& words) {
  const bool ascii = std::all_of(piece.begin(), piece.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  const std::string folded =
      ascii ? absl::AsciiStrToUpper(piece) : maritime::FoldLetters(Transliterate(piece));
  std::string word;
  for (const char c : folded) {
    const bool letter = absl::ascii_isalnum(c) || static_cast<unsigned char>(c) >= 0x80;
    if (letter) {
      word += c;
    } else if (c != '\'' && !word.empty()) {
      AddWord(word, words);
      word.clear();
    }
  }
  if (!word.empty()) AddWord(word, words);
}

std::vector<std::string> WordsOf(absl::string_view text) {
  Words words;
  AddWords(text, words);
  return words;
}

Name NameOf(absl::string_view name) {
  Name result;
  const Words all = WordsOf(maritime::NormaliseName(Transliterate(name)));
  for (const std::string& word : all) {
    if (!IsKindWord(word)) result.words.push_back(word);
  }
  const bool figures = std::all_of(result.words.begin(), result.words.end(), IsFigures);
  if (figures) result.words = all;
  result.letters = absl::StrJoin(result.words, "");
  return result;
}

std::vector<Name> NamesOf(absl::string_view name) {
  std::vector<Name> names;
  if (Name now = NameOf(name); !now.empty()) names.push_back(std::move(now));
  const std::string upper = absl::AsciiStrToUpper(name);
  for (const std::string sign : {"(EX ", "(EX-", "(EX. ", " EX ", "(FORMERLY ", "(FORMER "}) {
    const size_t at = upper.find(sign);
    if (at == std::string::npos || at == 0) continue;
    const std::string rest = upper.substr(at + sign.size());
    if (Name former = NameOf(rest.substr(0, rest.find(')'))); !former.empty()) {
      names.push_back(std::move(former));
    }
    break;
  }
  return names;
}

Likeness CompareNames(const Name& a, const Name& b) {
  if (a.empty() || b.empty()) return Likeness::kNone;
  if (a.letters == b.letters) return Likeness::kSame;
  // "PEGASUSIII" and "PEGASUS 3".
  if (LettersInRoman(a) == b.letters || LettersInRoman(b) == a.letters) return Likeness::kSame;
  const absl::string_view mark = MarkOf(a), other = MarkOf(b);
  if (!mark.empty() && !other.empty() && mark != other) return Likeness::kNone;
  const size_t letters = std::min(a.letters.size(), b.letters.size());
  const size_t most = letters >= 13 ? 3 : letters >= 8 ? 2 : letters >= 5 ? 1 : 0;
  const auto cut = [](const Name& name) {
    return absl::string_view(name.letters).substr(0, kLettersCompared);
  };
  // One that is numbered and one that is not differ by that alone.
  if (mark == other && Distance(cut(a), cut(b), most) <= most) return Likeness::kSimilar;
  if (SameWords(a, b)) return Likeness::kReordered;
  return IsEndOf(a, b) || IsEndOf(b, a) ? Likeness::kPart : Likeness::kNone;
}

}  // namespace lightship::incident::correlation
