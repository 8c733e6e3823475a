#include "node/incident/dimension_numbers.h"

#include <algorithm>

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

// How many there can be in the column of the dimension, if it is one that numbers are remembered for.
size_t ValuesOf(v1::Dimension dimension) {
  if (IsOfDays(dimension) || dimension == v1::DIMENSION_ECONOMY) return std::max(kDays, size_t{1} << 16);
  return ListedPlace(dimension) >= 0 ? size_t{1} << 8 : 0;
}

}  // namespace

DimensionNumbers::DimensionNumbers(v1::Dimension dimension, const CountingFrame& frame)
    : dimension_(dimension), frame_(frame), reader_(dimension, frame), codes_(1) {
  seen_.resize(ValuesOf(dimension), kUnseen);
  // One that has no number stands there too.
  if (dimension == v1::DIMENSION_ECONOMY) seen_[kSeveralEconomies] = kSeveral;
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

std::vector<uint32_t> DimensionNumbers::NumbersOf(const DimensionNumbers& other) {
  std::vector<uint32_t> numbers = {kNotKnown};
  for (uint32_t number = 1; number < other.size(); ++number) {
    numbers.push_back(NumberOf(reader_.CodeAs(other.reader_, other.CodeOf(number))));
  }
  return numbers;
}

template <typename Values>
void DimensionNumbers::Translate(const Chunk& chunk, const Selection& selection, bool all, const Values& values) {
  if (all) {
    // Nearly always each value was seen before.
    uint32_t most = 0;
    for (size_t i = 0; i < Chunk::kRows; ++i) {
      column_[i] = seen_[values[i]];
      most = std::max(most, column_[i]);
    }
    if (most < kUnseen) return;
  }
  for (size_t i = 0; i < chunk.size; ++i) {
    if (selection[i] == 0) continue;
    uint32_t number = seen_[values[i]];
    if (number == kUnseen) {
      number = NumberOfRow(chunk, i);
      if (values[i] != kFarDay) seen_[values[i]] = number;
    }
    column_[i] = number;
    met_several_ |= number == kSeveral;
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

void DimensionNumbers::Expect(const Chunk& chunk) const {
  const auto fetch = [](const auto& column) {
    constexpr size_t kLine = 64;
    const char* const bytes = reinterpret_cast<const char*>(column.data());
    for (size_t at = 0; at < sizeof(column); at += kLine) __builtin_prefetch(bytes + at);
  };
  if (IsOfDays(dimension_) && frame_.utc_offset_minutes == 0) {
    fetch(chunk.day);
  } else if (dimension_ == v1::DIMENSION_ECONOMY) {
    fetch(chunk.economy);
  } else if (const int place = ListedPlace(dimension_); place >= 0) {
    fetch(chunk.listed[static_cast<size_t>(place)]);
  }
}

const DimensionNumbers::Column& DimensionNumbers::Of(const Chunk& chunk, const Selection& selection, bool all) {
  met_several_ = false;
  if (IsOfDays(dimension_) && frame_.utc_offset_minutes == 0) {
    Translate(chunk, selection, all, chunk.day);
  } else if (IsOfDays(dimension_)) {
    TranslateDays(chunk, selection);
  } else if (dimension_ == v1::DIMENSION_ECONOMY) {
    Translate(chunk, selection, all, chunk.economy);
  } else if (const int place = ListedPlace(dimension_); place >= 0) {
    Translate(chunk, selection, all, chunk.listed[static_cast<size_t>(place)]);
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
