// A disk that keeps what is deleted: until the store is told to forget them, deleted and overwritten values can still be
// found on it.
#ifndef LIGHTSHIP_TESTS_SIM_SIMULATED_DISK_H_
#define LIGHTSHIP_TESTS_SIM_SIMULATED_DISK_H_

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "node/store/memory_store.h"

namespace lightship::sim {

// Not thread-safe.
class SimulatedDisk final : public store::Store {
 public:
  // `seen` is called with each marker (truth.h) that a write brings.
  explicit SimulatedDisk(std::function<void(const std::string& marker)> seen)
      : seen_(std::move(seen)) {}

  std::unique_ptr<const store::View> Snapshot() const override { return rows_.Snapshot(); }
  absl::StatusOr<std::string> Get(store::Table table, absl::string_view key) const override {
    return rows_.Get(table, key);
  }
  absl::Status Scan(
      store::Table table, absl::string_view first, absl::string_view limit,
      absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const override {
    return rows_.Scan(table, first, limit, visit);
  }
  absl::Status Write(const store::WriteBatch& batch) override;
  absl::Status Forget(const std::vector<store::KeyRange>& ranges) override;

  // All rows of `from`, as when a backup is put back on a new disk.
  void Load(const store::View& from);
  void FailWritesFrom(int n) { rows_.FailWritesFrom(n); }
  // Markers that can be found on the disk, deleted or not.
  std::set<std::string> Markers() const;

 private:
  struct Trace {
    store::Table table;
    std::string key;
    std::set<std::string> markers;
  };
  void Leave(const store::WriteBatch::Change& change, std::vector<Trace>& traces) const;

  const std::function<void(const std::string&)> seen_;
  store::MemoryStore rows_;
  std::vector<Trace> traces_;
};

}  // namespace lightship::sim

#endif  // LIGHTSHIP_TESTS_SIM_SIMULATED_DISK_H_
