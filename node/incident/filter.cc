#include "node/incident/filter.h"

#include <algorithm>
#include <limits>

#include "absl/numeric/bits.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "node/base/reasons.h"
#include "node/maritime/vessel.h"
#include "node/statement/open.h"

namespace lightship::incident {
namespace {

template <typename Values>
uint64_t BitsOf(const Values& values) {
  uint64_t bits = 0;
  for (int value : values) bits |= uint64_t{1} << value;
  return bits;
}

// Keeps the rows whose value is one of `bits`. One value, the usual case, is a plain comparison.
void NarrowValues(const Chunk::Column<uint8_t>& values, size_t size, uint64_t bits,
                  Selection& selection) {
  if (bits == 0) return;
  if (absl::has_single_bit(bits)) {
    const uint8_t only = static_cast<uint8_t>(absl::countr_zero(bits));
    for (size_t i = 0; i < size; ++i) selection[i] &= values[i] == only;
    return;
  }
  for (size_t i = 0; i < size; ++i) selection[i] &= bits >> values[i] & 1;
}

// One ship's name, " WORD WORD ", holds all the words.
bool HoldsAll(absl::string_view name, const std::vector<std::string>& words) {
  return std::all_of(words.begin(), words.end(), [name](const std::string& word) {
    return absl::StrContains(name, word);
  });
}

}  // namespace

absl::StatusOr<CompiledFilter> CompiledFilter::Compile(const v1::IncidentFilter& filter,
                                                       PartsOfOthers parts) {
  std::vector<base::Violation> violations = CheckFilter(filter);
  if (!violations.empty()) return base::InvalidFields(base::reason::kInvalidFilter, violations);
  CompiledFilter compiled;
  compiled.include_parts_ = parts == PartsOfOthers::kSelected;
  compiled.any_time_ = !filter.has_occurred_from() && !filter.has_occurred_until();
  compiled.from_us_ = std::numeric_limits<int64_t>::min();
  compiled.until_us_ = std::numeric_limits<int64_t>::max();
  if (filter.has_occurred_from()) {
    compiled.from_us_ = absl::ToUnixMicros(*statement::ToTime(filter.occurred_from()));
  }
  if (filter.has_occurred_until()) {
    compiled.until_us_ = absl::ToUnixMicros(*statement::ToTime(filter.occurred_until()));
  }
  if (filter.has_box()) compiled.box_.emplace(filter.box());
  if (filter.has_circle()) compiled.circle_.emplace(filter.circle());
  compiled.act_stages_ = BitsOf(filter.act_stages());
  compiled.ship_statuses_ = BitsOf(filter.ship_statuses());
  compiled.exercise_statuses_ = filter.exercise_statuses_size() > 0
                                    ? BitsOf(filter.exercise_statuses())
                                    : uint64_t{1} << v1::EXERCISE_STATUS_ACTUAL;
  compiled.ship_types_ = BitsOf(filter.ship_types());
  compiled.include_retracted_ = filter.include_retracted();
  for (const std::string& code : filter.economies()) {
    compiled.economies_.push_back(EconomyNumber(code));
    compiled.economy_bits_ |= ValueBit(compiled.economies_.back());
  }
  std::string name = maritime::NormaliseName(filter.vessel_name());
  for (absl::string_view word : absl::StrSplit(name, ' ', absl::SkipEmpty())) {
    compiled.words_.push_back(absl::StrCat(" ", word, " "));
    compiled.word_bits_ |= WordBit(word);
  }
  compiled.imo_number_ = filter.imo_number();
  return compiled;
}

void CompiledFilter::SelectCodes(const Chunk& chunk, Selection& selection) const {
  if (include_retracted_) {
    std::fill_n(selection.begin(), chunk.size, uint8_t{1});
  } else {
    for (size_t i = 0; i < chunk.size; ++i) selection[i] = chunk.retracted[i] ^ 1;
  }
  if (!include_parts_) {
    for (size_t i = 0; i < chunk.size; ++i) selection[i] &= chunk.part_of_another[i] ^ 1;
  }
  NarrowValues(chunk.exercise_status, chunk.size, exercise_statuses_, selection);
  NarrowValues(chunk.act_stage, chunk.size, act_stages_, selection);
  NarrowValues(chunk.ship_status, chunk.size, ship_statuses_, selection);
  if (ship_types_ == 0) return;
  for (size_t i = 0; i < chunk.size; ++i) {
    selection[i] &= (chunk.ship_types[i] & ship_types_) != 0;
  }
}

void CompiledFilter::NarrowTime(const Chunk& chunk, Selection& selection) const {
  for (size_t i = 0; i < chunk.size; ++i) {
    selection[i] &= (chunk.start_us[i] != kUnknownTime) & (chunk.start_us[i] < until_us_) &
                    (chunk.end_us[i] > from_us_);
  }
}

bool CompiledFilter::DetailMatches(const RowDetail& detail) const {
  if (!economies_.empty() &&
      std::find_first_of(detail.economies.begin(), detail.economies.end(), economies_.begin(),
                         economies_.end()) == detail.economies.end()) {
    return false;
  }
  if (imo_number_ != 0 &&
      std::find(detail.imo_numbers.begin(), detail.imo_numbers.end(), imo_number_) ==
          detail.imo_numbers.end()) {
    return false;
  }
  if (words_.empty()) return true;
  for (absl::string_view name : absl::StrSplit(detail.vessel_names, '\n', absl::SkipEmpty())) {
    if (HoldsAll(name, words_)) return true;
  }
  return false;
}

void CompiledFilter::NarrowDetail(const Chunk& chunk, Selection& selection) const {
  const uint64_t imo_bit = imo_number_ == 0 ? 0 : ValueBit(imo_number_);
  for (size_t i = 0; i < chunk.size; ++i) {
    selection[i] &= (economy_bits_ == 0) | ((chunk.economies[i] & economy_bits_) != 0);
    selection[i] &= (chunk.imo_numbers[i] & imo_bit) == imo_bit;
    selection[i] &= (chunk.words[i] & word_bits_) == word_bits_;
  }
  for (size_t i = 0; i < chunk.size; ++i) {
    if (selection[i] != 0 && !DetailMatches(*chunk.detail[i])) selection[i] = 0;
  }
}

void CompiledFilter::Select(const Chunk& chunk, Selection& selection) const {
  SelectCodes(chunk, selection);
  if (!any_time_) NarrowTime(chunk, selection);
  if (box_.has_value()) box_->Narrow(chunk, selection);
  if (circle_.has_value()) circle_->Narrow(chunk, selection);
  if (!economies_.empty() || !words_.empty() || imo_number_ != 0) NarrowDetail(chunk, selection);
}

}  // namespace lightship::incident
