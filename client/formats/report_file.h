// A report as a JSON file: {"facts": {...}, "vessel": {...}, "narrative": {...}, "people": {...}}, each member the
// message of that part in protobuf's JSON form.
#ifndef LIGHTSHIP_CLIENT_FORMATS_REPORT_FILE_H_
#define LIGHTSHIP_CLIENT_FORMATS_REPORT_FILE_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/report.pb.h"

namespace lightship::formats {

struct ReportFile {
  v1::Facts facts;
  std::optional<v1::VesselDetails> vessel;
  std::optional<v1::Narrative> narrative;
  std::optional<v1::People> people;
};

// INVALID_ARGUMENT that names the member for what is not JSON, has unknown members, or no facts.
absl::StatusOr<ReportFile> ReadReportFile(absl::string_view json);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_REPORT_FILE_H_
