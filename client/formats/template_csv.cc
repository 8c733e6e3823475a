#include "client/formats/template_csv.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace lightship::formats {

const std::vector<TemplateColumn>& TemplateColumns() {
  static const auto* const columns = new std::vector<TemplateColumn>{
      {"reference", "your own number for the incident: 2026-17"},
      {"date", "required: 2026-03-14, 14 Mar 2026"},
      {"time", "19:40 or 1940; empty if not known"},
      {"time_zone", "UTC, LT (local time), or an offset: UTC+8"},
      {"latitude", "any notation: 01:15.25N, 1.254167"},
      {"longitude", "any notation: 104:02.41E, 104.040167"},
      {"place", "name of the area: Batu Ampar Anchorage"},
      {"unlocode", "UN/LOCODE of the port: SGSIN"},
      {"sea_zone", "territorial waters, port area, ..."},
      {"act", "boarded, robbery, attempted boarding, hijacked, ..."},
      {"ship_status", "underway, anchored, berthed, ..."},
      {"ship_name", "tug and barge with & between them"},
      {"imo_number", "seven digits"},
      {"mmsi", "nine digits"},
      {"call_sign", ""},
      {"flag", "ISO 3166-1 code or name of the State"},
      {"ship_type", "bulk carrier, tug, ..."},
      {"perpetrators", "how many: 4, 4-6"},
      {"suspect_craft", "kind and number, in words"},
      {"weapons", "with ; between them: firearm; knife or blade"},
      {"crew_consequences", "harm to the crew, in words"},
      {"losses", "what was stolen, in words"},
      {"ship_damage", "in words"},
      {"crew_action", "what master and crew did, in words"},
      {"reported_to", "authority that was told"},
      {"coastal_response", "what the coastal State did"},
      {"last_movements", "last observed movements of the suspect craft"},
      {"assistance", "assistance required"},
      {"narrative", "what happened; no names of persons"},
      {"language", "of the narrative, BCP 47: en (default), id, zh-Hant"},
      {"exercise_status", "actual (also when empty), exercise, test, ..."},
      {"source", "organisation from which you have it"},
  };
  return *columns;
}

std::string TemplateHeader() {
  std::vector<std::string> names;
  for (const TemplateColumn& column : TemplateColumns()) names.push_back(column.name);
  return CsvLine(names);
}

absl::StatusOr<TemplateReader> TemplateReader::Open(absl::string_view text) {
  std::map<std::string, bool> known;
  for (const TemplateColumn& column : TemplateColumns()) known[column.name] = true;
  CsvReader reader(text);
  CsvRecord header;
  if (!reader.Next(header)) return absl::InvalidArgumentError("the file is empty");
  bool has_date = false;
  for (const std::string& column : header.fields) {
    if (!known.contains(column)) {
      return absl::InvalidArgumentError(
          absl::StrCat("line 1: there is no column \"", column, "\" in the template"));
    }
    if (std::count(header.fields.begin(), header.fields.end(), column) > 1) {
      return absl::InvalidArgumentError(absl::StrCat("line 1: the column \"", column, "\" is given twice"));
    }
    has_date |= column == "date";
  }
  if (!has_date) return absl::InvalidArgumentError("line 1: the column \"date\" is missing");
  return TemplateReader(reader, std::move(header.fields));
}

bool TemplateReader::IsComplete(const CsvRecord& row) const { return row.fields.size() == header_.size() && !row.broken; }

TemplateValues TemplateReader::ValuesOf(const CsvRecord& row) const {
  TemplateValues values;
  for (size_t i = 0; i < header_.size(); ++i) values[header_[i]] = std::string(absl::StripAsciiWhitespace(row.fields[i]));
  return values;
}

}  // namespace lightship::formats
