#include "node/incident/words.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/numeric/bits.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace lightship::incident {

uint32_t Words::Maker::NumberOf(absl::string_view word) {
  const auto [found, added] = numbers_.emplace(word, static_cast<uint32_t>(words_.size()));
  if (added) {
    words_.push_back(word);
    counts_.push_back(0);
    last_row_.push_back(-1);
  }
  return found->second;
}

void Words::Maker::Add(uint16_t row, absl::string_view text) {
  for (absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    if (word == "\n") continue;  // between two fields
    const uint32_t number = NumberOf(word);
    if (std::exchange(last_row_[number], row) == row) continue;
    ++counts_[number];
    entries_.push_back({number, row});
  }
}

Words Words::Maker::Make() {
  Words made;
  std::vector<uint32_t> order(words_.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return words_[a] < words_[b]; });
  std::vector<uint32_t> next(words_.size());
  made.word_begins_.reserve(words_.size() + 1);
  made.row_begins_.reserve(words_.size() + 1);
  uint32_t rows = 0;
  for (uint32_t number : order) {
    made.word_begins_.push_back(static_cast<uint32_t>(made.letters_.size()));
    made.letters_.append(words_[number].data(), words_[number].size());
    made.row_begins_.push_back(rows);
    next[number] = rows;
    rows += counts_[number];
  }
  made.word_begins_.push_back(static_cast<uint32_t>(made.letters_.size()));
  made.row_begins_.push_back(rows);
  made.letters_.shrink_to_fit();
  made.rows_.resize(rows);
  for (const Entry& entry : entries_) made.rows_[next[entry.number]++] = entry.row;
  made.FillSlots();
  return made;
}

void Words::FillSlots() {
  slots_.resize(absl::bit_ceil(size() + size() / 2 + 1));
  for (size_t i = 0; i < size(); ++i) {
    size_t slot = absl::HashOf(WordAt(i));
    while (slots_[slot & (slots_.size() - 1)] != 0) ++slot;
    slots_[slot & (slots_.size() - 1)] = static_cast<uint32_t>(i + 1);
  }
}

Words::Rows Words::Of(absl::string_view word) const {
  for (size_t slot = absl::HashOf(word);; ++slot) {
    const uint32_t place = slots_[slot & (slots_.size() - 1)];
    if (place == 0) return {};
    if (WordAt(place - 1) == word) return RowsAt(place - 1);
  }
}

std::vector<Words::Rows> Words::OfBeginning(absl::string_view beginning) const {
  size_t low = 0;
  for (size_t count = size(); count > 0;) {
    const size_t half = count / 2;
    if (WordAt(low + half) < beginning) {
      low += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  std::vector<Rows> all;
  for (; low < size() && absl::StartsWith(WordAt(low), beginning); ++low) all.push_back(RowsAt(low));
  return all;
}

}  // namespace lightship::incident
