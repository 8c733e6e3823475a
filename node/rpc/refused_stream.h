// The answer to a call for a stream that is not granted.
#ifndef LIGHTSHIP_NODE_RPC_REFUSED_STREAM_H_
#define LIGHTSHIP_NODE_RPC_REFUSED_STREAM_H_

#include "absl/status/status.h"
#include "grpcpp/support/server_callback.h"
#include "node/rpc/status_map.h"

namespace lightship::rpc {

// Ends at once with an error, and deletes itself.
template <typename Response>
class RefusedStream final : public grpc::ServerWriteReactor<Response> {
 public:
  explicit RefusedStream(const absl::Status& status) { this->Finish(ToGrpc(status)); }
  void OnDone() override { delete this; }
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_REFUSED_STREAM_H_
