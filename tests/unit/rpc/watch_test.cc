// A watch over a real connection.
#include "node/rpc/watch.h"

#include <chrono>
#include <string>

#include "absl/synchronization/notification.h"
#include "tests/unit/rpc/incident_calls_fixture.h"

namespace lightship::rpc {
namespace {

// One thread for all, and one place for calls of an officer that wait.
class WatchTest : public IncidentCallsTest {
 protected:
  WatchTest() : IncidentCallsTest(1, 4) {
    incidents_.Commit({incident::Logs().Report("SG", incident::Logs::Boarding())});
  }
};

TEST_F(WatchTest, IsToldOfWhatItFoundNoPlaceToLookFor) {
  Serve();
  absl::Notification busy, open;
  ASSERT_TRUE(pool_.TryPost("somebody", [&] {
    busy.Notify();
    open.WaitForNotification();
  }));
  busy.WaitForNotification();
  ASSERT_TRUE(pool_.TryPost(officer_.identity.Uri(), [] {}));
  grpc::ClientContext context, other;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  v1::WatchIncidentsRequest request;
  request.set_cursor("0");
  const auto watch = stub_->WatchIncidents(&context, request);
  v1::WatchIncidentsResponse told;
  EXPECT_TRUE(watch->Read(&told));
  EXPECT_FALSE(told.has_incident());
  v1::ListIncidentsResponse page;
  EXPECT_EQ(stub_->ListIncidents(&other, {}, &page).error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  open.Notify();
  EXPECT_TRUE(watch->Read(&told)) << "no commit had to come";
  EXPECT_TRUE(told.has_incident());
}

}  // namespace
}  // namespace lightship::rpc
