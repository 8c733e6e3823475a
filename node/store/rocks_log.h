// RocksDB's information log: what it does with its files and what goes wrong with them, for whoever looks into a database.
#ifndef LIGHTSHIP_NODE_STORE_ROCKS_LOG_H_
#define LIGHTSHIP_NODE_STORE_ROCKS_LOG_H_

#include <memory>
#include <string>

#include "rocksdb/env.h"

namespace lightship::store {

// Appends to <directory>/INFO_LOG; those of earlier openings are INFO_LOG.1 to .3 (LOG.1 would be removed by RocksDB). What cannot
// be written is dropped: RocksDB's own LOG ends the process (an assertion) at the second line that a full disk does not take. When
// no new file can be made where one is due, nothing more is written until the next opening.
inline constexpr size_t kInfoLogBytes = 8 << 20;  // of each; a longer one makes room as an opening does
inline constexpr size_t kFormerInfoLogs = 3;
std::shared_ptr<rocksdb::Logger> InfoLog(const std::string& directory);

}  // namespace lightship::store

#endif  // LIGHTSHIP_NODE_STORE_ROCKS_LOG_H_
