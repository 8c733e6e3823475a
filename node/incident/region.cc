#include "node/incident/region.h"

#include "absl/strings/str_split.h"
#include "node/incident/ship_hash.h"

namespace lightship::incident {

void ShipSieve::AddHash(size_t chunk, uint64_t hash) {
  for (int probe = 0; probe < kProbes; ++probe) {
    std::atomic<uint64_t>& slot = slots_[SlotOf(hash, probe)];
    slot.store(slot.load(std::memory_order_relaxed) | uint64_t{1} << chunk, std::memory_order_relaxed);
  }
}

void ShipSieve::Add(size_t chunk, const RowDetail& row) {
  for (uint32_t number : row.imo_numbers()) AddHash(chunk, HashOfImoNumber(number));
  for (uint32_t number : row.mmsi_numbers()) AddHash(chunk, HashOfMmsi(number));
  for (absl::string_view word : absl::StrSplit(row.vessel_names(), absl::ByAnyChar(" \n"), absl::SkipEmpty())) {
    AddHash(chunk, HashOfNameWord(word));
  }
}

uint64_t ShipSieve::ChunksWith(uint64_t hash) const {
  uint64_t chunks = ~uint64_t{0};
  for (int probe = 0; probe < kProbes; ++probe) chunks &= slots_[SlotOf(hash, probe)].load(std::memory_order_relaxed);
  return chunks;
}

}  // namespace lightship::incident
