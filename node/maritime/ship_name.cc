#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "node/maritime/fold.h"
#include "node/maritime/vessel.h"

namespace lightship::maritime {
namespace {

using Words = std::vector<std::string>;

bool IsLetter(char c) { return absl::ascii_isalpha(c) || static_cast<unsigned char>(c) >= 0x80; }
bool IsLetterOrDigit(char c) { return IsLetter(c) || absl::ascii_isdigit(c); }

template <size_t N>
bool IsOneOf(absl::string_view word, const absl::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

// Letters that say what kind of ship it is, written with a stroke or as two letters, and as one
// word.
constexpr absl::string_view kSplitPrefixes[] = {"M V",   "M T",   "S S",   "F V", "M S",   "M Y",
                                                "S Y",   "T B",   "F B",   "R V", "S V",   "T S",
                                                "LPG C", "LNG C", "M TUG", "M B", "LCT M", "M TKR"};
constexpr absl::string_view kPrefixes[] = {"MV",  "MT", "SS", "FV",   "MS",   "MSV", "MTV",
                                           "FPV", "TB", "FB", "LPGC", "LNGC", "TSS", "MFV"};

constexpr absl::string_view kNotReported[] = {"NA",
                                              "N A",
                                              "NIL",
                                              "UNKNOWN",
                                              "UNSPECIFIED",
                                              "NONE",
                                              "NOT STATED",
                                              "NOT REPORTED",
                                              "NOT KNOWN",
                                              "NOT AVAILABLE",
                                              "NOT GIVEN",
                                              "UNIDENTIFIED",
                                              "NAME UNKNOWN",
                                              "NAME NOT KNOWN",
                                              "UNKNOWN NAME",
                                              "NOT SPECIFIED",
                                              "NAME NOT GIVEN",
                                              "NAME NOT STATED",
                                              "TBC",
                                              "TBA"};
constexpr absl::string_view kUnnamed[] = {"NO NAME", "UNNAMED", "NAMELESS", "WITHOUT NAME"};

// Removes what stands in parentheses, unless nothing would remain.
std::string WithoutParentheses(absl::string_view text) {
  std::string kept;
  int depth = 0;
  for (const char c : text) {
    if (c == '(') ++depth;
    if (depth == 0 && c != ')') kept += c;
    if (c == ')' && depth > 0) --depth;
  }
  const bool empty = std::none_of(kept.begin(), kept.end(), IsLetterOrDigit);
  return empty ? std::string(text) : kept;
}

// A point between two single letters of an abbreviation ("M.T.", "P.U.") joins them, an apostrophe
// always.
bool Joins(absl::string_view text, size_t i) {
  if (text[i] == '\'') return true;
  if (text[i] != '.' || i == 0 || i + 1 >= text.size()) return false;
  const bool single_before = IsLetter(text[i - 1]) && (i == 1 || !IsLetterOrDigit(text[i - 2]));
  const bool single_after =
      IsLetter(text[i + 1]) && (i + 2 >= text.size() || !IsLetterOrDigit(text[i + 2]));
  return single_before && single_after;
}

// Upper-case words; "NO628" and "NO.628" are two.
Words WordsOf(absl::string_view name) {
  const std::string text = FoldLetters(name);
  std::string spaced;
  for (size_t i = 0; i < text.size(); ++i) {
    if (IsLetterOrDigit(text[i])) {
      spaced += text[i];
    } else if (!Joins(text, i)) {
      spaced += ' ';
    }
  }
  Words words;
  for (absl::string_view word : absl::StrSplit(spaced, ' ', absl::SkipEmpty())) {
    if (word.size() > 2 && absl::StartsWith(word, "NO") && absl::ascii_isdigit(word[2])) {
      words.emplace_back("NO");
      word.remove_prefix(2);
    }
    words.emplace_back(word);
  }
  return words;
}

// Again and again, so that normalising twice changes nothing ("MT MV X").
void DropPrefixes(Words& words) {
  size_t prefixes = 0;
  for (;;) {
    const size_t left = words.size() - prefixes;
    if (left > 2 && IsOneOf(absl::StrCat(words[prefixes], " ", words[prefixes + 1]), kSplitPrefixes)) {
      prefixes += 2;
    } else if (left > 1 && IsOneOf(words[prefixes], kPrefixes)) {
      ++prefixes;
    } else {
      break;
    }
  }
  words.erase(words.begin(), words.begin() + static_cast<ptrdiff_t>(prefixes));
}

void DropFormerName(Words& words) {
  const auto ex = std::find(words.begin(), words.end(), "EX");
  if (ex != words.begin()) words.erase(ex, words.end());
}

// 1 to 39, or 0. No ship is numbered beyond, and L, C, D, M at the end are initials.
int RomanValue(absl::string_view word) {
  static constexpr absl::string_view kOnes[] = {"",  "I",  "II",  "III",  "IV",
                                                "V", "VI", "VII", "VIII", "IX"};
  int tens = 0;
  while (tens < 3 && absl::StartsWith(word, "X")) {
    ++tens;
    word.remove_prefix(1);
  }
  const auto* ones = std::find(std::begin(kOnes), std::end(kOnes), word);
  return ones == std::end(kOnes) ? 0 : tens * 10 + static_cast<int>(ones - std::begin(kOnes));
}

void FoldTrailingNumeral(Words& words) {
  if (words.size() < 2) return;
  if (const int value = RomanValue(words.back()); value > 0) words.back() = absl::StrCat(value);
}

// Without parentheses, prefixes and former names.
Words BareWordsOf(absl::string_view name) {
  Words words = WordsOf(WithoutParentheses(name));
  DropPrefixes(words);
  DropFormerName(words);
  return words;
}

v1::NameState StateOf(const Words& name) {
  const std::string words = absl::StrJoin(name, " ");
  if (words.empty()) return v1::NAME_STATE_NOT_REPORTED;
  // "WITHELD" and "WITHHELD"; a ship could be called Withhold.
  for (absl::string_view withheld : {"WITHHELD", "WITHELD", "NAME WITHHELD", "NAME WITHELD"}) {
    if (words == withheld || absl::StartsWith(words, absl::StrCat(withheld, " "))) {
      return v1::NAME_STATE_WITHHELD;
    }
  }
  if (IsOneOf(words, kUnnamed)) return v1::NAME_STATE_UNNAMED;
  if (IsOneOf(words, kNotReported) || absl::StartsWith(words, "NAME NOT REPORTED")) {
    return v1::NAME_STATE_NOT_REPORTED;
  }
  return v1::NAME_STATE_GIVEN;
}

size_t LettersAfter(absl::string_view text, size_t at) {
  while (at < text.size() && text[at] == ' ') ++at;
  size_t count = 0;
  while (at + count < text.size() && IsLetterOrDigit(text[at + count])) ++count;
  return count;
}

// Length of a sign or word at `at` that stands between two ships' names; 0: none. A sign before a
// single letter stands in an abbreviation: "M/V", "LPG/C", "N/A", "P & O", "D&K".
size_t SeparatorAt(absl::string_view text, size_t at) {
  if (text[at] == '/' || text[at] == '&') return LettersAfter(text, at + 1) > 1 ? 1 : 0;
  constexpr absl::string_view kAnd = " and ";
  return absl::StartsWithIgnoreCase(text.substr(at), kAnd) ? kAnd.size() : 0;
}

void AddName(absl::string_view name, std::vector<std::string>& names) {
  name = absl::StripAsciiWhitespace(name);
  if (!name.empty()) names.emplace_back(name);
}

}  // namespace

v1::NameState NameStateOf(absl::string_view name) {
  const v1::NameState state = StateOf(WordsOf(name));
  // "M/V UNKNOWN" is no name either.
  return state == v1::NAME_STATE_GIVEN ? StateOf(BareWordsOf(name)) : state;
}

std::string NormaliseName(absl::string_view name) {
  if (NameStateOf(name) != v1::NAME_STATE_GIVEN) return "";
  Words words = BareWordsOf(name);
  FoldTrailingNumeral(words);
  return absl::StrJoin(words, " ");
}

std::vector<std::string> SplitNames(absl::string_view names) {
  std::vector<std::string> result;
  int depth = 0;
  size_t start = 0;
  for (size_t i = 0; i < names.size(); ++i) {
    depth += names[i] == '(' ? 1 : names[i] == ')' && depth > 0 ? -1 : 0;
    const size_t length = depth == 0 ? SeparatorAt(names, i) : 0;
    if (length == 0) continue;
    AddName(names.substr(start, i - start), result);
    start = i + length;
    i = start - 1;
  }
  AddName(names.substr(start), result);
  return result;
}

}  // namespace lightship::maritime
