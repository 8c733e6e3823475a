// What incidents are counted by: the value of a row under a dimension, and its name. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_DIMENSION_H_
#define LIGHTSHIP_NODE_INCIDENT_DIMENSION_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "lightship/v1/statistics.pb.h"
#include "node/incident/chunk.h"

namespace lightship::incident {

// What the buckets of time and place depend on.
struct CountingFrame {
  int utc_offset_minutes = 0;
  int cell_level = 6;
};

// Middle of the interval of occurrence, microseconds since 1970, UTC; kUnknownTime when it is not known. An incident counts
// in the one bucket of time that holds it.
inline int64_t MiddleOf(const Chunk& chunk, size_t row) {
  if (chunk.start_us[row] == kUnknownTime) return kUnknownTime;
  return chunk.start_us[row] + (chunk.end_us[row] - chunk.start_us[row]) / 2;
}

using Codes = absl::InlinedVector<int64_t, 4>;

// For one thread: numbers the places that it meets.
class DimensionReader {
 public:
  // REQUIRES: a value of Dimension other than UNSPECIFIED.
  DimensionReader(v1::Dimension dimension, const CountingFrame& frame);

  // What the row has under the dimension, each once; empty: not known.
  void Read(const Chunk& chunk, size_t row, Codes& codes);

  // The code here for what another reader of the same dimension has given a code.
  int64_t CodeAs(const DimensionReader& other, int64_t code);

  // Name of a code that Read gave: "attempted boarding", "2019-06", "Singapore", "1/31b".
  std::string NameOf(int64_t code) const;

  // Names stand in the order of their codes; else of the alphabet.
  bool in_code_order() const;

 private:
  std::optional<int64_t> TimeCode(const Chunk& chunk, size_t row) const;
  int64_t PlaceCode(const std::string& place);

  const v1::Dimension dimension_;
  const CountingFrame frame_;
  std::map<std::string, int64_t> place_codes_;  // by the place in capitals
  std::vector<std::string> places_;  // by code
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_DIMENSION_H_
