#include <cstdint>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/sim/simulation.h"

namespace lightship::sim {
namespace {

using ::testing::HasSubstr;

constexpr uint64_t kSeedsOfTest = 25;

// Eight tests of 25 seeds: 200 in all, side by side.
class Networks : public ::testing::TestWithParam<uint64_t> {};

TEST_P(Networks, LoseNothingBelieveNothingForgedAndAgreeAfterHealing) {
  Plan plan;
  for (plan.seed = GetParam(); plan.seed < GetParam() + kSeedsOfTest; ++plan.seed) {
    EXPECT_EQ(Simulation(plan).Run(), "") << "replay: lightship_sim --seeds 1 --first " << plan.seed;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Networks, ::testing::Range<uint64_t>(1, 201, kSeedsOfTest));

std::string VerdictOn(Sabotage sabotage) {
  Plan plan;
  plan.sabotage = sabotage;
  return Simulation(plan).Run();
}

TEST(Judges, NoticeALostEntry) { EXPECT_THAT(VerdictOn(Sabotage::kLoseEntry), HasSubstr("lost")); }

TEST(Judges, NoticeALeak) { EXPECT_THAT(VerdictOn(Sabotage::kLeakPart), HasSubstr("leaked")); }

TEST(Judges, NoticeWhatNobodySigned) {
  EXPECT_THAT(VerdictOn(Sabotage::kForgeEntry), HasSubstr("believed without signature"));
}

TEST(Schedules, HoldWipedDisksAndRestoredBackups) {
  int accidents = 0;
  Plan plan;
  for (plan.seed = 1; plan.seed <= 20; ++plan.seed) {
    Simulation simulation(plan);
    EXPECT_EQ(simulation.Run(), "");
    accidents += simulation.accidents();
  }
  EXPECT_GT(accidents, 5);
}

TEST(Judges, SeeStatementsAcknowledged) {
  Plan plan;
  Simulation simulation(plan);
  EXPECT_EQ(simulation.Run(), "");
  EXPECT_GT(simulation.acknowledged().size(), 5u);
}

}  // namespace
}  // namespace lightship::sim
