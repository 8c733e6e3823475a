#include "node/incident/text_index.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "node/base/status.h"
#include "node/incident/chunk.h"
#include "node/statement/address.h"

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

// Texts of the chunks that are chosen, by row. While they have more than `most_bytes`, the chunk with the most is chosen no more.
class Reading {
 public:
  Reading(absl::Span<const std::shared_ptr<const Chunk>> chunks, std::bitset<RegionText::kChunks> chosen, size_t most_bytes)
      : chunks_(chunks), chosen_(chosen), most_bytes_(most_bytes), texts_(chunks.size() * Chunk::kRows) {}

  // In the order of logs, in which parts lie together.
  absl::Status Read() {
    std::vector<std::pair<Place, uint16_t>> rows;
    for (size_t row = 0; row < texts_.size(); ++row) {
      if (IsChosen(row) && row % Chunk::kRows < ChunkOf(row).size) rows.emplace_back(PlaceOf(row), static_cast<uint16_t>(row));
    }
    std::sort(rows.begin(), rows.end());
    for (const auto& [place, row] : rows) {
      if (!IsChosen(row)) continue;
      ASSIGN_OR_RETURN(texts_[row], ChunkOf(row).TextsAt(row % Chunk::kRows));
      const size_t bytes = texts_[row]->open.size() + texts_[row]->restricted.size();
      bytes_of_[row / Chunk::kRows] += bytes;
      bytes_ += bytes;
      while (bytes_ > most_bytes_) LeaveOutTheLongest();
    }
    return absl::OkStatus();
  }

  const Texts& texts() const { return texts_; }
  const std::bitset<RegionText::kChunks>& chosen() const { return chosen_; }

 private:
  using Place = std::pair<statement::Origin, uint64_t>;
  Place PlaceOf(size_t row) const {
    const auto address = statement::Address::Parse(ChunkOf(row).detail[row % Chunk::kRows]->name());
    return address.ok() ? Place(address->log(), address->index) : Place();
  }
  const Chunk& ChunkOf(size_t row) const { return *chunks_[row / Chunk::kRows]; }
  bool IsChosen(size_t row) const { return chosen_.test(row / Chunk::kRows); }

  void LeaveOutTheLongest() {
    const auto longest = std::max_element(bytes_of_.begin(), bytes_of_.end());
    const auto place = static_cast<size_t>(longest - bytes_of_.begin());
    chosen_.reset(place);
    bytes_ -= std::exchange(*longest, 0);
    std::fill_n(texts_.begin() + static_cast<ptrdiff_t>(place * Chunk::kRows), Chunk::kRows, nullptr);
  }

  const absl::Span<const std::shared_ptr<const Chunk>> chunks_;
  std::bitset<RegionText::kChunks> chosen_;
  const size_t most_bytes_;
  Texts texts_;
  std::array<size_t, RegionText::kChunks> bytes_of_{};
  size_t bytes_ = 0;
};

// Those of a chunk whose rows begin at `base`.
void SetRows(const Words::Rows& rows, size_t base, TextIndex::Rows& found) {
  rows.ForEach(base, base + Chunk::kRows, [&](size_t row) { found.set(row - base); });
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

absl::StatusOr<bool> RegionText::Make(absl::Span<const std::shared_ptr<const Chunk>> chunks, size_t most_bytes) const {
  if (ready_.load(std::memory_order_acquire) != nullptr) return false;
  base::MutexLock lock(mutex_);
  if (made_ != nullptr) return false;
  std::bitset<kChunks> unchanged;
  for (size_t i = 0; i < chunks.size(); ++i) unchanged.set(i, chunks[i]->region_text.get() == this);
  Reading reading(chunks, unchanged, most_bytes);
  RETURN_IF_ERROR(reading.Read());
  Words::Maker maker;
  AddTexts(reading.texts(), maker);
  made_ = std::make_unique<Made>(Made{reading.chosen(), maker.Make()});
  ready_.store(made_.get(), std::memory_order_release);
  return true;
}

void RegionText::WriteTo(absl::Span<const std::shared_ptr<const Chunk>> chunks, base::Packer& out) const {
  const Made* made = ready_.load(std::memory_order_acquire);
  std::bitset<kChunks> has;
  for (size_t i = 0; made != nullptr && i < chunks.size(); ++i) has.set(i, chunks[i]->region_text.get() == this && made->chunks.test(i));
  const bool worth = has.count() > kChunks / 2;  // else it is made anew, of all
  out.Number(worth ? 1 : 0);
  if (!worth) return;
  out.Number(has.to_ullong());
  std::vector<uint64_t> kept;
  for (size_t i = 0; i < kChunks; ++i) kept.insert(kept.end(), Chunk::kRows / 64, has.test(i) ? ~uint64_t{0} : 0);
  made->words.WriteTo(kept, out);
}

RegionText::RegionText(base::Unpacker& in) {
  if (in.Number() == 0) return;
  const std::bitset<kChunks> has(in.Number());
  base::MutexLock lock(mutex_);
  made_ = std::make_unique<Made>(Made{has, Words(in)});
  ready_.store(made_.get(), std::memory_order_release);
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
  for (const Words::Rows& rows : own->OfBeginning(letters)) SetRows(rows, 0, found);
  return found;
}

std::shared_ptr<const Beginning::OfChunks> Beginning::OfRegion(const std::shared_ptr<const RegionText>& region, const Words& words,
                                                               absl::string_view letters) const {
  if (auto known = Known(region); known != nullptr) return known;
  auto found = std::make_shared<OfChunks>();
  for (const Words::Rows& rows : words.OfBeginning(letters)) {
    rows.ForEach(0, RegionText::kChunks * Chunk::kRows, [&](size_t row) { (*found)[row / Chunk::kRows].set(row % Chunk::kRows); });
  }
  base::MutexLock lock(mutex_);
  if (remembered_.size() < kRegions) {
    remembered_.push_back({region, found});
  } else {
    remembered_[std::exchange(oldest_, (oldest_ + 1) % kRegions)] = {region, found};
  }
  return found;
}

std::shared_ptr<const Beginning::OfChunks> Beginning::Known(const std::shared_ptr<const RegionText>& region) const {
  base::MutexLock lock(mutex_);
  for (const Remembered& one : remembered_) {
    // Of the same, without a look at what it counts.
    if (!one.region.owner_before(region) && !region.owner_before(one.region)) return one.rows;
  }
  return nullptr;
}

}  // namespace lightship::incident
