#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/commands/setup_node.h"
#include "client/doctor/installation.h"
#include "client/sdk/file.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

absl::Status Give(const std::string& path, const passwd& to) {
  if (lchown(path.c_str(), to.pw_uid, to.pw_gid) == 0) return absl::OkStatus();
  return UsageError(absl::StrCat(path, ": cannot be given to ", to.pw_name, ": ", std::strerror(errno)));
}

}  // namespace

OpenToAll::OpenToAll() : before_(umask(022)) {}

OpenToAll::~OpenToAll() { umask(before_); }

absl::Status MakeSetupDirectory(const std::string& path, bool only_owner) {
  {
    const OpenToAll open;
    RETURN_IF_ERROR(WithExit(ExitCode::kUsage, sdk::MakeDirectory(path, sdk::Access::kEverybody)));
  }
  if (!only_owner || chmod(path.c_str(), 0700) == 0) return absl::OkStatus();
  return UsageError(absl::StrCat(path, ": ", std::strerror(errno)));
}

absl::Status GiveToNode(const std::string& path) {
  const passwd* user = geteuid() == 0 ? getpwnam(doctor::kUser) : nullptr;
  if (user == nullptr) return absl::OkStatus();
  RETURN_IF_ERROR(Give(path, *user));
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) return absl::OkStatus();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path, error)) {
    RETURN_IF_ERROR(Give(entry.path().string(), *user));
  }
  return absl::OkStatus();
}

}  // namespace lightship::commands
