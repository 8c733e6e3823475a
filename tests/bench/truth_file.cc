#include "tests/bench/truth_file.h"

#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/formats/csv.h"

namespace lightship::bench {
namespace {

// Where the parts of a pair stand; the sources are columns or known from the header.
struct Layout {
  size_t row_a = 0, row_b = 0;
  std::string name_a, name_b;  // of the header; empty when they are columns
  size_t source_a = 0, source_b = 0;
  size_t why = std::string::npos;
};

absl::StatusOr<Layout> LayoutOf(const formats::CsvRecord& header) {
  std::map<std::string, size_t> columns;
  for (size_t i = 0; i < header.fields.size(); ++i)
    columns[absl::AsciiStrToLower(header.fields[i])] = i;
  Layout layout;
  if (columns.contains("why")) layout.why = columns["why"];
  if (columns.contains("row_a") && columns.contains("row_b") && columns.contains("source_a") &&
      columns.contains("source_b")) {
    layout.row_a = columns["row_a"];
    layout.row_b = columns["row_b"];
    layout.source_a = columns["source_a"];
    layout.source_b = columns["source_b"];
    return layout;
  }
  for (size_t i = 0; i < header.fields.size(); ++i) {
    const std::string column = absl::AsciiStrToLower(header.fields[i]);
    absl::string_view name = column;
    if (!absl::ConsumeSuffix(&name, "_row")) continue;
    if (!layout.name_b.empty()) return absl::InvalidArgumentError("more than two columns ..._row");
    (layout.name_a.empty() ? layout.row_a : layout.row_b) = i;
    (layout.name_a.empty() ? layout.name_a : layout.name_b) = std::string(name);
  }
  if (layout.name_b.empty()) {
    return absl::InvalidArgumentError(
        "should have the columns source_a, row_a, source_b, row_b, or two like imb_row and "
        "asam_row");
  }
  return layout;
}

}  // namespace

absl::StatusOr<std::vector<TruePair>> ReadTruth(absl::string_view csv) {
  formats::CsvReader reader(csv);
  formats::CsvRecord record;
  if (!reader.Next(record)) return absl::InvalidArgumentError("is empty");
  const absl::StatusOr<Layout> layout = LayoutOf(record);
  if (!layout.ok()) return layout.status();
  const size_t fields = record.fields.size();
  std::vector<TruePair> pairs;
  while (reader.Next(record)) {
    TruePair& pair = pairs.emplace_back();
    if (record.fields.size() != fields ||
        !absl::SimpleAtoi(record.fields[layout->row_a], &pair.row_a) ||
        !absl::SimpleAtoi(record.fields[layout->row_b], &pair.row_b)) {
      return absl::InvalidArgumentError(absl::StrCat("line ", record.line, " is no pair of rows"));
    }
    const bool named = !layout->name_b.empty();
    pair.source_a = named ? layout->name_a : absl::AsciiStrToLower(record.fields[layout->source_a]);
    pair.source_b = named ? layout->name_b : absl::AsciiStrToLower(record.fields[layout->source_b]);
    if (layout->why != std::string::npos) pair.why = record.fields[layout->why];
  }
  return pairs;
}

}  // namespace lightship::bench
