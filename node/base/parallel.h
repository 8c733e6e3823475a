// A piece of work that a caller waits for, on several threads at once.
#ifndef LIGHTSHIP_NODE_BASE_PARALLEL_H_
#define LIGHTSHIP_NODE_BASE_PARALLEL_H_

#include <cstddef>
#include <functional>
#include <map>

#include "node/base/mutex.h"

namespace lightship::base {

// Threads that the machine runs at once, at most `most`; at least one.
size_t Processors(size_t most);

// Calls `work` on `threads` threads, the caller's among them, and returns when all have.
void OnThreads(size_t threads, const std::function<void()>& work);

// Gives out the numbers below `end` to threads, and does what they bring back in the order of the numbers, one piece at a time.
// Thread-safe.
class Turns {
 public:
  explicit Turns(size_t end) : end_(end) {}

  // The next number; `end` when there is none left. Waits while much is brought that cannot be done yet.
  size_t Next();
  // Once for each number from Next. Whoever brings what is next does it, and what others have brought that follows.
  void Bring(size_t number, std::function<void()> work);

 private:
  const size_t end_;
  Mutex mutex_;
  CondVar changed_;
  size_t next_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t done_ ABSL_GUARDED_BY(mutex_) = 0;
  bool doing_ ABSL_GUARDED_BY(mutex_) = false;
  std::map<size_t, std::function<void()>> brought_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lightship::base

#endif  // LIGHTSHIP_NODE_BASE_PARALLEL_H_
