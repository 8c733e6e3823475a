// SubmissionService (proto/lightship/v1/submission.proto) over the ledger.
#ifndef LIGHTSHIP_NODE_RPC_SUBMISSION_SERVICE_H_
#define LIGHTSHIP_NODE_RPC_SUBMISSION_SERVICE_H_

#include <functional>
#include <memory>
#include <string>

#include "node/base/clock.h"
#include "node/base/counts.h"
#include "node/ledger/disk_room.h"
#include "node/ledger/heads.h"
#include "node/ledger/admission.h"
#include "node/ledger/reader.h"
#include "node/ledger/writer.h"
#include "node/rpc/audit_trail.h"
#include "node/rpc/bell.h"
#include "node/rpc/gate.h"
#include "node/rpc/quota.h"
#include "node/rpc/worker_pool.h"
#include "node/statement/roots.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace lightship::rpc {

// All outlive the server that the service is added to.
struct SubmissionBackend {
  Gate* gate;
  const base::Clock* clock;
  const statement::PinnedRoots* roots;
  std::string origin;  // the own log's
  std::function<ledger::AdmissionRules()> rules;  // of the moment
  const ledger::HeadsBoard* heads;
  const ledger::LedgerReader* reader;
  const ledger::Indexer* indexer;
  ledger::Writer* writer;
  size_t most_waiting;  // for the writer; a quarter of them of one caller
  const ledger::Standby* standby;
  const ledger::DiskRoom* room;
  WorkerPool* pool;    // statements are examined and receipts built here
  const AuditTrail* audit;
  Quota* quota;  // of statements
  const base::Clock* steady;
  Bell* commits;            // rings after each commit
  size_t most_streams;      // of submissions at once; and of one caller
  size_t streams_of_caller;
  base::Counts* counts;
};

// A statement is examined in the pool, where callers take turns, waits for the writer, and is answered from the pool; those of a
// stream several at a time (submission_stream.h).
std::shared_ptr<grpc::Service> MakeSubmissionService(const SubmissionBackend& backend);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_SUBMISSION_SERVICE_H_
