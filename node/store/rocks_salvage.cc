#include "node/store/rocks_salvage.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/store/backups.h"
#include "node/store/rocks_database.h"
#include "node/store/rocks_log.h"

namespace lightship::store {
namespace {

namespace fs = std::filesystem;

// Beyond every number that RocksDB has given to a file of a database that is salvaged without its MANIFEST.
constexpr uint64_t kTableNumbers = 1'000'000'000;
constexpr uint64_t kLogNumbers = 2'000'000'000;
constexpr char kDamagedMark[] = ".damaged-";
constexpr char kSalvageMark[] = ".salvage";
constexpr char kRebuiltMark[] = ".rebuilt";

absl::Status SalvageFailed(absl::string_view doing, const std::string& path, absl::string_view why) {
  return base::Error(absl::StatusCode::kUnavailable, base::reason::kStorage,
                     absl::StrCat(std::string(doing), " ", path, ": ", std::string(why)));
}

// The one name of the directory by which those of its neighbours begin, however it is written in the configuration:
// relative, with a slash at its end, or a link.
absl::StatusOr<std::string> LastNameOf(const std::string& directory) {
  std::error_code error;
  fs::path whole = fs::weakly_canonical(fs::absolute(directory, error), error);
  if (error) return SalvageFailed("looking for", directory, error.message());
  if (!whole.has_filename()) whole = whole.parent_path();
  return whole.string();
}

absl::Status MakeEmpty(const std::string& directory) {
  std::error_code error;
  fs::remove_all(directory, error);
  if (!error) fs::create_directories(directory, error);
  if (!error) fs::permissions(directory, fs::perms::owner_all, error);
  return error ? SalvageFailed("making", directory, error.message()) : absl::OkStatus();
}

// By a process that restores a backup into it.
bool IsLocked(const std::string& directory) {
  const int fd = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool locked = flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close(fd);
  return locked;
}

std::vector<fs::path> FilesOf(const std::string& directory, absl::string_view ending) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& file : fs::directory_iterator(directory, error)) {
    if (file.is_regular_file() && absl::EndsWith(file.path().string(), ending)) {
      files.push_back(file.path());
    }
  }
  return files;
}

// Table files are never written again, so a link is as good as a copy.
absl::Status Take(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (from.extension() == ".sst") {
    fs::create_hard_link(from, to, error);
    if (!error) return absl::OkStatus();
  }
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
  return error ? SalvageFailed("copying", from.string(), error.message()) : absl::OkStatus();
}

// "000012.log" as another number with the same ending.
std::string Renumbered(const fs::path& file, uint64_t base) {
  uint64_t number = 0;
  if (!absl::SimpleAtoi(file.stem().string(), &number)) number = 0;
  return absl::StrFormat("%06d%s", base + number, file.extension().string());
}

rocksdb::DBOptions Tolerant() {
  rocksdb::DBOptions options;
  options.paranoid_checks = false;
  options.verify_sst_unique_id_in_manifest = false;
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kSkipAnyCorruptedRecords;
  return options;
}

absl::StatusOr<std::unique_ptr<Store>> OpenForReading(const std::string& directory,
                                                      const RocksOptions& options) {
  rocksdb::DB* opened = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  RETURN_IF_ERROR(ToStatus(rocksdb::DB::OpenForReadOnly(Tolerant(), directory, Families(options),
                                                        &families, &opened),
                           absl::StrCat("opening ", directory)));
  return MakeRocksStore(std::unique_ptr<rocksdb::DB>(opened), std::move(families), options);
}

absl::Status CopyAll(const std::string& from, const std::string& to) {
  RETURN_IF_ERROR(MakeEmpty(to));
  for (const fs::path& file : FilesOf(from, "")) {
    const std::string name = file.filename().string();
    if (name == "LOCK" || absl::StrContains(name, "LOG")) continue;
    RETURN_IF_ERROR(Take(file, fs::path(to) / name));
  }
  return absl::OkStatus();
}

// Lets CURRENT name the newest MANIFEST.
void PointAtNewestManifest(const std::string& directory) {
  std::string newest;
  for (const fs::path& file : FilesOf(directory, "")) {
    const std::string name = file.filename().string();
    if (absl::StartsWith(name, "MANIFEST-")) newest = std::max(newest, name);
  }
  std::ofstream(fs::path(directory) / "CURRENT", std::ios::trunc) << newest << "\n";
}

// A database that has every family under the number it always has, and in each of them a table file from which RepairDB
// learns so: without it, the write-ahead log's rows would have nowhere to go.
absl::Status MakeSeed(const std::string& directory, const RocksOptions& options) {
  rocksdb::DBOptions create;
  create.info_log = InfoLog(directory);
  create.create_if_missing = true;
  create.create_missing_column_families = true;
  rocksdb::DB* opened = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  RETURN_IF_ERROR(ToStatus(
      rocksdb::DB::Open(create, directory, Families(options), &families, &opened), "making a seed"));
  std::unique_ptr<rocksdb::DB> db(opened);
  absl::Status made;
  for (rocksdb::ColumnFamilyHandle* family : families) {
    rocksdb::Status put = db->Put(rocksdb::WriteOptions(), family, "", "");
    if (put.ok()) put = db->Flush(rocksdb::FlushOptions(), family);
    if (made.ok()) made = ToStatus(put, "making a seed");
    static_cast<void>(db->DestroyColumnFamilyHandle(family));
  }
  return made;
}

