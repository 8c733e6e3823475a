// Reader of IMB incident sets: the full set with narratives, and the facts-only extract. Both have a header that names the
// columns; a missing value is empty or "NA".
#ifndef LIGHTSHIP_CLIENT_FORMATS_IMB_CSV_H_
#define LIGHTSHIP_CLIENT_FORMATS_IMB_CSV_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/formats/csv.h"

namespace lightship::formats {

// A row as written, with missing values empty.
struct ImbRow {
  size_t line = 0;    // physical, from 1
  size_t record = 0;  // data record, from 1; the number by which the set is cited
  std::string date, time;
  std::string zone;  // "UTC", "LT" or empty
  std::string latitude, longitude, attack_type, place, nearest_country, vessel_name, vessel_type,
      vessel_status, narrative;
  // All of the row: what makes a re-import the same statement.
  std::string content;
  // False when the row has not as many fields as the header; the other members are then empty.
  bool complete = false;
};

// For one thread; `text` must outlive the reader.
class ImbReader {
 public:
  // INVALID_ARGUMENT that names the missing columns when `text` does not start with a right header.
  static absl::StatusOr<ImbReader> Open(absl::string_view text);

  bool Next(ImbRow& row);
  double progress() const { return reader_.progress(); }

 private:
  ImbReader(CsvReader reader, std::map<std::string, size_t> columns, size_t fields)
      : reader_(reader), columns_(std::move(columns)), fields_(fields) {}
  std::string Field(const CsvRecord& record, const char* column) const;

  CsvReader reader_;
  std::map<std::string, size_t> columns_;
  size_t fields_;
};

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_IMB_CSV_H_
