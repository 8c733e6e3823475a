// How much to send over a link before waiting for word that it has arrived: what takes the link some seconds. Then little is sent
// again when the link breaks, however slow it is, and a fast one is kept busy.
#ifndef LIGHTSHIP_NODE_EXCHANGE_PACE_H_
#define LIGHTSHIP_NODE_EXCHANGE_PACE_H_

#include <algorithm>
#include <cstddef>

#include "absl/time/time.h"

namespace lightship::exchange {

// Thread-compatible.
class Pace {
 public:
  explicit Pace(size_t most) : most_(most) {}

  size_t bytes() const { return std::min(bytes_, most_); }
  // So much has arrived, and is durable there, so long after it was sent. Little that was quick proves nothing.
  void Took(size_t bytes, absl::Duration time) {
    if (time < kShort && 2 * bytes >= bytes_) bytes_ = std::min(2 * bytes_, most_);
    if (time > kLong) bytes_ = std::max(bytes_ / 2, kLeast);
  }

 private:
  static constexpr absl::Duration kShort = absl::Seconds(2), kLong = absl::Seconds(10);
  static constexpr size_t kLeast = 2 * 1024;

  const size_t most_;
  size_t bytes_ = 16 * 1024;
};

}  // namespace lightship::exchange

#endif  // LIGHTSHIP_NODE_EXCHANGE_PACE_H_
