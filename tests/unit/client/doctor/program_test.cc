#include "client/doctor/program.h"

#include "gmock/gmock.h"

namespace lightship::doctor {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(Program, WhatLightshipdSaysOfTheConfigurationIsTheFinding) {
  EXPECT_EQ(JudgeConfig("/c", sdk::Ended{0, "/c: ok\n"}).level, Level::kOk);
  const Finding warned = JudgeConfig("/c", sdk::Ended{0, "/c: warning: metrics.listen is open\n/c: ok\n"});
  EXPECT_EQ(warned.level, Level::kLook);
  EXPECT_EQ(warned.what, "/c: warning: metrics.listen is open");
  const Finding wrong = JudgeConfig("/c", sdk::Ended{2, "lightshipd: /c: line 3, column 1: no such key\n"});
  EXPECT_EQ(wrong.level, Level::kMend);
  EXPECT_EQ(wrong.what, "/c: line 3, column 1: no such key");
  EXPECT_EQ(JudgeConfig("/c", absl::FailedPreconditionError("lightshipd: No such file")).level, Level::kLook);
}

Findings Unit(const std::string& shown) { return JudgeUnit("lightshipd.service", UnitFrom(shown)); }

TEST(Program, AUnitIsJudgedByWhatSystemdSaysOfIt) {
  EXPECT_THAT(Unit("LoadState=not-found\nActiveState=inactive\n"), IsEmpty());
  EXPECT_EQ(Worst(Unit("LoadState=loaded\nActiveState=active\nNRestarts=0\n")), Level::kOk);
  EXPECT_EQ(Worst(Unit("LoadState=loaded\nActiveState=active\nNRestarts=3\n")), Level::kLook);
  EXPECT_EQ(Worst(Unit("LoadState=loaded\nActiveState=activating\n")), Level::kLook);
  EXPECT_EQ(Worst(Unit("LoadState=loaded\nActiveState=active\nUnitFileState=enabled\n")), Level::kOk);
  EXPECT_EQ(Worst(Unit("LoadState=loaded\nActiveState=active\nUnitFileState=disabled\n")), Level::kLook);
  EXPECT_EQ(Worst(Unit("LoadState=masked\nActiveState=inactive\n")), Level::kMend);
  const Findings failed = Unit("LoadState=loaded\nActiveState=failed\nResult=exit-code\n");
  EXPECT_EQ(Worst(failed), Level::kMend);
  EXPECT_THAT(failed.front().what, HasSubstr("exit-code"));
  const Findings stopped = Unit("LoadState=loaded\nActiveState=inactive\n");
  EXPECT_THAT(stopped.front().todo, HasSubstr("systemctl enable --now"));
}

TEST(Program, WhatAProgramPrintsAndHowItEndsIsRead) {
  auto ended = sdk::RunAndRead({"sh", "-c", "echo out; echo err >&2; exit 3"}, absl::Seconds(20));
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->status, 3);
  EXPECT_EQ(ended->output, "out\nerr\n");
  EXPECT_FALSE(sdk::RunAndRead({"/no/such/program"}, absl::Seconds(20)).ok());
}

}  // namespace
}  // namespace lightship::doctor
