// A queue with a limit: producers are told "full" instead of being blocked, one consumer drains it in batches.
#ifndef LIGHTSHIP_NODE_BASE_BOUNDED_QUEUE_H_
#define LIGHTSHIP_NODE_BASE_BOUNDED_QUEUE_H_

#include <cstddef>
#include <deque>
#include <utility>
#include <vector>

#include "node/base/mutex.h"

namespace lightship::base {

// Thread-safe.
template <typename T>
class BoundedQueue {
 public:
  explicit BoundedQueue(size_t capacity) : capacity_(capacity) {}

  // False, and `item` is left alone, when the queue is full or closed.
  [[nodiscard]] bool TryPush(T&& item) {
    {
      MutexLock lock(mutex_);
      if (closed_ || items_.size() >= capacity_) return false;
      items_.push_back(std::move(item));
    }
    // Not before the mutex is free: who wakes would only wait for that.
    not_empty_.NotifyOne();
    return true;
  }

  // As many of these as there is room for, the first ones; returns how many, and leaves the others alone.
  [[nodiscard]] size_t TryPushSome(std::vector<T>& items) {
    size_t taken = 0;
    {
      MutexLock lock(mutex_);
      while (!closed_ && taken < items.size() && items_.size() < capacity_) items_.push_back(std::move(items[taken++]));
    }
    if (taken > 0) not_empty_.NotifyOne();
    return taken;
  }

  // Waits for at least one item, then takes up to `most`, oldest first. Empty only when the queue has ended, or when nothing has
  // come for `patience`.
  std::vector<T> PopBatch(size_t most, absl::Duration patience = absl::InfiniteDuration()) {
    MutexLock lock(mutex_);
    while (items_.empty() && !closed_) {
      if (patience == absl::InfiniteDuration()) {
        not_empty_.Wait(mutex_);
      } else if (!not_empty_.WaitFor(mutex_, patience)) {
        break;
      }
    }
    std::vector<T> batch;
    while (!items_.empty() && batch.size() < most) {
      batch.push_back(std::move(items_.front()));
      items_.pop_front();
    }
    return batch;
  }

  // Closed and drained.
  bool ended() const {
    MutexLock lock(mutex_);
    return closed_ && items_.empty();
  }

  size_t size() const {
    MutexLock lock(mutex_);
    return items_.size();
  }

  // No more items are taken in; those inside can still be popped.
  void Close() {
    MutexLock lock(mutex_);
    closed_ = true;
    not_empty_.NotifyAll();
  }

 private:
  const size_t capacity_;
  mutable Mutex mutex_;
  CondVar not_empty_;
  std::deque<T> items_ ABSL_GUARDED_BY(mutex_);
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace lightship::base

#endif  // LIGHTSHIP_NODE_BASE_BOUNDED_QUEUE_H_
