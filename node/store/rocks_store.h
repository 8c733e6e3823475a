// The Store on RocksDB.
#ifndef LIGHTSHIP_NODE_STORE_ROCKS_STORE_H_
#define LIGHTSHIP_NODE_STORE_ROCKS_STORE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "node/store/store.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace lightship::store {

struct RocksOptions {
  uint64_t cache_bytes = 256 << 20;
  // Called, on any thread, whenever a read finds damage (DATA_LOSS); must not block. May be unset.
  std::function<void(absl::string_view what)> on_damage = nullptr;
  // The file system of a store that is opened (not salvaged), which must outlive it; the machine's own when null.
  rocksdb::Env* env = nullptr;
};

// Opens or creates the database in `directory` (created with its parents, mode 0700). Errors: DATA_DIR_IN_USE when
// another process has it; UNSUPPORTED_VERSION when it has another format, and then nothing of it is changed; STORAGE otherwise,
// DATA_LOSS when files are damaged.
absl::StatusOr<std::unique_ptr<Store>> OpenRocksStore(const std::string& directory,
                                                      const RocksOptions& options);

// Opens the database in `directory` as it is; nothing of it is changed, what is written fails. While it is open no node starts on
// it. Errors as above, NOT_FOUND when there is none; DATA_DIR_IN_USE also while a node runs on it.
absl::StatusOr<std::unique_ptr<Store>> OpenRocksStoreToRead(const std::string& directory,
                                                            const RocksOptions& options);

// The format of the database in `directory`, whatever release has written it. Errors as above.
absl::StatusOr<uint64_t> ReadFormat(const std::string& directory);

}  // namespace lightship::store

#endif  // LIGHTSHIP_NODE_STORE_ROCKS_STORE_H_
