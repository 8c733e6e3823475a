#include "node/maritime/time_text.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "node/base/status.h"
#include "node/maritime/fold.h"
#include "node/maritime/time_token.h"

namespace lightship::maritime {
namespace {

using Token = TimeToken;

absl::Status Wrong(absl::string_view message) { return absl::InvalidArgumentError(message); }

class Reader {
 public:
  Reader(absl::string_view text, DateOrder order) : tokens_(TimeTokensOf(text)), order_(order) {}

  absl::StatusOr<TimeText> Read();

 private:
  const Token& Ahead(size_t n = 0) const { return tokens_[std::min(at_ + n, tokens_.size() - 1)]; }
  bool IsNumber(size_t n, size_t least, size_t most) const {
    return Ahead(n).kind == Token::kNumber && Ahead(n).digits >= least && Ahead(n).digits <= most;
  }
  bool IsSign(size_t n, absl::string_view signs) const {
    return Ahead(n).kind == Token::kSign && absl::StrContains(signs, Ahead(n).text);
  }
  bool TakeWord(absl::string_view word) {
    if (Ahead().text != word) return false;
    ++at_;
    return true;
  }
  void SkipSigns(absl::string_view signs) {
    while (IsSign(0, signs)) ++at_;
  }
  void SkipAbout();

  absl::StatusOr<bool> TakeDateTimeGroup();
  absl::StatusOr<bool> TakeDate();
  absl::StatusOr<bool> TakeNumericDate();
  absl::StatusOr<bool> TakeNamedDate();
  absl::Status SetDay(int year, int month, int day, size_t year_digits);
  absl::Status SetMonth(int year, int month);
  absl::StatusOr<std::optional<absl::CivilSecond>> TakeClock();
  absl::Status TakeTime(bool joined_by_t);
  absl::Status TakeEndOfRange(absl::CivilSecond start);
  bool TakePartOfDay();
  absl::Status TakeZone();
  absl::StatusOr<bool> TakeOffset();

