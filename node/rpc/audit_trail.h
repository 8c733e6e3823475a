// Nothing restricted is sent to anybody before it is on record who gets it.
#ifndef LIGHTSHIP_NODE_RPC_AUDIT_TRAIL_H_
#define LIGHTSHIP_NODE_RPC_AUDIT_TRAIL_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "grpcpp/server_context.h"
#include "lightship/v1/audit.pb.h"
#include "lightship/v1/incident.pb.h"
#include "lightship/v1/statement.pb.h"
#include "node/base/clock.h"
#include "node/ledger/writer.h"
#include "node/rpc/worker_pool.h"
#include "node/statement/identity.h"

namespace lightship::rpc {

using Reads = std::vector<v1::AuditedRead>;

// Restricted parts that these show. Entries without parts are left out.
Reads ReadsOf(const v1::GetIncidentResponse& incident);
Reads ReadsOf(const v1::HeldEntry& entry, absl::string_view address);
void AddReadsOf(const v1::IncidentSummary& summary, Reads& reads);

// Thread-safe.
class AuditTrail {
 public:
  // All outlive the trail.
  AuditTrail(const base::Clock* clock, ledger::Writer* writer, WorkerPool* pool)
      : clock_(clock), writer_(writer), pool_(pool) {}

  // Calls `done`, on a thread of the pool, once the reads are durable; with the error, when they cannot be recorded: then
  // nothing may be sent. Nothing to record is OK, at once, on this thread.
  void Record(const statement::Identity& reader, absl::string_view method, Reads reads,
              std::function<void(absl::Status)> done) const;

  // A unary call as CallOnPool does it, whose `work` also says what restricted parts its response shows.
  grpc::ServerUnaryReactor* Call(grpc::CallbackServerContext& context, absl::string_view method,
                                 const absl::StatusOr<statement::Identity>& reader,
                                 std::function<absl::StatusOr<Reads>()> work) const;

 private:
  const base::Clock* const clock_;
  ledger::Writer* const writer_;
  WorkerPool* const pool_;
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_AUDIT_TRAIL_H_
