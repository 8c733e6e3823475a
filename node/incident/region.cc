#include "node/incident/region.h"

#include "absl/strings/str_split.h"

namespace lightship::incident {
namespace {

// Different values of different kinds (the finalizer of MurmurHash3).
uint64_t Mixed(uint64_t value, uint64_t kind) {
  value ^= kind << 56;
  value = (value ^ value >> 33) * 0xff51afd7ed558ccdULL;
  value = (value ^ value >> 33) * 0xc4ceb9fe1a85ec53ULL;
  return value ^ value >> 33;
}

}  // namespace

uint64_t HashOfImoNumber(uint32_t number) { return Mixed(number, 1); }
uint64_t HashOfMmsi(uint32_t number) { return Mixed(number, 2); }

uint64_t HashOfNameWord(absl::string_view word) {
  uint64_t hash = 14695981039346656037ULL;  // FNV-1a
  for (char c : word) hash = (hash ^ static_cast<uint8_t>(c)) * 1099511628211ULL;
  return Mixed(hash, 3);
}

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
