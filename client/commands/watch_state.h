// How far a standing watch has come, kept in a file, so that it goes on there after a restart.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_WATCH_STATE_H_
#define LIGHTSHIP_CLIENT_COMMANDS_WATCH_STATE_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/sdk/file.h"

namespace lightship::commands {

// For one thread; one process at a time has a watch of a name.
class WatchState {
 public:
  // `directory`/watch/NAME.cursor. Usage errors for a name that is none and for a watch that another process has open.
  static absl::StatusOr<std::unique_ptr<WatchState>> Open(const std::string& directory,
                                                          const std::string& name);

  // As saved last; empty before the first time.
  const std::string& cursor() const { return cursor_; }
  const std::string& path() const { return path_; }
  // Durable when it returns OK.
  absl::Status Save(const std::string& cursor);

 private:
  WatchState(std::string path, std::unique_ptr<sdk::FileLock> lock, std::string cursor)
      : path_(std::move(path)), lock_(std::move(lock)), cursor_(std::move(cursor)) {}

  const std::string path_;
  const std::unique_ptr<sdk::FileLock> lock_;
  std::string cursor_;
};

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_WATCH_STATE_H_
