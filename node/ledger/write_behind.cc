#include "node/ledger/write_behind.h"

#include <utility>

#include "absl/base/macros.h"

namespace lightship::ledger {

WriteBehind::WriteBehind(store::Store* store, size_t least_bytes)
    : store_(store), least_bytes_(least_bytes), thread_([this] { Run(); }) {}

WriteBehind::~WriteBehind() {
  Await();
  {
    base::MutexLock lock(mutex_);
    ending_ = true;
  }
  changed_.NotifyAll();
  thread_.join();
}

void WriteBehind::Begin(const store::WriteBatch& batch, std::function<void(absl::Status)> done) {
  if (batch.Bytes() < least_bytes_) return done(Write(batch));
  Await();
  {
    base::MutexLock lock(mutex_);
    batch_ = &batch;
    done_ = std::move(done);
  }
  changed_.NotifyAll();
}

void WriteBehind::Await() const {
  ABSL_ASSERT(std::this_thread::get_id() != thread_.get_id());
  base::MutexLock lock(mutex_);
  while (batch_ != nullptr) changed_.Wait(mutex_);
}

void WriteBehind::Run() {
  while (true) {
    const store::WriteBatch* batch = nullptr;
    std::function<void(absl::Status)> done;
    {
      base::MutexLock lock(mutex_);
      while (batch_ == nullptr && !ending_) changed_.Wait(mutex_);
      if (batch_ == nullptr) return;
      batch = batch_;
      done = std::exchange(done_, nullptr);
    }
    done(WriteAfterAll(*batch));
    done = nullptr;
    {
      base::MutexLock lock(mutex_);
      batch_ = nullptr;
    }
    changed_.NotifyAll();
  }
}

absl::StatusOr<std::string> WriteBehind::Get(store::Table table, absl::string_view key) const {
  Await();
  return store_->Get(table, key);
}

absl::Status WriteBehind::Scan(store::Table table, absl::string_view first, absl::string_view limit,
                               absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const {
  Await();
  return store_->Scan(table, first, limit, visit);
}

std::unique_ptr<const store::View> WriteBehind::Snapshot() const {
  Await();
  return store_->Snapshot();
}

absl::Status WriteBehind::Write(const store::WriteBatch& batch) {
  Await();
  return WriteAfterAll(batch);
}

absl::Status WriteBehind::WriteAfterAll(const store::WriteBatch& batch) {
  if (failed_.ok()) failed_ = store_->Write(batch);
  return failed_;
}

absl::Status WriteBehind::Forget(const std::vector<store::KeyRange>& ranges) {
  Await();
  return store_->Forget(ranges);
}

std::string WriteBehind::Moment() const {
  Await();
  return store_->Moment();
}

}  // namespace lightship::ledger
