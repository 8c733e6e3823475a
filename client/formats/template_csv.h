// Lightship's own table for incidents that stand in no known system's format: a column a fact, all but the date optional.
#ifndef LIGHTSHIP_CLIENT_FORMATS_TEMPLATE_CSV_H_
#define LIGHTSHIP_CLIENT_FORMATS_TEMPLATE_CSV_H_

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/formats/csv.h"
#include "client/formats/imported.h"

namespace lightship::formats {

struct TemplateColumn {
  std::string name;
  std::string meaning;  // for people, with an example
};

const std::vector<TemplateColumn>& TemplateColumns();

// The header line alone.
std::string TemplateHeader();

// Column -> words; columns that are not there or empty are not stated.
using TemplateValues = std::map<std::string, std::string>;

// Finds rows one by one. For one thread but for the const methods; `text` must outlive it.
class TemplateReader {
 public:
  // INVALID_ARGUMENT when the header lacks "date" or has columns that there are not.
  static absl::StatusOr<TemplateReader> Open(absl::string_view text);

  // False at the end.
  bool Next(CsvRecord& row) { return reader_.Next(row); }
  double progress() const { return reader_.progress(); }

  // Whether it has as many fields as the header.
  bool IsComplete(const CsvRecord& row) const;
  // REQUIRES: IsComplete(row).
  TemplateValues ValuesOf(const CsvRecord& row) const;

 private:
  TemplateReader(CsvReader reader, std::vector<std::string> header) : reader_(reader), header_(std::move(header)) {}

  CsvReader reader_;
  std::vector<std::string> header_;
};

// INVALID_ARGUMENT when the date cannot be read. Words in no list are kept and flagged.
absl::StatusOr<ImportedReport> ReportFromValues(const TemplateValues& values);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_TEMPLATE_CSV_H_
