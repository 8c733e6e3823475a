// One MapIncidents call: messages are made one at a time, at the pace of whoever reads them.
#ifndef LIGHTSHIP_NODE_RPC_MAP_CALL_H_
#define LIGHTSHIP_NODE_RPC_MAP_CALL_H_

#include <functional>

#include "absl/status/statusor.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "lightship/v1/incident.pb.h"
#include "node/rpc/incident_service.h"
#include "node/rpc/open_calls.h"
#include "node/statement/identity.h"

namespace lightship::rpc {

// A reactor that deletes itself. It ends at once when `admit` refuses the caller or `maps` has no more room (TOO_MANY_STREAMS);
// later when the request makes no sense, `admit`, which is asked again before each message, refuses, or the pool is full. What
// restricted facts and assertions a message shows is on record before it is sent. Whether or
// not anybody reads it, it ends after `backend.map_within`, with DEADLINE_EXCEEDED.
grpc::ServerWriteReactor<v1::MapIncidentsResponse>* StartMap(
    const IncidentBackend& backend, grpc::CallbackServerContext& context,
    std::function<absl::StatusOr<statement::Identity>()> admit, const v1::MapIncidentsRequest& request, OpenCalls& maps);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_MAP_CALL_H_
