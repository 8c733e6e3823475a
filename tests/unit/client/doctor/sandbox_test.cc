#include "client/doctor/sandbox.h"

#include <filesystem>

#include "gmock/gmock.h"

namespace lightship::doctor {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

config::v1::NodeConfig Config(const std::string& backups, const std::string& checkpoint = "/var/lib/lightship/last-checkpoint") {
  config::v1::NodeConfig config;
  config.set_data_dir("/var/lib/lightship/data");
  config.set_checkpoint_file(checkpoint);
  config.mutable_backup()->set_dir(backups);
  return config;
}

Findings Of(const config::v1::NodeConfig& config, const UnitFacts& facts = PackagedUnit()) {
  return JudgeSandbox("lightshipd.service", facts, config);
}

TEST(Sandbox, WhatThePackagesUnitLetsTheNodeWriteIsSilent) {
  EXPECT_THAT(Of(Config("")), IsEmpty());
  EXPECT_THAT(Of(Config("/var/lib/lightship/backups")), IsEmpty());
}

TEST(Sandbox, DirectoriesElsewhereAreNamedWithTheLinesThatOpenThem) {
  const Findings findings = Of(Config("/mnt/backups", "/var/lib/lightship-2/last-checkpoint"));
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].level, Level::kMend);
  EXPECT_THAT(findings[0].todo, HasSubstr("\"ReadWritePaths=/var/lib/lightship-2 -/mnt/backups\""));
  EXPECT_THAT(findings[0].todo, HasSubstr("\"RequiresMountsFor=/var/lib/lightship-2\""));
}

TEST(Sandbox, OnlyWhatIsNotThereIsMadeAndAfterAskingForItsDisk) {
  const std::string made = "(findmnt -T /mnt): install -d -m 700 -o lightship -g lightship /mnt/no-such;";
  EXPECT_THAT(Of(Config("/mnt/no-such"))[0].todo, HasSubstr(made));
  UnitFacts facts = PackagedUnit();
  facts.user = "root";
  const Findings own = Of(Config("/usr/share"), facts);
  EXPECT_THAT(own[0].todo, HasSubstr("ReadWritePaths=-/usr/share\""));
  EXPECT_THAT(own[0].todo, Not(HasSubstr("install")));
}

TEST(Sandbox, ADirectoryOfOthersIsNeitherOpenedNorChanged) {
  config::v1::NodeConfig config = Config("");
  config.set_data_dir("/srv/data");
  const Findings findings = Of(config);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_THAT(findings[0].todo, HasSubstr("/srv/lightship"));
  for (const char* word : {"ReadWritePaths", "install", "chown"}) EXPECT_THAT(findings[0].todo, Not(HasSubstr(word)));
}

TEST(Sandbox, FilesThatOthersReadAndTheSocketAreWrittenToo) {
  config::v1::NodeConfig config = Config("");
  config.mutable_metrics()->set_address_file("/no-such-1/metrics");
  config.mutable_admin()->set_listen("unix:/no-such-2/admin.sock");
  ASSERT_THAT(Of(config), SizeIs(1));
  EXPECT_THAT(Of(config)[0].todo, HasSubstr("ReadWritePaths=/no-such-1 /no-such-2\""));
  config.mutable_admin()->set_listen("127.0.0.1:0");
  EXPECT_THAT(Of(config)[0].todo, HasSubstr("ReadWritePaths=/no-such-1\""));
}

TEST(Sandbox, APathIsTakenForWhereItLeads) {
  const std::filesystem::path link = std::filesystem::path(testing::TempDir()) / "lightship-link";
  std::filesystem::remove(link);
  std::filesystem::create_symlink("/usr/share", link);
  UnitFacts facts = PackagedUnit();
  facts.writable.push_back("/usr");
  EXPECT_THAT(Of(Config(link / "backups"), facts), IsEmpty());
  std::filesystem::remove(link);
}

TEST(Sandbox, AnotherPlaceOfTheDatabaseNeedsWhatLiesBesideItToo) {
  config::v1::NodeConfig config = Config("");
  config.set_data_dir("/srv/sg/data");
  const Findings findings = Of(config);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_THAT(findings[0].todo, HasSubstr("ReadWritePaths=/srv/sg\""));
  EXPECT_THAT(findings[0].todo, HasSubstr("RequiresMountsFor=/srv/sg\""));
}

TEST(Sandbox, WhatTheUnitHidesCannotBeOpened) {
  const Findings findings = Of(Config("/home/sg/backups"));
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_THAT(findings[0].what, HasSubstr("hides"));
  EXPECT_THAT(findings[0].todo, Not(HasSubstr("ReadWritePaths")));
  // Nor by a line that names it.
  UnitFacts facts = PackagedUnit();
  facts.writable.push_back("/home/sg/backups");
  EXPECT_THAT(Of(Config("/home/sg/backups"), facts), SizeIs(1));
  facts.protect_home = "no";
  EXPECT_THAT(Of(Config("/home/sg/backups"), facts), IsEmpty());
  EXPECT_THAT(Of(Config("/var/tmp/backups")), SizeIs(1));
}

TEST(Sandbox, ADropInOpensAndAUnitWithoutASandboxIsOpen) {
  const std::string base = "LoadState=loaded\nUser=lightship\nStateDirectory=lightship\nReadWritePaths=-/mnt/backups /mnt/x\n";
  const UnitFacts facts = UnitFrom(base + "ProtectSystem=strict\n");
  EXPECT_EQ(facts.user, "lightship");
  EXPECT_THAT(Of(Config("/mnt/backups"), facts), IsEmpty());
  EXPECT_THAT(Of(Config("/mnt/other"), facts), SizeIs(1));
  EXPECT_THAT(Of(Config("/mnt/other"), UnitFrom(base + "ProtectSystem=full\n")), IsEmpty());
}

}  // namespace
}  // namespace lightship::doctor
