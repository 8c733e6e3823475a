#include "node/store/database_id.h"

#include "node/base/encoding.h"
#include "node/base/status.h"

namespace lightship::store {

absl::StatusOr<std::string> DatabaseId(Store& store, base::Entropy& entropy) {
  absl::StatusOr<std::string> id = store.Get(Table::kMeta, kDatabaseKey);
  if (id.ok()) return base::Hex(*id);
  if (!absl::IsNotFound(id.status())) return id.status();
  const std::string drawn = entropy.Bytes(8);
  WriteBatch batch;
  batch.Put(Table::kMeta, std::string(kDatabaseKey), drawn);
  RETURN_IF_ERROR(store.Write(batch));
  return base::Hex(drawn);
}

}  // namespace lightship::store
