// Which of some rows hold which word: an inverted index, made once.
#ifndef LIGHTSHIP_NODE_INCIDENT_WORDS_H_
#define LIGHTSHIP_NODE_INCIDENT_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

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

  // The rows of a word, ascending.
  using Rows = absl::Span<const uint16_t>;
  Rows Of(absl::string_view word) const;
  // Of each word that begins so.
  std::vector<Rows> OfBeginning(absl::string_view beginning) const;

 private:
  Words() = default;
  size_t size() const { return word_begins_.size() - 1; }
  absl::string_view WordAt(size_t i) const {
    return absl::string_view(letters_).substr(word_begins_[i], word_begins_[i + 1] - word_begins_[i]);
  }
  Rows RowsAt(size_t i) const {
    return absl::MakeConstSpan(rows_).subspan(row_begins_[i], row_begins_[i + 1] - row_begins_[i]);
  }
  void FillSlots();

  // Words in order, one after another; those of word i begin at word_begins_[i], its rows at row_begins_[i].
  std::string letters_;
  std::vector<uint32_t> word_begins_;
  std::vector<uint32_t> row_begins_;
  std::vector<uint16_t> rows_;
  // A hash table with open addressing: place of a word plus one, 0 for a free slot.
  std::vector<uint32_t> slots_;
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_WORDS_H_
