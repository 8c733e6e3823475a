#include "node/statement/notice_number.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::statement {
namespace {

constexpr absl::string_view kMonths[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                         "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr uint64_t kSerialMost = 999'999;
constexpr uint64_t kYearLeast = 1900;
constexpr uint64_t kYearMost = 2999;

absl::Status MalformedNumber(absl::string_view text) {
  return base::Error(
      absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
      absl::StrCat("'", absl::CHexEscape(text.substr(0, 40)),
                   "' is no number of a notice; right would be 002/FEB/2018: serial number, month "
                   "and year of issue"));
}

}  // namespace

std::string NoticeNumber::ToString() const {
  return absl::StrFormat("%03u/%s/%04d", serial, kMonths[month - 1], year);
}

absl::StatusOr<NoticeNumber> NoticeNumber::Parse(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  if (parts.size() != 3) return MalformedNumber(text);
  // Decimals are taken without leading zeros; ToString puts them back.
  absl::string_view digits = parts[0];
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  const absl::StatusOr<uint64_t> serial = base::FromDecimal(digits);
  const absl::StatusOr<uint64_t> year = base::FromDecimal(parts[2]);
  const auto* month = std::find(std::begin(kMonths), std::end(kMonths), parts[1]);
  if (!serial.ok() || *serial < 1 || *serial > kSerialMost || month == std::end(kMonths) ||
      !year.ok() || *year < kYearLeast || *year > kYearMost) {
    return MalformedNumber(text);
  }
  NoticeNumber number;
  number.serial = static_cast<uint32_t>(*serial);
  number.month = static_cast<int>(month - std::begin(kMonths)) + 1;
  number.year = static_cast<int>(*year);
  if (number.ToString() != text) return MalformedNumber(text);
  return number;
}

NoticeNumber NumberAt(uint32_t serial, absl::Time time) {
  const absl::CivilDay day = absl::ToCivilDay(time, absl::UTCTimeZone());
  return {serial, day.month(), static_cast<int>(day.year())};
}

bool IsCapId(absl::string_view id) {
  return !id.empty() && id.size() <= base::limits::kCapIdChars &&
         std::all_of(id.begin(), id.end(), [](unsigned char c) {
           return absl::ascii_isgraph(c) && c != ',' && c != '<' && c != '&';
         });
}

}  // namespace lightship::statement
