// How much the disk still takes. Below a first mark nothing is admitted but keys and withdrawals, below a second one these neither, and
// nothing is copied from peers; what is held is served all the same.
#ifndef LIGHTSHIP_NODE_LEDGER_DISK_ROOM_H_
#define LIGHTSHIP_NODE_LEDGER_DISK_ROOM_H_

#include <atomic>
#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace lightship::ledger {

// Thread-safe.
class DiskRoom {
 public:
  // In free bytes. REQUIRES: stop_copying <= stop_admitting.
  DiskRoom(uint64_t stop_admitting, uint64_t stop_copying) : admitting_(stop_admitting), copying_(stop_copying) {}

  // Other marks, from the next See on.
  void SetMarks(uint64_t stop_admitting, uint64_t stop_copying) {
    admitting_.bytes.store(stop_admitting);
    copying_.bytes.store(stop_copying);
  }

  // So many bytes are free now. What has stopped goes on once there is an eighth more than its mark, so that a disk on the brink does
  // not make it come and go.
  void See(uint64_t free_bytes);

  // RESOURCE_EXHAUSTED, DISK_FULL, with a retry delay. Of keys and withdrawals CheckCopying is asked.
  absl::Status CheckAdmitting() const { return Check(admitting_); }
  absl::Status CheckCopying() const { return Check(copying_); }

  // What has stopped and when it goes on, for people; empty when nothing has.
  std::string Text() const;
  uint64_t free_bytes() const { return free_.load(); }

 private:
  struct Mark {
    explicit Mark(uint64_t wanted) : bytes(wanted) {}
    void See(uint64_t free_bytes);
    uint64_t until() const { return bytes.load() + bytes.load() / 8; }

    std::atomic<uint64_t> bytes;
    std::atomic<bool> below{false};
  };
  absl::Status Check(const Mark& mark) const;

  Mark admitting_;
  Mark copying_;
  std::atomic<uint64_t> free_{0};
};

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_DISK_ROOM_H_
