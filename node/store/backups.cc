#include "node/store/backups.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/store/database_id.h"
#include "node/store/former_backups.h"
#include "node/store/restored.h"
#include "node/store/rocks_database.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/utilities/backup_engine.h"

namespace lightship::store {
namespace {

namespace fs = std::filesystem;

constexpr char kLock[] = "lock";

absl::Status Failed(absl::string_view doing, const std::string& path, absl::string_view why) {
  return base::Error(absl::StatusCode::kUnavailable, base::reason::kStorage,
                     absl::StrCat(std::string(doing), " ", path, ": ", std::string(why)));
}

// Of one process at a time, as long as it lives.
class WritersLock {
 public:
  ~WritersLock() {
    if (fd_ >= 0) close(fd_);
  }
  // On a file, which is made if it is not there, or on a directory.
  absl::Status Take(const std::string& path, int how = O_RDWR | O_CREAT) {
    fd_ = open(path.c_str(), how | O_CLOEXEC, 0600);
    if (fd_ < 0) return Failed("opening", path, std::strerror(errno));
    if (flock(fd_, LOCK_EX | LOCK_NB) == 0) return absl::OkStatus();
    if (errno != EWOULDBLOCK) return Failed("locking", path, std::strerror(errno));
    return Failed("writing in", fs::path(path).parent_path(), "another process does; try again later");
  }

