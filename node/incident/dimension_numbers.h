// The values of rows under a dimension as small numbers, a chunk at a time: counting reads columns, not documents, wherever a
// column tells enough. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_DIMENSION_NUMBERS_H_
#define LIGHTSHIP_NODE_INCIDENT_DIMENSION_NUMBERS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "node/incident/area.h"
#include "node/incident/dimension.h"

namespace lightship::incident {

// For one thread.
class DimensionNumbers {
 public:
  static constexpr uint32_t kNotKnown = 0;  // the number of what is not known
  static constexpr uint32_t kSeveral = std::numeric_limits<uint32_t>::max();
  using Column = std::array<uint32_t, Chunk::kRows>;

  // REQUIRES: as DimensionReader.
  DimensionNumbers(v1::Dimension dimension, const CountingFrame& frame);

  // The number of each selected row; kSeveral where it has several values (OfSeveral). `all`: every row of a full chunk is selected.
  const Column& Of(const Chunk& chunk, const Selection& selection, bool all);
  // Has the processor fetch what Of will read: chunks lie apart, and the first bytes of each would be waited for.
  void Expect(const Chunk& chunk) const;
  // Whether any row of the last chunk has several.
  bool met_several() const { return met_several_; }
  // All numbers of one row.
  std::vector<uint32_t> OfSeveral(const Chunk& chunk, size_t row);

  // Of each number of another one of the same dimension, the number that it has here.
  std::vector<uint32_t> NumbersOf(const DimensionNumbers& other);

  // How many numbers there are so far.
  uint32_t size() const { return static_cast<uint32_t>(codes_.size()); }
  // Of a number other than kNotKnown.
  int64_t CodeOf(uint32_t number) const { return codes_[number]; }
  const DimensionReader& reader() const { return reader_; }

 private:
  // Above all numbers, as kSeveral.
  static constexpr uint32_t kUnseen = kSeveral - 1;

  uint32_t NumberOf(int64_t code);
  uint32_t NumberOfRow(const Chunk& chunk, size_t row);
  template <typename Values>
  void Translate(const Chunk& chunk, const Selection& selection, bool all, const Values& values);
  void TranslateDays(const Chunk& chunk, const Selection& selection);

  const v1::Dimension dimension_;
  const CountingFrame frame_;
  DimensionReader reader_;
  Codes read_;
  absl::flat_hash_map<int64_t, uint32_t> numbers_;  // by code
  std::vector<int64_t> codes_;                      // by number
  std::vector<uint32_t> seen_;                      // numbers by what stands in a column, or by day
  Column column_;
  bool met_several_ = false;
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_DIMENSION_NUMBERS_H_
