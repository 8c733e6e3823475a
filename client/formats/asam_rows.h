// Reader of NGA Anti-Shipping Activity Messages: the CSV file (byte order mark, a comma at the end of every line) and the
// answer of the public interface, {"asam": [{...}]} or the array alone.
#ifndef LIGHTSHIP_CLIENT_FORMATS_ASAM_ROWS_H_
#define LIGHTSHIP_CLIENT_FORMATS_ASAM_ROWS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lightship::formats {

// A record as written; missing values are empty.
struct AsamRow {
  size_t line = 0;    // physical, from 1; of JSON the record number
  size_t record = 0;  // from 1
  std::string reference, date, position, navarea, subregion, hostility, victim, description;
  std::string content;       // all of the record
  size_t same_reference = 1;  // records of the file with this reference
  bool complete = false;      // all fields of the header are there
};

// INVALID_ARGUMENT that names the missing columns, or says what is wrong with the JSON.
absl::StatusOr<std::vector<AsamRow>> ReadAsamCsv(absl::string_view text);
absl::StatusOr<std::vector<AsamRow>> ReadAsamJson(absl::string_view text);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_ASAM_ROWS_H_
