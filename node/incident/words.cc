#include "node/incident/words.h"

#include <algorithm>
#include <cstring>
#include <iterator>
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
  std::vector<uint32_t> order(words_.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return words_[a] < words_[b]; });
  std::vector<uint32_t> begins(words_.size()), ends(words_.size());
  uint32_t all = 0;
  for (uint32_t number : order) {
    begins[number] = ends[number] = all;
    all += counts_[number];
  }
  std::vector<uint16_t> rows(all);
  Words made;
  for (const Entry& entry : entries_) {
    rows[ends[entry.number]++] = entry.row;
    made.words_of_bits_ = std::max(made.words_of_bits_, entry.row / size_t{64} + 1);
  }
  for (uint32_t number : order) {
    const auto of = absl::MakeConstSpan(rows).subspan(begins[number], counts_[number]);
    if (of.size() * sizeof(uint16_t) <= made.words_of_bits_ * sizeof(uint64_t)) {
      made.AppendListed(words_[number], of);
    } else {
      uint64_t* const bits = made.AppendDense(words_[number]);
      for (const uint16_t row : of) bits[row / 64] |= uint64_t{1} << row % 64;
    }
  }
  made.Close();
  return made;
}

void Words::Begin(absl::string_view word) {
  word_begins_.push_back(static_cast<uint32_t>(letters_.size()));
  row_begins_.push_back(static_cast<uint32_t>(rows_.size()));
  letters_.append(word.data(), word.size());
}

void Words::AppendListed(absl::string_view word, absl::Span<const uint16_t> rows) {
  Begin(word);
  rows_.insert(rows_.end(), rows.begin(), rows.end());
}

uint64_t* Words::AppendDense(absl::string_view word) {
  Begin(word);
  dense_.push_back(static_cast<uint32_t>(word_begins_.size() - 1));
  bits_.resize(bits_.size() + words_of_bits_);
  return bits_.data() + bits_.size() - words_of_bits_;
}

void Words::Close() {
  word_begins_.push_back(static_cast<uint32_t>(letters_.size()));
  row_begins_.push_back(static_cast<uint32_t>(rows_.size()));
  letters_.shrink_to_fit();
  word_begins_.shrink_to_fit();
  row_begins_.shrink_to_fit();
  rows_.shrink_to_fit();
  dense_.shrink_to_fit();
  bits_.shrink_to_fit();
  FillSlots();
}

Words::Rows Words::RowsAt(size_t i) const {
  const size_t begin = row_begins_[i], length = row_begins_[i + 1] - begin;
  if (length > 0) return {absl::MakeConstSpan(rows_).subspan(begin, length), {}};
  const auto dense = std::lower_bound(dense_.begin(), dense_.end(), i);
  const auto at = static_cast<size_t>(dense - dense_.begin()) * words_of_bits_;
  return {{}, absl::MakeConstSpan(bits_).subspan(at, words_of_bits_)};
}

// Of a word with bits its bits, of another its rows: the one is longer than the other can be.
void Words::WriteTo(absl::Span<const uint64_t> kept, base::Packer& out) const {
  out.Number(words_of_bits_);
  std::vector<uint16_t> listed;
  std::vector<uint64_t> bits(words_of_bits_);
  const auto text = [&](const auto& numbers) {
    out.Text({reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(numbers[0])});
  };
  for (size_t i = 0; i < size(); ++i) {
    const Rows rows = RowsAt(i);
    listed.clear();
    std::copy_if(rows.listed.begin(), rows.listed.end(), std::back_inserter(listed),
                 [&](uint16_t row) { return (kept[row / 64] >> row % 64 & 1) != 0; });
    uint64_t any = 0;
    for (size_t word = 0; word < rows.bits.size(); ++word) any |= bits[word] = rows.bits[word] & kept[word];
    if (listed.empty() && any == 0) continue;
    out.Text(WordAt(i));
    out.Number(rows.bits.empty() ? 0 : 1);
    rows.bits.empty() ? text(listed) : text(bits);
  }
  out.Text("");
}

Words::Words(base::Unpacker& in) {
  words_of_bits_ = in.Number();
  std::vector<uint16_t> listed;
  for (absl::string_view word = in.Text(); !word.empty(); word = in.Text()) {
    const bool dense = in.Number() == 1;
    const absl::string_view bytes = in.Text();
    if (dense) {
      std::memcpy(AppendDense(word), bytes.data(), bytes.size());
    } else {
      listed.resize(bytes.size() / sizeof(uint16_t));
      std::memcpy(listed.data(), bytes.data(), bytes.size());
      AppendListed(word, listed);
    }
  }
  Close();
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
