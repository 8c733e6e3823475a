// Times and dates of an account (account.h).
#include <array>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "client/formats/account.h"
#include "client/formats/account_words.h"
#include "node/maritime/time_token.h"

namespace lightship::formats {
namespace {

constexpr size_t kMostWords = 400;
// How far from its time of day a date may stand, in words.
constexpr size_t kWordsBefore = 10;
constexpr size_t kWordsAfter = 5;

struct Dated {
  size_t word;
  absl::CivilDay day;
};

int MonthWord(absl::string_view text) {
  return text.size() < 3 ? 0 : maritime::MonthOf(absl::AsciiStrToUpper(text));
}

// "3rd" as 3.
int DayWord(absl::string_view text) {
  for (absl::string_view ending : {"st", "nd", "rd", "th", "ST", "ND", "RD", "TH"}) {
    if (absl::ConsumeSuffix(&text, ending)) break;
  }
  int day = FiguresOf(text);
  return text.size() <= 2 && day >= 1 && day <= 31 ? day : 0;
}

int YearWord(absl::string_view text) {
  int year = FiguresOf(text);
  if (year < 0) return 0;
  if (text.size() == 2) return year < 70 ? 2000 + year : 1900 + year;
  return text.size() == 4 && year >= 1970 && year < 2100 ? year : 0;
}

std::optional<absl::CivilDay> Day(int year, int month, int day, absl::CivilDay near) {
  if (year != 0) {
    absl::CivilDay civil(year, month, day);
    return civil.month() == month ? std::optional(civil) : std::nullopt;
  }
  std::optional<absl::CivilDay> best;
  for (int64_t guess : {near.year() - 1, near.year(), near.year() + 1}) {
    absl::CivilDay civil(guess, month, day);
    if (civil.month() == month && (!best || std::abs(civil - near) < std::abs(*best - near))) {
      best = civil;
    }
  }
  return best;
}

std::vector<Dated> FindDates(const std::vector<AccountWord>& words, absl::CivilDay near) {
  std::vector<Dated> dates;
  auto text = [&](size_t i) { return i < words.size() ? words[i].text : std::string(); };
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i].text;
    int day = 0, month = 0, year = 0;
    if (word.size() == 10 && word[2] == '.' && word[5] == '.') {
      day = FiguresOf(word.substr(0, 2));
      month = FiguresOf(word.substr(3, 2));
      year = YearWord(word.substr(6));
    } else if (int named = MonthWord(word); named != 0) {
      int before = i > 0 ? DayWord(words[i - 1].text) : 0;
      day = before != 0 ? before : DayWord(text(i + 1));
      month = named;
      year = YearWord(text(before != 0 ? i + 1 : i + 2));
    }
    if (month < 1 || month > 12 || day < 1) continue;
    if (auto civil = Day(year, month, day, near)) dates.push_back({i, *civil});
  }
  return dates;
}

bool IsUtc(absl::string_view word) {
  return word == "UTC" || word == "GMT" || word == "Z" || word == "ZULU";
}
bool IsLocal(absl::string_view word) { return word == "LT" || word == "LMT" || word == "LOCAL"; }

struct Clock {
  int hour = -1, minute = -1, day = 0;
};

// "0345", "345", "03:45", "060711" (day, hour, minute).
std::optional<Clock> ClockOf(absl::string_view text) {
  Clock clock;
  std::string figures;
  for (char c : text) {
    if (c == ':' || c == '.') continue;
    figures += c;
  }
  int value = FiguresOf(figures);
  if (value < 0 || figures.size() < 3 || figures.size() > 6 || figures.size() == 5) return {};
  if (absl::StrContains(text, '.') && text.size() != 5) return {};
  clock = {value / 100 % 100, value % 100, value / 10'000};
  if (clock.hour > 24 || clock.minute > 59) return {};
  if (clock.hour == 24) clock = {23, 59, clock.day};
  return clock;
}

// UTC or LT when the words at `i` (or the ending of the word before) say so.
std::string ZoneAt(const std::vector<AccountWord>& words, size_t i) {
  for (size_t step = 0; step < 3 && i < words.size(); ++step, ++i) {
    std::string word = absl::AsciiStrToUpper(words[i].text);
    if (IsUtc(word)) return "UTC";
    if (IsLocal(word)) return "LT";
    if (word != "HOURS" && word != "HRS" && word != "HOUR" && word != "H") break;
  }
  return "";
}

}  // namespace

std::optional<AccountTime> TimeOfAccount(absl::string_view prose, absl::CivilDay near) {
  const std::vector<AccountWord> words = WordsOfAccount(prose, kMostWords);
  for (size_t i = 0; i < words.size(); ++i) {
    std::string upper = absl::AsciiStrToUpper(words[i].text);
    absl::string_view text = upper;
    std::string zone;
    for (absl::string_view ending : {"UTC", "GMT", "Z", "LT", "HRS", "H"}) {
      if (!absl::ConsumeSuffix(&text, ending)) continue;
      zone = IsUtc(ending) ? "UTC" : IsLocal(ending) ? "LT" : "";
      break;
    }
    std::optional<Clock> clock = ClockOf(text);
    if (!clock) continue;
    if (zone.empty()) zone = ZoneAt(words, i + 1);
    if (zone.empty()) continue;
    AccountTime time{absl::StrFormat("%02d:%02d", clock->hour, clock->minute), zone, {}};
    for (const Dated& dated : FindDates(words, near)) {
      bool by_it = dated.word < i ? i - dated.word <= kWordsBefore : dated.word - i <= kWordsAfter;
      if (by_it) time.day = dated.day;
      if (by_it && dated.word > i) break;
    }
    if (!time.day && clock->day > 0) {
      time.day = Day(0, static_cast<int>(near.month()), clock->day, near);
    }
    return time;
  }
  return std::nullopt;
}

std::vector<absl::CivilDay> DatesOfAccount(absl::string_view prose, absl::CivilDay near) {
  std::vector<absl::CivilDay> days;
  for (const Dated& dated : FindDates(WordsOfAccount(prose, kMostWords), near)) {
    days.push_back(dated.day);
  }
  return days;
}

}  // namespace lightship::formats
