// A store whose large batches are written by a thread of its own, while the next one is made.
#ifndef LIGHTSHIP_NODE_LEDGER_WRITE_BEHIND_H_
#define LIGHTSHIP_NODE_LEDGER_WRITE_BEHIND_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "node/base/mutex.h"
#include "node/store/store.h"

namespace lightship::ledger {

// For one thread that writes; the others read the store itself. Whatever is read here waits until all that was begun is written,
// so that it is as if each batch were written at once.
class WriteBehind final : public store::Store {
 public:
  // Another thread takes as long to wake as a smaller batch to be written.
  static constexpr size_t kLeastBytes = 256 << 10;

  // `store` outlives this.
  explicit WriteBehind(store::Store* store, size_t least_bytes = kLeastBytes);
  // Waits for what was begun.
  ~WriteBehind() override;

  // One at a time: waits until the batch before is written and told of. `done` runs on the other thread if the batch has `least_bytes`,
  // else here.
  void Begin(const store::WriteBatch& batch, std::function<void(absl::Status)> done) override;
  void Await() const override;
  const store::Store& Written() const override { return *store_; }

  absl::StatusOr<std::string> Get(store::Table table, absl::string_view key) const override;
  absl::Status Scan(store::Table table, absl::string_view first, absl::string_view limit,
                    absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const override;
  std::unique_ptr<const store::View> Snapshot() const override;
  absl::Status Write(const store::WriteBatch& batch) override;
  absl::Status Forget(const std::vector<store::KeyRange>& ranges) override;
  void StopForgetting() override { store_->StopForgetting(); }
  void Distrust(const absl::Status& why) const override { store_->Distrust(why); }
  std::vector<std::string> Files() const override { return store_->Files(); }
  std::string Moment() const override;
  store::Figures Measure() const override { return store_->Measure(); }
  absl::Status CheckFile(const std::string& file) const override { return store_->CheckFile(file); }

 private:
  void Run();
  // What was made on top of a batch that was not written must not be either.
  absl::Status WriteAfterAll(const store::WriteBatch& batch);

  store::Store* const store_;
  const size_t least_bytes_;
  mutable base::Mutex mutex_;
  mutable base::CondVar changed_;
  const store::WriteBatch* batch_ ABSL_GUARDED_BY(mutex_) = nullptr;  // until its `done_` has returned
  std::function<void(absl::Status)> done_ ABSL_GUARDED_BY(mutex_);
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status failed_;  // of whoever writes; the other waits for it
  std::thread thread_;
};

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_WRITE_BEHIND_H_
