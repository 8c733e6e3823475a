// A row of an IMB set as a report: values read, the words kept, doubts flagged and nothing silently repaired.
#ifndef LIGHTSHIP_CLIENT_FORMATS_IMB_REPORT_H_
#define LIGHTSHIP_CLIENT_FORMATS_IMB_REPORT_H_

#include "absl/status/statusor.h"
#include "client/formats/imb_csv.h"
#include "client/formats/imported.h"

namespace lightship::formats {

// INVALID_ARGUMENT when there is no report in the row: fields missing, or a date that is none. Everything else is kept
// with a flag: a time or position that cannot be read, words outside the lists, names that say there is none, and, where the
// narrative tells otherwise, date and position.
absl::StatusOr<ImportedReport> ReportFromImb(const ImbRow& row);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_IMB_REPORT_H_
