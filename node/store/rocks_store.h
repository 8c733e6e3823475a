// The Store on RocksDB.
#ifndef LIGHTSHIP_NODE_STORE_ROCKS_STORE_H_
#define LIGHTSHIP_NODE_STORE_ROCKS_STORE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "node/store/store.h"

namespace lightship::store {

struct RocksOptions {
  uint64_t cache_bytes = 256 << 20;
};

// Opens or creates the database in `directory` (created with its parents, mode 0700). Errors: DATA_DIR_IN_USE when
// another process has it; UNSUPPORTED_VERSION when a newer release wrote it; STORAGE otherwise.
absl::StatusOr<std::unique_ptr<Store>> OpenRocksStore(const std::string& directory,
                                                      const RocksOptions& options);

}  // namespace lightship::store

#endif  // LIGHTSHIP_NODE_STORE_ROCKS_STORE_H_
