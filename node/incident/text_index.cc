#include "node/incident/text_index.h"

#include <algorithm>
#include <utility>

#include "node/incident/chunk.h"

namespace lightship::incident {
namespace {

static_assert(TextIndex::kRows == Chunk::kRows);
static_assert(RegionText::kChunks * Chunk::kRows <= size_t{1} << 16);

void AddTexts(const Chunk& chunk, size_t base, Words::Maker& maker) {
  for (size_t row = 0; row < chunk.size; ++row) {
    const RowDetail& detail = *chunk.detail[row];
    maker.Add(static_cast<uint16_t>(base + row), detail.open_text);
    maker.Add(static_cast<uint16_t>(base + row), detail.restricted_text);
  }
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

const Words& TextIndex::Of(const Chunk& chunk) const {
  absl::call_once(once_, [this, &chunk] {
    Words::Maker maker;
    AddTexts(chunk, 0, maker);
    words_.emplace(maker.Make());
  });
  return *words_;
}

bool RegionText::Make(absl::Span<const std::shared_ptr<const Chunk>> chunks) const {
  if (ready_.load(std::memory_order_acquire) != nullptr) return false;
  absl::call_once(once_, [&] {
    std::bitset<kChunks> known;
    Words::Maker maker;
    for (size_t i = 0; i < chunks.size(); ++i) {
      if (chunks[i]->region_text.get() != this) continue;
      known.set(i);
      AddTexts(*chunks[i], i * Chunk::kRows, maker);
    }
    made_ = std::make_unique<Made>(Made{known, maker.Make()});
    ready_.store(made_.get(), std::memory_order_release);
  });
  return true;
}

TextIndex::Rows RowsWith(const Chunk& chunk, absl::string_view word) {
  TextIndex::Rows found;
  if (const Words* words = WordsOfRegion(chunk); words != nullptr) {
    SetRows(words->Of(word), chunk.place_in_region * Chunk::kRows, found);
  } else {
    SetRows(chunk.text_index->Of(chunk).Of(word), 0, found);
  }
  return found;
}

TextIndex::Rows Beginning::RowsWith(const Chunk& chunk, absl::string_view letters) const {
  if (const Words* words = WordsOfRegion(chunk); words != nullptr) {
    return (*OfRegion(chunk.region_text, *words, letters))[chunk.place_in_region];
  }
  TextIndex::Rows found;
  for (Words::Rows rows : chunk.text_index->Of(chunk).OfBeginning(letters)) SetRows(rows, 0, found);
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
