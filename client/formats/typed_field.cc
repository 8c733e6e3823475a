#include "client/formats/typed_field.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "node/maritime/time.h"

namespace lightship::formats {
namespace {

// In the languages of the console.
bool SaysNone(absl::string_view text) {
  static constexpr absl::string_view kNone[] = {"none", "ninguno", "tidak ada", "なし", "无", "無"};
  return std::any_of(std::begin(kNone), std::end(kNone),
                     [text](absl::string_view none) { return absl::EqualsIgnoreCase(text, none); });
}

}  // namespace

absl::StatusOr<v1::OccurrenceTime> OccurredFrom(const std::string& text, const v1::Position& position) {
  if (text.empty()) {
    return absl::InvalidArgumentError(
        "say when it happened, such as \"2026-03-14 0326 LT\" or \"2026-03-13 1926 UTC\"");
  }
  maritime::TimeDefaults defaults;
  if (position.has_lon_e7()) defaults = maritime::LocalTimeAt(position.lon_e7());
  return maritime::ParseOccurrence(text, defaults);
}

v1::Perpetrators PerpetratorsFrom(const std::string& text) {
  v1::Perpetrators people;
  people.set_count_as_written(text);
  std::vector<uint32_t> numbers;
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    while (end < text.size() && absl::ascii_isdigit(text[end])) ++end;
    uint32_t number = 0;
    if (end > i && absl::SimpleAtoi(text.substr(i, end - i), &number)) numbers.push_back(number);
    i = std::max(end, i + 1);
  }
  if (SaysNone(text)) {
    people.set_count_state(v1::COUNT_STATE_NONE);
  } else if (uint32_t alone = 0; absl::SimpleAtoi(text, &alone)) {
    people.set_count_state(v1::COUNT_STATE_STATED);
  } else {
    people.set_count_state(v1::COUNT_STATE_ESTIMATED);  // "about 5", "4 to 6", "several"
  }
  if (!numbers.empty() && numbers.size() <= 2) {
    auto [least, most] = std::minmax_element(numbers.begin(), numbers.end());
    people.set_count_min(*least);
    people.set_count_max(*most);
  }
  return people;
}

}  // namespace lightship::formats
