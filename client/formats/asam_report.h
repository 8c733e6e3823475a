// A record of Anti-Shipping Activity Messages as a report: columns and prose read, the words kept, doubts flagged and
// nothing silently repaired.
#ifndef LIGHTSHIP_CLIENT_FORMATS_ASAM_REPORT_H_
#define LIGHTSHIP_CLIENT_FORMATS_ASAM_REPORT_H_

#include "absl/status/statusor.h"
#include "client/formats/asam_rows.h"
#include "client/formats/imported.h"

namespace lightship::formats {

// INVALID_ARGUMENT when there is no report in the record: fields missing, or a date that is none.
// Time and zone, ships' names, what the ship was doing and the flag come from the prose, because no column has them; the
// act from the column if that tells it, else from the prose. All columns stand verbatim in narrative.other_information.
absl::StatusOr<ImportedReport> ReportFromAsam(const AsamRow& row);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_ASAM_REPORT_H_
