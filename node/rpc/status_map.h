// The one place where errors change form: absl::Status below, grpc::Status with google.rpc details on the wire.
#ifndef LIGHTSHIP_NODE_RPC_STATUS_MAP_H_
#define LIGHTSHIP_NODE_RPC_STATUS_MAP_H_

#include "absl/status/status.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/support/status.h"

namespace lightship::rpc {

// Domain of every ErrorInfo.
inline constexpr char kErrorDomain[] = "lightship";

// Same code and message; details hold ErrorInfo (reason), BadRequest (field violations) and RetryInfo, as far as
// `status` has them. Long messages and lists of violations are cut, so that the answer fits into a header.
grpc::Status ToGrpc(const absl::Status& status);
// The same where an error is one answer of many. REQUIRES: not OK.
google::rpc::Status ToWire(const absl::Status& status);

// The way back, for what a peer answers. Details that do not parse leave code and message alone.
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_STATUS_MAP_H_
