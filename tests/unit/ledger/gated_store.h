// A store in memory that begins no write before it is let.
#ifndef LIGHTSHIP_TESTS_UNIT_LEDGER_GATED_STORE_H_
#define LIGHTSHIP_TESTS_UNIT_LEDGER_GATED_STORE_H_

#include <atomic>
#include <memory>
#include <string>

#include "node/base/mutex.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/store/memory_store.h"

namespace lightship::ledger {

class GatedStore final : public store::Store {
 public:
  void Shut() {
    base::MutexLock lock(mutex_);
    open_ = false;
  }
  void Open() {
    {
      base::MutexLock lock(mutex_);
      open_ = true;
    }
    opened_.NotifyAll();
  }
  // One alone.
  void RefuseNext() { refuses_ = true; }
  store::MemoryStore& memory() { return memory_; }

  absl::StatusOr<std::string> Get(store::Table table, absl::string_view key) const override { return memory_.Get(table, key); }
  absl::Status Scan(store::Table table, absl::string_view first, absl::string_view limit,
                    absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const override {
    return memory_.Scan(table, first, limit, visit);
  }
  std::unique_ptr<const store::View> Snapshot() const override { return memory_.Snapshot(); }
  absl::Status Write(const store::WriteBatch& batch) override {
    {
      base::MutexLock lock(mutex_);
      while (!open_) opened_.Wait(mutex_);
    }
    if (refuses_.exchange(false)) return base::Error(absl::StatusCode::kUnavailable, base::reason::kStorage, "refused");
    return memory_.Write(batch);
  }

 private:
  store::MemoryStore memory_;
  base::Mutex mutex_;
  base::CondVar opened_;
  std::atomic<bool> refuses_ = false;
  bool open_ ABSL_GUARDED_BY(mutex_) = true;
};

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_TESTS_UNIT_LEDGER_GATED_STORE_H_
