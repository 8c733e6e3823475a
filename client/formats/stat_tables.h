// The named tables of config/statistics/tables.textproto, compiled in. Thread-safe.
#ifndef LIGHTSHIP_CLIENT_FORMATS_STAT_TABLES_H_
#define LIGHTSHIP_CLIENT_FORMATS_STAT_TABLES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "lightship/config/v1/tables.pb.h"

namespace lightship::formats {

const config::v1::Tables& StatTables();

// Null when there is none of that name.
const config::v1::Table* FindStatTable(absl::string_view name);

// One line a table: name and title.
std::string StatTableList();

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_STAT_TABLES_H_
