// Rows stand in the table as they came. Once there are enough for a region, they are put in order of time and place, so that most
// of its chunks span little of either and are skipped by questions about both.
#ifndef LIGHTSHIP_NODE_INCIDENT_ARRANGEMENT_H_
#define LIGHTSHIP_NODE_INCIDENT_ARRANGEMENT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "absl/types/span.h"
#include "node/incident/chunk.h"

namespace lightship::incident {

// Where each row of a region stands, by the order in which they came. Immutable.
class Arrangement {
 public:
  static constexpr size_t kChunks = RegionText::kChunks;
  static constexpr size_t kRows = kChunks * Chunk::kRows;

  // Some slices of time, each in order of S2 cells, which is one of near places. REQUIRES: kChunks full chunks.
  explicit Arrangement(absl::Span<const std::shared_ptr<const Chunk>> chunks);

  using Places = std::array<uint16_t, kRows>;
  explicit Arrangement(const Places& places) : place_of_(places) {}

  const Places& places() const { return place_of_; }
  size_t PlaceOf(size_t row) const { return place_of_[row]; }
  // The same rows as `chunks` of the constructor, in their places.
  std::array<std::shared_ptr<Chunk>, kChunks> Arranged(absl::Span<const std::shared_ptr<const Chunk>> chunks) const;

 private:
  Places place_of_;
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_ARRANGEMENT_H_
