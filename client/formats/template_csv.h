// Lightship's own table for incidents that stand in no known system's format: a column a fact, all but the date optional.
#ifndef LIGHTSHIP_CLIENT_FORMATS_TEMPLATE_CSV_H_
#define LIGHTSHIP_CLIENT_FORMATS_TEMPLATE_CSV_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
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

struct TemplateRow {
  size_t line = 0, record = 0;  // from 1
  TemplateValues values;
  std::string content;    // all of the row
  bool complete = false;  // as many fields as the header
};

// INVALID_ARGUMENT when the header lacks "date" or has columns that there are not.
absl::StatusOr<std::vector<TemplateRow>> ReadTemplateCsv(absl::string_view text);

// INVALID_ARGUMENT when the date cannot be read. Words in no list are kept and flagged.
absl::StatusOr<ImportedReport> ReportFromValues(const TemplateValues& values);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_TEMPLATE_CSV_H_
