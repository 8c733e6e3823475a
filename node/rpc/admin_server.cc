#include "node/rpc/admin_server.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "grpc/grpc.h"
#include "grpcpp/ext/channelz_service_plugin.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::rpc {
namespace {

constexpr int kConnections = 16;

}  // namespace

absl::StatusOr<std::unique_ptr<AdminServer>> AdminServer::Start(const std::string& listen) {
  // Of the process: servers that are built later have all but health too, and call_log.h keeps callers from it.
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::channelz::experimental::InitChannelzService();
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kConnections);
  int port = 0;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  grpc::EnableDefaultHealthCheckService(false);
  if (server == nullptr || port == 0) {
    return base::Error(absl::StatusCode::kUnavailable, base::reason::kConfiguration,
                       absl::StrCat("admin.listen: cannot listen on ", listen));
  }
  server->GetHealthCheckService()->SetServingStatus(false);
  std::string address = absl::StartsWith(listen, "unix:") ? listen : absl::StrCat(listen.substr(0, listen.rfind(':')), ":", port);
  return std::unique_ptr<AdminServer>(new AdminServer(std::move(server), std::move(address)));
}

AdminServer::AdminServer(std::unique_ptr<grpc::Server> server, std::string address)
    : server_(std::move(server)), address_(std::move(address)) {}

// Watches of health would keep it for ever.
AdminServer::~AdminServer() {
  server_->Shutdown(gpr_now(GPR_CLOCK_MONOTONIC));
  server_->Wait();
}

void AdminServer::SetHealth(const std::map<std::string, bool>& serving) {
  for (const auto& [service, serves] : serving) server_->GetHealthCheckService()->SetServingStatus(service, serves);
}

}  // namespace lightship::rpc
