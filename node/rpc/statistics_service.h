// StatisticsService (proto/lightship/v1/statistics.proto) over the incident index.
#ifndef LIGHTSHIP_NODE_RPC_STATISTICS_SERVICE_H_
#define LIGHTSHIP_NODE_RPC_STATISTICS_SERVICE_H_

#include <memory>

#include "node/incident/index.h"
#include "node/rpc/audit_trail.h"
#include "node/rpc/gate.h"
#include "node/rpc/query_bound.h"
#include "node/rpc/worker_pool.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace lightship::rpc {

// All outlive the server that the service is added to.
struct StatisticsBackend {
  Gate* gate;
  const incident::IncidentIndex* index;
  const AuditTrail* audit;
  QueryBound* bound;
  WorkerPool* pool;
};

std::shared_ptr<grpc::Service> MakeStatisticsService(const StatisticsBackend& backend);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_STATISTICS_SERVICE_H_
