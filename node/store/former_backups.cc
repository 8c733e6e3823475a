#include "node/store/former_backups.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/store/schema.h"

namespace lightship::store {
namespace {

namespace fs = std::filesystem;

absl::Status Failed(const std::string& directory, const std::error_code& error) {
  return base::Error(absl::StatusCode::kUnavailable, base::reason::kStorage,
                     absl::StrCat("looking for backups in ", directory, ": ", error.message()));
}

// Empty stays empty. On a disk that fails, the name as it is written.
std::string NameOf(const std::string& directory) {
  if (directory.empty()) return directory;
  std::error_code error;
  const fs::path written = fs::absolute(directory, error).lexically_normal();
  fs::path whole = fs::weakly_canonical(written, error);
  if (error) whole = written;
  if (!whole.has_filename()) whole = whole.parent_path();
  return whole.string();
}

// The folders in which RocksDB's backup engine keeps what it copies.
absl::StatusOr<bool> HasBackups(const std::string& directory) {
  for (const char* folder : {"meta", "private", "shared_checksum"}) {
    std::error_code error;
    const fs::path inside = fs::path(directory) / folder;
    const bool has = fs::exists(inside, error) && !fs::is_empty(inside, error);
    if (error) return Failed(directory, error);
    if (has) return true;
  }
  return false;
}

}  // namespace

absl::Status RememberBackups(Store& store, const std::string& directory) {
  if (directory.empty()) return absl::OkStatus();
  const std::string key = absl::StrCat(std::string(kBackupsPrefix), NameOf(directory));
  const absl::StatusOr<std::string> known = store.Get(Table::kMeta, key);
  if (known.ok() || !absl::IsNotFound(known.status())) return known.status();
  WriteBatch batch;
  batch.Put(Table::kMeta, key, "");
  return store.Write(batch);
}

absl::StatusOr<std::vector<std::string>> FormerBackups(const View& store, const std::string& current) {
  const std::string name = NameOf(current);
  std::vector<std::string> remembered;
  RETURN_IF_ERROR(store.Scan(Table::kMeta, kBackupsPrefix, AfterPrefix(kBackupsPrefix), [&](absl::string_view key, absl::string_view) {
    remembered.emplace_back(key.substr(kBackupsPrefix.size()));
    return true;
  }));
  std::vector<std::string> former;
  for (const std::string& directory : remembered) {
    // A link may have been put in the place of what was remembered.
    std::error_code not_there;
    if (directory == name || fs::equivalent(directory, name, not_there)) continue;
    ASSIGN_OR_RETURN(const bool has, HasBackups(directory));
    if (has) former.push_back(directory);
  }
  return former;
}

}  // namespace lightship::store
