#include "client/doctor/files.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"

namespace lightship::doctor {
namespace {

using testing::HasSubstr;

const User kNode{100, 200, "lightship"};

Finding Of(Purpose purpose, unsigned mode, unsigned owner = 100, unsigned group = 200, bool directory = false) {
  return JudgeFile("keys.log_key", "/k/log.key", purpose, {owner, group, mode, directory}, kNode);
}

TEST(Files, APrivateKeyIsForTheNodesUserAlone) {
  EXPECT_EQ(Of(Purpose::kPrivateKey, 0600).level, Level::kOk);
  EXPECT_EQ(Of(Purpose::kPrivateKey, 0400).level, Level::kOk);
  for (unsigned mode : {0604u, 0602u, 0666u}) EXPECT_EQ(Of(Purpose::kPrivateKey, mode).level, Level::kMend) << mode;
  EXPECT_THAT(Of(Purpose::kPrivateKey, 0644).todo, HasSubstr("chmod 600 /k/log.key"));
}

TEST(Files, TheGroupOfTheNodesUserMayReadAPrivateKeyAndNoOther) {
  EXPECT_EQ(Of(Purpose::kPrivateKey, 0640, 0, 200).level, Level::kOk);
  EXPECT_EQ(Of(Purpose::kPrivateKey, 0640, 100, 7).level, Level::kMend);
}

TEST(Files, APrivateKeyThatTheNodeCannotReadIsNamedWithWhoCould) {
  const Finding finding = Of(Purpose::kPrivateKey, 0600, 0, 0);
  EXPECT_EQ(finding.level, Level::kMend);
  EXPECT_THAT(finding.what, HasSubstr("cannot be read by lightship"));
  EXPECT_THAT(finding.todo, HasSubstr("chown lightship: /k/log.key"));
}

TEST(Files, WhatIsPublicCanBeReadByTheNodeAndWrittenByNobodyElse) {
  EXPECT_EQ(Of(Purpose::kPublic, 0644, 0, 0).level, Level::kOk);
  EXPECT_EQ(Of(Purpose::kPublic, 0600, 0, 0).level, Level::kMend);
  EXPECT_EQ(Of(Purpose::kPublic, 0646).level, Level::kMend);
  EXPECT_EQ(Of(Purpose::kPublic, 0755, 0, 0, true).level, Level::kOk);
  EXPECT_EQ(Of(Purpose::kPublic, 0744, 0, 0, true).level, Level::kMend);
}

TEST(Files, TheDatabaseIsEnteredByTheNodesUserAlone) {
  EXPECT_EQ(Of(Purpose::kData, 0700, 100, 200, true).level, Level::kOk);
  EXPECT_EQ(Of(Purpose::kData, 0755, 100, 200, true).level, Level::kMend);
  EXPECT_EQ(Of(Purpose::kData, 0700, 0, 0, true).level, Level::kMend);
}

TEST(Files, WhereTheCheckpointIsReplacedTheNodeWritesAndNotEverybody) {
  EXPECT_EQ(Of(Purpose::kWritten, 0755, 100, 200, true).level, Level::kOk);
  EXPECT_EQ(Of(Purpose::kWritten, 0755, 0, 0, true).level, Level::kMend);
  EXPECT_EQ(Of(Purpose::kWritten, 0777, 100, 200, true).level, Level::kMend);
}

TEST(Files, DirectoriesOfTheCheckpointAndOfBackupsAreLookedAtAlsoBeforeTheyAreThere) {
  const std::filesystem::path directory = std::filesystem::path(testing::TempDir()) / "lightship-places";
  std::filesystem::create_directories(directory);
  config::v1::NodeConfig config;
  config.set_checkpoint_file(directory / "last-checkpoint");
  config.mutable_backup()->set_dir(directory / "of/backups");
  const auto judged = [&](std::filesystem::perms mode) {
    std::filesystem::permissions(directory, mode);
    std::vector<Level> levels;
    for (const Finding& finding : CheckFiles("", config, kNode)) levels.push_back(finding.level);
    return levels;
  };
  EXPECT_THAT(judged(std::filesystem::perms(0755)), testing::ElementsAre(Level::kMend, Level::kMend));
  // Whoever is neither owner nor of the group may write: the node can, but so can all.
  EXPECT_THAT(judged(std::filesystem::perms(0757)), testing::ElementsAre(Level::kMend, Level::kOk));
  std::filesystem::remove_all(directory);
}

TEST(Files, ADirectoryThatHoldsOtherThingsIsNeitherGivenAwayNorClosed) {
  const std::filesystem::path directory = std::filesystem::path(testing::TempDir()) / "lightship-shared";
  std::filesystem::create_directories(directory / "data");
  config::v1::NodeConfig config;
  config.set_data_dir(directory / "data");
  config.set_checkpoint_file(directory / "last-checkpoint");
  const auto advice = [&](const char* what) {
    for (const Finding& finding : CheckFiles("", config, kNode)) {
      if (testing::Value(finding.what, testing::StartsWith(what))) return finding.todo;
    }
    return std::string();
  };
  EXPECT_THAT(advice("directory of checkpoint_file"), HasSubstr("chown lightship: "));
  EXPECT_THAT(advice("data_dir"), HasSubstr("chown lightship: "));
  for (const std::filesystem::path& other : {directory / "node.textproto", directory / "data/of-another"}) std::ofstream(other) << "x";
  for (const std::filesystem::perms mode : {std::filesystem::perms(0755), std::filesystem::perms(0777)}) {
    for (const std::filesystem::path& path : {directory, directory / "data"}) std::filesystem::permissions(path, mode);
    for (const char* what : {"directory of checkpoint_file", "data_dir"}) {
      EXPECT_THAT(advice(what), HasSubstr("a directory for the node alone"));
      for (const char* word : {"chown", "chmod"}) EXPECT_THAT(advice(what), testing::Not(HasSubstr(word)));
    }
  }
  std::ofstream(directory / "data/CURRENT") << "x";
  EXPECT_THAT(advice("data_dir"), HasSubstr("chmod 700 "));
  std::filesystem::remove_all(directory);
}

TEST(Files, BesideTheDatabaseTheNodeMustWriteToo) {
  const std::filesystem::path directory = std::filesystem::path(testing::TempDir()) / "lightship-beside";
  std::filesystem::create_directories(directory / "data");
  std::filesystem::permissions(directory / "data", std::filesystem::perms(0757));
  config::v1::NodeConfig config;
  config.set_data_dir(directory / "data");
  config.set_checkpoint_file("/no-such/last-checkpoint");
  const auto beside = [&] {
    std::string means = "not judged";
    for (const Finding& finding : CheckFiles("", config, kNode)) {
      if (testing::Value(finding.what, testing::StartsWith("directory of data_dir"))) means = finding.means;
    }
    return means;
  };
  EXPECT_THAT(beside(), HasSubstr("nothing restored"));
  config.set_checkpoint_file(directory / "last-checkpoint");
  EXPECT_EQ(beside(), "not judged");
  std::filesystem::remove_all(directory);
}

TEST(Files, ADatabaseThatIsNotThereThoughThereWasOneIsToBeMended) {
  const std::filesystem::path directory = std::filesystem::path(testing::TempDir()) / "lightship-away";
  std::filesystem::create_directories(directory);
  std::filesystem::permissions(directory, std::filesystem::perms(0757));
  config::v1::NodeConfig config;
  config.set_data_dir(directory / "data");
  config.set_checkpoint_file(directory / "last-checkpoint");
  const auto judged = [&] { return CheckFiles("", config, kNode).front(); };
  EXPECT_EQ(judged().level, Level::kOk);
  std::ofstream(directory / "last-checkpoint") << "x";
  EXPECT_EQ(judged().level, Level::kMend);
  EXPECT_THAT(judged().todo, HasSubstr("findmnt -T " + directory.string()));
  std::filesystem::remove(directory / "last-checkpoint");
  // As of a path that is relative, to where this is asked.
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(directory);
  config.set_data_dir("data");
  EXPECT_EQ(judged().level, Level::kOk);
  std::filesystem::current_path(before);
  std::filesystem::remove_all(directory);
}

TEST(Files, TheNodesUserReadsWhatAnyOfItsGroupsReads) {
  const FileFacts facts{0, 300, 0640, false};
  EXPECT_EQ(JudgeFile("configuration", "/c", Purpose::kPublic, facts, kNode).level, Level::kMend);
  EXPECT_EQ(JudgeFile("configuration", "/c", Purpose::kPublic, facts, {100, 200, "lightship", {200, 300}}).level, Level::kOk);
}

TEST(Files, ALogKeyThatIsLostIsNotMadeAnew) {
  config::v1::NodeConfig config;
  config.mutable_keys()->set_log_key("/no/such/log.key");
  EXPECT_THAT(CheckFiles("", config, kNode).front().todo, testing::Not(HasSubstr("setup")));
}

TEST(Files, TheConfigurationAndPinnedRootsMustBeReadByTheNode) {
  const std::filesystem::path directory = std::filesystem::path(testing::TempDir()) / "lightship-readable";
  std::filesystem::create_directories(directory / "trust");
  config::v1::NodeConfig config;
  config.set_trust_dir(directory / "trust");
  for (const char* name : {"node.textproto", "trust/SG.pem", "trust/ID.pem"}) {
    std::ofstream(directory / name) << "x";
    std::filesystem::permissions(directory / name, std::filesystem::perms(0644));
  }
  const auto judged = [&] {
    std::vector<std::string> found;
    for (const Finding& finding : CheckFiles(directory / "node.textproto", config, kNode)) {
      if (finding.level == Level::kMend) found.push_back(finding.what.substr(0, finding.what.find(" (")));
    }
    return found;
  };
  EXPECT_THAT(judged(), testing::IsEmpty());
  for (const char* name : {"node.textproto", "trust/ID.pem"}) std::filesystem::permissions(directory / name, std::filesystem::perms(0600));
  EXPECT_THAT(judged(), testing::ElementsAre("configuration: " + (directory / "node.textproto").string(),
                                             "pinned root: " + (directory / "trust/ID.pem").string()));
  std::filesystem::remove_all(directory);
}

TEST(Files, KeysThatSystemdHandsOverAreNotMissed) {
  config::v1::NodeConfig config;
  config.mutable_keys()->set_node_key("${CREDENTIALS_DIRECTORY}/key.pem");
  const Findings findings = CheckFiles("", config, kNode);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].level, Level::kOk);
  EXPECT_FALSE(findings[0].looked);
  EXPECT_THAT(findings[0].what, HasSubstr("systemd"));
}

TEST(Files, TheNodesUserIsWhomTheUnitNamesWhoeverOwnsTheDatabase) {
  config::v1::NodeConfig config;
  config.set_data_dir(testing::TempDir());
  EXPECT_EQ(NodeUser(config, "daemon").name, "daemon");
  struct stat owner {};
  ASSERT_EQ(stat(testing::TempDir().c_str(), &owner), 0);
  EXPECT_EQ(NodeUser(config, "").id, owner.st_uid);
  EXPECT_EQ(NodeUser(config, "no-such-user").id, owner.st_uid);
}

TEST(Files, PathsInAdviceAreQuotedForTheShell) {
  EXPECT_EQ(Shell("/etc/lightship/keys"), "/etc/lightship/keys");
  EXPECT_EQ(Shell("/a b/it's"), "'/a b/it'\\''s'");
  EXPECT_EQ(Shell(""), "''");
}

}  // namespace
}  // namespace lightship::doctor
