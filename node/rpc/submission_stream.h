// SubmissionService.SubmitStream: many statements over one call, at the pace of the slower side.
#ifndef LIGHTSHIP_NODE_RPC_SUBMISSION_STREAM_H_
#define LIGHTSHIP_NODE_RPC_SUBMISSION_STREAM_H_

#include <functional>

#include "absl/status/statusor.h"
#include "grpcpp/support/server_callback.h"
#include "lightship/v1/submission.pb.h"
#include "node/rpc/reception.h"
#include "node/statement/identity.h"

namespace lightship::rpc {

using SubmissionReactor = grpc::ServerBidiReactor<v1::SubmitStreamRequest, v1::SubmitStreamResponse>;

// Statements are taken from the stream as there are places before the writer, a few at a time in the caller's turns of the pool; those of
// one commit are answered together. `admit` is asked at the start and in each turn: once it refuses, what has come is dropped, what is with
// the writer is answered, and the stream ends with that error. Deletes itself when it has ended; `reception` outlives the server.
SubmissionReactor* StartSubmissionStream(Reception& reception, std::function<absl::StatusOr<statement::Identity>()> admit);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_SUBMISSION_STREAM_H_
