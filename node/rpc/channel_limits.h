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

// A dead link is noticed within 50 seconds; a satellite hop of some seconds is none.
inline constexpr int kKeepaliveMs = 30'000;
inline constexpr int kKeepaliveTimeoutMs = 20'000;
// Clients that ping more often are disconnected.
inline constexpr int kPingIntervalLeastMs = 10'000;

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_CHANNEL_LIMITS_H_
