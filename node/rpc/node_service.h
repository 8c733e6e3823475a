// NodeService (proto/lightship/v1/node.proto): how the node and its neighbourhood are.
#ifndef LIGHTSHIP_NODE_RPC_NODE_SERVICE_H_
#define LIGHTSHIP_NODE_RPC_NODE_SERVICE_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lightship/v1/node.pb.h"
#include "node/ledger/disk_room.h"
#include "node/ledger/heads.h"
#include "node/ledger/standby.h"
#include "node/rpc/gate.h"
#include "node/rpc/network_board.h"
#include "node/rpc/warning_board.h"
#include "node/rpc/worker_pool.h"
#include "node/statement/roots.h"
#include "node/store/store.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace lightship::rpc {

// All outlive the server that the service is added to.
struct NodeBackend {
  Gate* gate;
  const statement::PinnedRoots* roots;
  std::string origin;
  std::string software_version;
  absl::Time started_at;
  const ledger::HeadsBoard* heads;
  const NetworkBoard* network;
  const WarningBoard* warnings;
  std::function<uint64_t()> incidents;
  const ledger::Standby* standby;
  const ledger::DiskRoom* room;
  const store::Store* store;
  WorkerPool* pool;  // the state is read and hashed here
  std::function<v1::ScrubStatus()> scrub_status;
  // Answers when there is progress; `start` begins a pass.
  std::function<void(bool start, std::function<void(absl::StatusOr<v1::ScrubStatus>)> done)> scrub;
};

std::shared_ptr<grpc::Service> MakeNodeService(const NodeBackend& backend);

// The answer to ListAudiences.
v1::ListAudiencesResponse ListAudiences(const statement::PinnedRoots& roots, const ledger::Heads& heads);

// The answer to GetStatus.
v1::GetStatusResponse DescribeNode(const NodeBackend& backend);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_NODE_SERVICE_H_
