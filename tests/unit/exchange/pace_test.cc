#include "node/exchange/pace.h"

#include "gtest/gtest.h"

namespace lightship::exchange {
namespace {

TEST(Pace, GrowsToTheMostWhileALinkIsQuick) {
  Pace pace(1 << 20);
  for (int i = 0; i < 10; ++i) pace.Took(pace.bytes(), absl::Seconds(1));
  EXPECT_EQ(pace.bytes(), size_t{1} << 20);
}

TEST(Pace, ShrinksOnASlowLinkUntilEachPieceTakesSeconds) {
  Pace pace(1 << 20);
  const double bytes_per_s = 300;
  for (int i = 0; i < 10; ++i) {
    pace.Took(pace.bytes(), absl::Seconds(static_cast<double>(pace.bytes()) / bytes_per_s));
  }
  EXPECT_LE(pace.bytes(), 3000u);
  EXPECT_GE(pace.bytes(), 2000u);
}

TEST(Pace, LearnsNothingFromLittleThatWasQuick) {
  Pace pace(1 << 20);
  const size_t before = pace.bytes();
  for (int i = 0; i < 10; ++i) pace.Took(100, absl::Milliseconds(1));
  EXPECT_EQ(pace.bytes(), before);
}

TEST(Pace, NeverExceedsTheMost) { EXPECT_EQ(Pace(1000).bytes(), 1000u); }

}  // namespace
}  // namespace lightship::exchange
