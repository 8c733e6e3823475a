// Passes calls on to a node byte for byte, whatever their messages: for a program that stands between the node and something
// that cannot show the officer's certificate itself.
#ifndef LIGHTSHIP_CLIENT_SDK_FORWARD_H_
#define LIGHTSHIP_CLIENT_SDK_FORWARD_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/sdk/connection.h"

namespace lightship::sdk {

// Thread-safe. `method` is "lightship.v1.NodeService/GetStatus". Errors are the node's, with reason, violations and retry delay.
class Forward {
 public:
  virtual ~Forward() = default;

  // Asked several times a second while a call waits: true ends it with CANCELLED.
  using Cancelled = std::function<bool()>;

  // A unary call: the answer's bytes.
  virtual absl::StatusOr<std::string> Call(const std::string& method, const std::string& request,
                                           absl::Duration within, const Cancelled& cancelled) = 0;

  // A server-streaming call, without a deadline: `on_message` hears each answer, in order, until it returns false (CANCELLED then).
  using OnMessage = std::function<bool(std::string)>;
  virtual absl::Status Stream(const std::string& method, const std::string& request,
                              const OnMessage& on_message, const Cancelled& cancelled) = 0;
};

// As Connect; the deadline of `options` is not used.
absl::StatusOr<std::unique_ptr<Forward>> ConnectForward(const ConnectionOptions& options,
                                                        const OfficerIdentity& officer,
                                                        const statement::PinnedRoots& roots,
                                                        const base::Clock& clock);

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_FORWARD_H_
