#include "node/rpc/open_calls.h"

#include "gtest/gtest.h"
#include "node/base/status.h"

namespace lightship::rpc {
namespace {

TEST(OpenCalls, OneCallerDoesNotTakeThePlacesOfAllOthers) {
  OpenCalls calls({"watches", 5, 2});
  EXPECT_TRUE(calls.Open("greedy").ok());
  EXPECT_TRUE(calls.Open("greedy").ok());
  const absl::Status refused = calls.Open("greedy");
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(base::ReasonOf(refused), base::reason::kTooManyStreams);
  for (const char* other : {"a", "b", "c"}) EXPECT_TRUE(calls.Open(other).ok());
  EXPECT_FALSE(calls.Open("d").ok()) << "five are open in all";
}

TEST(OpenCalls, APlaceIsFreeAgainWhenItsCallHasEnded) {
  OpenCalls calls({"submissions", 2, 1, base::reason::kOverloaded, absl::Milliseconds(200)});
  EXPECT_TRUE(calls.Open("a").ok());
  EXPECT_EQ(base::ReasonOf(calls.Open("a")), base::reason::kOverloaded);
  calls.Close("a");
  EXPECT_TRUE(calls.Open("a").ok());
  EXPECT_TRUE(calls.Open("b").ok());
  EXPECT_FALSE(calls.Open("c").ok());
  calls.Close("b");
  EXPECT_TRUE(calls.Open("c").ok());
}

}  // namespace
}  // namespace lightship::rpc
