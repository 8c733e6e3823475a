// The listener that officers and peers connect to.
#ifndef LIGHTSHIP_NODE_RPC_SERVER_H_
#define LIGHTSHIP_NODE_RPC_SERVER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "node/base/counts.h"
#include "node/base/entropy.h"
#include "node/rpc/connection_guard.h"

namespace grpc {
class Server;
class ServerCredentials;
class Service;
}  // namespace grpc

namespace lightship::rpc {

// Serves from Start on. Thread-compatible.
class Server {
 public:
  // `listen` is "address:port"; port 0 lets the system pick one. Calls have ids, and a line each in the log (call_log.h), drawn from `entropy`,
  // which outlives the server.
  // `limits`: beyond them connections are cut. `counts`, which outlives the server and may be null, counts calls (call_counter.h).
  // UNAVAILABLE when the address cannot be listened on, or when own certificate and key do not fit together.
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      const std::string& listen, std::shared_ptr<grpc::ServerCredentials> credentials,
      std::vector<std::shared_ptr<grpc::Service>> services,
      const ConnectionGuard::Limits& limits, base::Entropy* entropy,
      base::Counts* counts = nullptr);
  ~Server();

  // "address:port" as connected to.
  const std::string& address() const { return address_; }
  const ConnectionGuard& guard() const { return guard_; }

  // Takes no more calls and waits for those under way; after `grace` they are cancelled. Returns when all have
  // ended: every reactor must end when it is cancelled.
  void Shutdown(absl::Duration grace);

 private:
  Server(std::vector<std::shared_ptr<grpc::Service>> services,
         std::unique_ptr<grpc::Server> server, std::string address, const ConnectionGuard::Limits& limits,
         uint16_t port);

  std::vector<std::shared_ptr<grpc::Service>> services_;
  std::unique_ptr<grpc::Server> server_;
  const std::string address_;
  ConnectionGuard guard_;
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_SERVER_H_
