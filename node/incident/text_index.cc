#include "node/incident/text_index.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "node/incident/chunk.h"

namespace lightship::incident {

static_assert(TextIndex::kRows == Chunk::kRows);

void TextIndex::Build(const Chunk& chunk) const {
  absl::flat_hash_map<absl::string_view, std::vector<uint16_t>> rows_of;
  for (size_t row = 0; row < chunk.size; ++row) {
    const RowDetail& detail = *chunk.detail[row];
    for (absl::string_view text : {absl::string_view(detail.open_text),
                                   absl::string_view(detail.restricted_text)}) {
      for (absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
        if (word == "\n") continue;  // between two fields
        std::vector<uint16_t>& rows = rows_of[word];
        if (rows.empty() || rows.back() != row) rows.push_back(static_cast<uint16_t>(row));
      }
    }
  }
  words_.reserve(rows_of.size());
  for (const auto& [word, rows] : rows_of) words_.push_back(word);
  std::sort(words_.begin(), words_.end());
  for (absl::string_view word : words_) {
    const std::vector<uint16_t>& rows = rows_of[word];
    begins_.push_back(static_cast<uint32_t>(rows_.size()));
    rows_.insert(rows_.end(), rows.begin(), rows.end());
  }
  begins_.push_back(static_cast<uint32_t>(rows_.size()));
}

TextIndex::Rows TextIndex::Find(const Chunk& chunk, absl::string_view word, bool beginning) const {
  absl::call_once(once_, [this, &chunk] { Build(chunk); });
  Rows found;
  auto at = std::lower_bound(words_.begin(), words_.end(), word);
  for (; at != words_.end() && (beginning ? absl::StartsWith(*at, word) : *at == word); ++at) {
    const size_t i = static_cast<size_t>(at - words_.begin());
    for (uint32_t entry = begins_[i]; entry < begins_[i + 1]; ++entry) found.set(rows_[entry]);
  }
  return found;
}

}  // namespace lightship::incident
