// The list of piracy and armed-robbery reports as IMO GISIS exports it: 16 columns, dates without time, positions in 53 of
// 100 rows, most of the facts in prose.
#ifndef LIGHTSHIP_CLIENT_FORMATS_GISIS_CSV_H_
#define LIGHTSHIP_CLIENT_FORMATS_GISIS_CSV_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/formats/imported.h"

namespace lightship::formats {

// The columns in their order, as GISIS names them; what the GISIS export writes too.
const std::vector<std::string>& GisisColumns();

struct GisisRow {
  size_t line = 0, record = 0;  // from 1
  // As written, but for blanks around them.
  std::string date, ship_name, ship_type, imo_number, area, boarded, latitude, longitude, details,
      consequences, action, reported, reported_to, reporting_state, coastal_action, circular;
  std::string content;     // all of the row
  bool complete = false;   // as many fields as the header
};

// INVALID_ARGUMENT that names the missing columns.
absl::StatusOr<std::vector<GisisRow>> ReadGisisCsv(absl::string_view text);

// INVALID_ARGUMENT when there is no report in the row: fields missing, or a date that is none.
absl::StatusOr<ImportedReport> ReportFromGisis(const GisisRow& row);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_GISIS_CSV_H_
