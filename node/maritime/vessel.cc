#include "node/maritime/vessel.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "node/base/quote.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::maritime {
namespace {

constexpr uint32_t kLeastImoNumber = 1'000'000;
constexpr uint32_t kMostImoNumber = 9'999'999;
constexpr uint32_t kMostMmsi = 999'999'999;
// Maritime identification digits are allotted from 201 to 775 (ITU Radio Regulations, Appendix 42).
constexpr uint32_t kLeastMid = 201;
constexpr uint32_t kMostMid = 775;

bool IsMid(uint32_t digits) { return digits >= kLeastMid && digits <= kMostMid; }

MmsiKind IfMid(uint32_t digits, MmsiKind kind) { return IsMid(digits) ? kind : MmsiKind::kInvalid; }

// Without what people write in front of the number.
absl::string_view StripImoPrefix(absl::string_view text) {
  for (absl::string_view prefix : {"imo", "number", "no"}) {
    text = absl::StripAsciiWhitespace(text);
    if (absl::StartsWithIgnoreCase(text, prefix)) {
      text.remove_prefix(prefix.size());
      while (!text.empty() && absl::StrContains(".:# -", text[0])) text.remove_prefix(1);
    }
  }
  return absl::StripAsciiWhitespace(text);
}

}  // namespace

v1::ImoCheck CheckImoNumber(uint32_t number) {
  if (number == 0) return v1::IMO_CHECK_ABSENT;
  if (number < kLeastImoNumber || number > kMostImoNumber) return v1::IMO_CHECK_MALFORMED;
  uint32_t sum = 0;
  uint32_t rest = number / 10;
  for (uint32_t weight = 2; weight <= 7; ++weight) {
    sum += rest % 10 * weight;
    rest /= 10;
  }
  return sum % 10 == number % 10 ? v1::IMO_CHECK_VALID : v1::IMO_CHECK_BAD_CHECK_DIGIT;
}

v1::ImoCheck CheckImoNumber(absl::string_view text, uint32_t* number) {
  *number = 0;
  if (NameStateOf(text) != v1::NAME_STATE_GIVEN) return v1::IMO_CHECK_ABSENT;
  const absl::string_view digits = StripImoPrefix(text);
  uint32_t value = 0;
  if (digits.size() != 7 || !std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit) ||
      !absl::SimpleAtoi(digits, &value)) {
    return v1::IMO_CHECK_MALFORMED;
  }
  if (value < kLeastImoNumber) return v1::IMO_CHECK_MALFORMED;
  *number = value;
  return CheckImoNumber(value);
}

MmsiKind KindOfMmsi(uint32_t mmsi) {
  if (mmsi == 0 || mmsi > kMostMmsi) return MmsiKind::kInvalid;
  const uint32_t first3 = mmsi / 1'000'000;
  const uint32_t digits_2_to_4 = mmsi / 100'000 % 1000;
  const uint32_t digits_3_to_5 = mmsi / 10'000 % 1000;
  if (first3 < 10) return IfMid(digits_3_to_5, MmsiKind::kCoastStation);
  if (first3 < 100) return IfMid(digits_2_to_4, MmsiKind::kGroup);
  if (first3 == 111) return IfMid(mmsi / 1000 % 1000, MmsiKind::kAircraft);
  if (first3 >= 800 && first3 < 900) return IfMid(digits_2_to_4, MmsiKind::kHandheld);
  if (first3 == 970 || first3 == 972 || first3 == 974) return MmsiKind::kLocator;
  if (first3 >= 990) return IfMid(digits_3_to_5, MmsiKind::kAidToNavigation);
  if (first3 >= 980) return IfMid(digits_3_to_5, MmsiKind::kAuxiliary);
  return IfMid(first3, MmsiKind::kShip);
}

absl::StatusOr<uint32_t> ParseMmsi(absl::string_view text) {
  uint32_t mmsi = 0;
  int digits = 0;
  bool only_digits = true;
  for (const char c : text) {
    if (c == ' ') continue;
    only_digits = only_digits && absl::ascii_isdigit(c);
    if (++digits <= 9 && only_digits) mmsi = mmsi * 10 + static_cast<uint32_t>(c - '0');
  }
  if (only_digits && digits == 9 && KindOfMmsi(mmsi) != MmsiKind::kInvalid) return mmsi;
  return base::Error(
      absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
      absl::StrCat("MMSI ", base::Quoted(text, 30), " ",
                   !only_digits || digits != 9 ? "is not nine digits"
                                               : "begins with no digits that are allotted",
                   "; a ship's looks like 563012345"));
}

void SetName(absl::string_view name, v1::Vessel* vessel) {
  vessel->set_name_as_written(name.data(), name.size());
  vessel->set_name_normalised(NormaliseName(name));
  vessel->set_name_state(NameStateOf(name));
}

void SetImoNumber(absl::string_view text, v1::Vessel* vessel) {
  uint32_t number = 0;
  vessel->set_imo_check(CheckImoNumber(text, &number));
  vessel->set_imo_number(number);
  vessel->set_imo_as_written(text.data(), text.size());
}

}  // namespace lightship::maritime
