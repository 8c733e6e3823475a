#include "node/rpc/server.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "grpc/grpc.h"
#include "grpc/support/log.h"
#include "grpc/support/time.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/tls_tickets.h"
#include "node/rpc/call_counter.h"
#include "node/rpc/call_log.h"
#include "node/rpc/channel_limits.h"
#include "spdlog/spdlog.h"

namespace lightship::rpc {
namespace {

std::string WithPort(absl::string_view listen, int port) {
  return absl::StrCat(listen.substr(0, listen.rfind(':')), ":", port);
}

// gRPC's own lines: of use when a connection is being traced, noise otherwise.
void ForwardLog(gpr_log_func_args* line) {
  spdlog::debug("grpc {}:{}: {}", line->file, line->line, line->message);
}

void SetLimits(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kReceiveBytes);
  // gRPC knows the size of a compressed message only when it has unpacked it, a thousand times larger.
  builder.AddChannelArgument(GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, kHandshakeTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kCallsPerConnection);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kPingIntervalLeastMs);
  // Two processes on one port would each get half of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    const std::string& listen, std::shared_ptr<grpc::ServerCredentials> credentials,
    std::vector<std::shared_ptr<grpc::Service>> services,
    const ConnectionGuard::Limits& limits, base::Entropy* entropy, base::Counts* counts) {
  gpr_set_log_function(ForwardLog);
  if (!crypto::SendNoSessionTickets()) spdlog::warn("TLS session tickets are sent, 2 kB to a connection");
  // Health is asked of the administrator's listener.
  grpc::EnableDefaultHealthCheckService(false);
  grpc::ServerBuilder builder;
  SetLimits(builder);
  auto interceptors = CallLog(entropy);
  if (counts != nullptr) interceptors.push_back(CallCounts(*counts));
  builder.experimental().SetInterceptorCreators(std::move(interceptors));
  int port = 0;
  builder.AddListeningPort(listen, std::move(credentials), &port);
  for (const auto& service : services) builder.RegisterService(service.get());
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    return base::Error(absl::StatusCode::kUnavailable, base::reason::kConfiguration,
                       absl::StrCat("listen: cannot listen on ", listen,
                                    "; is the port free and the address this machine's?"));
  }
  return std::unique_ptr<Server>(
      new Server(std::move(services), std::move(server), WithPort(listen, port), limits, static_cast<uint16_t>(port)));
}

Server::Server(std::vector<std::shared_ptr<grpc::Service>> services,
               std::unique_ptr<grpc::Server> server, std::string address,
               const ConnectionGuard::Limits& limits, uint16_t port)
    : services_(std::move(services)),
      server_(std::move(server)),
      address_(std::move(address)),
      guard_(limits, port) {}

Server::~Server() { Shutdown(absl::ZeroDuration()); }

void Server::Shutdown(absl::Duration grace) {
  if (server_ == nullptr) return;
  server_->Shutdown(gpr_time_add(
      gpr_now(GPR_CLOCK_MONOTONIC),
      gpr_time_from_millis(absl::ToInt64Milliseconds(grace), GPR_TIMESPAN)));
  server_->Wait();
  server_ = nullptr;
}

}  // namespace lightship::rpc
