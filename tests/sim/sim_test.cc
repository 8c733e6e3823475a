#include <cstdint>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/sim/simulation.h"

namespace lightship::sim {
namespace {

using ::testing::HasSubstr;

constexpr uint64_t kSeedsOfTest = 15;

// Eight tests of 15 seeds: 120 in all, side by side.
class Networks : public ::testing::TestWithParam<uint64_t> {};

TEST_P(Networks, LoseNothingBelieveNothingForgedAndAgreeAfterHealing) {
  Plan plan;
  for (plan.seed = GetParam(); plan.seed < GetParam() + kSeedsOfTest; ++plan.seed) {
    EXPECT_EQ(Simulation(plan).Run(), "") << "replay: lightship_sim --seeds 1 --first " << plan.seed;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Networks, ::testing::Range<uint64_t>(1, 121, kSeedsOfTest));

std::string VerdictOn(Sabotage sabotage) {
  Plan plan;
  plan.sabotage = sabotage;
  plan.withdrawals = 40;
  return Simulation(plan).Run();
}

TEST(Judges, NoticeALostEntry) { EXPECT_THAT(VerdictOn(Sabotage::kLoseEntry), HasSubstr("lost")); }

TEST(Judges, NoticeALeak) { EXPECT_THAT(VerdictOn(Sabotage::kLeakPart), HasSubstr("leaked")); }

TEST(Judges, NoticeWhatNobodySigned) {
  EXPECT_THAT(VerdictOn(Sabotage::kForgeEntry), HasSubstr("believed without signature"));
}

TEST(Judges, NoticeBytesThatAnErasureLeft) {
  EXPECT_THAT(VerdictOn(Sabotage::kNeverForget), HasSubstr("erased but still there"));
}

TEST(Judges, NoticeWhatIsSentPastANarrowing) {
  EXPECT_THAT(VerdictOn(Sabotage::kSendNarrowed), HasSubstr("leaked: sent"));
}

TEST(Judges, NoticeWhoNeverConfirms) {
  EXPECT_THAT(VerdictOn(Sabotage::kNeverAttest), HasSubstr("not confirmed"));
}

TEST(Markers, AreFoundInWhateverCaseAndSurroundings) {
  const std::string marker = MarkerOf(12, 3, 45, "vessel");
  EXPECT_EQ(AuthorOfMarker(marker), 3);
  EXPECT_THAT(MarkersIn("x mk12a3n45vesselq MKMK1A2N3FACTSQ MK1A2N3FACTS"),
              ::testing::UnorderedElementsAre(marker, "MK1A2N3FACTSQ"));
}

TEST(Schedules, HoldWipedDisksRestoredBackupsAndWithdrawals) {
  int accidents = 0, withdrawn = 0;
  Plan plan;
  for (plan.seed = 1; plan.seed <= 20; ++plan.seed) {
    Simulation simulation(plan);
    EXPECT_EQ(simulation.Run(), "");
    accidents += simulation.accidents();
    withdrawn += simulation.withdrawn();
  }
  EXPECT_GT(accidents, 3);
  EXPECT_GT(withdrawn, 100);
}

TEST(Judges, SeeStatementsAcknowledged) {
  Plan plan;
  Simulation simulation(plan);
  EXPECT_EQ(simulation.Run(), "");
  EXPECT_GT(simulation.acknowledged().size(), 5u);
}

}  // namespace
}  // namespace lightship::sim
