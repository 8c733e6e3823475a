// What is to be done at the next Run, once each: after each commit, so that what waits for many outcomes looks at all of a commit together,
// and whenever places before the writer have become free without one (Reception), or those who wait for places might wait for ever.
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

  // `duty` is called by the next Run that begins after this, on its thread: one that tells of a commit, or one of the pool's. It must not block.
  void Add(Duty duty) {
    base::MutexLock lock(mutex_);
    duties_.push_back(std::move(duty));
  }
  // Two may run at a time, each with duties of its own. What is added meanwhile, by a duty too, is for the next one.
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
