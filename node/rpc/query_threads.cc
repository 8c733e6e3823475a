#include "node/rpc/query_threads.h"

#include <algorithm>
#include <memory>

#include "node/base/mutex.h"

namespace lightship::rpc {
namespace {

constexpr size_t kChunksOfShare = 64;

// The shares of one query. A thread that comes when all are taken goes away again, and does not touch the work, which may be over.
class Shared {
 public:
  Shared(size_t shares, absl::FunctionRef<void(size_t)> work) : shares_(shares), work_(work) {}

  void TakeAll() {
    while (true) {
      size_t share;
      {
        base::MutexLock lock(mutex_);
        if (taken_ == shares_) return;
        share = taken_++;
      }
      work_(share);
      base::MutexLock lock(mutex_);
      if (++done_ == shares_) all_done_.NotifyAll();
    }
  }

  void AwaitAll() {
    base::MutexLock lock(mutex_);
    while (done_ < shares_) all_done_.Wait(mutex_);
  }

 private:
  const size_t shares_;
  const absl::FunctionRef<void(size_t)> work_;
  base::Mutex mutex_;
  base::CondVar all_done_;
  size_t taken_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t done_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace

size_t QueryThreads::SharesOf(size_t chunks) const {
  return std::clamp<size_t>(chunks / kChunksOfShare, 1, std::max<size_t>(pool_->threads(), 2) - 1);
}

void QueryThreads::Share(size_t shares, absl::FunctionRef<void(size_t)> work) {
  const auto shared = std::make_shared<Shared>(shares, work);
  for (size_t others = 1; others < shares; ++others) {
    if (!pool_->TryLend(caller_, [shared] { shared->TakeAll(); })) break;
  }
  shared->TakeAll();
  shared->AwaitAll();
}

}  // namespace lightship::rpc
