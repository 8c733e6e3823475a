#include "client/doctor/machine.h"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "node/base/status.h"

namespace lightship::doctor {
namespace {

constexpr char kArea[] = "machine";
constexpr uint64_t kGiB = uint64_t{1} << 30;
// Room to act in: at some thousand reports of a few kilobytes a day this is years.
constexpr uint64_t kComfortBytes = 5 * kGiB;

// As <linux/magic.h> and the file systems' own sources number them.
const std::map<uint64_t, std::string>& FileSystems() {
  static const std::map<uint64_t, std::string> kNames = {
      {0xEF53, "ext4"},       {0x58465342, "xfs"},     {0x9123683E, "btrfs"}, {0x2FC12FC1, "zfs"},
      {0x01021994, "tmpfs"},  {0x858458F6, "ramfs"},   {0x6969, "nfs"},       {0xFF534D42, "cifs"},
      {0xFE534D42, "smb2"},   {0x65735546, "fuse"},    {0x794C7630, "overlayfs"}, {0x4D44, "vfat"}};
  return kNames;
}

std::string Size(uint64_t bytes) {
  return bytes >= kGiB ? absl::StrFormat("%.1f GiB", static_cast<double>(bytes) / kGiB)
                       : absl::StrCat(bytes >> 20, " MiB");
}

std::filesystem::path NearestThatExists(const std::string& path) {
  std::error_code error;
  std::filesystem::path at = std::filesystem::absolute(path, error);
  while (!std::filesystem::exists(at, error) && at.has_parent_path() && at != at.parent_path()) {
    at = at.parent_path();
  }
  return at;
}

Finding JudgeFileSystem(const std::string& data_dir, const std::string& name) {
  if (name == "tmpfs" || name == "ramfs") {
    return Mend(kArea, absl::StrCat("data_dir ", data_dir, " lies in memory (", name, ")"),
                "with the next power cut this economy's log is lost", "set data_dir to a directory on a disk");
  }
  if (name == "nfs" || name == "cifs" || name == "smb2" || name == "fuse" || name == "vfat") {
    return Look(kArea, absl::StrCat("data_dir ", data_dir, " lies on ", name),
                "locks and durable writes are less sure there than on a disk of this machine",
                "set data_dir to a directory on ext4, xfs, btrfs or zfs");
  }
  return Ok(kArea, absl::StrCat("data_dir ", data_dir, " lies on ", name.empty() ? "a file system not known here" : name));
}

Finding JudgeSpace(const std::string& data_dir, const DiskFacts& facts, uint64_t stops_bytes) {
  const std::string what = absl::StrCat(Size(facts.free_bytes), " of ", Size(facts.total_bytes), " are free for ", data_dir);
  const char kTodo[] = "make room there, or move data_dir to a larger disk while the node is stopped";
  if (facts.free_bytes <= stops_bytes) {
    return Mend(kArea, what, absl::StrCat("below ", Size(stops_bytes), " the node takes no submissions"), kTodo);
  }
  if (facts.free_bytes <= stops_bytes + stops_bytes / 2 || facts.free_bytes <= std::min(kComfortBytes, facts.total_bytes / 10)) {
    return Look(kArea, what, absl::StrCat("below ", Size(stops_bytes), " the node takes no submissions"), kTodo);
  }
  return Ok(kArea, what);
}

struct FreeAddresses {
  void operator()(addrinfo* found) const { freeaddrinfo(found); }
};

// 0, or errno.
int TryToListen(const addrinfo& where) {
  const int fd = socket(where.ai_family, where.ai_socktype | SOCK_CLOEXEC, 0);
  if (fd < 0) return errno;
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  int error = bind(fd, where.ai_addr, where.ai_addrlen) == 0 ? 0 : errno;
  if (error == 0 && listen(fd, 1) != 0) error = errno;
  close(fd);
  return error;
}

std::string PortOf(const std::string& listen) { return listen.substr(listen.rfind(':') + 1); }

}  // namespace

ClockState KernelClock() {
  timex asked{};
  const int state = adjtimex(&asked);
  if (state < 0) return ClockState::kUnknown;
  return state == TIME_ERROR || (asked.status & STA_UNSYNC) != 0 ? ClockState::kNotKept : ClockState::kKept;
}

Finding JudgeClock(ClockState state) {
  switch (state) {
    case ClockState::kKept:
      return Ok(kArea, "the clock is kept right by a time service");
    case ClockState::kNotKept:
      return Look(kArea, "no time service keeps the clock right",
                  "times of reports and of admission go by it, and other members see both; minutes apart, certificates and "
                  "sessions begin to fail",
                  "apt-get install systemd-timesyncd && timedatectl set-ntp true; `timedatectl` then says \"synchronized: yes\". In a "
                  "container the host does this");
    case ClockState::kUnknown:
      return Look(kArea, "who keeps the clock right cannot be asked here", "times of reports go by it", "timedatectl");
  }
  return {};
}

absl::StatusOr<DiskFacts> DiskOf(const config::v1::NodeConfig& config) {
  const std::filesystem::path data = NearestThatExists(config.data_dir());
  struct statfs disk {};
  struct stat of_data {}, of_checkpoint {};
  if (statfs(data.c_str(), &disk) != 0 || stat(data.c_str(), &of_data) != 0) {
    return absl::FailedPreconditionError(absl::StrCat("data_dir: ", data.string(), ": ", std::strerror(errno)));
  }
  const std::filesystem::path kept =
      NearestThatExists(std::filesystem::path(config.checkpoint_file()).parent_path().string());
  const bool apart = stat(kept.c_str(), &of_checkpoint) == 0 && of_checkpoint.st_dev != of_data.st_dev;
  const auto block = static_cast<uint64_t>(disk.f_bsize);
  auto name = FileSystems().find(static_cast<uint32_t>(disk.f_type));
  return DiskFacts{disk.f_bavail * block, disk.f_blocks * block,
                   name == FileSystems().end() ? "" : name->second, apart};
}

Findings JudgeDisk(const std::string& data_dir, const DiskFacts& facts, uint64_t stops_bytes) {
  Findings findings = {JudgeSpace(data_dir, facts, stops_bytes), JudgeFileSystem(data_dir, facts.file_system)};
  if (facts.checkpoint_apart) {
    findings.push_back(Ok(kArea, "checkpoint_file lies on another file system than data_dir"));
  } else {
    findings.push_back(Ok(kArea, "checkpoint_file lies on the same file system as data_dir",
                          "on another disk it would also notice a disk that was put back as it was",
                          "where the machine has a second disk: set checkpoint_file to a place there"));
  }
  return findings;
}

absl::Status CanListen(const std::string& listen) {
  const size_t colon = listen.rfind(':');
  if (colon == std::string::npos || colon == 0) {
    return absl::InvalidArgumentError(absl::StrCat("\"", listen, "\" should be address:port, such as 0.0.0.0:7443"));
  }
  absl::string_view host = absl::string_view(listen).substr(0, colon);
  if (absl::ConsumePrefix(&host, "[")) host = absl::StripSuffix(host, "]");
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  if (getaddrinfo(std::string(host).c_str(), PortOf(listen).c_str(), &wanted, &found) != 0) {
    return absl::InvalidArgumentError(absl::StrCat("\"", listen, "\" names no address of this machine"));
  }
  std::unique_ptr<addrinfo, FreeAddresses> addresses(found);
  const int error = TryToListen(*found);
  if (error == 0) return absl::OkStatus();
  if (error == EADDRINUSE) return absl::UnavailableError("another program listens there");
  if (error == EADDRNOTAVAIL) return absl::UnavailableError("this machine does not have that address");
  if (error == EACCES) return absl::PermissionDeniedError("you may not listen there; ports below 1024 are root's");
  return absl::UnavailableError(std::strerror(error));
}

Finding JudgePort(const std::string& listen, const absl::Status& can_listen) {
  if (can_listen.ok()) return Ok(kArea, absl::StrCat(listen, " is free to listen on"));
  return Mend(kArea, absl::StrCat(listen, ": ", can_listen.message()), "the node does not start",
              absl::StrCat("`ss -ltnp 'sport = :", PortOf(listen), "'` says who has it; end that, or set `listen` to another"));
}

Findings CheckMachine(const config::v1::NodeConfig& config) {
  Findings findings = {JudgeClock(KernelClock())};
  absl::StatusOr<DiskFacts> disk = DiskOf(config);
  if (!disk.ok()) {
    findings.push_back(Mend(kArea, std::string(disk.status().message()), "the node cannot store anything", "set data_dir"));
    return findings;
  }
  const uint64_t stops_bytes = config.disk().has_stop_admitting_bytes() ? config.disk().stop_admitting_bytes() : kGiB;
  Append(JudgeDisk(config.data_dir(), *disk, stops_bytes), findings);
  return findings;
}

}  // namespace lightship::doctor
