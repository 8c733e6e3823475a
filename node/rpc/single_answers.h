// The answers to statements that were submitted singly, those of one commit together.
#ifndef LIGHTSHIP_NODE_RPC_SINGLE_ANSWERS_H_
#define LIGHTSHIP_NODE_RPC_SINGLE_ANSWERS_H_

#include <functional>
#include <utility>
#include <vector>

#include "node/base/mutex.h"
#include "node/rpc/worker_pool.h"

namespace lightship::rpc {

// Thread-safe.
class SingleAnswers {
 public:
  using Answer = std::function<void()>;

  // The pool outlives this.
  explicit SingleAnswers(WorkerPool* pool) : pool_(pool) {}

  // Kept for the next Give.
  void Add(Answer answer) {
    base::MutexLock lock(mutex_);
    due_.push_back(std::move(answer));
  }

  // Gives what is due: one alone at once and here when `idle`, since that takes no longer than to wake another thread; several from
  // the pool, in as many tasks as it has threads.
  void Give(bool idle);

 private:
  WorkerPool* const pool_;
  base::Mutex mutex_;
  std::vector<Answer> due_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_SINGLE_ANSWERS_H_