 private:
  int fd_ = -1;
};

absl::Status MakeDirectory(const std::string& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return Failed("making", directory, error.message());
  if (chmod(directory.c_str(), 0700) != 0) return Failed("making private", directory, std::strerror(errno));
  return absl::OkStatus();
}

bool IsMissingOrEmpty(const std::string& directory) {
  std::error_code error;
  return !fs::exists(directory, error) || (fs::is_directory(directory, error) && fs::is_empty(directory, error));
}

// Nothing but folders and the writers' lock: the first backup is only just being begun.
bool HoldsNoFile(const std::string& directory) {
  std::error_code error;
  for (auto at = fs::recursive_directory_iterator(directory, error); !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (!at->is_directory(error) && at->path().filename() != kLock) return false;
  }
  return !error;
}

absl::StatusOr<std::unique_ptr<rocksdb::BackupEngineReadOnly>> OpenToRead(const std::string& directory) {
  rocksdb::BackupEngineReadOnly* engine = nullptr;
  RETURN_IF_ERROR(ToStatus(rocksdb::BackupEngineReadOnly::Open(rocksdb::BackupEngineOptions(directory),
                                                               rocksdb::Env::Default(), &engine),
                           absl::StrCat("opening ", directory)));
  return std::unique_ptr<rocksdb::BackupEngineReadOnly>(engine);
}

Backup Described(const rocksdb::BackupInfo& info) {
  return {info.backup_id, absl::FromUnixSeconds(info.timestamp), info.size, info.number_files, info.app_metadata, true};
}

absl::Status NoSuch(uint32_t id, const std::string& directory) {
  return base::Error(absl::StatusCode::kNotFound, base::reason::kNotFound,
                     absl::StrCat(directory, " has no backup ", id, ", or not all files of it"));
}

absl::StatusOr<rocksdb::BackupInfo> Find(const rocksdb::BackupEngineReadOnly& engine, uint32_t id,
                                         const std::string& directory) {
  rocksdb::BackupInfo info;
  if (!engine.GetBackupInfo(id, &info, /*include_file_details=*/true).ok()) return NoSuch(id, directory);
  return info;
}

// Cursors count the changes of one database: what was changed after the backup is not counted on from here as if it were the same.
// What is erased from it stays in the backup that it came from.
absl::Status MarkRestored(const std::string& directory, const std::string& backups) {
  ASSIGN_OR_RETURN(std::unique_ptr<Store> store, OpenRocksStore(directory, RocksOptions()));
  WriteBatch batch;
  batch.Delete(Table::kMeta, std::string(kDatabaseKey));
  batch.Put(Table::kMeta, std::string(kRestoredKey), "");
  RETURN_IF_ERROR(store->Write(batch));
  return RememberBackups(*store, backups);
}

}  // namespace

absl::StatusOr<std::vector<Backup>> Backups::List() const {
  std::vector<Backup> backups;
  if (IsMissingOrEmpty(directory_) || HoldsNoFile(directory_)) return backups;
  ASSIGN_OR_RETURN(auto engine, OpenToRead(directory_));
  std::vector<rocksdb::BackupInfo> infos;
  engine->GetBackupInfo(&infos);
  for (const rocksdb::BackupInfo& info : infos) backups.push_back(Described(info));
  std::vector<rocksdb::BackupID> torn;
  engine->GetCorruptedBackups(&torn);
  for (rocksdb::BackupID id : torn) {
    Backup backup;
    backup.id = id;
    backup.whole = false;
    backups.push_back(backup);
  }
  std::sort(backups.begin(), backups.end(), [](const Backup& a, const Backup& b) { return a.id < b.id; });
  return backups;
}

absl::Status Backups::Verify(uint32_t id) const {
  ASSIGN_OR_RETURN(auto engine, OpenToRead(directory_));
  RETURN_IF_ERROR(Find(*engine, id, directory_).status());
  return ToStatus(engine->VerifyBackup(id, /*verify_with_checksum=*/true), absl::StrCat("backup ", id));
}

absl::Status Backups::Write(absl::string_view doing,
                            const std::function<absl::Status(rocksdb::BackupEngine&)>& work) {
  RETURN_IF_ERROR(MakeDirectory(directory_));
  WritersLock lock;
  RETURN_IF_ERROR(lock.Take(absl::StrCat(directory_, "/", kLock)));
  rocksdb::BackupEngine* opened = nullptr;
  RETURN_IF_ERROR(ToStatus(rocksdb::BackupEngine::Open(rocksdb::BackupEngineOptions(directory_),
                                                       rocksdb::Env::Default(), &opened),
                           absl::StrCat("opening ", directory_)));
  const std::unique_ptr<rocksdb::BackupEngine> engine(opened);
  {
    base::MutexLock held(mutex_);
    if (stopping_) return Failed(doing, directory_, "the node is stopping");
    making_ = engine.get();
  }
  absl::Status done = work(*engine);
  base::MutexLock held(mutex_);
  making_ = nullptr;
  return done;
}

absl::StatusOr<Backup> Backups::Make(const Store& store, absl::string_view checkpoint) {
  ASSIGN_OR_RETURN(rocksdb::DB * db, DatabaseOf(store));
  Backup made;
  const absl::Status written = Write("backing up to", [&](rocksdb::BackupEngine& engine) {
    rocksdb::CreateBackupOptions options;
    // Else each backup has a copy of its own of the write-ahead log.
    options.flush_before_backup = true;
    rocksdb::BackupID id = 0;
    RETURN_IF_ERROR(ToStatus(engine.CreateNewBackupWithMetadata(options, db, std::string(checkpoint), &id),
                             absl::StrCat("backing up to ", directory_)));
    rocksdb::BackupInfo info;
    RETURN_IF_ERROR(ToStatus(engine.GetBackupInfo(id, &info), "looking for the backup that was made"));
    made = Described(info);
    return absl::OkStatus();
  });
  if (!written.ok()) return written;
  return made;
}

absl::Status Backups::Prune(uint32_t keep) {
  if (IsMissingOrEmpty(directory_)) return absl::OkStatus();
  return Write("pruning", [&](rocksdb::BackupEngine& engine) {
    std::vector<rocksdb::BackupID> torn;
    engine.GetCorruptedBackups(&torn);
    for (rocksdb::BackupID id : torn) RETURN_IF_ERROR(ToStatus(engine.DeleteBackup(id), "deleting a torn backup"));
    RETURN_IF_ERROR(ToStatus(engine.PurgeOldBackups(keep), "deleting old backups"));
    return ToStatus(engine.GarbageCollect(), "deleting what no backup needs");
  });
}

absl::StatusOr<std::unique_ptr<Store>> Backups::Open(uint32_t id, const RocksOptions& options) const {
  ASSIGN_OR_RETURN(auto engine, OpenToRead(directory_));
  ASSIGN_OR_RETURN(const rocksdb::BackupInfo info, Find(*engine, id, directory_));
  return OpenBackup(info.name_for_open, info.env_for_open, options);
}

absl::Status Backups::Restore(uint32_t id, const std::string& to) const {
  if (!IsMissingOrEmpty(to)) return Failed("restoring to", to, "there is something already; name a directory that is not there yet");
  ASSIGN_OR_RETURN(auto engine, OpenToRead(directory_));
  RETURN_IF_ERROR(Find(*engine, id, directory_).status());
  std::error_code error;
  fs::path whole = fs::absolute(to, error).lexically_normal();
  if (!whole.has_filename()) whole = whole.parent_path();
  const std::string fresh = whole.string() + kRestoringMark;
  RETURN_IF_ERROR(MakeDirectory(fresh));
  WritersLock lock;  // a node that starts leaves the directory alone
  RETURN_IF_ERROR(lock.Take(fresh, O_RDONLY | O_DIRECTORY));
  for (const auto& left : fs::directory_iterator(fresh, error)) fs::remove_all(left.path(), error);
  RETURN_IF_ERROR(ToStatus(engine->RestoreDBFromBackup(rocksdb::RestoreOptions(), id, fresh, fresh),
                           absl::StrCat("restoring backup ", id)));
  RETURN_IF_ERROR(MarkRestored(fresh, directory_));
  if (std::rename(fresh.c_str(), whole.c_str()) != 0) return Failed("naming", to, std::strerror(errno));
  return absl::OkStatus();
}

void Backups::Stop() {
  base::MutexLock lock(mutex_);
  stopping_ = true;
  if (making_ != nullptr) making_->StopBackup();
}

}  // namespace lightship::store
