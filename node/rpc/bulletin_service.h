// NoticeService and DirectoryService (proto/lightship/v1/notice.proto, contact.proto) over the index of postings.
#ifndef LIGHTSHIP_NODE_RPC_BULLETIN_SERVICE_H_
#define LIGHTSHIP_NODE_RPC_BULLETIN_SERVICE_H_

#include <memory>

#include "node/base/clock.h"
#include "node/incident/bulletin/posting_index.h"
#include "node/rpc/audit_trail.h"
#include "node/rpc/gate.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace lightship::rpc {

// All outlive the server that the services are added to.
struct BulletinBackend {
  Gate* gate;
  const base::Clock* clock;
  const incident::bulletin::PostingIndex* postings;
  const AuditTrail* audit;
};

std::shared_ptr<grpc::Service> MakeNoticeService(const BulletinBackend& backend);
std::shared_ptr<grpc::Service> MakeDirectoryService(const BulletinBackend& backend);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_BULLETIN_SERVICE_H_
