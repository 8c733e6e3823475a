#include "node/incident/text_index.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "node/base/status.h"
#include "node/incident/chunk.h"

namespace lightship::incident {
namespace {

static_assert(TextIndex::kRows == Chunk::kRows);
static_assert(RegionText::kChunks * Chunk::kRows <= size_t{1} << 16);

using Texts = std::vector<std::shared_ptr<const RowTexts>>;

void AddTexts(const Texts& texts, Words::Maker& maker) {
  for (size_t row = 0; row < texts.size(); ++row) {
    if (texts[row] == nullptr) continue;
    maker.Add(static_cast<uint16_t>(row), texts[row]->open);
    maker.Add(static_cast<uint16_t>(row), texts[row]->restricted);
  }
}

// Those of some rows, by row. Read in order of ids, which is that of the store: rows that came together at start lie together there.
absl::StatusOr<Texts> ReadTexts(absl::Span<const std::shared_ptr<const Chunk>> chunks, std::vector<uint16_t> rows) {
  const auto id = [&](uint16_t row) -> const crypto::Digest& { return chunks[row / Chunk::kRows]->detail[row % Chunk::kRows]->id; };
  std::sort(rows.begin(), rows.end(), [&](uint16_t a, uint16_t b) { return id(a) < id(b); });
  Texts texts(chunks.size() * Chunk::kRows);
  for (uint16_t row : rows) {
    ASSIGN_OR_RETURN(texts[row], chunks[row / Chunk::kRows]->TextsAt(row % Chunk::kRows));
  }
  return texts;
}

// Those of a chunk whose rows begin at `base`.
void SetRows(Words::Rows rows, size_t base, TextIndex::Rows& found) {
  auto row = std::lower_bound(rows.begin(), rows.end(), base);
  for (; row != rows.end() && *row < base + Chunk::kRows; ++row) found.set(*row - base);
}

// Null when the chunk's own index has to do.
const Words* WordsOfRegion(const Chunk& chunk) {
  return chunk.region_text == nullptr ? nullptr : chunk.region_text->Of(chunk.place_in_region);
}

}  // namespace

absl::StatusOr<const Words*> TextIndex::Of(const Chunk& chunk) const {
  base::MutexLock lock(mutex_);
  if (words_.has_value()) return &*words_;
  Texts texts(chunk.size);
  for (size_t row = 0; row < chunk.size; ++row) {
    ASSIGN_OR_RETURN(texts[row], chunk.TextsAt(row));
  }
  Words::Maker maker;
  AddTexts(texts, maker);
  return &words_.emplace(maker.Make());
}

absl::StatusOr<bool> RegionText::Make(absl::Span<const std::shared_ptr<const Chunk>> chunks) const {
  if (ready_.load(std::memory_order_acquire) != nullptr) return false;
  base::MutexLock lock(mutex_);
  if (made_ != nullptr) return false;
  std::bitset<kChunks> known;
  std::vector<uint16_t> rows;
  for (size_t i = 0; i < chunks.size(); ++i) {
    if (chunks[i]->region_text.get() != this) continue;
    known.set(i);
    for (size_t row = 0; row < chunks[i]->size; ++row) rows.push_back(static_cast<uint16_t>(i * Chunk::kRows + row));
  }
  ASSIGN_OR_RETURN(const Texts texts, ReadTexts(chunks, std::move(rows)));
  Words::Maker maker;
  AddTexts(texts, maker);
  made_ = std::make_unique<Made>(Made{known, maker.Make()});
  ready_.store(made_.get(), std::memory_order_release);
  return true;
}

absl::StatusOr<TextIndex::Rows> RowsWith(const Chunk& chunk, absl::string_view word) {
  TextIndex::Rows found;
  if (const Words* words = WordsOfRegion(chunk); words != nullptr) {
    SetRows(words->Of(word), chunk.place_in_region * Chunk::kRows, found);
  } else {
    ASSIGN_OR_RETURN(const Words* own, chunk.text_index->Of(chunk));
    SetRows(own->Of(word), 0, found);
  }
  return found;
}

absl::StatusOr<TextIndex::Rows> Beginning::RowsWith(const Chunk& chunk, absl::string_view letters) const {
  if (const Words* words = WordsOfRegion(chunk); words != nullptr) {
    return (*OfRegion(chunk.region_text, *words, letters))[chunk.place_in_region];
  }
  TextIndex::Rows found;
  ASSIGN_OR_RETURN(const Words* own, chunk.text_index->Of(chunk));
  for (Words::Rows rows : own->OfBeginning(letters)) SetRows(rows, 0, found);
  return found;
}

std::shared_ptr<const Beginning::OfChunks> Beginning::OfRegion(const std::shared_ptr<const RegionText>& region, const Words& words,
                                                               absl::string_view letters) const {
  base::MutexLock lock(mutex_);
  if (rows_ != nullptr && region_.lock() == region) return rows_;
  auto found = std::make_shared<OfChunks>();
  for (Words::Rows rows : words.OfBeginning(letters)) {
    for (uint16_t row : rows) (*found)[row / Chunk::kRows].set(row % Chunk::kRows);
  }
  region_ = region;
  rows_ = std::move(found);
  return rows_;
}

}  // namespace lightship::incident
