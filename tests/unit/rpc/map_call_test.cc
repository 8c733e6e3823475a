// A map over a real connection, for those who read it and those who do not.
#include "node/rpc/map_call.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/support/channel_arguments.h"
#include "lightship/v1/incident.grpc.pb.h"
#include "node/base/limits.h"
#include "node/rpc/server.h"
#include "node/rpc/tls.h"
#include "tests/unit/incident/made.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::rpc {
namespace {

using ledger::Role;

// SG's node, with more incidents than a connection holds whose reader takes nothing.
class MapCallTest : public ::testing::Test {
 protected:
  MapCallTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "map.XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
    incident::Logs logs;
    std::vector<incident::Statement> reports;
    for (size_t i = 0; i < kIncidents; ++i) reports.push_back(logs.Report("SG", incident::Logs::Boarding()));
    incidents_.Commit(reports);
  }
  ~MapCallTest() override {
    server_->Shutdown(absl::ZeroDuration());
    std::filesystem::remove_all(directory_);
  }

  void Serve(absl::Duration map_within) {
    IncidentBackend backend{&gate_, &sg_.clock, "", incidents_.index.get(), nullptr, nullptr, sg_.reader.get(), &pool_,
                            &commits_, 1, 1, &audit_, &bound_, map_within};
    const testing::Signer& node = sg_.economy.node();
    const testing::Signer& officer = sg_.economy.officer(Role::kAnalyst);
    auto server = Server::Start("127.0.0.1:0", ServerCredentials(TlsOf("node", node), &sg_.roots, &sg_.clock),
                                {MakeIncidentService(backend)}, {size_t{1} << 40}, &sg_.entropy);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    grpc::ChannelArguments arguments;
    // A window that stays as it is.
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    stub_ = v1::IncidentService::NewStub(grpc::CreateCustomChannel(
        server_->address(), PeerCredentials(TlsOf("officer", officer), &sg_.roots, &sg_.clock, sg_.heads.get(), "SG"),
        arguments));
  }
  TlsIdentity TlsOf(const std::string& name, const testing::Signer& signer) {
    const std::string base = directory_ + "/" + name;
    std::ofstream(base + ".pem") << signer.chain.front().pem();
    std::ofstream(base + ".key") << signer.key.ToPem().value();
    return {base + ".pem", base + ".key"};
  }

  struct Call {
    explicit Call(v1::IncidentService::Stub& stub, uint32_t most = 0) {
      v1::MapIncidentsRequest request;
      request.set_most(most);
      reader = stub.MapIncidents(&context, request);
    }
    // How many incidents it told of.
    size_t Read() {
      size_t told = 0;
      for (v1::MapIncidentsResponse response; reader->Read(&response);) {
        told += static_cast<size_t>(response.names_size());
      }
      return told;
    }
    grpc::Status End() {
      Read();
      return reader->Finish();
    }

    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReader<v1::MapIncidentsResponse>> reader;
  };

  static constexpr size_t kIncidents = 30'000;
  std::string directory_;
  ledger::Desk sg_{"SG"};
  incident::IndexedStore incidents_;
  Gate gate_{"SG", &sg_.roots, &sg_.clock, sg_.heads.get()};
  WorkerPool pool_{2, 100};
  Bell commits_;
  QueryBound bound_{&sg_.clock, absl::InfiniteDuration()};
  AuditTrail audit_{&sg_.clock, nullptr, &pool_};
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::IncidentService::Stub> stub_;
};

TEST_F(MapCallTest, TellsOfAllWhoeverReadsIt) {
  Serve(base::limits::kMapWithin);
  Call call(*stub_);
  EXPECT_EQ(call.Read(), kIncidents);
  EXPECT_TRUE(call.reader->Finish().ok());
}

TEST_F(MapCallTest, EndsInTimeAndGivesUpItsPlaceWhenNobodyReadsIt) {
  Serve(absl::Seconds(2));
  std::vector<std::unique_ptr<Call>> stalled;
  for (size_t i = 0; i < base::limits::kMapsOfCaller; ++i) {
    stalled.push_back(std::make_unique<Call>(*stub_));
    // Comes with the first message.
    stalled.back()->reader->WaitForInitialMetadata();
  }
  EXPECT_EQ(Call(*stub_).End().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  const absl::Time until = absl::Now() + absl::Seconds(30);
  while (!Call(*stub_, 1).End().ok() && absl::Now() < until) {
  }
  EXPECT_LT(absl::Now(), until);
  const grpc::Status ended = stalled.front()->End();
  EXPECT_EQ(ended.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(ended.error_message(), "the map was not read to its end in time");
  // The later ones may still be in time when they are read at last.
  for (size_t i = 1; i < stalled.size(); ++i) static_cast<void>(stalled[i]->End());
}

}  // namespace
}  // namespace lightship::rpc
