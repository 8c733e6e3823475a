#include "node/incident/ship_hash.h"

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

uint64_t ShipBits(uint64_t hash) {
  constexpr int kBits = 5, kWidth = 6;
  uint64_t bits = 0;
  for (int i = 0; i < kBits; ++i) bits |= uint64_t{1} << (hash >> (64 - kWidth * (i + 1)) & 63);
  return bits;
}

}  // namespace lightship::incident
