// Names, place and flag of an account (account.h).
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/formats/account.h"
#include "client/formats/account_words.h"
#include "node/maritime/position.h"
#include "node/maritime/time_token.h"
#include "node/maritime/vessel.h"
#include "node/maritime/word_table.h"

namespace lightship::formats {
namespace {

// A ship that is attacked is named in the first sentences; later names are helpers and ports.
constexpr size_t kNameWords = 70;
constexpr size_t kLongestName = 6;
constexpr size_t kLongestPlace = 60;
constexpr size_t kMostTries = 60;

// Types, acronyms, small words: no name by themselves.
bool IsKnown(absl::string_view word) {
  return maritime::TableOf(maritime::Vocabulary::kNotNames).Find(word).has_value();
}

// Not even part of one.
bool IsNoName(absl::string_view word) {
  return maritime::FindValue<v1::TriState>(maritime::Vocabulary::kNotNames, word) == v1::TRI_STATE_NO;
}

bool IsTypeWord(absl::string_view word) {
  return !word.empty() && absl::ascii_isalpha(word[0]) &&
         maritime::TableOf(maritime::Vocabulary::kVictimType).Find(word).has_value();
}

// "M/V", "MV", "F/V", "MT".
bool IsPrefix(absl::string_view word) {
  static constexpr absl::string_view kPrefixes[] = {"M/V", "MV",  "M/T", "MT", "F/V", "S/V", "S/Y",
                                                    "T/B", "M/S", "S/S", "SS", "MS",  "M/Y"};
  return std::find(std::begin(kPrefixes), std::end(kPrefixes), word) != std::end(kPrefixes);
}

// A name may hold figures ("ORAPIN 4") and single letters, but needs three letters or figures in all.
bool IsLongEnough(absl::string_view name) {
  auto counts = [](char c) { return absl::ascii_isalnum(c) || (c & 0x80) != 0; };
  return std::count_if(name.begin(), name.end(), counts) >= 3;
}

bool IsBreak(const AccountWord& word) {
  return absl::StrContains(word.after, ',') || absl::StrContains(word.after, ';') ||
         absl::StrContains(word.after, ':') || absl::StrContains(word.after, ')') ||
         absl::StrContains(word.after, '"') ||
         (absl::StrContains(word.after, '.') && word.text.size() > 4);
}

std::string Joined(const std::vector<AccountWord>& words, size_t start, size_t end) {
  std::vector<std::string> texts;
  for (size_t i = start; i < end; ++i) texts.push_back(words[i].text);
  return absl::StrJoin(texts, " ");
}

// Whether all words are known to be no names: then the run is none either.
bool SaysSomething(const std::vector<AccountWord>& words, size_t start, size_t end) {
  for (size_t i = start; i < end; ++i) {
    const std::string& text = words[i].text;
    if (FiguresOf(text) < 0 && !IsKnown(text) && !absl::EndsWithIgnoreCase(text, "-flagged") &&
        maritime::MonthOf(text) == 0) {
      return IsLongEnough(Joined(words, start, end));
    }
  }
  return false;
}

void Add(const std::string& name, std::vector<std::string>& names) {
  std::string trimmed(absl::StripSuffix(absl::StripSuffix(name, "'S"), "'s"));
  if (std::find(names.begin(), names.end(), trimmed) == names.end()) names.push_back(trimmed);
}

// "(STI MAGISTER)", "\"Rio Amazonis\"": words that start with an opening sign, up to the closing one. Lists in brackets,
// and what ends the prose, tell of its origin.
void AddBracketed(const std::vector<AccountWord>& words, std::vector<std::string>& names) {
  for (size_t i = 0; i < words.size(); ++i) {
    bool quoted = absl::StrContains(words[i].before, '"');
    if (!quoted && !absl::StrContains(words[i].before, '(')) continue;
    for (size_t end = i + 1; end <= std::min(i + kLongestName, words.size()); ++end) {
      const AccountWord& last = words[end - 1];
      if (!absl::StrContains(last.after, quoted ? '"' : ')')) {
        if (absl::StrContains(last.after, ',')) break;
        continue;
      }
      bool capital = !words[i].text.empty() && absl::ascii_isupper(words[i].text[0]);
      if (capital && end < words.size() && SaysSomething(words, i, end)) {
        Add(Joined(words, i, end), names);
      }
      break;
    }
  }
}

// A name stands behind a prefix, a type or a flag: "M/V Castor", "bulk carrier J MARE", "Greece-flagged ELKA".
enum class Lead { kNone, kPrefix, kType };
Lead LeadOf(const std::vector<AccountWord>& words, size_t i) {
  if (i == 0 || IsBreak(words[i - 1]) || absl::StrContains(words[i - 1].after, '.')) return Lead::kNone;
  const std::string& word = words[i - 1].text;
  if (IsPrefix(absl::AsciiStrToUpper(word))) return Lead::kPrefix;
  bool flag = absl::EndsWithIgnoreCase(word, "flagged") || absl::EqualsIgnoreCase(word, "named");
  return flag || IsTypeWord(word) ? Lead::kType : Lead::kNone;
}

bool IsSmallWord(absl::string_view text) {
  static constexpr absl::string_view kSmall[] = {"WAS", "AT",    "IN",   "ON",  "BY",   "WHILE",
                                                 "WERE", "AND",  "IS",   "HAS", "WITH", "FROM",
                                                 "REPORTED", "NEAR", "OFF", "ANCHORED"};
  return std::find(std::begin(kSmall), std::end(kSmall), text) != std::end(kSmall);
}

// Words of a name from `i` on: capitals in prose that is not all capitals, or words that start with one.
size_t EndOfName(const std::vector<AccountWord>& words, size_t i, bool all_capitals, bool titled) {
  size_t end = i;
  while (end < words.size() && end - i < kLongestName) {
    const std::string& text = words[end].text;
    bool number = FiguresOf(text) >= 0 && text.size() <= 4 && end > i;
    bool capital = !text.empty() && absl::ascii_isupper(text[0]) && maritime::MonthOf(absl::AsciiStrToUpper(text)) == 0;
    bool part = number || (titled ? capital : capital && IsCapitals(text));
    if (!part || ((all_capitals || titled) && IsSmallWord(absl::AsciiStrToUpper(text)))) break;
    ++end;
    if (IsBreak(words[end - 1])) break;
  }
  while (end > i && IsNoName(words[end - 1].text)) --end;
  return end;
}

// Names without brackets. `titled`: also those in small letters.
void AddUnbracketed(const std::vector<AccountWord>& words, bool all_capitals, bool titled,
                    std::vector<std::string>& names) {
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i].text.empty() || !absl::ascii_isupper(words[i].text[0])) continue;
    Lead lead = LeadOf(words, i);
    if (lead == Lead::kNone || (all_capitals && lead != Lead::kPrefix)) continue;
    if (IsNoName(words[i].text)) continue;
    size_t end = EndOfName(words, i, all_capitals, titled || lead == Lead::kPrefix);
    if (end == i || !SaysSomething(words, i, end)) continue;
    Add(Joined(words, i, end), names);
    i = end - 1;
  }
}

