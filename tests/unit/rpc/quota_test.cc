#include "node/rpc/quota.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::rpc {
namespace {

using ::testing::HasSubstr;

constexpr absl::Time kNoon = absl::FromUnixSeconds(1'800'000'000);

Quota Submissions(uint64_t per_minute, uint64_t per_day) {
  return Quota({{"submissions_per_minute", "statements in a minute", per_minute, absl::Minutes(1)},
                {"submissions_per_day", "statements in a day", per_day, absl::Hours(24)}});
}

TEST(Quota, RefusesTheFirstBeyondItAndSaysWhichAndUntilWhen) {
  Quota quota = Submissions(3, 100);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(quota.Take("officer", 1, kNoon).ok());
  const absl::Status refused = quota.Take("officer", 1, kNoon);
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(base::ReasonOf(refused), base::reason::kOverQuota);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("officer has sent as many statements in a minute as one may "
                                                        "(quotas.submissions_per_minute: 3); there is room again in 20s"));
  EXPECT_EQ(base::RetryDelayOf(refused), absl::Seconds(20));
  EXPECT_FALSE(quota.Take("officer", 1, kNoon + absl::Seconds(19)).ok());
  EXPECT_TRUE(quota.Take("officer", 1, kNoon + absl::Seconds(20)).ok());
  EXPECT_EQ(quota.refused()[0].times, 2u);
  EXPECT_EQ(quota.refused()[1].times, 0u);
}

TEST(Quota, EachBoundHoldsAndWhatIsRefusedCountsInNone) {
  Quota quota = Submissions(10, 12);
  EXPECT_TRUE(quota.Take("officer", 10, kNoon).ok());
  for (int i = 0; i < 50; ++i) EXPECT_FALSE(quota.Take("officer", 1, kNoon).ok());
  const absl::Time later = kNoon + absl::Minutes(1);
  EXPECT_TRUE(quota.Take("officer", 2, later).ok()) << "what was refused within the minute does not count for the day";
  const absl::Status refused = quota.Take("officer", 1, later);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("quotas.submissions_per_day: 12"));
  EXPECT_GT(base::RetryDelayOf(refused), absl::Hours(1));
  EXPECT_EQ(quota.refused()[1].times, 1u);
}

TEST(Quota, SaysBeforehandWhetherThereIsRoomAndCountsNothing) {
  Quota quota = Submissions(3, 100);
  for (int i = 0; i < 9; ++i) EXPECT_TRUE(quota.Check("officer", 3, kNoon).ok());
  EXPECT_TRUE(quota.Take("officer", 2, kNoon).ok());
  for (int i = 0; i < 9; ++i) EXPECT_TRUE(quota.Check("officer", 1, kNoon).ok());
  EXPECT_TRUE(quota.Take("officer", 1, kNoon).ok());
  EXPECT_EQ(base::ReasonOf(quota.Check("officer", 1, kNoon)), base::reason::kOverQuota);
  EXPECT_EQ(quota.refused()[0].times, 1u);
  EXPECT_TRUE(quota.Check("officer", 1, kNoon + absl::Seconds(20)).ok());
}

TEST(Quota, ForgetsWhatIsGivenBack) {
  Quota quota = Submissions(3, 100);
  EXPECT_TRUE(quota.Take("officer", 3, kNoon).ok());
  quota.GiveBack("officer", 2);
  EXPECT_TRUE(quota.Take("officer", 2, kNoon).ok());
  EXPECT_FALSE(quota.Take("officer", 1, kNoon).ok());
  const absl::Time later = kNoon + absl::Hours(48);
  EXPECT_TRUE(quota.Take("other", 1, later).ok());
  EXPECT_EQ(quota.callers(), 1u) << "the officer is forgotten, and with him what could be given back";
  quota.GiveBack("officer", 3);
  EXPECT_TRUE(quota.Take("officer", 3, later).ok());
  EXPECT_FALSE(quota.Take("officer", 1, later).ok());
}

TEST(Quota, TakesAnotherBoundWhileItCounts) {
  Quota quota = Submissions(3, 100);
  EXPECT_TRUE(quota.Take("a", 3, kNoon).ok());
  EXPECT_FALSE(quota.Take("a", 1, kNoon).ok());
  quota.SetMost({{"submissions_per_minute", "statements in a minute", 3, absl::Minutes(1)},
                 {"submissions_per_day", "statements in a day", 4, absl::Hours(24)}},
                kNoon);
  const absl::Time later = kNoon + absl::Minutes(1);
  EXPECT_FALSE(quota.Take("a", 2, later).ok()) << "three of four have come";
  EXPECT_EQ(quota.refused()[1].times, 1u);
  EXPECT_TRUE(quota.Take("a", 1, later).ok());
  EXPECT_TRUE(quota.Take("b", 3, later).ok());
}

TEST(Quota, OneCallersUseIsNoneOfAnothers) {
  Quota quota = Submissions(1, 0);
  EXPECT_TRUE(quota.Take("a", 1, kNoon).ok());
  EXPECT_FALSE(quota.Take("a", 1, kNoon).ok());
  EXPECT_TRUE(quota.Take("b", 1, kNoon).ok());
}

TEST(Quota, NoughtRefusesNothing) {
  Quota quota = Submissions(0, 0);
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(quota.Take("a", 1'000'000, kNoon).ok());
}

TEST(Quota, ManyThatComeAtOnceAreNotSentBackForThePlaceOfOne) {
  Quota quota = Submissions(60'000, 0);
  EXPECT_TRUE(quota.Take("a", 60'000, kNoon).ok());
  EXPECT_EQ(base::RetryDelayOf(quota.Take("a", 1, kNoon)), absl::Seconds(1));
}

TEST(Quota, ForgetsThoseOfWhomNothingCountsAnyMore) {
  Quota quota = Submissions(1, 10);
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(quota.Take(std::to_string(i), 1, kNoon).ok());
  EXPECT_EQ(quota.callers(), 1000u);
  EXPECT_TRUE(quota.Take("a", 1, kNoon + absl::Hours(24)).ok());
  EXPECT_EQ(quota.callers(), 1u);
}

}  // namespace
}  // namespace lightship::rpc
