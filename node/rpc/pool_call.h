// Unary calls that read the disk: answered from the pool, refused when it has more to do than it may.
#ifndef LIGHTSHIP_NODE_RPC_POOL_CALL_H_
#define LIGHTSHIP_NODE_RPC_POOL_CALL_H_

#include <functional>

#include "absl/status/statusor.h"
#include "grpcpp/server_context.h"
#include "node/rpc/worker_pool.h"
#include "node/statement/identity.h"

namespace lightship::rpc {

// What a caller is told when as much waits in the pool as may: RESOURCE_EXHAUSTED (OVERLOADED) with a retry delay.
absl::Status PoolIsFull();

// Finishes the call at once when `caller` is an error, or with RESOURCE_EXHAUSTED and a retry delay when as much waits in the
// pool as may, in all or of the caller; else `work`, on a thread of the pool, must finish the reactor.
grpc::ServerUnaryReactor* StartOnPool(grpc::CallbackServerContext& context, WorkerPool& pool,
                                      const absl::StatusOr<statement::Identity>& caller,
                                      std::function<void(grpc::ServerUnaryReactor*)> work);

// As StartOnPool, finishing the call with what `work` returns.
grpc::ServerUnaryReactor* CallOnPool(grpc::CallbackServerContext& context, WorkerPool& pool,
                                     const absl::StatusOr<statement::Identity>& caller,
                                     std::function<absl::Status()> work);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_POOL_CALL_H_