  std::vector<Token> tokens_;
  const DateOrder order_;
  size_t at_ = 0;
  absl::CivilDay day_;
  bool clock_has_colon_ = false;
  TimeText text_;
};

void Reader::SkipAbout() {
  while (TakeWord("AROUND") || TakeWord("ABOUT") || TakeWord("APPROX") || TakeWord("APPRX") ||
         TakeWord("AT") || TakeWord("ON") || IsSign(0, ",:.")) {
    if (IsSign(0, ",:.")) ++at_;
  }
}

absl::Status Reader::SetDay(int year, int month, int day, size_t year_digits) {
  if (year_digits == 2) year += year < 70 ? 2000 : 1900;
  // In some zone the last day of 1899 is of 1900 still, and so at the other end: ParseOccurrence looks at the instants.
  if (year < 1899 || year > 2200) return Wrong(absl::StrCat(year, " is no year of our times"));
  const absl::CivilDay civil(year, month, day);
  if (civil.month() != month || civil.day() != day) {
    return Wrong(absl::StrCat("there is no day ", day, " of month ", month, " in ", year));
  }
  day_ = civil;
  text_.start = absl::CivilSecond(civil);
  text_.end = absl::CivilSecond(civil + 1);
  text_.precision = v1::TIME_PRECISION_DAY;
  return absl::OkStatus();
}

absl::Status Reader::SetMonth(int year, int month) {
  RETURN_IF_ERROR(SetDay(year, month, 1, 4));
  text_.end = absl::CivilSecond(absl::CivilMonth(day_) + 1);
  text_.precision = v1::TIME_PRECISION_MONTH;
  return absl::OkStatus();
}

// "131350ZJUN17", also with blanks and a four-digit year.
absl::StatusOr<bool> Reader::TakeDateTimeGroup() {
  if (!IsNumber(0, 6, 6) || Ahead(1).kind != Token::kWord) return false;
  const int figures = Ahead().value;
  absl::string_view letters = Ahead(1).text;
  const char zone = letters[0];
  letters.remove_prefix(1);
  size_t year_at = 2;
  if (letters.empty()) {
    letters = Ahead(2).text;
    year_at = 3;
  }
  const int month = MonthOf(letters);
  if (month == 0 || !IsNumber(year_at, 2, 4)) {
    return Wrong("the date-time group lacks its zone letter, month or year");
  }
  const Token& year = Ahead(year_at);
  RETURN_IF_ERROR(SetDay(year.value, month, figures / 10'000, year.digits));
  const int hour = figures / 100 % 100;
  const int minute = figures % 100;
  if (hour > 23 || minute > 59) return Wrong("the date-time group has no such time of day");
  text_.start += hour * 3600 + minute * 60;
  text_.end = text_.start + 60;
  text_.precision = v1::TIME_PRECISION_MINUTE;
  // A to M without J are UTC+1 to +12, N to Y are UTC-1 to -12, Z is UTC, J is the writer's local
  // time.
  text_.zone = zone == 'Z' ? ZoneWord::kUtc : zone == 'J' ? ZoneWord::kLocal : ZoneWord::kOffset;
  text_.offset_minutes = 60 * (zone <= 'I'   ? zone - 'A' + 1
                               : zone <= 'M' ? zone - 'A'
                                             : 'N' - zone - 1);
  at_ += year_at + 1;
  return true;
}

absl::StatusOr<bool> Reader::TakeNumericDate() {
  if (IsNumber(0, 4, 4) && IsSign(1, "-/.") && IsNumber(2, 1, 2)) {
    const bool has_day = Ahead(3).text == Ahead(1).text && IsNumber(4, 1, 2);
    if (has_day) {
      RETURN_IF_ERROR(SetDay(Ahead().value, Ahead(2).value, Ahead(4).value, 4));
    } else {
      RETURN_IF_ERROR(SetMonth(Ahead().value, Ahead(2).value));
    }
    at_ += has_day ? 5 : 3;
    return true;
  }
  if (!IsNumber(0, 1, 2) || !IsSign(1, "-/.") || !IsNumber(2, 1, 2) ||
      Ahead(3).text != Ahead(1).text || !(IsNumber(4, 2, 2) || IsNumber(4, 4, 4))) {
    return false;
  }
  const bool day_first = Ahead(1).text == "." || order_ == DateOrder::kDayFirst;
  if (!day_first && order_ == DateOrder::kRefused) {
    return Wrong("it does not say which number is the month");
  }
  const int day = Ahead(day_first ? 0 : 2).value;
  const int month = Ahead(day_first ? 2 : 0).value;
  RETURN_IF_ERROR(SetDay(Ahead(4).value, month, day, Ahead(4).digits));
  at_ += 5;
  return true;
}

// "03 May 2020", "3rd-May-20", "May 3, 2020", "May 2020".
absl::StatusOr<bool> Reader::TakeNamedDate() {
  size_t n = 0;
  const auto skip_joints = [this, &n] {
    while (IsSign(n, "-,./")) ++n;
  };
  int day = 0;
  int month = 0;
  const auto take_day = [this, &n, &day] {
    if (day != 0 || !IsNumber(n, 1, 2)) return;
    day = Ahead(n++).value;
    const absl::string_view suffix = Ahead(n).text;
    if (Ahead(n).glued && (suffix == "ST" || suffix == "ND" || suffix == "RD" || suffix == "TH"))
      ++n;
  };
  take_day();
  skip_joints();
  if (Ahead(n).kind == Token::kWord) month = MonthOf(Ahead(n).text);
  if (month == 0) return false;
  ++n;
  skip_joints();
  if (!IsNumber(n, 4, 4)) {
    const bool year_is_next = day != 0;
    if (!year_is_next) take_day();
    skip_joints();
  }
  if (!IsNumber(n, 4, 4) && !(day != 0 && IsNumber(n, 2, 2))) return Wrong("the year is missing");
  const Token& year = Ahead(n);
  if (day == 0) {
    RETURN_IF_ERROR(SetMonth(year.value, month));
  } else {
    RETURN_IF_ERROR(SetDay(year.value, month, day, year.digits));
  }
  at_ += n + 1;
  return true;
}

absl::StatusOr<bool> Reader::TakeDate() {
  ASSIGN_OR_RETURN(const bool numeric, TakeNumericDate());
  if (numeric) return true;
  return TakeNamedDate();
}

// A time of day on `day_`: "0345", "03:45", "03:45:10.5", "03h". Seconds are dropped: a minute is
// the finest there is.
absl::StatusOr<std::optional<absl::CivilSecond>> Reader::TakeClock() {
  int hour = 0;
  int minute = 0;
  bool whole_hour = false;
  if (IsNumber(0, 1, 2) && IsSign(1, ":") && IsNumber(2, 2, 2) && Ahead(2).glued) {
    clock_has_colon_ = true;
    hour = Ahead().value;
    minute = Ahead(2).value;
    at_ += 3;
    if (IsSign(0, ":") && IsNumber(1, 2, 2) && Ahead(1).glued) at_ += 2;
    if (IsSign(0, ".") && IsNumber(1, 1, 9) && Ahead(1).glued) at_ += 2;
  } else if (IsNumber(0, 4, 4)) {
    hour = Ahead().value / 100;
    minute = Ahead().value % 100;
    ++at_;
  } else if (IsNumber(0, 1, 2) && Ahead(1).kind == Token::kWord) {
    hour = Ahead().value;
    whole_hour = true;
    ++at_;
  } else if (Ahead().kind == Token::kNumber) {
    return Wrong(absl::StrCat("\"", Ahead().text, "\" is no time of day"));
  } else {
    return std::optional<absl::CivilSecond>();
  }
  if (hour > 24 || minute > 59 || (hour == 24 && minute > 0)) {
    return Wrong(absl::StrCat("there is no time of day ", hour, ":", minute));
  }
  TakeWord("H") || TakeWord("HRS") || TakeWord("HR") || TakeWord("HOURS");
  text_.precision = whole_hour ? v1::TIME_PRECISION_HOUR : v1::TIME_PRECISION_MINUTE;
  return std::optional(absl::CivilSecond(day_) + hour * 3600 + minute * 60);
}

// IMB writes "Morning Hrs", "Early Hours", "Night hours". Night belongs to the day on which it
// begins.
bool Reader::TakePartOfDay() {
  int from = 0;
  int hours = 6;
  if (TakeWord("EARLY")) {
    TakeWord("MORNING");
  } else if (TakeWord("MORNING")) {
    from = 6;
  } else if (TakeWord("AFTERNOON")) {
    from = 12;
  } else if (TakeWord("EVENING")) {
    from = 18;
  } else if (TakeWord("NIGHT")) {
    from = 18;
    hours = 12;
  } else {
    return false;
  }
  TakeWord("HRS") || TakeWord("HOURS") || TakeWord("HOUR");
  text_.start = absl::CivilSecond(day_) + from * 3600;
  text_.end = text_.start + hours * 3600;
  text_.precision = v1::TIME_PRECISION_PART_OF_DAY;
  return true;
}

// "0001 – 0430", "2300 to 0100" (into the next day), "23:00 to 2020-05-04 02:00".
absl::Status Reader::TakeEndOfRange(absl::CivilSecond start) {
  const absl::CivilDay first_day = day_;
  const auto precision = text_.precision;
  ASSIGN_OR_RETURN(const bool has_date, TakeDate());
  SkipAbout();
  ASSIGN_OR_RETURN(const auto last, TakeClock());
  if (!last) return Wrong("the end of the range is missing");
  text_.precision = precision;
  absl::CivilSecond end = *last;
  if (end < start && !has_date) end += 24 * 3600;
  if (end < start) return Wrong("the range ends before it starts");
  day_ = first_day;
  text_.start = start;
  text_.end = end + 60;
  return absl::OkStatus();
}

absl::Status Reader::TakeTime(bool joined_by_t) {
  if (TakePartOfDay()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto clock, TakeClock());
  if (!clock) return absl::OkStatus();
  text_.start = *clock;
  text_.end = *clock + (text_.precision == v1::TIME_PRECISION_HOUR ? 3600 : 60);
  if (TakeWord("TO")) return TakeEndOfRange(*clock);
  if (joined_by_t || !IsSign(0, "-")) return absl::OkStatus();
  // "0300-0500" and "03:00 - 05:00" are ranges and so is "03:00-05:00 LT", but "03:00-05:00" ends
  // in an offset.
  const bool is_spaced = !Ahead().glued && !Ahead(1).glued;
  const bool is_compact = IsNumber(1, 4, 4) && !clock_has_colon_;
  const bool has_zone_behind = IsSign(2, ":") && Ahead(4).kind == Token::kWord;
  if (!is_spaced && !is_compact && !has_zone_behind) return absl::OkStatus();
  ++at_;
  return TakeEndOfRange(*clock);
}

// "+8", "+08", "-0330", "+05:30".
absl::StatusOr<bool> Reader::TakeOffset() {
  if (!IsSign(0, "+-") || !(IsNumber(1, 1, 2) || IsNumber(1, 4, 4))) return false;
  const int sign = Ahead().text == "-" ? -1 : 1;
  const Token& number = Ahead(1);
  at_ += 2;
  int minutes =
      number.digits == 4 ? number.value / 100 * 60 + number.value % 100 : number.value * 60;
  if (number.digits < 4 && IsSign(0, ":") && IsNumber(1, 2, 2)) {
    minutes += Ahead(1).value;
    at_ += 2;
  }
  if (minutes > 14 * 60) return Wrong("no zone is more than 14 h from UTC");
  text_.offset_minutes = sign * minutes;
  text_.zone = minutes == 0 ? ZoneWord::kUtc : ZoneWord::kOffset;
  return true;
}

absl::Status Reader::TakeZone() {
  if (TakeWord("UTC") || TakeWord("GMT") || TakeWord("Z") || TakeWord("ZULU")) {
    text_.zone = ZoneWord::kUtc;
    if (const auto offset = TakeOffset(); !offset.ok()) return offset.status();
  } else if (TakeWord("LT") || TakeWord("LMT")) {
    text_.zone = ZoneWord::kLocal;
  } else if (TakeWord("LOCAL")) {
    TakeWord("TIME");
    text_.zone = ZoneWord::kLocal;
  } else if (const auto offset = TakeOffset(); !offset.ok()) {
    return offset.status();
  }
  if (IsSign(0, "(") && Ahead(1).text == "ZONE" && Ahead(2).text == "NOT") at_ += 5;
  if (IsSign(0, "(") && Ahead(1).text == "ASSUMED") {
    text_.assumed = true;
    at_ += 3;
  }
  return absl::OkStatus();
}

absl::StatusOr<TimeText> Reader::Read() {
  if (Ahead().kind == Token::kEnd) return Wrong("it is empty");
  ASSIGN_OR_RETURN(const bool is_group, TakeDateTimeGroup());
  if (!is_group) {
    ASSIGN_OR_RETURN(const bool has_date, TakeDate());
    if (!has_date) return Wrong("it does not start with a date");
    const bool joined_by_t = TakeWord("T");
    SkipAbout();
    if (!Ahead(1).glued) SkipSigns("-");
    if (text_.precision == v1::TIME_PRECISION_DAY) RETURN_IF_ERROR(TakeTime(joined_by_t));
    RETURN_IF_ERROR(TakeZone());
  }
  SkipSigns(":.,");
  if (Ahead().kind != Token::kEnd) {
    return Wrong(absl::StrCat("\"", Ahead().text, "\" is not understood"));
  }
  return text_;
}

}  // namespace

absl::StatusOr<TimeText> ReadTimeText(absl::string_view text, DateOrder numeric_dates) {
  const std::string folded = absl::AsciiStrToUpper(FoldSigns(text));
  return Reader(folded, numeric_dates).Read();
}

}  // namespace lightship::maritime
