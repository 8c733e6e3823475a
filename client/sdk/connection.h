// A connection to one economy's node: gRPC over mutual TLS.
//
// Who the server is does not follow from its host name but from its certificate: the chain must end at the pinned root
// of the given economy and name that economy's node. No other root is accepted on the connection.
#ifndef LIGHTSHIP_CLIENT_SDK_CONNECTION_H_
#define LIGHTSHIP_CLIENT_SDK_CONNECTION_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/sdk/identity.h"
#include "client/sdk/node.h"
#include "node/base/clock.h"
#include "node/statement/roots.h"

namespace lightship::sdk {

struct ConnectionOptions {
  std::string address;  // "host:port"
  std::string economy;  // whose node it must be; empty: the officer's own
  // Of one call, with the times that it is made again when the node answers OVERLOADED (for at most 15 s). At 2.4 kbit/s, with 1.5 seconds there and back, an alert takes half a minute from cold start.
  absl::Duration deadline = absl::Minutes(2);
  bool stream = true;  // SubmitMany goes over one stream where the node has that
};

// Thread-safe. Nothing is sent before the first call. `clock` must outlive the connection. FAILED_PRECONDITION when no
// root of the economy is pinned; INVALID_ARGUMENT for an address without a port.
absl::StatusOr<std::unique_ptr<Node>> Connect(const ConnectionOptions& options,
                                              const OfficerIdentity& officer,
                                              const statement::PinnedRoots& roots,
                                              const base::Clock& clock);

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_CONNECTION_H_
