// What Prometheus reads of the node: HTTP, GET /metrics. Figures are taken from where they are kept when somebody asks; only what
// happens is counted beforehand (node/base/counts.h). Labels name economies, logs, methods and reasons, of which there are few, and
// never a person. Every family is told of in deploy/monitoring/METRICS.md.
#ifndef LIGHTSHIP_NODE_APP_METRICS_H_
#define LIGHTSHIP_NODE_APP_METRICS_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lightship/config/v1/config.pb.h"
#include "lightship/v1/node.pb.h"
#include "node/base/clock.h"
#include "node/base/counts.h"
#include "node/crypto/certificate.h"
#include "node/ledger/reader.h"
#include "node/ledger/standby.h"
#include "node/ledger/writer.h"
#include "node/rpc/connection_guard.h"
#include "node/rpc/query_bound.h"
#include "node/rpc/quota.h"
#include "node/statement/roots.h"
#include "node/store/store.h"

namespace lightship::app {

class MetricsSheet;

// Where the figures come from. All outlive the Metrics, and may be asked on any thread.
struct MetricsWorld {
  const config::v1::NodeConfig* config;
  const base::Clock* clock;
  const base::Counts* counts;
  std::function<v1::GetStatusResponse()> status;
  const ledger::LedgerReader* reader;
  const ledger::Writer* writer;
  const ledger::Standby* standby;
  const store::Store* store;
  const statement::PinnedRoots* roots;
  std::function<std::vector<crypto::Certificate>()> node_chain;
  const rpc::ConnectionGuard* guard;
  std::vector<const rpc::Quota*> quotas;
  const rpc::QueryBound* queries;
  std::function<absl::Time()> last_backup;
};

// Everything that is shown, one subject after the other.
void CollectNode(const MetricsWorld& world, const v1::GetStatusResponse& status, MetricsSheet& sheet);
void CollectNetwork(const MetricsWorld& world, const v1::GetStatusResponse& status, MetricsSheet& sheet);
void CollectCounts(const MetricsWorld& world, MetricsSheet& sheet);
void CollectStorage(const MetricsWorld& world, const v1::GetStatusResponse& status, MetricsSheet& sheet);
void CollectProcess(const MetricsWorld& world, const v1::GetStatusResponse& status, MetricsSheet& sheet);

// Serves from Serve on until it is destroyed.
class Metrics {
 public:
  // At metrics.listen. UNAVAILABLE (CONFIGURATION) when that cannot be listened on.
  static absl::StatusOr<std::unique_ptr<Metrics>> Serve(MetricsWorld world);
  ~Metrics();

  // "address:port" as connected to.
  const std::string& address() const;

 private:
  class Impl;
  explicit Metrics(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_METRICS_H_
