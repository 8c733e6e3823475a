#include "client/formats/imb_csv.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace lightship::formats {

absl::StatusOr<ImbReader> ImbReader::Open(absl::string_view text) {
  CsvReader reader(text);
  CsvRecord header;
  std::map<std::string, size_t> columns;
  if (reader.Next(header)) {
    for (size_t i = 0; i < header.fields.size(); ++i) columns.emplace(header.fields[i], i);
  }
  std::vector<std::string> missing;
  for (const char* column : {"date", "time", "latitude", "longitude", "attack_type",
                             "nearest_country", "vessel_name", "vessel_type", "vessel_status"}) {
    if (!columns.contains(column)) missing.push_back(column);
  }
  if (!columns.contains("place") && !columns.contains("location_description")) {
    missing.push_back("place");
  }
  if (!missing.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "line 1: not an IMB incident set; missing columns: ", absl::StrJoin(missing, ", ")));
  }
  return ImbReader(reader, std::move(columns), header.fields.size());
}

std::string ImbReader::Field(const CsvRecord& record, const char* column) const {
  auto found = columns_.find(column);
  if (found == columns_.end()) return "";
  std::string value(absl::StripAsciiWhitespace(record.fields[found->second]));
  return value == "NA" ? "" : value;
}

bool ImbReader::Next(ImbRow& row) {
  CsvRecord record;
  if (!reader_.Next(record)) return false;
  row = ImbRow();
  row.line = record.line;
  row.record = record.number;
  row.content = absl::StrJoin(record.fields, "\n");
  row.complete = record.fields.size() == fields_ && !record.broken;
  if (!row.complete) return true;
  row.date = Field(record, "date");
  row.time = Field(record, "time");
  row.zone = Field(record, "time_zone");
  // The full set writes "02:34 UTC" for UTC and the bare time for local time.
  absl::string_view time = row.time;
  if (absl::ConsumeSuffix(&time, " UTC")) {
    row.zone = "UTC";
    row.time = std::string(time);
  } else if (!row.time.empty() && row.zone.empty()) {
    row.zone = "LT";
  }
  row.latitude = Field(record, "latitude");
  row.longitude = Field(record, "longitude");
  row.attack_type = Field(record, "attack_type");
  row.place = Field(record, columns_.contains("place") ? "place" : "location_description");
  row.nearest_country = Field(record, "nearest_country");
  row.vessel_name = Field(record, "vessel_name");
  row.vessel_type = Field(record, "vessel_type");
  row.vessel_status = Field(record, "vessel_status");
  row.narrative = Field(record, "attack_description");
  return true;
}

}  // namespace lightship::formats
