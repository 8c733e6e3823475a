// Limits of a connection, the same on both of its ends, for links that are slow, lossy or gone without notice.
#ifndef LIGHTSHIP_NODE_RPC_CHANNEL_LIMITS_H_
#define LIGHTSHIP_NODE_RPC_CHANNEL_LIMITS_H_

#include "node/base/limits.h"

namespace lightship::rpc {

// Largest message taken in: a frame of the exchange.
inline constexpr int kReceiveBytes = static_cast<int>(base::limits::kFrameBytes);

// Calls at once on one connection: a client that pipelines submissions fills the writer's batches.
inline constexpr int kCallsPerConnection = 1024;

// From a connection to the end of its TLS handshake: enough for two certificate chains at 2,400 bit/s.
inline constexpr int kHandshakeTimeoutMs = 60'000;

// A dead link is noticed within four minutes. A shorter outage is none, nor is a ping that waits for 64 kB (HTTP/2's window) ahead
// of it at 4.8 kbit/s; and an hour of silence costs 30 pings.
inline constexpr int kKeepaliveMs = 120'000;
inline constexpr int kKeepaliveTimeoutMs = 120'000;
// Clients that ping more often are disconnected.
inline constexpr int kPingIntervalLeastMs = 10'000;

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_CHANNEL_LIMITS_H_
