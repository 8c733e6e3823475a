// The Store in memory, for tests and the simulator. Passes the same contract suite as RocksDB.
#ifndef LIGHTSHIP_NODE_STORE_MEMORY_STORE_H_
#define LIGHTSHIP_NODE_STORE_MEMORY_STORE_H_

#include <array>
#include <map>
#include <optional>
#include <string>

#include "node/base/mutex.h"
#include "node/store/store.h"

namespace lightship::store {

// Thread-safe.
class MemoryStore final : public Store {
 public:
  std::unique_ptr<const View> Snapshot() const override;
  absl::StatusOr<std::string> Get(Table table, absl::string_view key) const override;
  absl::Status Scan(
      Table table, absl::string_view first, absl::string_view limit,
      absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const override;
  absl::Status Write(const WriteBatch& batch) override;

  std::string Moment() const override;

  // The n-th write from now (1 = the next) and all later ones fail without effect.
  void FailWritesFrom(int n);
  // Reads of the table fail until it is called with nothing. A snapshot reads on.
  void FailReadsOf(std::optional<Table> table);

 private:
  using Rows = std::map<std::string, std::string, std::less<>>;
  mutable base::Mutex mutex_;
  std::array<Rows, kTables> tables_ ABSL_GUARDED_BY(mutex_);
  absl::Status CheckRead(Table table) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::optional<Table> unreadable_ ABSL_GUARDED_BY(mutex_);
  uint64_t writes_ ABSL_GUARDED_BY(mutex_) = 0;
  int writes_until_failure_ ABSL_GUARDED_BY(mutex_) = -1;
};

}  // namespace lightship::store

#endif  // LIGHTSHIP_NODE_STORE_MEMORY_STORE_H_
