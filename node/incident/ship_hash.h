// What ships are sought by, as hashes: of numbers and of the words of names. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_SHIP_HASH_H_
#define LIGHTSHIP_NODE_INCIDENT_SHIP_HASH_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace lightship::incident {

uint64_t HashOfImoNumber(uint32_t number);
uint64_t HashOfMmsi(uint32_t number);
uint64_t HashOfNameWord(absl::string_view word);

// Up to five of 64 bits: what else is in a word with those of a ship's numbers and names has all of them once in some hundreds.
uint64_t ShipBits(uint64_t hash);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_SHIP_HASH_H_
