// ExchangeService (proto/lightship/v1/exchange.proto): streams that peers open to this node.
#ifndef LIGHTSHIP_NODE_RPC_EXCHANGE_SERVICE_H_
#define LIGHTSHIP_NODE_RPC_EXCHANGE_SERVICE_H_

#include <cstddef>
#include <memory>

#include "node/rpc/gate.h"
#include "node/rpc/peer_stream.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace lightship::rpc {

// Refuses callers that are not nodes of other members, and streams beyond `most_streams`. `gate` and `events` outlive the
// server.
std::shared_ptr<grpc::Service> MakeExchangeService(Gate* gate, PeerStreamEvents* events,
                                                   size_t most_streams);

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_EXCHANGE_SERVICE_H_
