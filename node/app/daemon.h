// The process around the node: signals, the service manager, reloads, and another start when the database was damaged.
#ifndef LIGHTSHIP_NODE_APP_DAEMON_H_
#define LIGHTSHIP_NODE_APP_DAEMON_H_

#include <signal.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "lightship/config/v1/config.pb.h"
#include "node/app/health.h"
#include "node/app/long_start.h"
#include "node/app/node.h"
#include "node/app/service_manager.h"
#include "node/base/clock.h"
#include "node/base/entropy.h"
#include "node/rpc/admin_server.h"

namespace lightship::app {

// Belongs to the main thread, and is made before any other.
class Daemon {
 public:
  // `path`: where `config` was read. `memory`: bytes that there are for it (BoundMemory).
  Daemon(std::string path, config::v1::NodeConfig config, uint64_t memory);

  // Serves until SIGTERM or SIGINT (OK), or until it cannot (why): ABORTED when another start would not help either.
  absl::Status Run(bool new_log);

 private:
  class FoundDamage;
  absl::StatusOr<std::unique_ptr<Node>> Start(absl::string_view damage, bool new_log, FoundDamage& found);
  // The service manager hears that work goes on, as long as this is there.
  LongStart TellOfWork();
  void Stop(std::unique_ptr<Node> node);
  bool AwaitEnd(Node& node, FoundDamage& found, std::string& damage);
  int AwaitSignal() const;
  void Reload(Node& node);
  absl::Status TakeChanges(Node& node);
  absl::Status OpenAdmin();
  // Null: the node does not serve.
  void ShowHealth(Node* node);

  const std::string path_;
  const uint64_t memory_;
  config::v1::NodeConfig written_;  // as read, with what was taken since
  config::v1::NodeConfig running_;  // with what only this machine knows
  const sigset_t signals_;
  base::SystemClock clock_;
  base::SystemEntropy entropy_;
  ServiceManager manager_;
  std::unique_ptr<rpc::AdminServer> admin_;  // null: off
  std::vector<Pulse> pulses_;  // of the node's beats
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_DAEMON_H_
