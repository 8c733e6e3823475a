// A query on several threads of the pool.
#ifndef LIGHTSHIP_NODE_RPC_QUERY_THREADS_H_
#define LIGHTSHIP_NODE_RPC_QUERY_THREADS_H_

#include <cstddef>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "node/incident/threads.h"
#include "node/rpc/worker_pool.h"

namespace lightship::rpc {

// For a caller whose query runs on a thread of the pool already. Others help it that have nothing to do when it begins: nobody waits
// for it to end, nor it for anybody.
class QueryThreads final : public incident::Threads {
 public:
  // `pool` outlives the query.
  QueryThreads(WorkerPool* pool, std::string caller) : pool_(pool), caller_(std::move(caller)) {}

  // So many that each takes longer than another thread to begin, and one thread is left to others.
  size_t SharesOf(size_t chunks) const override;
  void Share(size_t shares, absl::FunctionRef<void(size_t)> work) override;

 private:
  WorkerPool* const pool_;
  const std::string caller_;
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_QUERY_THREADS_H_
