// Latencies counted in buckets of constant relative width (about 1.6 %), after HdrHistogram: any number of them in fixed memory.
#ifndef LIGHTSHIP_TESTS_BENCH_HISTOGRAM_H_
#define LIGHTSHIP_TESTS_BENCH_HISTOGRAM_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "absl/time/time.h"

namespace lightship::bench {

// From one microsecond to about twelve days; what is longer counts as that. Thread-compatible.
class Histogram {
 public:
  void Add(absl::Duration latency) {
    const uint64_t micros =
        std::clamp<int64_t>(absl::ToInt64Microseconds(latency), 0, (int64_t{1} << kOctaves) - 1);
    ++counts_[BucketOf(micros)];
    ++count_;
    most_ = std::max(most_, micros);
  }
  uint64_t count() const { return count_; }
  double MostMillis() const { return static_cast<double>(most_) / 1000; }

  // The latency that a share `q` of all does not exceed, as its bucket's upper end; zero when there is none.
  double QuantileMillis(double q) const {
    uint64_t left = static_cast<uint64_t>(q * static_cast<double>(count_) + 0.5);
    for (size_t bucket = 0; bucket < counts_.size() && count_ > 0; ++bucket) {
      if (counts_[bucket] >= left) return std::min(static_cast<double>(most_), EndOf(bucket)) / 1000;
      left -= counts_[bucket];
    }
    return MostMillis();
  }

 private:
  static constexpr int kOctaves = 40, kBits = 6;  // 64 buckets each time that the latency doubles
  static constexpr uint64_t kLinear = uint64_t{1} << kBits;

  // Below kLinear one bucket a microsecond; above, by the leading bits.
  static size_t BucketOf(uint64_t micros) {
    if (micros < kLinear) return micros;
    const int shift = std::bit_width(micros) - kBits - 1;
    return (static_cast<uint64_t>(shift) << kBits) + (micros >> shift);
  }
  static double EndOf(size_t bucket) {
    if (bucket < 2 * kLinear) return static_cast<double>(bucket + 1);
    const size_t shift = (bucket >> kBits) - 1;
    return static_cast<double>(((bucket & (kLinear - 1)) + kLinear + 1) << shift);
  }

  std::array<uint64_t, (kOctaves - kBits + 1) << kBits> counts_{};
  uint64_t count_ = 0, most_ = 0;
};

}  // namespace lightship::bench

#endif  // LIGHTSHIP_TESTS_BENCH_HISTOGRAM_H_
