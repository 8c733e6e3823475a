// The mutually authenticated channel to a node.
#ifndef LIGHTSHIP_CLIENT_SDK_CHANNEL_H_
#define LIGHTSHIP_CLIENT_SDK_CHANNEL_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "client/sdk/identity.h"
#include "grpcpp/channel.h"
#include "node/crypto/certificate.h"
#include "node/statement/roots.h"

namespace lightship::sdk {

// A channel to `address` that accepts only `economy`'s node with a chain to one of `roots`, and shows the officer's
// certificate. Connects when first used.
std::shared_ptr<grpc::Channel> MakeChannel(const std::string& address, const std::string& economy,
                                           const OfficerIdentity& officer,
                                           absl::Span<const crypto::Certificate> roots);

// The same to `economy`'s node (empty: the officer's own). FAILED_PRECONDITION when no root of the economy is pinned; INVALID_ARGUMENT
// for an address without a port.
absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(const std::string& address,
                                                           const std::string& economy,
                                                           const OfficerIdentity& officer,
                                                           const statement::PinnedRoots& roots);

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_CHANNEL_H_
