// Backups of a database in a directory of their own, best on another disk, by RocksDB's backup engine: a table file that several
// backups have in common is there once, and every file has its checksum. A backup is one moment of all tables.
#ifndef LIGHTSHIP_NODE_STORE_BACKUPS_H_
#define LIGHTSHIP_NODE_STORE_BACKUPS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "node/base/mutex.h"
#include "node/store/rocks_store.h"

namespace rocksdb {
class BackupEngine;
class DB;
}  // namespace rocksdb

namespace lightship::store {

// What a restore that was interrupted has left is in "<data directory>" and this.
inline constexpr char kRestoringMark[] = ".restoring";

struct Backup {
  uint32_t id = 0;  // grows from one to the next
  absl::Time made_at;
  uint64_t bytes = 0;  // with what it shares with others
  uint32_t files = 0;
  // Note of the own log's newest checkpoint when it was begun: the backup holds that log at least to there.
  std::string checkpoint;
  bool whole = true;  // false: files are missing, it cannot be restored
};

// Thread-safe. Nothing is held open between two calls; calls that write hold "<directory>/lock", and are UNAVAILABLE (STORAGE)
// while another process does. Errors of the disk are UNAVAILABLE or DATA_LOSS with reason STORAGE.
class Backups {
 public:
  explicit Backups(std::string directory) : directory_(std::move(directory)) {}

  // Oldest first; none when there is no directory.
  absl::StatusOr<std::vector<Backup>> List() const;
  // Reads every file of a backup against its checksum. NOT_FOUND when there is no such backup.
  absl::Status Verify(uint32_t id) const;
  // Copies what the newest backup does not have yet; writes go on meanwhile. Makes the directory (mode 0700).
  absl::StatusOr<Backup> Make(const Store& store, absl::string_view checkpoint);
  // Deletes all but the newest so many, and those that are not whole.
  absl::Status Prune(uint32_t keep);
  // Opens a backup where it lies, for reading.
  absl::StatusOr<std::unique_ptr<Store>> Open(uint32_t id, const RocksOptions& options) const;
  // Puts a backup into `to`, which does not exist or is empty, all of it or nothing. Its database counts as another one than that
  // which was backed up (database_id.h), and as an old one (restored.h).
  absl::Status Restore(uint32_t id, const std::string& to) const;

  // Ends a Make under way, and those to come, with UNAVAILABLE.
  void Stop();

  const std::string& directory() const { return directory_; }

 private:
  absl::Status Write(absl::string_view doing, const std::function<absl::Status(rocksdb::BackupEngine&)>& work);

  const std::string directory_;
  base::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  rocksdb::BackupEngine* making_ ABSL_GUARDED_BY(mutex_) = nullptr;
};

}  // namespace lightship::store

#endif  // LIGHTSHIP_NODE_STORE_BACKUPS_H_
