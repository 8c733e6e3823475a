// The texts of config/statistics, compiled in so that the client needs no file.
#ifndef LIGHTSHIP_CLIENT_FORMATS_STAT_TABLES_TEXT_H_
#define LIGHTSHIP_CLIENT_FORMATS_STAT_TABLES_TEXT_H_

namespace lightship::formats {

extern const char kStatTablesText[];  // tables.textproto
extern const char kLandText[];         // land.csv

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_STAT_TABLES_TEXT_H_
