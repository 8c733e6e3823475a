// Threads for work that would hold up gRPC's or the writer's own: reading the disk, building receipts, checking
// many signatures.
#ifndef LIGHTSHIP_NODE_RPC_WORKER_POOL_H_
#define LIGHTSHIP_NODE_RPC_WORKER_POOL_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "node/base/mutex.h"

namespace lightship::rpc {

// Callers take turns, one task each, so that whoever asks much waits behind himself and not before others; and one caller
// leaves a thread to the others, when there are several. Thread-safe.
class WorkerPool {
 public:
  using Task = std::function<void()>;

  // At most `waiting` tasks of callers wait, and a quarter of them of one caller; and as many that are owed.
  // REQUIRES: threads > 0.
  WorkerPool(size_t threads, size_t waiting);
  // Runs what waits, then joins.
  ~WorkerPool();

  size_t threads() const { return threads_.size(); }

  // False, and the task is dropped, when as many wait as may.
  [[nodiscard]] bool TryPost(absl::string_view caller, Task task);
  // As TryPost, when a thread rests for it and may take it at once; else leaves it alone and says false.
  [[nodiscard]] bool TryLend(absl::string_view caller, Task task);
  // Runs the task now and here, counted as one of the caller's, when nothing of anybody waits or runs; else leaves it alone and says
  // false. For work that is over sooner than another thread has woken.
  [[nodiscard]] bool TryRun(absl::string_view caller, const Task& task);
  // Runs the task in any case: on this thread when as many wait as may. For answers that are owed, which have every second turn,
  // however many callers wait.
  void Post(Task task);

 private:
  // Of one caller. Kept while something of it waits or runs.
  struct Line {
    std::deque<Task> tasks;
    size_t running = 0;
  };
  using Turn = std::pair<std::string, Task>;

  void Run();
  std::optional<Turn> Next();
  void Done(const std::string& caller);
  void Push(absl::string_view caller, Task task) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // False, and the task is left alone, when as many wait as may.
  bool PushOwed(Task& task);
  size_t Waiting(absl::string_view caller) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t waiting_;
  const size_t running_of_caller_;
  base::Mutex mutex_;
  base::CondVar news_;
  std::map<std::string, Line, std::less<>> lines_ ABSL_GUARDED_BY(mutex_);  // "": what is owed
  std::deque<std::string> turns_ ABSL_GUARDED_BY(mutex_);  // callers of whom something waits, the next first
  bool owed_last_ ABSL_GUARDED_BY(mutex_) = false;         // whose turn was the last one
  size_t waiting_of_callers_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t resting_ ABSL_GUARDED_BY(mutex_) = 0;  // threads that wait for news
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_WORKER_POOL_H_
