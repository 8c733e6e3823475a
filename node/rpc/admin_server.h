// The administrator's listener: health of each service (grpc.health.v1), reflection and channelz, in the clear, for who is on this
// machine. It stands while the node starts and is rebuilt.
#ifndef LIGHTSHIP_NODE_RPC_ADMIN_SERVER_H_
#define LIGHTSHIP_NODE_RPC_ADMIN_SERVER_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace grpc {
class Server;
}  // namespace grpc

namespace lightship::rpc {

// Thread-compatible.
class AdminServer {
 public:
  // `listen`: "address:port", or "unix:" and a path. UNAVAILABLE when it cannot be listened on.
  static absl::StatusOr<std::unique_ptr<AdminServer>> Start(const std::string& listen);
  ~AdminServer();

  // Whether a service serves, by its full name; "" is the node as a whole. Services that were never named are unknown.
  void SetHealth(const std::map<std::string, bool>& serving);

  const std::string& address() const { return address_; }

 private:
  AdminServer(std::unique_ptr<grpc::Server> server, std::string address);

  std::unique_ptr<grpc::Server> server_;
  const std::string address_;
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_ADMIN_SERVER_H_
