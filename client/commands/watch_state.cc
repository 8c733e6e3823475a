#include "client/commands/watch_state.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "node/base/status.h"
#include "node/statement/address.h"

namespace lightship::commands {

absl::StatusOr<std::unique_ptr<WatchState>> WatchState::Open(const std::string& directory,
                                                             const std::string& name) {
  if (!statement::IsLabel(name)) {
    return UsageError(absl::StrCat("--name \"", name,
                                   "\" should be 1 to 40 lower-case letters, digits and hyphens, such as "
                                   "straits"));
  }
  const std::string folder = absl::StrCat(directory, "/watch");
  RETURN_IF_ERROR(WithExit(ExitCode::kUsage, sdk::MakeDirectory(folder, sdk::Access::kOwnerOnly)));
  std::string path = absl::StrCat(folder, "/", name, ".cursor");
  auto lock = sdk::FileLock::Take(absl::StrCat(folder, "/", name, ".lock"));
  if (absl::IsAlreadyExists(lock.status())) {
    return UsageError(absl::StrCat("the watch ", name, " is open in another process"));
  }
  if (!lock.ok()) return WithExit(ExitCode::kUsage, lock.status());
  absl::StatusOr<std::string> kept = sdk::ReadFile(path);
  if (absl::IsNotFound(kept.status())) kept = std::string();
  if (!kept.ok()) return WithExit(ExitCode::kUsage, kept.status());
  return std::unique_ptr<WatchState>(new WatchState(
      std::move(path), *std::move(lock), std::string(absl::StripAsciiWhitespace(*kept))));
}

absl::Status WatchState::Save(const std::string& cursor) {
  if (cursor == cursor_) return absl::OkStatus();
  RETURN_IF_ERROR(WithExit(ExitCode::kUsage,
                           sdk::ReplaceFile(path_, cursor + "\n", sdk::Access::kOwnerOnly)));
  cursor_ = cursor;
  return absl::OkStatus();
}

}  // namespace lightship::commands