// Without a MANIFEST that can be read: all table files there are, then the write-ahead log on top of them.
absl::Status RepairWithoutManifest(const std::string& from, const std::string& to,
                                   const RocksOptions& options) {
  RETURN_IF_ERROR(MakeEmpty(to));
  RETURN_IF_ERROR(MakeSeed(to, options));
  for (const fs::path& log : FilesOf(to, ".log")) fs::remove(log);
  for (const fs::path& table : FilesOf(from, ".sst")) {
    RETURN_IF_ERROR(Take(table, fs::path(to) / Renumbered(table, kTableNumbers)));
  }
  rocksdb::DBOptions repair = Tolerant();
  repair.info_log = InfoLog(to);
  RETURN_IF_ERROR(ToStatus(rocksdb::RepairDB(to, repair, Families(options)), "repairing"));
  for (const fs::path& log : FilesOf(to, ".log")) fs::remove(log);
  for (const fs::path& log : FilesOf(from, ".log")) {
    RETURN_IF_ERROR(Take(log, fs::path(to) / Renumbered(log, kLogNumbers)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> SalvageRocksStore(const std::string& directory,
                                                         const RocksOptions& options) {
  ASSIGN_OR_RETURN(const std::string name, LastNameOf(directory));
  const std::string copy = name + kSalvageMark;
  RETURN_IF_ERROR(CopyAll(directory, copy));
  auto store = OpenForReading(copy, options);
  if (store.ok()) return store;
  PointAtNewestManifest(copy);
  store = OpenForReading(copy, options);
  if (store.ok()) return store;
  RETURN_IF_ERROR(RepairWithoutManifest(directory, copy, options));
  return OpenForReading(copy, options);
}

absl::StatusOr<std::unique_ptr<Store>> OpenRebuilt(const std::string& directory,
                                                   const RocksOptions& options) {
  ASSIGN_OR_RETURN(const std::string name, LastNameOf(directory));
  RETURN_IF_ERROR(MakeEmpty(name + kRebuiltMark));
  return OpenRocksStore(name + kRebuiltMark, options);
}

absl::StatusOr<std::string> PutRebuiltInPlace(const std::string& directory, absl::Time now) {
  ASSIGN_OR_RETURN(const std::string name, LastNameOf(directory));
  std::string kept;
  for (int n = 1; kept.empty() || fs::exists(kept); ++n) {
    kept = absl::StrCat(name, kDamagedMark, n);
  }
  // First the name under which the damaged one will be kept: whatever interrupts this, no damaged database stands under
  // another.
  if (std::rename((name + kRebuiltMark).c_str(), kept.c_str()) != 0) {
    return SalvageFailed("naming", kept, std::strerror(errno));
  }
  if (renameat2(AT_FDCWD, kept.c_str(), AT_FDCWD, name.c_str(), RENAME_EXCHANGE) != 0) {
    return SalvageFailed("exchanging", name, std::strerror(errno));
  }
  const timespec times[] = {absl::ToTimespec(now), absl::ToTimespec(now)};
  if (utimensat(AT_FDCWD, kept.c_str(), times, 0) != 0) return SalvageFailed("dating", kept, std::strerror(errno));
  RemoveUnfinished(name).IgnoreError();  // what stays is counted among the damaged
  return kept;
}

absl::StatusOr<std::vector<std::string>> DamagedLately(const std::string& directory, absl::Time now, absl::Duration within) {
  ASSIGN_OR_RETURN(const std::string name, LastNameOf(directory));
  ASSIGN_OR_RETURN(std::vector<std::string> damaged, DamagedDatabases(directory));
  std::erase_if(damaged, [&](const std::string& path) {
    struct stat seen = {};
    return !absl::StartsWith(path, name + kDamagedMark) || stat(path.c_str(), &seen) != 0 ||
           absl::AbsDuration(now - absl::TimeFromTimespec(seen.st_mtim)) >= within;
  });
  return damaged;
}

absl::Status RemoveUnfinished(const std::string& directory) {
  ASSIGN_OR_RETURN(const std::string name, LastNameOf(directory));
  for (const char* mark : {kSalvageMark, kRebuiltMark, kRestoringMark}) {
    if (IsLocked(name + mark)) continue;
    std::error_code error;
    fs::remove_all(name + mark, error);
    if (error) return SalvageFailed("removing", name + mark, error.message());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> DamagedDatabases(const std::string& directory) {
  ASSIGN_OR_RETURN(const std::string name, LastNameOf(directory));
  std::vector<std::string> damaged;
  std::error_code error;
  for (fs::directory_iterator beside(fs::path(name).parent_path(), error), end;
       !error && beside != end; beside.increment(error)) {
    const std::string path = beside->path().string();
    const bool kept = absl::StartsWith(path, name + kDamagedMark);
    const bool unfinished = path == name + kSalvageMark || path == name + kRebuiltMark || path == name + kRestoringMark;
    const bool moved = absl::StartsWith(path, name + ".") && !(FilesOf(path, ".sst").empty() && FilesOf(path, ".log").empty());
    if (kept || unfinished || moved) damaged.push_back(path);
  }
  if (error) return SalvageFailed("listing what lies beside", name, error.message());
  return damaged;
}

}  // namespace lightship::store
