// Incidents counted chunk after chunk, by the numbers of their values. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_COUNTER_H_
#define LIGHTSHIP_NODE_INCIDENT_COUNTER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "lightship/v1/statistics.pb.h"
#include "node/incident/chunk.h"
#include "node/incident/count.h"
#include "node/incident/count_cells.h"
#include "node/incident/dimension_numbers.h"
#include "node/incident/filter.h"

namespace lightship::incident {

inline constexpr uint32_t kCellLevelDefault = 6, kCellLevelMost = 14;

// Of one count, or of a share of one. For one thread.
class Counter {
 public:
  // `request`, which makes sense, outlives the counter.
  explicit Counter(const v1::CountIncidentsRequest& request);

  // The rows that are selected; `selection` is used up. Rows of several values can take long: `go_on` is asked now and then.
  // RESOURCE_EXHAUSTED (TOO_LARGE) for more rows than limits::kCountRows.
  absl::Status Add(const Chunk& chunk, Selection& selection, absl::FunctionRef<absl::Status()> go_on);
  // What another has counted of the same request, in other chunks. As Add.
  absl::Status Add(Counter& other);

  // What Add will read of a chunk that comes soon.
  void Expect(const Chunk& chunk) const;

  absl::StatusOr<Counted> Finish(const CompiledFilter& filter, const Records* records);

 private:
  // Rows of a chunk, in order. All of a full chunk stand for themselves, which makes quicker loops.
  struct Rows {
    std::array<uint16_t, Chunk::kRows> row;
    size_t size = 0;
  };
  struct NamedRow;

  static Rows RowsOf(const Chunk& chunk, const Selection& selection);
  template <typename Visit>
  static void Visited(const Rows& rows, Visit visit);
  void LeaveOutUncounted(const Chunk& chunk, Selection& selection);
  absl::Status AddSeveral(const Chunk& chunk, Selection& selection, absl::FunctionRef<absl::Status()> go_on);
  absl::Status AddUnderAll(const Chunk& chunk, size_t row);
  void AddAll(const Chunk& chunk, const Rows& rows);
  template <typename Row, typename Count>
  void AddByTable(const Chunk& chunk, Row row, Count count);
  template <typename Row, typename Count>
  void Describe(const Chunk& chunk, Row row, Count count);
  CellKey KeyOf(size_t row) const;
  void Widen();
  absl::Status CheckRows() const;
  NamedRow Named(const Cell& cell) const;
  void AddRows(const std::vector<Cell>& cells, v1::CountIncidentsResponse& response) const;
  absl::Status AddToldOf(const std::vector<Cell>& cells, const CompiledFilter& filter, const Records* records,
                         Counted& counted) const;

  const v1::CountIncidentsRequest& request_;
  std::vector<DimensionNumbers> dimensions_;
  std::array<const DimensionNumbers::Column*, kDimensionsMost> numbers_{};  // of the chunk
  CountCells cells_;
  uint64_t incidents_ = 0, partly_unknown_ = 0, doubtful_ = 0, linked_ = 0, uncounted_ = 0;
  uint64_t steps_ = 0;  // combinations of rows of several values, since `go_on` was asked
  First uncounted_first_;
  int64_t oldest_ = std::numeric_limits<int64_t>::max();
  int64_t newest_ = kUnknownTime;
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_COUNTER_H_
