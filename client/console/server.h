// The gateway on HTTP, on this machine's loopback address and nowhere else.
#ifndef LIGHTSHIP_CLIENT_CONSOLE_SERVER_H_
#define LIGHTSHIP_CLIENT_CONSOLE_SERVER_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/console/gateway.h"
#include "client/console/limits.h"

namespace lightship::console {

class Server {
 public:
  // Listens on `port` of 127.0.0.1, 0: one that the system chooses. FAILED_PRECONDITION when it is taken. `gateway` must outlive it.
  static absl::StatusOr<std::unique_ptr<Server>> Start(Gateway& gateway, int port,
                                                       absl::Duration body_within = limits::kBodyWithin);
  // Stops the gateway, and waits until nothing is being answered any more.
  ~Server();

  int port() const;

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  const std::unique_ptr<State> state_;
};

}  // namespace lightship::console

#endif  // LIGHTSHIP_CLIENT_CONSOLE_SERVER_H_
