// What is true of every row of a chunk, so that a filter need not look at chunks that it cannot match.
#ifndef LIGHTSHIP_NODE_INCIDENT_OUTLINE_H_
#define LIGHTSHIP_NODE_INCIDENT_OUTLINE_H_

#include <algorithm>
#include <cstdint>
#include <limits>

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

// Where some rows lie, and those that they replaced.
struct Extent {
  Range<int32_t> lat_e7;        // of known positions
  Range<int32_t> lon_e7;
  Range<uint64_t> cell;
  bool placeless = false;       // a row without a position

  void Add(const Row& row);
};

// Of the rows that a chunk has, and of those that they replaced.
struct Outline : Extent {
  uint64_t newest_change = 0;
  Range<int64_t> start_us;      // of known times
  Range<int64_t> end_us;
  int64_t longest_us = 0;       // of their intervals
  Range<int64_t> updated_us;
  uint64_t exercise_statuses = 0;  // one bit a value
  uint8_t counting = 0;            // all of Counting that a row has
  bool timeless = false;       // a row without a time; one that was taken back, one that is told in another
  bool retracted = false;
  bool parts = false;

  void Add(const Row& row);
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_OUTLINE_H_
