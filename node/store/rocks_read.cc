// Databases that nothing is written to.
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/store/format.h"
#include "node/store/rocks_database.h"
#include "node/store/schema.h"
#include "node/store/wal_space.h"
#include "rocksdb/env.h"

namespace lightship::store {
namespace {

// What a writer holds as long as it has the database open. Where there is no such file, there is no writer.
class NoWriter final : public rocksdb::EnvWrapper {
 public:
  NoWriter() : NoWriter(WalSpaceEnv(nullptr)) {}
  ~NoWriter() override {
    if (lock_ != nullptr) static_cast<void>(target()->UnlockFile(lock_));
  }
  absl::Status Take(const std::string& directory) {
    const std::string path = directory + "/LOCK";
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return absl::OkStatus();
    if (target()->LockFile(path, &lock_).ok()) return absl::OkStatus();
    return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kDataDirInUse,
                       absl::StrCat("data directory ", directory, " is in use by a running lightshipd: stop it first"));
  }

 private:
  explicit NoWriter(std::shared_ptr<rocksdb::Env> files) : rocksdb::EnvWrapper(files.get()), files_(std::move(files)) {}

  const std::shared_ptr<rocksdb::Env> files_;
  rocksdb::FileLock* lock_ = nullptr;
};

absl::StatusOr<std::shared_ptr<NoWriter>> TakeUnused(const std::string& directory) {
  std::error_code error;
  if (!std::filesystem::exists(directory + "/CURRENT", error)) {
    return base::Error(absl::StatusCode::kNotFound, base::reason::kNotFound, absl::StrCat("no database in ", directory));
  }
  auto unused = std::make_shared<NoWriter>();
  RETURN_IF_ERROR(unused->Take(directory));
  return unused;
}

// The table of the format is the one that RocksDB opens by default.
absl::StatusOr<uint64_t> FormatOf(const std::string& directory, rocksdb::Env* env) {
  rocksdb::Options read;
  read.env = env;
  rocksdb::DB* opened = nullptr;
  RETURN_IF_ERROR(ToStatus(rocksdb::DB::OpenForReadOnly(read, directory, &opened), absl::StrCat("opening ", directory)));
  const std::unique_ptr<rocksdb::DB> meta(opened);
  std::string version;
  RETURN_IF_ERROR(ToStatus(meta->Get(rocksdb::ReadOptions(), rocksdb::Slice(kFormatKey.data(), kFormatKey.size()), &version),
                           absl::StrCat("reading the format of ", directory)));
  return ParseFormat(version, directory);
}

absl::StatusOr<std::unique_ptr<Store>> OpenToRead(const std::string& directory, std::shared_ptr<rocksdb::Env> env,
                                                  const RocksOptions& options) {
  ASSIGN_OR_RETURN(const uint64_t format, FormatOf(directory, env.get()));
  RETURN_IF_ERROR(CheckFormat(format, directory, {}, kFormatVersion));
  rocksdb::DBOptions database;
  database.env = env.get();
  database.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;  // as when it is opened to write
  rocksdb::DB* opened = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  RETURN_IF_ERROR(ToStatus(
      rocksdb::DB::OpenForReadOnly(database, directory, Families(options), &families, &opened),
      absl::StrCat("opening ", directory)));
  return MakeRocksStore(std::unique_ptr<rocksdb::DB>(opened), std::move(families), options, std::move(env));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> OpenRocksStoreToRead(const std::string& directory, const RocksOptions& options) {
  ASSIGN_OR_RETURN(std::shared_ptr<NoWriter> unused, TakeUnused(directory));
  return OpenToRead(directory, std::move(unused), options);
}

absl::StatusOr<uint64_t> ReadFormat(const std::string& directory) {
  ASSIGN_OR_RETURN(std::shared_ptr<NoWriter> unused, TakeUnused(directory));
  return FormatOf(directory, unused.get());
}

absl::StatusOr<std::unique_ptr<Store>> OpenBackup(const std::string& name, std::shared_ptr<rocksdb::Env> env,
                                                  const RocksOptions& options) {
  return OpenToRead(name, std::move(env), options);
}

}  // namespace lightship::store
