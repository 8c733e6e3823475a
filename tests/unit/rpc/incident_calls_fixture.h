// SG's node, which answers calls about incidents over a real connection.
#ifndef LIGHTSHIP_TESTS_UNIT_RPC_INCIDENT_CALLS_FIXTURE_H_
#define LIGHTSHIP_TESTS_UNIT_RPC_INCIDENT_CALLS_FIXTURE_H_

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/support/channel_arguments.h"
#include "lightship/v1/incident.grpc.pb.h"
#include "node/base/limits.h"
#include "node/incident/bulletin/posting_index.h"
#include "node/rpc/incident_service.h"
#include "node/rpc/server.h"
#include "node/rpc/tls.h"
#include "tests/unit/incident/made.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::rpc {

class IncidentCallsTest : public ::testing::Test {
 protected:
  IncidentCallsTest(size_t threads, size_t waiting) : pool_(threads, waiting) {
    std::string pattern = (std::filesystem::temp_directory_path() / "calls.XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
  }
  ~IncidentCallsTest() override {
    server_->Shutdown(absl::ZeroDuration());
    std::filesystem::remove_all(directory_);
  }

  void Serve(absl::Duration map_within = base::limits::kMapWithin) {
    IncidentBackend backend{&gate_, &sg_.clock, "", incidents_.index.get(), postings_.get(), nullptr, sg_.reader.get(), &pool_,
                            &commits_, 1, 1, &audit_, &bound_, map_within};
    auto server = Server::Start("127.0.0.1:0", ServerCredentials(TlsOf("node", sg_.economy.node()), &sg_.roots, &sg_.clock),
                                {MakeIncidentService(backend)}, {size_t{1} << 40}, &sg_.entropy);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    grpc::ChannelArguments arguments;
    // A window that stays as it is.
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    stub_ = v1::IncidentService::NewStub(grpc::CreateCustomChannel(
        server_->address(), PeerCredentials(TlsOf("officer", officer_), &sg_.roots, &sg_.clock, sg_.heads.get(), "SG"),
        arguments));
  }
  TlsIdentity TlsOf(const std::string& name, const testing::Signer& signer) {
    const std::string base = directory_ + "/" + name;
    std::ofstream(base + ".pem") << signer.chain.front().pem();
    std::ofstream(base + ".key") << signer.key.ToPem().value();
    return {base + ".pem", base + ".key"};
  }

  std::string directory_;
  ledger::Desk sg_{"SG"};
  const testing::Signer& officer_ = sg_.economy.officer(ledger::Role::kAnalyst);
  incident::IndexedStore incidents_;
  std::unique_ptr<incident::bulletin::PostingIndex> postings_ = incident::bulletin::PostingIndex::Open(&incidents_.store).value();
  Gate gate_{"SG", &sg_.roots, &sg_.clock, sg_.heads.get()};
  WorkerPool pool_;
  Bell commits_;
  QueryBound bound_{&sg_.clock, absl::InfiniteDuration()};
  AuditTrail audit_{&sg_.clock, nullptr, &pool_};
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::IncidentService::Stub> stub_;
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_TESTS_UNIT_RPC_INCIDENT_CALLS_FIXTURE_H_
