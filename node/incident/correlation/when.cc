#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "node/incident/correlation/findings.h"

namespace lightship::incident::correlation {
namespace {

constexpr int64_t kHourSeconds = 3600;
constexpr int64_t kDaySeconds = 24 * kHourSeconds;
// What two clocks and two tellers differ by.
constexpr int64_t kClockSlackSeconds = 45 * 60;

int64_t MiddleOf(const When& when) { return when.begin_s + (when.end_s - when.begin_s) / 2; }

// A month typed wrong keeps the day of the month.
bool IsMonthSlip(int64_t days) { return days >= 28 && days <= 31; }

void AddDays(int days, bool near, int64_t apart_s, Findings& findings) {
  const std::string words = days == 1 ? "1 day apart" : absl::StrCat(days, " days apart");
  const int64_t whole = (apart_s + kDaySeconds / 2) / kDaySeconds;
  if (days == 0) return findings.Add(1.3, "same day");
  if (days == 1 && near) return findings.Add(-0.4, "hours apart, on two dates");
  if (days == 1) return findings.Add(-1.5, words);
  if (days <= 3) return findings.Add(-3, words);
  if (days <= 7) return findings.Add(-4, words);
  if (IsMonthSlip(whole)) {
    return findings.Add(-6.5, absl::StrCat(words, ": a month typed wrong in one of the dates?"));
  }
  findings.Add(whole <= 40 ? -11 : -15, words);
}

}  // namespace

Occasion CompareTimes(const Account& a, const Account& b, Findings& findings) {
  Occasion occasion;
  if (!a.when.has_value() || !b.when.has_value()) return occasion;
  const int64_t gap =
      std::max(a.when->begin_s, b.when->begin_s) - std::min(a.when->end_s, b.when->end_s);
  const int64_t apart = std::llabs(MiddleOf(*a.when) - MiddleOf(*b.when));
  const bool hours = a.when->to_the_hour && b.when->to_the_hour;
  if (hours && gap <= kClockSlackSeconds) {
    occasion.same_hour = true;
    occasion.days = 0;
    findings.Add(2.8, "same time of day");
    return occasion;
  }
  if (hours) occasion.hours_apart = static_cast<double>(apart) / kHourSeconds;
  if (hours && gap <= 12 * kHourSeconds) {
    occasion.days = 0;
    const int64_t away = (gap + kHourSeconds / 2) / kHourSeconds;
    findings.Add(away <= 4 ? 0.6 : -0.4, absl::StrCat(away, " h apart"));
    return occasion;
  }
  const bool overlap = gap < 0;
  occasion.days = overlap ? 0 : static_cast<int>(std::min<int64_t>(1 + gap / kDaySeconds, 100'000));
  // A date is that of some zone: what lies hours beyond it may be the same day elsewhere.
  const bool near = (a.when->to_the_hour || b.when->to_the_hour) && gap <= 12 * kHourSeconds;
  AddDays(*occasion.days, near, apart, findings);
  return occasion;
}

}  // namespace lightship::incident::correlation
