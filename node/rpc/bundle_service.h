// BundleService (proto/lightship/v1/bundle.proto): logs written to a file and taken in from one.
#ifndef LIGHTSHIP_NODE_RPC_BUNDLE_SERVICE_H_
#define LIGHTSHIP_NODE_RPC_BUNDLE_SERVICE_H_

#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "lightship/v1/bundle.pb.h"
#include "node/base/clock.h"
#include "node/exchange/bundle.h"
#include "node/ledger/reader.h"
#include "node/rpc/audit_trail.h"
#include "node/rpc/gate.h"
#include "node/rpc/worker_pool.h"
#include "node/statement/roots.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace lightship::rpc {

using BundleTaken = std::function<void(absl::StatusOr<v1::ImportBundleResponse>)>;

// All outlive the server that the service is added to.
struct BundleBackend {
  Gate* gate;
  const base::Clock* clock;
  const statement::PinnedRoots* roots;
  const ledger::LedgerReader* reader;
  const AuditTrail* audit;
  WorkerPool* pool;  // bundles are read, sealed and checked here
  std::function<exchange::BundleMaker()> maker;  // with the keys of the moment
  // Takes a bundle in; answers once, on any thread, or never when the node is stopping.
  std::function<void(exchange::Bundle, BundleTaken)> take;
};

std::shared_ptr<grpc::Service> MakeBundleService(const BundleBackend& backend);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_BUNDLE_SERVICE_H_
