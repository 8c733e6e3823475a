#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "absl/strings/match.h"
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

bool IsNodesAlready(const std::string& path) {
  const passwd* user = geteuid() == 0 ? getpwnam(doctor::kUser) : nullptr;
  struct stat info {};
  return user != nullptr && stat(path.c_str(), &info) == 0 && info.st_uid == user->pw_uid;
}

bool AreKeys(const std::string& path) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
    const std::string name = entry.path().filename().string();
    bool known = false;
    for (const char* own : {"certificate.pem", "key.pem", "log.key", "cosigner.key", "request.pem", "tls"}) {
      known = known || absl::StartsWith(name, own);
    }
    if (!known || !entry.is_regular_file(error)) return false;
  }
  return !error;
}

absl::Status CheckDirectory(const char* flag, const std::string& path, bool right, const char* what) {
  std::error_code error;
  if (right || !std::filesystem::exists(path, error) || std::filesystem::is_empty(path, error) || IsNodesAlready(path)) return absl::OkStatus();
  return UsageError(absl::StrCat(flag, " ", path, " holds something else than ", what, "; it would be closed to all but the node. Name a directory for the node "
                                 "alone, such as ", path, "/lightship. Nothing was written"));
}

}  // namespace

absl::Status CheckDirectories(const NodeSetup& setup) {
  std::error_code error;
  RETURN_IF_ERROR(CheckDirectory("--data", setup.data, std::filesystem::exists(setup.data + "/CURRENT", error), "a database"));
  return CheckDirectory("--keys", setup.keys, AreKeys(setup.keys), "the node's keys");
}

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

absl::Status MakeForNode(const std::string& path) {
  std::error_code error;
  const bool there = std::filesystem::exists(path, error);
  RETURN_IF_ERROR(MakeSetupDirectory(path, false));
  return there ? absl::OkStatus() : GiveToNode(path);
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
