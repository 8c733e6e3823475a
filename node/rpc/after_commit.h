// What is to be done once the commit under way is done, once each: what waits for many outcomes looks at all of a commit together.
#ifndef LIGHTSHIP_NODE_RPC_AFTER_COMMIT_H_
#define LIGHTSHIP_NODE_RPC_AFTER_COMMIT_H_

#include <functional>
#include <utility>
#include <vector>

#include "node/base/mutex.h"

namespace lightship::rpc {

// Thread-safe.
class AfterCommit {
 public:
  using Duty = std::function<void()>;

  // `duty` is called by the next Run, on its thread; it must not block.
  void Add(Duty duty) {
    base::MutexLock lock(mutex_);
    duties_.push_back(std::move(duty));
  }
  // Holds nobody up who adds meanwhile: that is for the next one.
  void Run() {
    std::vector<Duty> due;
    {
      base::MutexLock lock(mutex_);
      due.swap(duties_);
    }
    for (const Duty& duty : due) duty();
  }

 private:
  base::Mutex mutex_;
  std::vector<Duty> duties_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_AFTER_COMMIT_H_
