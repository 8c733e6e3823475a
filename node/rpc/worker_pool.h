// Threads for work that would hold up gRPC's or the writer's own: reading the disk, building receipts, checking
// many signatures.
#ifndef LIGHTSHIP_NODE_RPC_WORKER_POOL_H_
#define LIGHTSHIP_NODE_RPC_WORKER_POOL_H_

#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

#include "node/base/bounded_queue.h"

namespace lightship::rpc {

// Thread-safe.
class WorkerPool {
 public:
  using Task = std::function<void()>;

  // At most `waiting` tasks wait. REQUIRES: threads > 0.
  WorkerPool(size_t threads, size_t waiting);
  // Runs what waits, then joins.
  ~WorkerPool();

  size_t threads() const { return threads_.size(); }

  // False, and the task is dropped, when as many wait as may.
  [[nodiscard]] bool TryPost(Task task);
  // Runs the task in any case: on the caller's thread when as many wait as may. For answers that are owed.
  void Post(Task task);

 private:
  base::BoundedQueue<Task> queue_;
  std::vector<std::thread> threads_;
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_WORKER_POOL_H_
