#include "client/formats/stat_tables.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/formats/stat_tables_text.h"
#include "google/protobuf/text_format.h"

namespace lightship::formats {

const config::v1::Tables& StatTables() {
  static const auto* const tables = [] {
    auto* parsed = new config::v1::Tables();
    // The text is part of the program, and a test reads it.
    if (!google::protobuf::TextFormat::ParseFromString(kStatTablesText, parsed)) parsed->Clear();
    return parsed;
  }();
  return *tables;
}

const config::v1::Table* FindStatTable(absl::string_view name) {
  const auto& tables = StatTables().table();
  auto found = std::find_if(tables.begin(), tables.end(),
                            [name](const config::v1::Table& table) { return table.name() == name; });
  return found == tables.end() ? nullptr : &*found;
}

std::string StatTableList() {
  size_t widest = 0;
  for (const config::v1::Table& table : StatTables().table()) widest = std::max(widest, table.name().size());
  std::string text;
  for (const config::v1::Table& table : StatTables().table()) {
    absl::StrAppend(&text, absl::StrFormat("%-*s  %s\n", static_cast<int>(widest), table.name(), table.title()));
  }
  return text;
}

}  // namespace lightship::formats
