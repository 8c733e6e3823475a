// A fixed number of rows, column by column, so that a filter runs over plain arrays.
#ifndef LIGHTSHIP_NODE_INCIDENT_CHUNK_H_
#define LIGHTSHIP_NODE_INCIDENT_CHUNK_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "node/base/packed.h"
#include "node/incident/few_values.h"
#include "node/incident/outline.h"
#include "node/incident/records.h"
#include "node/incident/row.h"
#include "node/incident/text_index.h"

namespace lightship::incident {

// Thread-compatible; chunks of a snapshot are never changed. Meaning and units of the columns: Row.
struct Chunk {
  static constexpr size_t kRows = 512;
  template <typename T>
  using Column = std::array<T, kRows>;
  template <typename T>
  using Few = FewValues<T, kRows>;
  // A region that is in order has near places in a block, so that questions about a small area look at few rows of a chunk.
  static constexpr size_t kBlockRows = 64;
  static constexpr size_t kBlocks = kRows / kBlockRows;

  size_t size = 0;
  // Of the rows as they are; null while they change.
  std::shared_ptr<const TextIndex> text_index;
  // Of the region, while the rows are as they were when it was put in order.
  std::shared_ptr<const RegionText> region_text;
  size_t place_in_region = 0;
  Outline outline;
  std::array<Extent, kBlocks> blocks;
  Column<int64_t> start_us;
  Column<int64_t> end_us;
  Column<uint16_t> day;
  Column<uint64_t> cell;
  Column<int32_t> lat_e7;
  Column<int32_t> lon_e7;
  Few<uint64_t> ship_types;
  Few<uint64_t> economies;
  Column<uint64_t> ships;
  Column<uint8_t> act_stage;
  Column<uint8_t> ship_status;
  Few<uint8_t> exercise_status;
  Few<uint64_t> weapons;
  Few<uint64_t> crew_consequences;
  Few<uint64_t> losses;
  Few<uint64_t> craft;
  Few<uint64_t> craft_indicators;
  Few<uint64_t> legal_classes;
  Column<int64_t> updated_us;
  Few<uint32_t> perpetrators_least;
  Few<uint32_t> perpetrators_most;
  Few<uint32_t> uncertainty_m;
  Few<uint8_t> verification;
  Few<uint8_t> light;
  Few<uint8_t> sea_zone;
  Column<uint8_t> navarea;
  Column<uint8_t> reporting_area;
  Few<uint8_t> weapons_statement;
  Few<uint8_t> located;
  Column<uint8_t> map_category;
  std::array<Column<uint8_t>, kListedDimensions.size()> listed;
  Column<uint16_t> economy;
  Column<uint8_t> counting;
  Column<uint8_t> restricted;
  Column<uint8_t> retracted;
  Column<uint8_t> part_of_another;
  Column<RowDetailPointer> detail;
  // Of rows whose region is not in order yet, which are searched by an index of the chunk; empty in others.
  std::vector<std::shared_ptr<const RowTexts>> texts;
  // Of rows that do not keep theirs, and the texts of those that keep them without; may be null.
  std::shared_ptr<const Records> records;

  // REQUIRES: at <= size, at < kRows. at == size adds a row.
  void Set(size_t at, const Row& row);
  Row Get(size_t at) const;
  absl::StatusOr<std::shared_ptr<const RowTexts>> TextsAt(size_t row) const;

  // The rows as they are, without texts; the outline is of these alone when it is read. REQUIRES: ReadFrom into an empty one, by the build that wrote it.
  void WriteTo(base::Packer& out) const;
  void ReadFrom(base::Unpacker& in);
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_CHUNK_H_
