// Counts as one line of JSON. Pure.
#ifndef LIGHTSHIP_CLIENT_FORMATS_COUNTS_JSON_H_
#define LIGHTSHIP_CLIENT_FORMATS_COUNTS_JSON_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lightship/v1/statistics.pb.h"

namespace lightship::formats {

// {"title": ..., "dimensions": ["year"], "incidents": 3, "rows": [{"year": "2019", "count": 3}], "rule": ...}, ended with LF. A
// value that is not known is null.
std::string CountsJson(absl::string_view title, const std::vector<std::string>& dimensions,
                       const v1::CountIncidentsResponse& cells, absl::string_view rule);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_COUNTS_JSON_H_
