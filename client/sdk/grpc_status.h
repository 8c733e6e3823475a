// A node's error as gRPC carries it, turned back into absl::Status with reason, field violations and retry delay; and these as
// others carry them.
#ifndef LIGHTSHIP_CLIENT_SDK_GRPC_STATUS_H_
#define LIGHTSHIP_CLIENT_SDK_GRPC_STATUS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace lightship::sdk {

// `code` is the gRPC status code, `details` the serialized google.rpc.Status that came with it (ErrorInfo, BadRequest
// and RetryInfo are read; others are ignored). Details that do not parse leave code and message alone.
absl::Status StatusFromWire(int code, absl::string_view message, absl::string_view details);

// The id of the call that failed, as the node's log has it (base/request_id.h); empty when no node answered.
absl::Status WithRequestId(absl::Status status, absl::string_view id);
std::string RequestIdOf(const absl::Status& status);

// What an error carries beside code and message, as messages of google.rpc: "google.rpc.ErrorInfo" with the reason,
// "google.rpc.BadRequest" with the violations, "google.rpc.RetryInfo" with the delay. Those that it has.
struct WireDetail {
  std::string type;
  std::string value;  // serialized
};
std::vector<WireDetail> WireDetailsOf(const absl::Status& status);

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_GRPC_STATUS_H_
