// Unary calls that read the disk: answered from the pool, refused when it has more to do than it may.
#ifndef LIGHTSHIP_NODE_RPC_POOL_CALL_H_
#define LIGHTSHIP_NODE_RPC_POOL_CALL_H_

#include <functional>

#include "absl/status/status.h"
#include "grpcpp/server_context.h"
#include "node/rpc/worker_pool.h"

namespace lightship::rpc {

// Finishes the call at once with `admitted` when that is an error; else with what `work` returns on a thread of the pool, or
// with RESOURCE_EXHAUSTED and a retry delay when the pool is full.
grpc::ServerUnaryReactor* CallOnPool(grpc::CallbackServerContext& context, WorkerPool& pool,
                                     const absl::Status& admitted,
                                     std::function<absl::Status()> work);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_POOL_CALL_H_
