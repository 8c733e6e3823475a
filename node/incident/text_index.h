// Which rows of a chunk hold which word. Built when first asked for: most chunks are never searched before they change.
#ifndef LIGHTSHIP_NODE_INCIDENT_TEXT_INDEX_H_
#define LIGHTSHIP_NODE_INCIDENT_TEXT_INDEX_H_

#include <bitset>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/base/call_once.h"
#include "absl/strings/string_view.h"

namespace lightship::incident {

struct Chunk;

// Thread-safe. Shared by the copies of a chunk until one of them changes, which then starts a new one. Points into the texts of
// the chunk's rows.
class TextIndex {
 public:
  static constexpr size_t kRows = 512;
  using Rows = std::bitset<kRows>;

  // Rows with the word; with a word that begins so, if `beginning`. `chunk` is the one that has this index.
  Rows Find(const Chunk& chunk, absl::string_view word, bool beginning) const;

 private:
  void Build(const Chunk& chunk) const;

  mutable absl::once_flag once_;
  // Sorted; the rows of words_[i] are rows_[begins_[i]] to before rows_[begins_[i + 1]].
  mutable std::vector<absl::string_view> words_;
  mutable std::vector<uint32_t> begins_;
  mutable std::vector<uint16_t> rows_;
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_TEXT_INDEX_H_
