// A disk that keeps what is deleted, and fails as disks do: until the store is told to forget them, deleted and overwritten
// values can still be found on it.
#ifndef LIGHTSHIP_TESTS_SIM_SIMULATED_DISK_H_
#define LIGHTSHIP_TESTS_SIM_SIMULATED_DISK_H_

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "node/store/memory_store.h"

namespace lightship::sim {

// What becomes of a write: done; done, but the machine stops before it is told; lost (torn off the end of the write-ahead log)
// as it stops; refused.
enum class WriteFate { kDone, kDoneUnheard, kLost, kRefused };

// Not thread-safe.
class SimulatedDisk final : public store::Store {
 public:
  struct Hooks {
    std::function<WriteFate()> fate;
    // Each marker (truth.h) that a write brings.
    std::function<void(const std::string& marker)> seen;
    // What was read is not what was written, or cannot be read: found by the disk's checksums or by a hash.
    std::function<void()> distrusted;
  };
  explicit SimulatedDisk(Hooks hooks) : hooks_(std::move(hooks)) {}

  std::unique_ptr<const store::View> Snapshot() const override { return rows_.Snapshot(); }
  absl::StatusOr<std::string> Get(store::Table table, absl::string_view key) const override;
  absl::Status Scan(
      store::Table table, absl::string_view first, absl::string_view limit,
      absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const override;
  absl::Status Write(const store::WriteBatch& batch) override;
  absl::Status Forget(const std::vector<store::KeyRange>& ranges) override;
  void Distrust(const absl::Status&) const override { hooks_.distrusted(); }

  // All rows of `from`, as when a backup is put back on a new disk.
  void Load(const store::View& from);
  // The value has another bit from now on; or cannot be read until it is written again.
  void Flip(store::Table table, const std::string& key, size_t bit);
  void Spoil(store::Table table, const std::string& key) { unreadable_.insert({table, key}); }
  // Every write is said to be durable, but only every fourth is: what came after is gone when the machine stops.
  void LieAboutSync() { lies_ = true; }
  void Stop();

  // What stands there, damaged or not; for judges.
  absl::StatusOr<std::string> Look(store::Table table, absl::string_view key) const { return rows_.Get(table, key); }
  // Markers that can be found on the disk, deleted or not.
  std::set<std::string> Markers() const;

 private:
  struct Trace {
    store::Table table;
    std::string key;
    std::set<std::string> markers;
  };
  void Leave(const store::WriteBatch::Change& change, std::vector<Trace>& traces) const;
  absl::Status Unreadable() const;

  const Hooks hooks_;
  store::MemoryStore rows_;
  std::vector<Trace> traces_;
  std::set<std::pair<store::Table, std::string>> unreadable_;
  bool lies_ = false;
  int writes_ = 0;
  std::unique_ptr<const store::View> synced_;
};

}  // namespace lightship::sim

#endif  // LIGHTSHIP_TESTS_SIM_SIMULATED_DISK_H_
