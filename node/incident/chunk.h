// A fixed number of rows, column by column, so that a filter runs over plain arrays.
#ifndef LIGHTSHIP_NODE_INCIDENT_CHUNK_H_
#define LIGHTSHIP_NODE_INCIDENT_CHUNK_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "node/incident/row.h"
#include "node/incident/text_index.h"

namespace lightship::incident {

// Thread-compatible; chunks of a snapshot are never changed. Meaning and units of the columns: Row.
struct Chunk {
  static constexpr size_t kRows = 512;
  template <typename T>
  using Column = std::array<T, kRows>;

  size_t size = 0;
  // Of the rows as they are: a change starts a new one.
  std::shared_ptr<const TextIndex> text_index;
  uint64_t newest_change = 0;
  Column<int64_t> start_us;
  Column<int64_t> end_us;
  Column<uint64_t> cell;
  Column<int32_t> lat_e7;
  Column<int32_t> lon_e7;
  Column<uint64_t> ship_types;
  Column<uint64_t> economies;
  Column<uint64_t> words;
  Column<uint64_t> imo_numbers;
  Column<uint64_t> changed;
  Column<uint8_t> act_stage;
  Column<uint8_t> ship_status;
  Column<uint8_t> exercise_status;
  Column<uint64_t> weapons;
  Column<uint64_t> crew_consequences;
  Column<uint64_t> losses;
  Column<uint64_t> craft;
  Column<uint64_t> craft_indicators;
  Column<uint64_t> legal_classes;
  Column<uint64_t> mmsi_numbers;
  Column<int64_t> updated_us;
  Column<uint32_t> perpetrators_least;
  Column<uint32_t> perpetrators_most;
  Column<uint32_t> uncertainty_m;
  Column<uint8_t> verification;
  Column<uint8_t> light;
  Column<uint8_t> sea_zone;
  Column<uint8_t> navarea;
  Column<uint8_t> reporting_area;
  Column<uint8_t> weapons_statement;
  Column<uint8_t> located;
  Column<uint8_t> map_category;
  Column<uint8_t> restricted;
  Column<uint8_t> retracted;
  Column<uint8_t> part_of_another;
  Column<std::shared_ptr<const RowDetail>> detail;

  // REQUIRES: at <= size, at < kRows. at == size adds a row.
  void Set(size_t at, const Row& row) {
    size = std::max(size, at + 1);
    text_index = std::make_shared<TextIndex>();
    newest_change = std::max(newest_change, row.changed);
    start_us[at] = row.start_us;
    end_us[at] = row.end_us;
    cell[at] = row.cell;
    lat_e7[at] = row.lat_e7;
    lon_e7[at] = row.lon_e7;
    ship_types[at] = row.ship_types;
    economies[at] = row.economies;
    words[at] = row.words;
    imo_numbers[at] = row.imo_numbers;
    changed[at] = row.changed;
    act_stage[at] = row.act_stage;
    ship_status[at] = row.ship_status;
    exercise_status[at] = row.exercise_status;
    weapons[at] = row.weapons;
    crew_consequences[at] = row.crew_consequences;
    losses[at] = row.losses;
    craft[at] = row.craft;
    craft_indicators[at] = row.craft_indicators;
    legal_classes[at] = row.legal_classes;
    mmsi_numbers[at] = row.mmsi_numbers;
    updated_us[at] = row.updated_us;
    perpetrators_least[at] = row.perpetrators_least;
    perpetrators_most[at] = row.perpetrators_most;
    uncertainty_m[at] = row.uncertainty_m;
    verification[at] = row.verification;
    light[at] = row.light;
    sea_zone[at] = row.sea_zone;
    navarea[at] = row.navarea;
    reporting_area[at] = row.reporting_area;
    weapons_statement[at] = row.weapons_statement;
    located[at] = row.located;
    map_category[at] = row.map_category;
    restricted[at] = row.restricted ? 1 : 0;
    retracted[at] = row.retracted ? 1 : 0;
    part_of_another[at] = row.part_of_another ? 1 : 0;
    detail[at] = row.detail;
  }
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_CHUNK_H_
