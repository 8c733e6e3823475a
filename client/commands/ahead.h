// Work that a few threads do ahead of whoever takes the results, in the order in which it was given.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_AHEAD_H_
#define LIGHTSHIP_CLIENT_COMMANDS_AHEAD_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "node/base/mutex.h"

namespace lightship::commands {

// For one thread that gives and takes.
template <typename Result>
class Ahead {
 public:
  using Work = std::function<Result()>;

  explicit Ahead(size_t threads) {
    for (size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
  }
  // What was not begun is dropped.
  ~Ahead() {
    {
      base::MutexLock lock(mutex_);
      ended_ = true;
      news_.NotifyAll();
    }
    for (std::thread& thread : threads_) thread.join();
  }

  void Give(Work work) {
    auto task = std::make_shared<Task>();
    task->work = std::move(work);
    given_.push_back(task);
    base::MutexLock lock(mutex_);
    waiting_.push_back(std::move(task));
    news_.NotifyOne();
  }
  // Given and not taken.
  size_t size() const { return given_.size(); }
  bool empty() const { return given_.empty(); }
  // Of the work given first, once it is done. REQUIRES: not empty.
  Result Take() {
    const std::shared_ptr<Task> first = std::move(given_.front());
    given_.pop_front();
    base::MutexLock lock(mutex_);
    while (!first->result.has_value()) done_.Wait(mutex_);
    return *std::move(first->result);
  }

 private:
  struct Task {
    Work work;
    std::optional<Result> result;  // guarded by mutex_
  };

  void Run() {
    while (std::shared_ptr<Task> task = Next()) {
      Result result = task->work();
      base::MutexLock lock(mutex_);
      task->result = std::move(result);
      done_.NotifyAll();
    }
  }
  std::shared_ptr<Task> Next() {
    base::MutexLock lock(mutex_);
    while (waiting_.empty() && !ended_) news_.Wait(mutex_);
    if (ended_) return nullptr;
    std::shared_ptr<Task> next = std::move(waiting_.front());
    waiting_.pop_front();
    return next;
  }

  std::deque<std::shared_ptr<Task>> given_;  // in order
  base::Mutex mutex_;
  base::CondVar news_, done_;
  std::deque<std::shared_ptr<Task>> waiting_ ABSL_GUARDED_BY(mutex_);
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_AHEAD_H_
