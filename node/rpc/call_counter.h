// Counts the calls that a server answers, and how long they take, by method: one place for all services.
#ifndef LIGHTSHIP_NODE_RPC_CALL_COUNTER_H_
#define LIGHTSHIP_NODE_RPC_CALL_COUNTER_H_

#include <memory>

#include "grpcpp/support/server_interceptor.h"
#include "node/base/counts.h"

namespace lightship::rpc {

// Of every call to the server that it is given to. `counts` outlives that.
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> CallCounts(base::Counts& counts);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_CALL_COUNTER_H_
