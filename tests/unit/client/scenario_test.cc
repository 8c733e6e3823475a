// Scripted drills as files.
#include "client/commands/scenario.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lightship::commands {
namespace {

using ::testing::HasSubstr;

constexpr char kHead[] = "title: \"Drill\" participants { economy: \"SG\" } participants { economy: \"ID\" }\n";
constexpr char kAlert[] =
    "steps { name: \"alert\" by: \"SG\" report { facts { act_stage: ACT_STAGE_BOARDED } } }\n";

std::string Refusal(const std::string& text) {
  const auto scenario = ReadScenario(text);
  return scenario.ok() ? "none" : std::string(scenario.status().message());
}

TEST(Scenario, IsAnExerciseUnlessItSaysTest) {
  const auto scenario = ReadScenario(std::string(kHead) + kAlert);
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  EXPECT_EQ(scenario->exercise_status(), v1::EXERCISE_STATUS_EXERCISE);
  EXPECT_EQ(scenario->speed(), 1);
  EXPECT_GT(scenario->deadline_seconds(), 0u);
}

TEST(Scenario, IsNeverActual) {
  EXPECT_THAT(Refusal(std::string("exercise_status: EXERCISE_STATUS_ACTUAL ") + kHead + kAlert),
              HasSubstr("exercise_status"));
}

TEST(Scenario, IsRefusedWithWhatIsWrong) {
  EXPECT_THAT(Refusal("title: \"a\"\nstep { }"), HasSubstr("line 2"));
  EXPECT_THAT(Refusal(kHead), HasSubstr("steps"));
  EXPECT_THAT(Refusal(std::string(kHead) + kAlert + kAlert), HasSubstr("used twice"));
  EXPECT_THAT(Refusal(std::string(kHead) + "steps { name: \"a\" by: \"PH\" comment { text: \"x\" } }"),
              HasSubstr("no participant"));
  EXPECT_THAT(Refusal(std::string(kHead) + "steps { name: \"a\" by: \"SG\" after: \"b\" report { } }"),
              HasSubstr("no step \"b\" before it"));
  EXPECT_THAT(Refusal(std::string(kHead) + "steps { name: \"a\" by: \"SG\" response { } }"), HasSubstr("about"));
  EXPECT_THAT(Refusal(std::string(kHead) + kAlert +
                      "steps { name: \"back\" by: \"ID\" about: \"alert\" retract { } }"),
              HasSubstr("is not by ID"));
}

TEST(Scenario, LearnsWhereItsParticipantsAre) {
  auto scenario = ReadScenario(std::string(kHead) + kAlert);
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  ASSERT_TRUE(SetParticipant("ID=10.0.0.2:7001,ids/id", *scenario).ok());
  EXPECT_EQ(scenario->participants(1).node(), "10.0.0.2:7001");
  EXPECT_EQ(scenario->participants(1).identity(), "ids/id");
  EXPECT_THAT(SetParticipant("ID", *scenario).message(), HasSubstr("should be like"));
  EXPECT_THAT(SetParticipant("XX=a:1,b", *scenario).message(), HasSubstr("no participant"));
}

}  // namespace
}  // namespace lightship::commands
