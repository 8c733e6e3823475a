#include "node/incident/text_index.h"

#include <algorithm>

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

TextIndex::Rows RowsWith(const Chunk& chunk, absl::string_view word, bool beginning) {
  const Words* words = chunk.region_text == nullptr ? nullptr : chunk.region_text->Of(chunk.place_in_region);
  const size_t base = words == nullptr ? 0 : chunk.place_in_region * Chunk::kRows;
  if (words == nullptr) words = &chunk.text_index->Of(chunk);
  TextIndex::Rows found;
  if (beginning) {
    for (Words::Rows rows : words->OfBeginning(word)) SetRows(rows, base, found);
  } else {
    SetRows(words->Of(word), base, found);
  }
  return found;
}

}  // namespace lightship::incident
