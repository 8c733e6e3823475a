// The chunks of a region and what is true of each, side by side: a question looks at all outlines, and at few chunks.
#ifndef LIGHTSHIP_NODE_INCIDENT_REGION_H_
#define LIGHTSHIP_NODE_INCIDENT_REGION_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "node/incident/chunk.h"
#include "node/incident/outline.h"

namespace lightship::incident {

// Which chunks of a region have ships of a number or name (ship_hash.h), and some that do not: a Bloom filter for each chunk, of which those of all
// chunks lie across, so that three words of memory tell of 64 chunks. With three names and numbers a row, some 0.2 % of the other
// chunks seem to have it; with five, 1 %. Only ever added to, so that snapshots share it with the writer. Thread-safe.
class ShipSieve {
 public:
  // For the writer alone.
  void Add(size_t chunk, const RowDetail& row);
  // One bit a chunk.
  uint64_t ChunksWith(uint64_t hash) const;

 private:
  static constexpr size_t kSlots = size_t{1} << 15;
  static constexpr int kProbes = 3;
  static size_t SlotOf(uint64_t hash, int probe) { return hash >> (15 * probe) & (kSlots - 1); }
  void AddHash(size_t chunk, uint64_t hash);

  std::array<std::atomic<uint64_t>, kSlots> slots_{};
};

// Thread-compatible; those of a snapshot are never changed.
struct Region {
  static constexpr size_t kChunks = RegionText::kChunks;
  static_assert(kChunks <= 64);

  size_t size = 0;  // chunks
  std::array<std::shared_ptr<const Chunk>, kChunks> chunks;
  std::array<Outline, kChunks> outlines;  // as the chunks have them, once they are published
  std::shared_ptr<ShipSieve> ships = std::make_shared<ShipSieve>();
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_REGION_H_
