// What is true of every row of a chunk, so that a filter need not look at chunks that it cannot match.
#ifndef LIGHTSHIP_NODE_INCIDENT_OUTLINE_H_
#define LIGHTSHIP_NODE_INCIDENT_OUTLINE_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "absl/strings/string_view.h"
#include "node/incident/row.h"

namespace lightship::incident {

// The least and the most of some values; of none, least > most.
template <typename T>
struct Range {
  T least = std::numeric_limits<T>::max();
  T most = std::numeric_limits<T>::min();

  void Add(T value) {
    least = std::min(least, value);
    most = std::max(most, value);
  }
  bool Touches(T from, T to) const { return least <= to && most >= from; }
};

// A set of hashes that may hold more than was added to it: one line of memory a question (a blocked Bloom filter). With
// three names and numbers a row, some 0.3 % of what was never added seems to be there; with five, 1 %.
class Sieve {
 public:
  void Add(uint64_t hash) {
    Line& line = lines_[LineOf(hash)];
    for (int probe = 0; probe < kProbes; ++probe) line[WordOf(hash, probe)] |= BitOf(hash, probe);
  }
  bool MayHold(uint64_t hash) const {
    const Line& line = lines_[LineOf(hash)];
    uint64_t missing = 0;
    for (int probe = 0; probe < kProbes; ++probe) missing |= ~line[WordOf(hash, probe)] & BitOf(hash, probe);
    return missing == 0;
  }

 private:
  static constexpr size_t kLines = 64;
  static constexpr int kProbes = 3;
  using Line = std::array<uint64_t, 8>;

  static size_t LineOf(uint64_t hash) { return hash % kLines; }
  static size_t WordOf(uint64_t hash, int probe) { return hash >> (8 + 9 * probe) & 7; }
  static uint64_t BitOf(uint64_t hash, int probe) { return uint64_t{1} << (hash >> (11 + 9 * probe) & 63); }

  alignas(64) std::array<Line, kLines> lines_{};
};

// What a Sieve knows ships by.
uint64_t HashOfImoNumber(uint32_t number);
uint64_t HashOfMmsi(uint32_t number);
uint64_t HashOfNameWord(absl::string_view word);

// Of the rows that a chunk has, and of those that they replaced.
struct Outline {
  uint64_t newest_change = 0;
  Range<int64_t> start_us;      // of known times
  Range<int64_t> end_us;
  Range<int64_t> updated_us;
  Range<int32_t> lat_e7;        // of known positions
  Range<int32_t> lon_e7;
  Range<uint64_t> cell;
  uint64_t exercise_statuses = 0;  // one bit a value
  bool timeless = false;       // a row without a time, a position; one that was taken back, one that is told in another
  bool placeless = false;
  bool retracted = false;
  bool parts = false;
  Sieve ships;

  void Add(const Row& row);
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_OUTLINE_H_
