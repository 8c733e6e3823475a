#include "node/incident/text_index.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "node/incident/chunk.h"

namespace lightship::incident {

static_assert(TextIndex::kRows == Chunk::kRows);

void TextIndex::Build(const Chunk& chunk) const {
  std::vector<std::pair<absl::string_view, uint16_t>> pairs;
  for (size_t row = 0; row < chunk.size; ++row) {
    for (absl::string_view text : {absl::string_view(chunk.detail[row]->open_text),
                                   absl::string_view(chunk.detail[row]->restricted_text)}) {
      for (absl::string_view word : absl::StrSplit(text, absl::ByAnyChar(" \n"), absl::SkipEmpty())) {
        pairs.emplace_back(word, static_cast<uint16_t>(row));
      }
    }
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  rows_.reserve(pairs.size());
  for (const auto& [word, row] : pairs) {
    if (words_.empty() || words_.back() != word) {
      words_.push_back(word);
      begins_.push_back(static_cast<uint32_t>(rows_.size()));
    }
    rows_.push_back(row);
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
