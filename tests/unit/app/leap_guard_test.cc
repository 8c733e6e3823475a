#include "node/app/leap_guard.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/pki.h"

namespace lightship::app {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class LeapGuardTest : public ::testing::Test {
 protected:
  void Pass(absl::Duration time) {
    clock_.Advance(time);
    uptime_ += time;
  }
  const absl::Time start_ = testing::Noon();
  testing::FakeClock clock_{start_};
  absl::Duration uptime_ = absl::Hours(1000);
  std::vector<absl::Duration> told_;
  LeapGuard guard_{&clock_, [this] { return uptime_; },
                   [this](absl::Duration ahead, absl::Time) { told_.push_back(ahead); }};
};

TEST_F(LeapGuardTest, FollowsAClockThatGoesAndIsSetALittleOrBack) {
  Pass(absl::Hours(1000));
  EXPECT_EQ(guard_.Now(), start_ + absl::Hours(1000));
  clock_.Advance(absl::Hours(23));
  EXPECT_EQ(guard_.Now(), start_ + absl::Hours(1023));
  clock_.Set(start_);
  EXPECT_EQ(guard_.Now(), start_);
  EXPECT_THAT(told_, IsEmpty());
}

TEST_F(LeapGuardTest, FollowsAClockThatWasSetBackAndIsSetRight) {
  Pass(absl::Hours(720));
  guard_.Now();
  clock_.Set(start_ + absl::Hours(648));
  Pass(absl::Hours(1));
  EXPECT_EQ(guard_.Now(), start_ + absl::Hours(649));
  clock_.Set(start_ + absl::Hours(721));
  EXPECT_EQ(guard_.Now(), start_ + absl::Hours(721));
  EXPECT_THAT(told_, IsEmpty());
  clock_.Advance(absl::Hours(25));
  EXPECT_EQ(guard_.Now(), start_ + absl::Hours(721));
}

TEST_F(LeapGuardTest, GoesOnByItselfWhileTheClockIsAYearAhead) {
  clock_.Advance(absl::Hours(24 * 365));
  Pass(absl::Minutes(5));
  EXPECT_EQ(guard_.Now(), start_ + absl::Minutes(5));
  Pass(absl::Hours(48));
  EXPECT_EQ(guard_.Now(), start_ + absl::Hours(48) + absl::Minutes(5));
  EXPECT_THAT(told_, ElementsAre(absl::Hours(24 * 365)));
  clock_.Set(start_ + absl::Hours(49));
  EXPECT_EQ(guard_.Now(), start_ + absl::Hours(49));
  EXPECT_THAT(told_, ElementsAre(absl::Hours(24 * 365), absl::ZeroDuration()));
}

TEST_F(LeapGuardTest, FollowsAClockThatWasBehindTheLogAndIsSetRight) {
  guard_.KnowNewest(start_ + absl::Hours(24 * 300));
  clock_.Advance(absl::Hours(24 * 365));
  EXPECT_EQ(guard_.Now(), start_ + absl::Hours(24 * 365));
  EXPECT_THAT(told_, IsEmpty());
}

TEST_F(LeapGuardTest, WarnsOnTheBoardUntilTheClockIsSetRight) {
  rpc::WarningBoard board;
  LeapGuard guard(&clock_, [this] { return uptime_; }, WarningOfLeap(&board));
  clock_.Advance(absl::Hours(24 * 365) - absl::Minutes(1));
  guard.Now();
  ASSERT_EQ(board.All().size(), 1u);
  EXPECT_EQ(board.All()[0].code(), "CLOCK");
  EXPECT_THAT(board.All()[0].text(), ::testing::HasSubstr("ahead by 365 days"));
  clock_.Set(start_);
  guard.Now();
  EXPECT_THAT(board.All(), IsEmpty());
}

}  // namespace
}  // namespace lightship::app
