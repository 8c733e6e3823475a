#include "node/base/meter.h"

#include "gtest/gtest.h"

namespace lightship::base {
namespace {

constexpr absl::Time kNoon = absl::FromUnixSeconds(1'800'000'000);

TEST(Meter, LetsExactlyAsManyComeAtOnceAsMay) {
  for (const uint64_t most : {1, 3, 7, 60'000, 86'399, 1'000'003}) {
    Meter meter(most, absl::Minutes(1));
    meter.Add(most - 1, kNoon);
    EXPECT_EQ(meter.WaitFor(1, kNoon), absl::ZeroDuration()) << most;
    meter.Add(1, kNoon);
    EXPECT_GT(meter.WaitFor(1, kNoon), absl::ZeroDuration()) << most;
  }
}

TEST(Meter, CountsOneByOneAsItCountsAllAtOnce) {
  Meter meter(7, absl::Minutes(1));
  for (int i = 0; i < 7; ++i) {
    ASSERT_EQ(meter.WaitFor(1, kNoon), absl::ZeroDuration()) << i;
    meter.Add(1, kNoon);
  }
  EXPECT_GT(meter.WaitFor(1, kNoon), absl::ZeroDuration());
}

TEST(Meter, GivesBackAsTimeGoesOnAndSaysWhen) {
  Meter meter(60, absl::Minutes(1));
  meter.Add(60, kNoon);
  EXPECT_EQ(meter.WaitFor(1, kNoon), absl::Seconds(1));
  EXPECT_EQ(meter.WaitFor(30, kNoon), absl::Seconds(30));
  EXPECT_GT(meter.WaitFor(1, kNoon + absl::Milliseconds(999)), absl::ZeroDuration());
  EXPECT_EQ(meter.WaitFor(1, kNoon + absl::Seconds(1)), absl::ZeroDuration());
  EXPECT_FALSE(meter.IsFull(kNoon + absl::Seconds(59)));
  EXPECT_TRUE(meter.IsFull(kNoon + absl::Seconds(60)));
  EXPECT_GT(meter.WaitFor(61, kNoon + absl::Seconds(59)), absl::ZeroDuration());
}

TEST(Meter, KeepsNoMoreThanOneStretch) {
  Meter meter(10, absl::Minutes(1));
  meter.Add(10, kNoon);
  const absl::Time later = kNoon + absl::Hours(24);
  meter.Add(10, later);
  EXPECT_GT(meter.WaitFor(1, later), absl::ZeroDuration());
}

TEST(Meter, MoreThanMayComeAtOnceComesWhenAllIsThereAndIsOwed) {
  Meter meter(10, absl::Seconds(10));
  EXPECT_EQ(meter.WaitFor(25, kNoon), absl::ZeroDuration());
  meter.Add(25, kNoon);
  EXPECT_EQ(meter.Debt(kNoon), absl::Seconds(15));
  EXPECT_EQ(meter.Debt(kNoon + absl::Seconds(15)), absl::ZeroDuration());
}

TEST(Meter, CountsWhatHasComeUnderAnotherBoundToo) {
  Meter meter(60, absl::Minutes(1));
  meter.Add(60, kNoon);
  meter.SetMost(600, kNoon);
  EXPECT_EQ(meter.WaitFor(540, kNoon), absl::ZeroDuration());
  EXPECT_GT(meter.WaitFor(541, kNoon), absl::ZeroDuration());
  meter.SetMost(10, kNoon);
  EXPECT_EQ(meter.WaitFor(10, kNoon), absl::Minutes(1)) << "all is used up, but no more than that";
  meter.SetMost(0, kNoon);
  EXPECT_EQ(meter.WaitFor(1'000'000, kNoon), absl::ZeroDuration());
  EXPECT_TRUE(meter.IsFull(kNoon));
  meter.SetMost(10, kNoon);
  EXPECT_EQ(meter.WaitFor(10, kNoon), absl::ZeroDuration()) << "through no bound nothing is owed";
}

TEST(Meter, NoughtBoundsNothing) {
  Meter meter(0, absl::Minutes(1));
  meter.Add(UINT64_MAX, kNoon);
  EXPECT_EQ(meter.WaitFor(UINT64_MAX, kNoon), absl::ZeroDuration());
  EXPECT_TRUE(meter.IsFull(kNoon));
}

}  // namespace
}  // namespace lightship::base
