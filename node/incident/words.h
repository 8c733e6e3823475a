// Which of some rows hold which word: an inverted index, made once.
#ifndef LIGHTSHIP_NODE_INCIDENT_WORDS_H_
#define LIGHTSHIP_NODE_INCIDENT_WORDS_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "node/base/packed.h"

namespace lightship::incident {

// Immutable, thread-safe.
class Words {
 public:
  // For one thread. What it is given must outlive it.
  class Maker {
   public:
    // A text of the row, folded (searched_text.h). REQUIRES: rows in ascending order.
    void Add(uint16_t row, absl::string_view text);
    Words Make();

   private:
    uint32_t NumberOf(absl::string_view word);

    absl::flat_hash_map<absl::string_view, uint32_t> numbers_;
    std::vector<absl::string_view> words_;  // by number, as the next
    std::vector<uint32_t> counts_;
    std::vector<int32_t> last_row_;
    struct Entry {
      uint32_t number;
      uint16_t row;
    };
    std::vector<Entry> entries_;
  };

  // The rows of a word: listed, ascending, or of a word that many have, a bit for each row.
  struct Rows {
    absl::Span<const uint16_t> listed;
    absl::Span<const uint64_t> bits;

    // Of those from `begin` on, less than `end`, ascending. REQUIRES: both are multiples of 64.
    template <typename Visit>
    void ForEach(size_t begin, size_t end, Visit visit) const;
  };
  Rows Of(absl::string_view word) const;
  // Of each word that begins so.
  std::vector<Rows> OfBeginning(absl::string_view beginning) const;

  // As far as rows have their bit in `kept`: nothing of words that others alone have. REQUIRES: a bit for each row.
  void WriteTo(absl::Span<const uint64_t> kept, base::Packer& out) const;
  // REQUIRES: what WriteTo has written.
  explicit Words(base::Unpacker& in);

 private:
  Words() = default;
  size_t size() const { return word_begins_.size() - 1; }
  absl::string_view WordAt(size_t i) const {
    return absl::string_view(letters_).substr(word_begins_[i], word_begins_[i + 1] - word_begins_[i]);
  }
  Rows RowsAt(size_t i) const;
  // The next word in order, and its rows, or its bits, which are to be filled in.
  void Begin(absl::string_view word);
  void AppendListed(absl::string_view word, absl::Span<const uint16_t> rows);
  uint64_t* AppendDense(absl::string_view word);
  // When all words are there.
  void Close();
  void FillSlots();

  // Words in order, one after another; those of word i begin at word_begins_[i], its rows at row_begins_[i] unless they are bits.
  std::string letters_;
  std::vector<uint32_t> word_begins_;
  std::vector<uint32_t> row_begins_;
  std::vector<uint16_t> rows_;
  // Of the words with bits, in order; these are `words_of_bits_` numbers each.
  std::vector<uint32_t> dense_;
  std::vector<uint64_t> bits_;
  size_t words_of_bits_ = 0;
  // A hash table with open addressing: place of a word plus one, 0 for a free slot.
  std::vector<uint32_t> slots_;
};

template <typename Visit>
void Words::Rows::ForEach(size_t begin, size_t end, Visit visit) const {
  for (auto row = std::lower_bound(listed.begin(), listed.end(), begin); row != listed.end() && *row < end; ++row) visit(*row);
  for (size_t word = begin / 64; word < std::min(end / 64, bits.size()); ++word) {
    for (uint64_t left = bits[word]; left != 0; left &= left - 1) {
      visit(word * 64 + static_cast<size_t>(std::countr_zero(left)));
    }
  }
}

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_WORDS_H_
