// A damaged database: reading what is left of it, and putting a rebuilt one in its place. "<directory>" stands for its
// absolute path without links, however the argument is written.
#ifndef LIGHTSHIP_NODE_STORE_ROCKS_SALVAGE_H_
#define LIGHTSHIP_NODE_STORE_ROCKS_SALVAGE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "node/store/rocks_store.h"

namespace lightship::store {

// Opens for reading what can still be read of the database in `directory`, by way of a copy in "<directory>.salvage" (table
// files as hard links); the directory itself is not touched. What is damaged answers DATA_LOSS, and records of the
// write-ahead log that do not match their checksum are skipped: nothing read may be believed without its hash. REQUIRES:
// no process has the directory open.
absl::StatusOr<std::unique_ptr<Store>> SalvageRocksStore(const std::string& directory,
                                                         const RocksOptions& options);

// An empty database in "<directory>.rebuilt", where one that was not finished is deleted first.
absl::StatusOr<std::unique_ptr<Store>> OpenRebuilt(const std::string& directory,
                                                   const RocksOptions& options);

// Exchanges "<directory>.rebuilt" and `directory` in one step, and keeps the damaged one as "<directory>.damaged-<n>", which
// is returned and was last changed `now`; deletes the copy. REQUIRES: no process has any of them open.
absl::StatusOr<std::string> PutRebuiltInPlace(const std::string& directory, absl::Time now);

// Deletes what a rebuild or a restore that was interrupted left. A restore that is under way is left alone. REQUIRES: no rebuild is.
absl::Status RemoveUnfinished(const std::string& directory);

// The databases beside `directory` that may hold what was deleted from it: damaged ones that are kept, what could not be removed
// of an interrupted rebuild or restore, and any other in a "<directory>.<anything>", as one that was moved aside. STORAGE when that cannot be seen.
absl::StatusOr<std::vector<std::string>> DamagedDatabases(const std::string& directory);

// Those of them that were damaged and have been kept for less than `within`.
absl::StatusOr<std::vector<std::string>> DamagedLately(const std::string& directory, absl::Time now, absl::Duration within);

}  // namespace lightship::store

#endif  // LIGHTSHIP_NODE_STORE_ROCKS_SALVAGE_H_
