// IncidentService (proto/lightship/v1/incident.proto) over the incident index.
#ifndef LIGHTSHIP_NODE_RPC_INCIDENT_SERVICE_H_
#define LIGHTSHIP_NODE_RPC_INCIDENT_SERVICE_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "node/base/clock.h"
#include "node/base/limits.h"
#include "node/incident/bulletin/posting_index.h"
#include "node/incident/index.h"
#include "node/incident/matcher.h"
#include "node/ledger/reader.h"
#include "node/rpc/audit_trail.h"
#include "node/rpc/bell.h"
#include "node/rpc/gate.h"
#include "node/rpc/query_bound.h"
#include "node/rpc/worker_pool.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace lightship::rpc {

// All outlive the server that the service is added to.
struct IncidentBackend {
  Gate* gate;
  const base::Clock* clock;
  std::string database;  // name of what counts the changes; cursors carry it
  const incident::IncidentIndex* index;
  const incident::bulletin::PostingIndex* postings;
  const incident::Matcher* matcher;
  const ledger::LedgerReader* reader;
  WorkerPool* pool;    // queries run here
  Bell* commits;       // rung after each commit
  size_t most_watches;  // in all, and of one caller
  size_t most_of_caller;
  const AuditTrail* audit;
  QueryBound* bound;
  absl::Duration map_within = base::limits::kMapWithin;
};

std::shared_ptr<grpc::Service> MakeIncidentService(const IncidentBackend& backend);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_INCIDENT_SERVICE_H_
