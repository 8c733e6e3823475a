// A sign of life: a thread passes here on each round of its work, and others see whether it still does.
#ifndef LIGHTSHIP_NODE_BASE_BEAT_H_
#define LIGHTSHIP_NODE_BASE_BEAT_H_

#include <atomic>
#include <cstdint>

#include "absl/time/time.h"

namespace lightship::base {

// Thread-safe.
class Beat {
 public:
  // A thread that has nothing to do passes at least this often.
  static constexpr absl::Duration kIdleEvery = absl::Seconds(1);

  void Pass() { passes_.fetch_add(1, std::memory_order_relaxed); }
  uint64_t passes() const { return passes_.load(std::memory_order_relaxed); }

 private:
  std::atomic<uint64_t> passes_{0};
};

}  // namespace lightship::base

#endif  // LIGHTSHIP_NODE_BASE_BEAT_H_