// Words in capitals of a field that is not all capitals: "Tug MTS VANTAGE and barge BM 2021".
void AddCapitals(const std::vector<AccountWord>& words, std::vector<std::string>& names) {
  for (size_t i = 0; i < words.size(); ++i) {
    if (IsNoName(words[i].text) || !IsCapitals(words[i].text)) continue;
    size_t end = EndOfName(words, i, false, false);
    if (end == i || !SaysSomething(words, i, end)) continue;
    Add(Joined(words, i, end), names);
    i = end - 1;
  }
}

// Where a letter stands that can only be a hemisphere: behind a figure or sign, before no other letter.
size_t HemisphereIn(absl::string_view text, absl::string_view letters, size_t from) {
  for (size_t i = std::max<size_t>(from, 1); i < text.size(); ++i) {
    if (!absl::StrContains(letters, text[i])) continue;
    if (i + 1 < text.size() && absl::ascii_isalpha(text[i + 1])) continue;
    size_t before = text.find_last_not_of(' ', i - 1);
    bool alone = before != absl::string_view::npos && !absl::ascii_isalpha(text[before]) &&
                 !absl::StrContains(",;", text[before]);
    if (alone) return i;
  }
  return absl::string_view::npos;
}

// "3-4 persons" and "13 and 20 July" are no positions: those have a letter behind either half.
bool HasHemispheres(absl::string_view text) {
  constexpr size_t kLongestHalf = 16;
  size_t latitude = HemisphereIn(text, "NS", 0);
  if (latitude > kLongestHalf) return false;  // npos too
  size_t longitude = HemisphereIn(text, "EW", latitude + 1);
  return longitude != absl::string_view::npos && longitude - latitude <= 2 * kLongestHalf;
}

}  // namespace

