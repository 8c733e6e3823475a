// AttachmentService (proto/lightship/v1/attachment.proto) over the ledger's blobs. One chunk of each stream is in memory.
#ifndef LIGHTSHIP_NODE_RPC_ATTACHMENT_SERVICE_H_
#define LIGHTSHIP_NODE_RPC_ATTACHMENT_SERVICE_H_

#include <functional>
#include <memory>

#include "node/base/clock.h"
#include "node/crypto/digest.h"
#include "node/ledger/disk_room.h"
#include "node/ledger/reader.h"
#include "node/ledger/writer.h"
#include "node/rpc/audit_trail.h"
#include "node/rpc/gate.h"
#include "node/rpc/quota.h"
#include "node/rpc/worker_pool.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace lightship::rpc {

// All outlive the server that the service is added to.
struct AttachmentBackend {
  Gate* gate;
  const ledger::LedgerReader* reader;
  ledger::Writer* writer;
  WorkerPool* pool;
  const AuditTrail* audit;
  const ledger::DiskRoom* room;
  // Has an attachment fetched from peers; does not block.
  std::function<void(const crypto::Digest&)> demand;
  size_t most_streams;  // uploads and downloads at once; and of one caller
  size_t most_of_caller;
  Quota* quota;  // of bytes taken in
  const base::Clock* steady;
};

std::shared_ptr<grpc::Service> MakeAttachmentService(const AttachmentBackend& backend);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_ATTACHMENT_SERVICE_H_
