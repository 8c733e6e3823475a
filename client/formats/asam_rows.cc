#include "client/formats/asam_rows.h"

#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/formats/csv.h"
#include "client/formats/json.h"
#include "google/protobuf/struct.pb.h"
#include "node/base/status.h"

namespace lightship::formats {
namespace {

constexpr const char* kAsamColumns[] = {"reference", "date",      "position", "navArea",
                                    "subreg",    "hostility", "victim",   "description"};

std::string* FieldOf(AsamRow& row, size_t column) {
  std::string* fields[] = {&row.reference, &row.date,      &row.position, &row.navarea,
                           &row.subregion, &row.hostility, &row.victim,   &row.description};
  return fields[column];
}

// References ought to be given once each.
std::vector<AsamRow> WithCounts(std::vector<AsamRow> rows) {
  std::map<std::string, size_t> seen;
  for (const AsamRow& row : rows) ++seen[row.reference];
  for (AsamRow& row : rows) row.same_reference = seen[row.reference];
  return rows;
}

std::string TextOf(const google::protobuf::Value& value) {
  if (value.kind_case() == google::protobuf::Value::kNumberValue) {
    return absl::StrFormat("%.9g", value.number_value());
  }
  return std::string(absl::StripAsciiWhitespace(value.string_value()));
}

AsamRow RowOf(const google::protobuf::Struct& record) {
  AsamRow row;
  row.complete = true;
  auto text = [&](const char* name) {
    auto found = record.fields().find(name);
    return found == record.fields().end() ? std::string() : TextOf(found->second);
  };
  for (size_t i = 0; i < std::size(kAsamColumns); ++i) *FieldOf(row, i) = text(kAsamColumns[i]);
  if (row.position.empty() && !text("latitude").empty()) {
    row.position = absl::StrCat(text("latitude"), ", ", text("longitude"));
  }
  // The order of a JSON object's members means nothing: the columns' order does.
  std::vector<std::string> content;
  for (size_t i = 0; i < std::size(kAsamColumns); ++i) content.push_back(*FieldOf(row, i));
  row.content = absl::StrJoin(content, "\n");
  return row;
}

}  // namespace

absl::StatusOr<std::vector<AsamRow>> ReadAsamCsv(absl::string_view text) {
  CsvReader reader(text);
  CsvRecord record;
  std::map<std::string, size_t> columns;
  if (reader.Next(record)) {
    for (size_t i = 0; i < record.fields.size(); ++i) columns.emplace(record.fields[i], i);
  }
  std::vector<std::string> missing;
  size_t needed = 0;
  for (const char* column : kAsamColumns) {
    auto found = columns.find(column);
    if (found == columns.end()) missing.push_back(column);
    if (found != columns.end()) needed = std::max(needed, found->second + 1);
  }
  if (!missing.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("line 1: not an ASAM file; missing columns: ", absl::StrJoin(missing, ", ")));
  }
  std::vector<AsamRow> rows;
  while (reader.Next(record)) {
    AsamRow& row = rows.emplace_back();
    row.line = record.line;
    row.record = record.number;
    row.content = absl::StrJoin(record.fields, "\n");
    row.complete = record.fields.size() >= needed && !record.broken;
    if (!row.complete) continue;
    for (size_t i = 0; i < std::size(kAsamColumns); ++i) {
      *FieldOf(row, i) = std::string(absl::StripAsciiWhitespace(record.fields[columns[kAsamColumns[i]]]));
    }
  }
  return WithCounts(std::move(rows));
}

absl::StatusOr<std::vector<AsamRow>> ReadAsamJson(absl::string_view text) {
  google::protobuf::Value body;
  RETURN_IF_ERROR(FromJson(text, body));
  const auto& fields = body.struct_value().fields();
  auto named = fields.find("asam");
  const google::protobuf::Value& records = named == fields.end() ? body : named->second;
  if (!records.has_list_value()) {
    return absl::InvalidArgumentError("not an ASAM answer; it should be like {\"asam\": [{...}]} or [{...}]");
  }
  std::vector<AsamRow> rows;
  for (const auto& value : records.list_value().values()) {
    AsamRow row = RowOf(value.struct_value());
    row.record = row.line = rows.size() + 1;
    row.complete = value.has_struct_value();
    rows.push_back(std::move(row));
  }
  return WithCounts(std::move(rows));
}

}  // namespace lightship::formats
