#include "client/formats/gisis_csv.h"

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/formats/csv.h"

namespace lightship::formats {
namespace {

std::string* FieldOf(GisisRow& row, size_t column) {
  std::string* fields[] = {&row.date,       &row.ship_name,       &row.ship_type,
                           &row.imo_number, &row.area,            &row.boarded,
                           &row.latitude,   &row.longitude,       &row.details,
                           &row.consequences, &row.action,        &row.reported,
                           &row.reported_to, &row.reporting_state, &row.coastal_action,
                           &row.circular};
  return fields[column];
}

}  // namespace

const std::vector<std::string>& GisisColumns() {
  static const auto* const columns = new std::vector<std::string>{
      "Date",           "Ship Name",       "Ship Type", "IMO No.",
      "Area",           "Boarded?",        "Latitude",  "Longitude",
      "Incident details", "Consequences for crew etc", "Action taken by master/crew", "Reported?",
      "Reported to...", "Reporting State", "Coastal State Action Taken", "MSC/Circ"};
  return *columns;
}

absl::StatusOr<std::vector<GisisRow>> ReadGisisCsv(absl::string_view text) {
  CsvReader reader(text);
  CsvRecord record;
  std::map<std::string, size_t> columns;
  if (reader.Next(record)) {
    for (size_t i = 0; i < record.fields.size(); ++i) columns.emplace(record.fields[i], i);
  }
  std::vector<size_t> places;
  std::vector<std::string> missing;
  for (const std::string& column : GisisColumns()) {
    auto found = columns.find(column);
    if (found == columns.end()) missing.push_back(column);
    if (found != columns.end()) places.push_back(found->second);
  }
  if (!missing.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("line 1: not a GISIS export; missing columns: ", absl::StrJoin(missing, ", ")));
  }
  const size_t needed = *std::max_element(places.begin(), places.end()) + 1;
  std::vector<GisisRow> rows;
  while (reader.Next(record)) {
    GisisRow& row = rows.emplace_back();
    row.line = record.line;
    row.record = record.number;
    row.content = absl::StrJoin(record.fields, "\n");
    row.complete = record.fields.size() >= needed && !record.broken;
    if (!row.complete) continue;
    for (size_t i = 0; i < places.size(); ++i) {
      *FieldOf(row, i) = std::string(absl::StripAsciiWhitespace(record.fields[places[i]]));
    }
  }
  return rows;
}

}  // namespace lightship::formats
