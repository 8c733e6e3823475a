// Where backups of a database have been made, kept in the database itself: what is erased from it may still be in all of them.
#ifndef LIGHTSHIP_NODE_STORE_FORMER_BACKUPS_H_
#define LIGHTSHIP_NODE_STORE_FORMER_BACKUPS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "node/store/store.h"

namespace lightship::store {

// In kMeta, followed by the directory: absolute, without links as far as it is there.
inline constexpr absl::string_view kBackupsPrefix = "backups/";

// Backups are made in `directory` from now on; empty: in none.
absl::Status RememberBackups(Store& store, const std::string& directory);

// The directories remembered, without `current`, that have backups now. One that is not there, as when its disk is not mounted, counts
// as having none. STORAGE when that cannot be seen.
absl::StatusOr<std::vector<std::string>> FormerBackups(const View& store, const std::string& current);

}  // namespace lightship::store

#endif  // LIGHTSHIP_NODE_STORE_FORMER_BACKUPS_H_
