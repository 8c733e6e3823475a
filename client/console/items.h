// Small things that a desk keeps on its disk for itself: drafts, saved views, what was acknowledged. A directory a collection, a
// file an item, readable by their owner alone.
#ifndef LIGHTSHIP_CLIENT_CONSOLE_ITEMS_H_
#define LIGHTSHIP_CLIENT_CONSOLE_ITEMS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/console/v1/desk.pb.h"
#include "node/base/mutex.h"

namespace lightship::console {

// INVALID_ARGUMENT, of `field`, for a name that is not 1 to 64 characters of a-z, 0-9 and '-'.
absl::Status CheckName(absl::string_view field, absl::string_view name);

// Thread-safe. Names of collections and items: 1 to 64 characters of a-z, 0-9 and '-'; INVALID_ARGUMENT for others.
class Items {
 public:
  explicit Items(std::string directory) : directory_(std::move(directory)) {}

  // By name. A collection without items is empty.
  absl::StatusOr<v1::ListItemsResponse> List(const std::string& collection) const;
  // Durable when it returns. INVALID_ARGUMENT (TOO_LARGE) for a large item, RESOURCE_EXHAUSTED when there are too many.
  absl::Status Put(const v1::PutItemRequest& request);
  // Whether there was one or not.
  absl::Status Delete(const v1::DeleteItemRequest& request);

 private:
  const std::string directory_;
  base::Mutex mutex_;  // one change at a time: each makes its new file beside the old one
};

}  // namespace lightship::console

#endif  // LIGHTSHIP_CLIENT_CONSOLE_ITEMS_H_
