// A map over a real connection, for those who read it and those who do not.
#include "node/rpc/map_call.h"

#include <memory>
#include <vector>

#include "tests/unit/rpc/incident_calls_fixture.h"

namespace lightship::rpc {
namespace {

// More incidents than a connection holds whose reader takes nothing.
class MapCallTest : public IncidentCallsTest {
 protected:
  MapCallTest() : IncidentCallsTest(2, 100) {
    incident::Logs logs;
    std::vector<incident::Statement> reports;
    for (size_t i = 0; i < kIncidents; ++i) reports.push_back(logs.Report("SG", incident::Logs::Boarding()));
    incidents_.Commit(reports);
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
