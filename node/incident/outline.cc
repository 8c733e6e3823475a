#include "node/incident/outline.h"

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

void Outline::Add(const Row& row) {
  newest_change = std::max(newest_change, row.changed);
  if (row.start_us == kUnknownTime) {
    timeless = true;
  } else {
    start_us.Add(row.start_us);
    end_us.Add(row.end_us);
  }
  updated_us.Add(row.updated_us);
  if (row.cell == 0) {
    placeless = true;
  } else {
    lat_e7.Add(row.lat_e7);
    lon_e7.Add(row.lon_e7);
    cell.Add(row.cell);
  }
  exercise_statuses |= uint64_t{1} << row.exercise_status;
  retracted |= row.retracted;
  parts |= row.part_of_another;
  for (uint32_t number : row.detail->imo_numbers) ships.Add(HashOfImoNumber(number));
  for (uint32_t number : row.detail->mmsi_numbers) ships.Add(HashOfMmsi(number));
  for (absl::string_view word : absl::StrSplit(row.detail->vessel_names, absl::ByAnyChar(" \n"), absl::SkipEmpty())) {
    ships.Add(HashOfNameWord(word));
  }
}

}  // namespace lightship::incident
