#include "node/rpc/pool_call.h"

#include <utility>

#include "absl/time/time.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/rpc/status_map.h"

namespace lightship::rpc {

absl::Status PoolIsFull() {
  return base::RetryLater(absl::StatusCode::kResourceExhausted, base::reason::kOverloaded,
                          "more calls than this node can answer are waiting", absl::Milliseconds(200));
}

grpc::ServerUnaryReactor* StartOnPool(grpc::CallbackServerContext& context, WorkerPool& pool,
                                      const absl::StatusOr<statement::Identity>& caller,
                                      std::function<void(grpc::ServerUnaryReactor*)> work) {
  grpc::ServerUnaryReactor* reactor = context.DefaultReactor();
  if (!caller.ok()) {
    reactor->Finish(ToGrpc(caller.status()));
    return reactor;
  }
  const bool posted = pool.TryPost(caller->Uri(), [reactor, &context, work = std::move(work)] {
    // Whoever gave up does not wait for the answer: skip the work, but end the call.
    if (context.IsCancelled()) return reactor->Finish(grpc::Status::CANCELLED);
    work(reactor);
  });
  if (!posted) reactor->Finish(ToGrpc(PoolIsFull()));
  return reactor;
}

grpc::ServerUnaryReactor* CallOnPool(grpc::CallbackServerContext& context, WorkerPool& pool,
                                     const absl::StatusOr<statement::Identity>& caller,
                                     std::function<absl::Status()> work) {
  return StartOnPool(context, pool, caller,
                     [work = std::move(work)](grpc::ServerUnaryReactor* reactor) {
                       reactor->Finish(ToGrpc(work()));
                     });
}

}  // namespace lightship::rpc
