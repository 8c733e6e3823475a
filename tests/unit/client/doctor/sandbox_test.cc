#include "client/doctor/sandbox.h"

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
  EXPECT_THAT(findings[0].todo, HasSubstr("\"ReadWritePaths=/var/lib/lightship-2 /mnt/backups\""));
}

TEST(Sandbox, AnotherPlaceOfTheDatabaseNeedsWhatLiesBesideItToo) {
  config::v1::NodeConfig config = Config("");
  config.set_data_dir("/srv/sg/data");
  const Findings findings = Of(config);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_THAT(findings[0].todo, HasSubstr("ReadWritePaths=/srv/sg\""));
}

TEST(Sandbox, WhatTheUnitHidesCannotBeOpened) {
  const Findings findings = Of(Config("/home/sg/backups"));
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_THAT(findings[0].what, HasSubstr("hides"));
  EXPECT_THAT(findings[0].todo, Not(HasSubstr("ReadWritePaths")));
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
