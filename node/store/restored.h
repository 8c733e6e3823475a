// The mark of a database that was restored from a backup: what came after it may be known to others alone. It stands until every peer
// has been heard about the own log, or an administrator has said that nothing is missing.
#ifndef LIGHTSHIP_NODE_STORE_RESTORED_H_
#define LIGHTSHIP_NODE_STORE_RESTORED_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "node/store/store.h"

namespace lightship::store {

// In kMeta: nothing. A rebuilt database keeps it.
inline constexpr absl::string_view kRestoredKey = "restored";

absl::StatusOr<bool> IsRestored(const View& store);

}  // namespace lightship::store

#endif  // LIGHTSHIP_NODE_STORE_RESTORED_H_
