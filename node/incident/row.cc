#include "node/incident/row.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "node/maritime/geometry.h"
#include "node/statement/address.h"
#include "node/statement/open.h"

namespace lightship::incident {
namespace {

uint8_t SmallValue(int value) {
  return value >= 0 && value < kOtherValue ? static_cast<uint8_t>(value) : kOtherValue;
}

void SetTime(const v1::OccurrenceTime& occurred, Row& row) {
  if (!occurred.has_start() || !occurred.has_end()) return;
  absl::StatusOr<absl::Time> start = statement::ToTime(occurred.start());
  absl::StatusOr<absl::Time> end = statement::ToTime(occurred.end());
  if (!start.ok() || !end.ok()) return;
  row.start_us = absl::ToUnixMicros(*start);
  // An interval without length is a moment, and a moment is found by the interval that holds it.
  row.end_us = std::max(absl::ToUnixMicros(*end), row.start_us + 1);
}

void SetPosition(const v1::Position& position, Row& row) {
  std::optional<maritime::Point> point = maritime::PointOf(position);
  if (!point.has_value()) return;
  row.lat_e7 = point->lat_e7;
  // One meridian, one number.
  row.lon_e7 = point->lon_e7 == -maritime::kLonMostE7 ? maritime::kLonMostE7 : point->lon_e7;
  row.cell = maritime::CellId(*point);
}

void SetShips(const IncidentDocument& document, Row& row, RowDetail& detail) {
  for (uint32_t type : document.ship_types) row.ship_types |= uint64_t{1} << SmallValue(type);
  for (uint32_t number : document.imo_numbers) {
    row.imo_numbers |= ValueBit(number);
    detail.imo_numbers.push_back(number);
  }
  for (const std::string& name : document.vessel_names) {
    absl::StrAppend(&detail.vessel_names, " ", name, " \n");
    for (absl::string_view word : absl::StrSplit(name, ' ', absl::SkipEmpty())) {
      row.words |= WordBit(word);
    }
  }
}

}  // namespace

Row MakeRow(const Record& record) {
  const v1::IncidentSummary& summary = record.document.summary;
  auto detail = std::make_shared<RowDetail>();
  Row row;
  SetTime(summary.occurred(), row);
  SetPosition(summary.position(), row);
  SetShips(record.document, row, *detail);
  for (const std::string& code : summary.economies()) {
    uint16_t number = EconomyNumber(code);
    row.economies |= ValueBit(number);
    detail->economies.push_back(number);
  }
  row.changed = record.changed;
  row.act_stage = SmallValue(summary.act_stage());
  row.ship_status = SmallValue(summary.ship_status());
  row.exercise_status = SmallValue(summary.exercise_status());
  row.retracted = summary.retracted();
  row.part_of_another = IsPartOfAnother(record);
  detail->id = record.document.id;
  detail->summary = summary.SerializeAsString();
  detail->members.assign(record.members.begin(), record.members.end());
  detail->group = record.group;
  row.detail = std::move(detail);
  return row;
}

uint16_t EconomyNumber(absl::string_view code) {
  if (!statement::IsEconomyCode(code)) return 0;
  return static_cast<uint16_t>(1 + (code[0] - 'A') * 26 + (code[1] - 'A'));
}

uint64_t ValueBit(uint32_t value) {
  // Multiplication by a large odd number spreads neighbours over the upper bits (Knuth, TAOCP 6.4).
  return uint64_t{1} << (value * 2654435769u >> 26);
}

uint64_t WordBit(absl::string_view word) {
  uint32_t hash = 2166136261u;  // FNV-1a
  for (char c : word) hash = (hash ^ static_cast<uint8_t>(c)) * 16777619u;
  return ValueBit(hash);
}

}  // namespace lightship::incident
