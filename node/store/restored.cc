#include "node/store/restored.h"

namespace lightship::store {

absl::StatusOr<bool> IsRestored(const View& store) {
  const absl::StatusOr<std::string> mark = store.Get(Table::kMeta, kRestoredKey);
  if (mark.ok() || absl::IsNotFound(mark.status())) return mark.ok();
  return mark.status();
}

}  // namespace lightship::store
