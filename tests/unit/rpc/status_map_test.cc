#include "node/rpc/status_map.h"

#include <string>

#include "grpcpp/support/status.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::rpc {
namespace {

TEST(StatusMap, OkStaysOk) {
  EXPECT_TRUE(ToGrpc(absl::OkStatus()).ok());
  EXPECT_TRUE(FromGrpc(grpc::Status::OK).ok());
}

TEST(StatusMap, CodeMessageAndReasonTravel) {
  absl::Status sent = base::Error(absl::StatusCode::kPermissionDenied, base::reason::kMissingRole,
                                  "needs role submitter");
  grpc::Status wire = ToGrpc(sent);
  EXPECT_EQ(wire.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  absl::Status got = FromGrpc(wire);
  EXPECT_EQ(got.code(), sent.code());
  EXPECT_EQ(got.message(), sent.message());
  EXPECT_EQ(base::ReasonOf(got), base::reason::kMissingRole);
}

TEST(StatusMap, ViolationsTravel) {
  absl::Status got = FromGrpc(ToGrpc(base::InvalidFields({{"facts.position", "91 degrees"}})));
  ASSERT_EQ(base::ViolationsOf(got).size(), 1u);
  EXPECT_EQ(base::ViolationsOf(got)[0].field, "facts.position");
  EXPECT_EQ(base::ViolationsOf(got)[0].description, "91 degrees");
}

TEST(StatusMap, TheRetryDelayTravels) {
  absl::Status got = FromGrpc(ToGrpc(base::RetryLater(absl::StatusCode::kResourceExhausted,
                                                      base::reason::kOverloaded, "full",
                                                      absl::Milliseconds(1250))));
  EXPECT_EQ(base::RetryDelayOf(got), absl::Milliseconds(1250));
}

TEST(StatusMap, DetailsOfStrangersAreNoReason) {
  absl::Status got = FromGrpc(grpc::Status(grpc::StatusCode::INTERNAL, "x", "not a status"));
  EXPECT_EQ(got.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(base::ReasonOf(got), "");
}

TEST(StatusMap, LongMessagesAreCutToFitTrailers) {
  grpc::Status wire = ToGrpc(absl::InvalidArgumentError(std::string(100'000, 'x')));
  EXPECT_LT(wire.error_message().size() + wire.error_details().size(), 4096u);
}

}  // namespace
}  // namespace lightship::rpc
