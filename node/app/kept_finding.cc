#include "node/app/kept_finding.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::app {
namespace {

// The disk is not sound: what it gives back need not be what was written.
constexpr size_t kReadMost = 4096;

// What was written there is on the disk.
bool Sync(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = fd >= 0 && fsync(fd) == 0;
  if (fd >= 0) close(fd);
  return synced;
}

}  // namespace

std::string FileOfFinding(const std::string& data_dir) { return data_dir + "/FOUND-DAMAGED"; }

absl::Status KeepFinding(const std::string& data_dir, absl::string_view what) {
  std::ofstream file(FileOfFinding(data_dir));
  file << std::string(what) << "\n";
  file.close();
  if (file && Sync(FileOfFinding(data_dir)) && Sync(data_dir)) return absl::OkStatus();
  return base::Error(absl::StatusCode::kUnavailable, base::reason::kStorage,
                     absl::StrCat("cannot write ", FileOfFinding(data_dir)));
}

std::string KeptFinding(const std::string& data_dir) {
  std::ifstream file(FileOfFinding(data_dir));
  if (!file) return "";
  std::string what(kReadMost, '\0');
  file.read(what.data(), static_cast<std::streamsize>(what.size()));
  what.resize(static_cast<size_t>(file.gcount()));
  what.resize(std::min(what.find('\n'), what.size()));
  return what.empty() ? "an earlier run found it damaged" : what;
}

}  // namespace lightship::app
