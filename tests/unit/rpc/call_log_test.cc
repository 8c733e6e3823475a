#include "node/rpc/call_log.h"

#include "gtest/gtest.h"
#include "node/base/request_id.h"

namespace lightship::rpc {
namespace {

TEST(LineBudgetTest, GivesSoManyLinesASecondAndCountsTheRest) {
  LineBudget budget(2);
  const absl::Duration now = absl::Hours(5);
  uint64_t omitted = 7;
  EXPECT_TRUE(budget.Take(now, omitted));
  EXPECT_EQ(omitted, 0u);
  EXPECT_TRUE(budget.Take(now + absl::Milliseconds(999), omitted));
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(budget.Take(now + absl::Milliseconds(999), omitted));
  EXPECT_TRUE(budget.Take(now + absl::Seconds(1), omitted));
  EXPECT_EQ(omitted, 3u);
  EXPECT_TRUE(budget.Take(now + absl::Seconds(1), omitted));
  EXPECT_EQ(omitted, 0u);
}

TEST(RequestIdTest, CanStandInALineOfTheLogAsItIs) {
  for (const char* fit : {"a", "Desk-7_2026.11", "0123456789012345678901234567890123456789012345678901234567890123"}) {
    EXPECT_TRUE(base::IsRequestId(fit)) << fit;
  }
  for (const char* unfit : {"", "a b", "a\nb", "a\"b", "a=b", "\xc3\xa9", "0123456789012345678901234567890123456789012345678901234567890123x"}) {
    EXPECT_FALSE(base::IsRequestId(unfit)) << unfit;
  }
}

TEST(RequestIdTest, IsDrawnFromEntropy) {
  base::SystemEntropy entropy;
  const std::string one = base::DrawRequestId(entropy);
  EXPECT_TRUE(base::IsRequestId(one));
  EXPECT_EQ(one.size(), 16u);
  EXPECT_NE(one, base::DrawRequestId(entropy));
}

}  // namespace
}  // namespace lightship::rpc
