// Numbers that a seed decides. Small, so that every step of a schedule has dice of its own: leaving one out changes no other.
#ifndef LIGHTSHIP_TESTS_SIM_DICE_H_
#define LIGHTSHIP_TESTS_SIM_DICE_H_

#include <cstdint>

namespace lightship::sim {

// SplitMix64 (Steele, Lea, Flood 2014).
class Dice {
 public:
  explicit Dice(uint64_t seed, uint64_t stream = 0) : state_(seed) {
    state_ = Next() ^ (stream * 0xd1342543de82ef95);
    state_ = Next();
  }

  uint64_t Next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  // 0 to limit - 1. REQUIRES: limit > 0.
  int Below(int limit) { return static_cast<int>(Next() % static_cast<uint64_t>(limit)); }

 private:
  uint64_t state_;
};

}  // namespace lightship::sim

#endif  // LIGHTSHIP_TESTS_SIM_DICE_H_
