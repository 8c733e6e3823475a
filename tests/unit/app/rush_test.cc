#include "node/app/rush.h"

#include "gtest/gtest.h"

namespace lightship::app {
namespace {

const absl::Time kNoon = absl::FromUnixSeconds(1'770'000'000);
constexpr absl::Duration kSecond = absl::Seconds(1);

TEST(Rush, IsOnWhileManyChangesComeAndOverWhenTheyDoNot) {
  Rush rush;
  EXPECT_FALSE(rush.Look(0, kNoon));
  EXPECT_FALSE(rush.Look(1999, kNoon + kSecond));
  EXPECT_TRUE(rush.Look(4000, kNoon + 2 * kSecond));
  EXPECT_TRUE(rush.Look(4000, kNoon + 2 * kSecond + absl::Milliseconds(199))) << "too soon to tell";
  EXPECT_FALSE(rush.Look(4000, kNoon + 3 * kSecond));
}

TEST(Rush, IsNoneWhenManyWereThereAtTheFirstLook) {
  Rush rush;
  EXPECT_FALSE(rush.Look(1'000'000, kNoon));
  EXPECT_FALSE(rush.Look(1'000'001, kNoon + kSecond));
}

TEST(Rush, KeepsNobodyWaitingForLongerThanAMinute) {
  Rush rush;
  rush.Look(0, kNoon);
  uint64_t changes = 0;
  for (int second = 1; second <= 60; ++second) EXPECT_TRUE(rush.Look(changes += 10'000, kNoon + second * kSecond)) << second;
  EXPECT_FALSE(rush.Look(changes += 10'000, kNoon + 61 * kSecond));
  EXPECT_FALSE(rush.Look(changes += 10'000, kNoon + 62 * kSecond));
  EXPECT_FALSE(rush.Look(changes, kNoon + 63 * kSecond));
  EXPECT_FALSE(rush.Look(changes += 10'000, kNoon + 64 * kSecond)) << "the same one, which has paused";
  for (int second = 65; second <= 74; ++second) EXPECT_FALSE(rush.Look(changes, kNoon + second * kSecond));
  EXPECT_TRUE(rush.Look(changes += 10'000, kNoon + 75 * kSecond)) << "another one";
}

TEST(Rush, IsNoneWhenTheClockIsSetBack) {
  Rush rush;
  rush.Look(0, kNoon);
  ASSERT_TRUE(rush.Look(10'000, kNoon + kSecond));
  EXPECT_FALSE(rush.Look(20'000, kNoon - absl::Hours(1)));
  EXPECT_TRUE(rush.Look(30'000, kNoon - absl::Hours(1) + kSecond));
}

}  // namespace
}  // namespace lightship::app
