#include "node/rpc/worker_pool.h"

#include <utility>

namespace lightship::rpc {

WorkerPool::WorkerPool(size_t threads, size_t waiting) : queue_(waiting) {
  for (size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this] {
      // One at a time: a task taken along would wait behind a slow one while other threads are idle.
      while (true) {
        std::vector<Task> task = queue_.PopBatch(1);
        if (task.empty()) return;
        task.front()();
      }
    });
  }
}

WorkerPool::~WorkerPool() {
  queue_.Close();
  for (std::thread& thread : threads_) thread.join();
}

bool WorkerPool::TryPost(Task task) { return queue_.TryPush(std::move(task)); }

void WorkerPool::Post(Task task) {
  // TryPush leaves the task alone when it refuses.
  if (!queue_.TryPush(std::move(task))) task();
}

}  // namespace lightship::rpc
