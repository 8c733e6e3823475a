// A node's error as gRPC carries it, turned back into absl::Status with reason, field violations and retry delay.
#ifndef LIGHTSHIP_CLIENT_SDK_GRPC_STATUS_H_
#define LIGHTSHIP_CLIENT_SDK_GRPC_STATUS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace lightship::sdk {

// `code` is the gRPC status code, `details` the serialized google.rpc.Status that came with it (ErrorInfo, BadRequest
// and RetryInfo are read; others are ignored). Details that do not parse leave code and message alone.
absl::Status StatusFromWire(int code, absl::string_view message, absl::string_view details);

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_GRPC_STATUS_H_
