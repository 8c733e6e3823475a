#include "node/rpc/submission_flow.h"

#include "gtest/gtest.h"

namespace lightship::rpc {
namespace {

namespace limits = base::limits;

TEST(SubmissionFlow, ReadsOnlyWhileFewerThanItsBoundAreNotToldOf) {
  SubmissionFlow flow;
  EXPECT_TRUE(flow.MayRead());
  flow.Came(limits::kSubmissionsOpen - 1, 100);
  EXPECT_TRUE(flow.MayRead());
  flow.Came(1, 10);
  EXPECT_FALSE(flow.MayRead());
  flow.Judged(110);
  EXPECT_FALSE(flow.MayRead()) << "the outcomes wait to be read";
  flow.Told(1);
  EXPECT_TRUE(flow.MayRead());
  EXPECT_EQ(flow.open(), limits::kSubmissionsOpen - 1);
}

TEST(SubmissionFlow, ReadsOnlyWhileFewBytesAreHeld) {
  SubmissionFlow flow;
  flow.Came(1, limits::kSubmissionsOpenBytes);
  EXPECT_FALSE(flow.MayRead());
  flow.Judged(limits::kSubmissionsOpenBytes);
  EXPECT_TRUE(flow.MayRead());
}

}  // namespace
}  // namespace lightship::rpc
