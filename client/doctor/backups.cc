#include "client/doctor/backups.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "client/formats/times.h"

namespace lightship::doctor {
namespace {

constexpr char kArea[] = "backups";
// What the node takes when the key is not given.
constexpr uint32_t kEveryS = 3600;

absl::Duration Every(const config::v1::Backup& backup) {
  return absl::Seconds(backup.every_s() > 0 ? backup.every_s() : kEveryS);
}

}  // namespace

Finding JudgeBackups(const config::v1::Backup& backup, std::optional<absl::Time> newest, bool apart, absl::Time now) {
  const char kMeans[] = "were this disk lost now, what no peer holds, as what is for your economy alone, would be too";
  if (backup.dir().empty()) {
    return Look(kArea, "no backups are configured", kMeans, "set backup { dir: ... } to a directory on another disk");
  }
  const std::string todo = absl::StrCat("journalctl -u lightshipd | grep -i backup; the node's user must be able to write in ",
                                        Shell(backup.dir()));
  if (!newest.has_value()) return Look(kArea, absl::StrCat("no backup is in ", backup.dir(), " yet"), kMeans, todo);
  const std::string what = absl::StrCat("the newest backup in ", backup.dir(), " is of ", formats::TimeText(*newest));
  // One may be under way, and two in a row are no accident.
  if (now - *newest > 2 * Every(backup) + absl::Minutes(10)) {
    return Mend(kArea, absl::StrCat(what, "; there should be one every ", absl::FormatDuration(Every(backup))), kMeans, todo);
  }
  if (!apart) {
    return Look(kArea, absl::StrCat(what, ", on the disk of the database"), kMeans, "let backup.dir be a directory on another disk");
  }
  return Ok(kArea, what);
}

namespace {

// Unknown is apart: nothing is said of it.
bool Apart(const config::v1::NodeConfig& config) {
  struct stat data {}, backups {};
  return stat(config.data_dir().c_str(), &data) != 0 || stat(config.backup().dir().c_str(), &backups) != 0 || data.st_dev != backups.st_dev;
}

}  // namespace

Finding CheckBackups(const config::v1::NodeConfig& config, absl::Time now) {
  // RocksDB's backup engine writes a backup's file here last, when all else of it is on the disk.
  const std::filesystem::path directory = std::filesystem::path(config.backup().dir()) / "meta";
  std::optional<absl::Time> newest;
  std::error_code error;
  if (!config.backup().dir().empty()) {
    for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
      struct stat info {};
      if (entry.path().extension() == ".tmp" || stat(entry.path().c_str(), &info) != 0) continue;
      newest = std::max(newest.value_or(absl::InfinitePast()), absl::TimeFromTimespec(info.st_mtim));
    }
  }
  if (error == std::errc::permission_denied) {
    return Look(kArea, absl::StrCat(directory.string(), ": ", error.message()), "you may not look there, so it was not checked",
                "run this as root, or as the user that the node runs as");
  }
  return JudgeBackups(config.backup(), newest, Apart(config), now);
}

}  // namespace lightship::doctor