std::string PlaceOfAccount(absl::string_view prose) {
  size_t colon = prose.substr(0, kLongestPlace).find(':');
  if (colon == absl::string_view::npos) return "";
  absl::string_view place = absl::StripAsciiWhitespace(prose.substr(0, colon));
  // The mark of an unclassified paragraph.
  if (absl::ConsumePrefix(&place, "(U)")) place = absl::StripLeadingAsciiWhitespace(place);
  for (char c : place) {
    if (absl::ascii_islower(c) || absl::ascii_isdigit(c)) return "";
  }
  return std::string(place);
}

std::vector<std::string> NamesOfAccount(absl::string_view prose) {
  size_t colon = prose.substr(0, kLongestPlace).find(':');
  if (colon != absl::string_view::npos && IsMostlyCapitals(prose.substr(0, colon))) {
    prose.remove_prefix(colon + 1);
  }
  const std::vector<AccountWord> words = WordsOfAccount(prose, kNameWords);
  const bool all_capitals = IsMostlyCapitals(prose);
  std::vector<std::string> names;
  AddBracketed(words, names);
  if (names.empty()) AddUnbracketed(words, all_capitals, false, names);
  if (names.empty() && !all_capitals) AddUnbracketed(words, false, true, names);
  return names;
}

std::vector<std::string> NamesInVictim(absl::string_view victim) {
  std::vector<AccountWord> words = WordsOfAccount(victim, kNameWords);
  // "Marshall Islands-flagged": the flag is not part of the name.
  for (size_t i = 0; i < words.size(); ++i) {
    if (absl::StrContains(absl::AsciiStrToLower(words[i].text), "-flag")) {
      words.erase(words.begin(), words.begin() + static_cast<int>(i) + 1);
      break;
    }
  }
  std::vector<std::string> names;
  if (!IsMostlyCapitals(victim)) AddCapitals(words, names);
  if (!names.empty()) return names;
  auto strip = [](const AccountWord& word) { return word.text.empty() || IsNoName(word.text); };
  while (!words.empty() && strip(words.front())) words.erase(words.begin());
  while (!words.empty() && strip(words.back())) words.pop_back();
  if (words.empty() || words.size() > kLongestName || absl::ascii_islower(words[0].text[0])) return {};
  if (!SaysSomething(words, 0, words.size())) return {};
  return maritime::SplitNames(Joined(words, 0, words.size()));
}

std::string FlagOfAccount(absl::string_view prose) {
  const std::string upper = absl::AsciiStrToUpper(prose.substr(0, 400));
  size_t at = upper.find("-FLAG");
  if (at == std::string::npos) return "";
  size_t start = at;
  // Back over the words that start with a capital: "Marshall Islands", "Antigua and Barbuda".
  while (start > 0) {
    size_t blank = upper.rfind(' ', start - 1);
    size_t word = blank == std::string::npos ? 0 : blank + 1;
    if (!absl::ascii_isupper(prose[word]) || at - word > 30) break;
    start = word;
    if (start == 0) break;
    --start;
  }
  return std::string(absl::StripAsciiWhitespace(prose.substr(start, at - start)));
}

std::optional<v1::Position> PositionOfAccount(absl::string_view prose) {
  size_t tries = 0;
  for (size_t i = 0; i < prose.size() && tries < kMostTries; ++i) {
    bool starts = absl::ascii_isdigit(prose[i]) && (i == 0 || prose[i - 1] == ' ' || prose[i - 1] == '(');
    if (!starts) continue;
    ++tries;
    size_t end = std::min(i + 60, prose.size());
    absl::string_view text = prose.substr(i, end - i);
    if (!HasHemispheres(text)) continue;
    auto position = maritime::ParsePosition(text);
    if (position.ok() && position->has_lat_e7()) return *std::move(position);
  }
  return std::nullopt;
}

}  // namespace lightship::formats
