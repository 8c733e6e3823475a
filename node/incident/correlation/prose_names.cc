#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "node/incident/correlation/prose.h"

namespace lightship::incident::correlation {
namespace {

constexpr size_t kNameWordsMost = 5;
constexpr size_t kShipsMost = 8;

template <size_t N>
bool IsOneOf(absl::string_view word, const absl::string_view (&list)[N]) {
  return std::any_of(std::begin(list), std::end(list), [word](absl::string_view entry) {
    return absl::EqualsIgnoreCase(word, entry);
  });
}

// Those whom accounts cite and the abbreviations that they use: in capitals, and no ships.
constexpr absl::string_view kAbbreviations[] = {
    "IMB",    "ONI",    "UKMTO",   "UKTMO",   "MSCHOA", "RECAAP",  "ISC",   "IFC",  "UTC",
    "TSS",    "VHF",    "RPG",     "RPGS",    "SSAS",   "CCTV",    "GPS",   "MRCC", "NATO",
    "NAVFOR", "NAVY",   "AFP",     "BBC",     "INFO",   "PRC",     "LOCAL", "TIME", "OPERATOR",
    "PRESS",  "LLOYDS", "LIST",    "ASAM",    "NOTE",   "COMMENT", "USCG",  "POSN", "IMO",
    "MMSI",   "EST",    "REUTERS", "MARLO",   "CTF",    "KNOTS",   "NEAR",  "LAT",  "LONG",
    "VTS",    "VTIS",   "PCG",     "CITADEL", "DTG",    "JMIC",    "MDAT",  "GOG"};

constexpr absl::string_view kKinds[] = {
    "tanker", "ship",  "vessel", "carrier", "tug",    "barge",     "dhow",    "trawler",
    "yacht",  "ferry", "boat",   "tugboat", "bulker", "freighter", "coaster", "catamaran"};

// What follows a name where all is in capitals.
constexpr absl::string_view kVerbs[] = {
    "was",     "were",       "is",       "has",   "had",  "reported", "reports", "attacked",
    "boarded", "hijacked",   "robbed",   "fired", "in",   "at",       "on",      "by",
    "while",   "underway",   "anchored", "and",   "with", "from",     "of",      "being",
    "chased",  "approached", "the",      "a",     "an",   "off",      "near"};

bool IsUpper(absl::string_view word) {
  return std::none_of(word.begin(), word.end(), [](char c) { return absl::ascii_islower(c); });
}

// Nothing but blanks and what stands within names.
bool IsWithinName(absl::string_view sign) {
  return sign.find_first_not_of(" .-/") == absl::string_view::npos;
}

// True when most of the account is in capitals, so that they tell nothing.
bool IsAllCapitals(const std::vector<Token>& tokens) {
  const auto upper = std::count_if(tokens.begin(), tokens.end(),
                                   [](const Token& token) { return IsUpper(token.text); });
  return static_cast<size_t>(upper) * 10 > tokens.size() * 7;
}

class Finder {
 public:
  explicit Finder(const std::vector<Token>& tokens)
      : tokens_(tokens), all_capitals_(IsAllCapitals(tokens)) {}

  std::vector<NamedShip> Find() {
    for (size_t i = 0; i < tokens_.size() && ships_.size() < kShipsMost; ++i) {
      const size_t length = LengthAt(i);
      if (length == 0) continue;
      Add(i, length);
      i += length - 1;
    }
    return std::move(ships_);
  }

 private:
  // How many words of a ship's name start with word `i`.
  size_t LengthAt(size_t i) const {
    if (absl::EndsWith(tokens_[i].sign, "(")) return Bracketed(i);
    if (i == 0 || !IsWithinName(tokens_[i].sign)) return 0;
    if (IsPrefix(i)) return AfterPrefix(i);
    return !all_capitals_ && IsOneOf(tokens_[i - 1].text, kKinds) ? Capitals(i) : 0;
  }

  size_t Bracketed(size_t i) const {
    for (size_t n = 1; n <= kNameWordsMost && i + n <= tokens_.size(); ++n) {
      if (!IsUpper(tokens_[i + n - 1].text)) return 0;
      if (i + n == tokens_.size()) return 0;
      const absl::string_view sign = tokens_[i + n].sign;
      // "INDONESIA (NORTH COAST):" is a place.
      if (absl::StrContains(sign, "):")) return 0;
      if (absl::StrContains(sign, ")")) return n;
      if (!IsWithinName(sign)) return 0;
    }
    return 0;
  }

  // "M/V", "MV", "M/T" before word `i`.
  bool IsPrefix(size_t i) const {
    const absl::string_view before = tokens_[i - 1].text;
    if (absl::EqualsIgnoreCase(before, "MV") || absl::EqualsIgnoreCase(before, "MT")) return true;
    return i > 1 && tokens_[i - 1].sign == "/" && tokens_[i - 2].text == "M" &&
           (before == "V" || before == "T");
  }

  size_t AfterPrefix(size_t i) const {
    if (!all_capitals_ && IsUpper(tokens_[i].text)) return Capitals(i);
    size_t n = 0;
    while (i + n < tokens_.size() && n < kNameWordsMost &&
           !absl::ascii_islower(static_cast<unsigned char>(tokens_[i + n].text[0])) &&
           (n == 0 || IsWithinName(tokens_[i + n].sign)) && !IsOneOf(tokens_[i + n].text, kVerbs)) {
      ++n;
    }
    return n < kNameWordsMost ? n : 0;
  }

  size_t Capitals(size_t i) const {
    size_t n = 0;
    while (i + n < tokens_.size() && n < kNameWordsMost && IsUpper(tokens_[i + n].text) &&
           (n == 0 || IsWithinName(tokens_[i + n].sign))) {
      ++n;
    }
    return n;
  }

  void Add(size_t i, size_t length) {
    std::string text;
    bool abbreviations = true;
    for (size_t n = i; n < i + length; ++n) {
      absl::StrAppend(&text, text.empty() ? "" : " ", tokens_[n].text);
      abbreviations = abbreviations && IsOneOf(tokens_[n].text, kAbbreviations);
    }
    Name name = NameOf(text);
    const bool letters = std::any_of(name.letters.begin(), name.letters.end(),
                                     [](char c) { return absl::ascii_isalpha(c); });
    // Four letters in capitals are more often an abbreviation: "(MEND)".
    if (abbreviations || name.letters.size() <= kNameLettersLeast || !letters) return;
    for (const NamedShip& ship : ships_) {
      if (ship.name.letters == name.letters) return;
    }
    ships_.push_back({std::move(name), tokens_[i].word});
  }

  const std::vector<Token>& tokens_;
  const bool all_capitals_;
  std::vector<NamedShip> ships_;
};

}  // namespace

std::vector<NamedShip> FindShips(const std::vector<Token>& tokens) { return Finder(tokens).Find(); }

}  // namespace lightship::incident::correlation
