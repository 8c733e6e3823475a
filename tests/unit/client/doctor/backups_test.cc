#include "client/doctor/backups.h"

#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "node/base/clock.h"

namespace lightship::doctor {
namespace {

using testing::HasSubstr;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

Finding Of(absl::Duration age) {
  config::v1::Backup backup;
  backup.set_dir("/b");
  backup.set_every_s(3600);
  return JudgeBackups(backup, kNow - age, true, kNow);
}

TEST(Backups, TheNewestMustNotBeOlderThanTwoShouldBe) {
  EXPECT_EQ(Of(absl::Hours(2)).level, Level::kOk);
  EXPECT_EQ(Of(absl::Hours(3)).level, Level::kMend);
  EXPECT_THAT(Of(absl::Hours(3)).what, HasSubstr("every 1h"));
}

TEST(Backups, NoneYetAndNoneWantedAreLookedAt) {
  config::v1::Backup backup;
  EXPECT_EQ(JudgeBackups(backup, std::nullopt, true, kNow).level, Level::kLook);
  EXPECT_THAT(JudgeBackups(backup, std::nullopt, true, kNow).todo, HasSubstr("dir"));
  backup.set_dir("/b");
  EXPECT_EQ(JudgeBackups(backup, std::nullopt, true, kNow).level, Level::kLook);
}

TEST(Backups, TheirTimeIsThatOfTheFilesOfFinishedOnes) {
  const std::filesystem::path directory = std::filesystem::path(testing::TempDir()) / "lightship-backups";
  std::filesystem::create_directories(directory / "meta");
  config::v1::NodeConfig config;
  config.mutable_backup()->set_dir(directory.string());
  const absl::Time made = base::SystemClock().Now();
  std::ofstream(directory / "meta/2.tmp") << "under way";
  EXPECT_EQ(CheckBackups(config, made).level, Level::kLook);
  std::ofstream(directory / "meta/1") << "finished";
  EXPECT_EQ(CheckBackups(config, made).level, Level::kOk);
  EXPECT_EQ(CheckBackups(config, made + absl::Hours(3)).level, Level::kMend);
  // Together with the database they would be lost with it.
  config.set_data_dir(directory.string());
  EXPECT_EQ(CheckBackups(config, made).level, Level::kLook);
  EXPECT_THAT(CheckBackups(config, made).what, HasSubstr("disk of the database"));
  config.set_data_dir("/proc");
  EXPECT_EQ(CheckBackups(config, made).level, Level::kOk);
  std::filesystem::remove_all(directory);
}

}  // namespace
}  // namespace lightship::doctor
