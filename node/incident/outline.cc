#include "node/incident/outline.h"

namespace lightship::incident {

void Extent::Add(const Row& row) {
  if (row.cell == 0) {
    placeless = true;
  } else {
    lat_e7.Add(row.lat_e7);
    lon_e7.Add(row.lon_e7);
    cell.Add(row.cell);
  }
}

void Outline::Add(const Row& row) {
  Extent::Add(row);
  newest_change = std::max(newest_change, row.changed);
  if (row.start_us == kUnknownTime) {
    timeless = true;
  } else {
    start_us.Add(row.start_us);
    end_us.Add(row.end_us);
    longest_us = std::max(longest_us, row.end_us - row.start_us);
  }
  updated_us.Add(row.updated_us);
  exercise_statuses |= uint64_t{1} << row.exercise_status;
  counting |= row.counting;
  retracted |= row.retracted;
  parts |= row.part_of_another;
}

}  // namespace lightship::incident
