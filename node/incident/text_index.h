// Which rows of the table hold which word: of a region together, made in the background, else of a chunk, made when first asked
// for, since most of these are never searched before they change.
#ifndef LIGHTSHIP_NODE_INCIDENT_TEXT_INDEX_H_
#define LIGHTSHIP_NODE_INCIDENT_TEXT_INDEX_H_

#include <array>
#include <atomic>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "node/base/limits.h"
#include "node/base/mutex.h"
#include "node/base/packed.h"
#include "node/incident/words.h"

namespace lightship::incident {

struct Chunk;

// Of a chunk. Thread-safe. Shared by the copies of a chunk until one of them changes, which then starts a new one.
class TextIndex {
 public:
  static constexpr size_t kRows = 512;
  using Rows = std::bitset<kRows>;

  // `chunk` is the one that has this index. Fails when a text cannot be read, and may be asked again.
  absl::StatusOr<const Words*> Of(const Chunk& chunk) const;

 private:
  mutable base::Mutex mutex_;
  mutable std::optional<Words> words_ ABSL_GUARDED_BY(mutex_);  // once made, for good
};

// Of the chunks of a region, as far as they are as they were when it was put in order. Thread-safe.
class RegionText {
 public:
  static constexpr size_t kChunks = 64;

  RegionText() = default;
  // REQUIRES: what WriteTo has written.
  explicit RegionText(base::Unpacker& in);
  // What is made of the chunks that have not changed: of texts that were erased nothing is left. `chunks` of a snapshot.
  void WriteTo(absl::Span<const std::shared_ptr<const Chunk>> chunks, base::Packer& out) const;

  // False when it was made before. `chunks` of a snapshot that has this region. Chunks with the longest texts are left out, as many
  // as `most_bytes` do not hold. Fails when a text cannot be read, and may be asked again.
  absl::StatusOr<bool> Make(absl::Span<const std::shared_ptr<const Chunk>> chunks,
                            size_t most_bytes = base::limits::kRegionTextBytes) const;
  // Null while they are not made, or do not have the chunk.
  const Words* Of(size_t chunk) const {
    const Made* made = ready_.load(std::memory_order_acquire);
    return made != nullptr && made->chunks.test(chunk) ? &made->words : nullptr;
  }

 private:
  struct Made {
    std::bitset<kChunks> chunks;
    Words words;
  };
  mutable base::Mutex mutex_;
  mutable std::unique_ptr<const Made> made_ ABSL_GUARDED_BY(mutex_);
  mutable std::atomic<const Made*> ready_{nullptr};
};

// Rows of the chunk with the word.
absl::StatusOr<TextIndex::Rows> RowsWith(const Chunk& chunk, absl::string_view word);

// Rows with words that begin alike, which may be most of a region's. The regions asked about last are remembered: the words of each are
// gone through once, not once for each chunk. Thread-safe.
class Beginning {
 public:
  // Of as many, 4 KiB each: more than the threads that part a count.
  static constexpr size_t kRegions = 64;

  // REQUIRES: the same `letters` each time.
  absl::StatusOr<TextIndex::Rows> RowsWith(const Chunk& chunk, absl::string_view letters) const;

  using OfChunks = std::array<TextIndex::Rows, RegionText::kChunks>;
  // Of a region whose index is made.
  std::shared_ptr<const OfChunks> OfRegion(const std::shared_ptr<const RegionText>& region, const Words& words,
                                           absl::string_view letters) const;

 private:
  std::shared_ptr<const OfChunks> Known(const std::shared_ptr<const RegionText>& region) const;

  mutable base::Mutex mutex_;
  struct Remembered {
    std::weak_ptr<const RegionText> region;
    std::shared_ptr<const OfChunks> rows;
  };
  mutable std::vector<Remembered> remembered_ ABSL_GUARDED_BY(mutex_);
  mutable size_t oldest_ ABSL_GUARDED_BY(mutex_) = 0;  // once there are kRegions
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_TEXT_INDEX_H_
