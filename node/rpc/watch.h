// One WatchIncidents call: sends what changed, then waits for the bell.
#ifndef LIGHTSHIP_NODE_RPC_WATCH_H_
#define LIGHTSHIP_NODE_RPC_WATCH_H_

#include <cstddef>
#include <functional>

#include "absl/status/statusor.h"
#include "grpcpp/support/server_callback.h"
#include "lightship/v1/incident.pb.h"
#include "node/rpc/incident_service.h"
#include "node/rpc/open_calls.h"
#include "node/statement/identity.h"

namespace lightship::rpc {

// A reactor that deletes itself. It ends at once when `admit` refuses the caller, the request makes no sense, or `watches`
// has no more room (TOO_MANY_STREAMS); later when it is cancelled, the server shuts down, or `admit`, which is
// asked again after each commit, refuses. The first response is a heartbeat with the cursor that the watch begins at.
grpc::ServerWriteReactor<v1::WatchIncidentsResponse>* StartWatch(
    const IncidentBackend& backend, std::function<absl::StatusOr<statement::Identity>()> admit,
    const v1::WatchIncidentsRequest& request, OpenCalls& watches);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_WATCH_H_
