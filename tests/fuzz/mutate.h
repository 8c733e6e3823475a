// Small changes to inputs, repeatable: of bytes, of text and of the fields of messages.
#ifndef LIGHTSHIP_TESTS_FUZZ_MUTATE_H_
#define LIGHTSHIP_TESTS_FUZZ_MUTATE_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "tests/fuzz/target.h"

namespace lightship::fuzz {

// Numbers that a seed decides (splitmix64).
class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}
  uint64_t Next();
  // 0 to `sides` - 1. REQUIRES: sides > 0.
  uint64_t Roll(uint64_t sides) { return Next() % sides; }

 private:
  uint64_t state_;
};

// Flips, inserts, deletes, repeats, copies; numbers in text become others.
std::string MutateBytes(absl::string_view input, Dice& dice);

// Sets, clears, repeats or swaps one field somewhere in the message that stands at shape.offset. What does not parse is changed as
// bytes.
std::string MutateMessage(absl::string_view input, const Shape& shape, Dice& dice);

// One of both, as fits the target.
std::string Mutate(const Target& target, absl::string_view input, Dice& dice);

}  // namespace lightship::fuzz

#endif  // LIGHTSHIP_TESTS_FUZZ_MUTATE_H_
