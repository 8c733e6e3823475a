#include "node/incident/dimension_numbers.h"

namespace lightship::incident {
namespace {

constexpr int64_t kUsPerMinute = int64_t{60} * 1'000'000;
constexpr int64_t kUsPerDay = 24 * 60 * kUsPerMinute;
constexpr size_t kDays = 366 * 130;  // since 1970: what is remembered by day

// Buckets of which a day lies in one.
bool IsOfDays(v1::Dimension dimension) {
  return dimension == v1::DIMENSION_YEAR || dimension == v1::DIMENSION_QUARTER ||
         dimension == v1::DIMENSION_MONTH || dimension == v1::DIMENSION_MONTH_OF_YEAR;
}

}  // namespace

DimensionNumbers::DimensionNumbers(v1::Dimension dimension, const CountingFrame& frame)
    : dimension_(dimension), frame_(frame), reader_(dimension, frame), codes_(1) {
  if (IsOfDays(dimension)) {
    seen_.resize(kDays, kUnseen);
  } else if (dimension == v1::DIMENSION_ECONOMY) {
    seen_.resize(kEconomyNumbers, kUnseen);
  } else {
    seen_.resize(size_t{1} << 8, kUnseen);
  }
}

uint32_t DimensionNumbers::NumberOf(int64_t code) {
  const auto [found, added] = numbers_.emplace(code, size());
  if (added) codes_.push_back(code);
  return found->second;
}

uint32_t DimensionNumbers::NumberOfRow(const Chunk& chunk, size_t row) {
  reader_.Read(chunk, row, read_);
  if (read_.empty()) return kNotKnown;
  return read_.size() == 1 ? NumberOf(read_.front()) : kSeveral;
}

std::vector<uint32_t> DimensionNumbers::OfSeveral(const Chunk& chunk, size_t row) {
  reader_.Read(chunk, row, read_);
  if (read_.empty()) return {kNotKnown};
  std::vector<uint32_t> numbers;
  for (int64_t code : read_) numbers.push_back(NumberOf(code));
  return numbers;
}

// By a column that is `several` where a row has more values than one.
template <typename Values>
void DimensionNumbers::Translate(const Chunk& chunk, const Selection& selection, const Values& values, uint32_t several) {
  for (size_t i = 0; i < chunk.size; ++i) {
    if (selection[i] == 0) continue;
    if (values[i] == several) {
      column_[i] = kSeveral;
      met_several_ = true;
      continue;
    }
    uint32_t& number = seen_[values[i]];
    if (number == kUnseen) number = NumberOfRow(chunk, i);
    column_[i] = number;
  }
}

void DimensionNumbers::TranslateDays(const Chunk& chunk, const Selection& selection) {
  const int64_t offset_us = frame_.utc_offset_minutes * kUsPerMinute;
  for (size_t i = 0; i < chunk.size; ++i) {
    if (selection[i] == 0) continue;
    const int64_t middle_us = MiddleOf(chunk, i);
    const bool remembered = middle_us >= -offset_us && middle_us < int64_t{kDays} * kUsPerDay - offset_us;
    if (!remembered) {
      column_[i] = NumberOfRow(chunk, i);
      continue;
    }
    uint32_t& number = seen_[static_cast<uint64_t>(middle_us + offset_us) / kUsPerDay];
    if (number == kUnseen) number = NumberOfRow(chunk, i);
    column_[i] = number;
  }
}

const DimensionNumbers::Column& DimensionNumbers::Of(const Chunk& chunk, const Selection& selection) {
  met_several_ = false;
  if (IsOfDays(dimension_)) {
    TranslateDays(chunk, selection);
  } else if (dimension_ == v1::DIMENSION_ECONOMY) {
    Translate(chunk, selection, chunk.economy, kSeveralEconomies);
  } else if (const int place = ListedPlace(dimension_); place >= 0) {
    Translate(chunk, selection, chunk.listed[static_cast<size_t>(place)], kSeveralValues);
  } else {
    for (size_t i = 0; i < chunk.size; ++i) {
      if (selection[i] == 0) continue;
      column_[i] = NumberOfRow(chunk, i);
      met_several_ |= column_[i] == kSeveral;
    }
  }
  return column_;
}

}  // namespace lightship::incident
