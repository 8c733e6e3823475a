// Looks at how much of the disk is free, tells the ledger's DiskRoom, and warns (DISK) while something has stopped for want of space.
#ifndef LIGHTSHIP_NODE_APP_DISK_WATCH_H_
#define LIGHTSHIP_NODE_APP_DISK_WATCH_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "node/base/clock.h"
#include "node/ledger/disk_room.h"
#include "node/rpc/warning_board.h"

namespace lightship::app {

// Thread-compatible: a duty of a caretaker that does nothing slow.
class DiskWatch {
 public:
  using FreeBytes = std::function<absl::StatusOr<uint64_t>(const std::string& directory)>;

  // All outlive the watch.
  DiskWatch(std::string directory, FreeBytes free_bytes, ledger::DiskRoom* room, const base::Clock* clock,
            rpc::WarningBoard* warnings)
      : directory_(std::move(directory)), free_bytes_(std::move(free_bytes)), room_(room), clock_(clock), warnings_(warnings) {}

  void Look();

 private:
  const std::string directory_;
  const FreeBytes free_bytes_;
  ledger::DiskRoom* const room_;
  const base::Clock* const clock_;
  rpc::WarningBoard* const warnings_;
};

// What this process may still write where the directory is.
absl::StatusOr<uint64_t> FreeBytesOf(const std::string& directory);

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_DISK_WATCH_H_
