#include "node/statement/roots.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/pki.h"

namespace lightship::statement {
namespace {

using lightship::testing::RootsOf;
using lightship::testing::TestEconomy;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class RootsDirectory : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "/roots.XXXXXX";
    directory_ = mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  void Write(const std::string& name, const std::string& content) {
    std::ofstream(directory_ + "/" + name) << content;
  }
  static std::string RootPem(const char* economy) {
    return TestEconomy::Of(economy).authority().certificate().pem();
  }

  std::string directory_;
};

TEST_F(RootsDirectory, PinsOneFileForEachEconomy) {
  Write("SG.pem", RootPem("SG"));
  Write("ID.pem", RootPem("ID"));
  const PinnedRoots roots = PinnedRoots::LoadDirectory(directory_).value();
  EXPECT_THAT(roots.Economies(), ElementsAre("ID", "SG"));
  ASSERT_EQ(roots.Of("SG").size(), 1u);
  EXPECT_EQ(roots.Of("SG")[0].der(), TestEconomy::Of("SG").authority().certificate().der());
  EXPECT_TRUE(roots.Of("MY").empty());
  EXPECT_EQ(roots.All().size(), 2u);
}

TEST_F(RootsDirectory, KeepsSeveralRootsOfOneEconomyForRollover) {
  Write("SG.pem", RootPem("SG") + TestEconomy("SG").authority().certificate().pem());
  EXPECT_EQ(PinnedRoots::LoadDirectory(directory_).value().Of("SG").size(), 2u);
}

TEST_F(RootsDirectory, WhoeverSharesThemSeesWhatIsAssignedLater) {
  Write("SG.pem", RootPem("SG"));
  PinnedRoots shared = PinnedRoots::LoadDirectory(directory_).value();
  const PinnedRoots& reader = shared;
  Write("ID.pem", RootPem("ID"));
  shared = PinnedRoots::LoadDirectory(directory_).value();
  EXPECT_EQ(reader.Of("ID").size(), 1u);
}

TEST_F(RootsDirectory, RefusesAFileThatNamesNoEconomy) {
  Write("SG.pem", RootPem("SG"));
  for (const char* name : {"sg.pem", "SG.pem.bak", "SGP.pem", "README"}) {
    Write(name, RootPem("SG"));
    const auto roots = PinnedRoots::LoadDirectory(directory_);
    EXPECT_EQ(roots.status().code(), absl::StatusCode::kFailedPrecondition) << name;
    EXPECT_THAT(std::string(roots.status().message()), HasSubstr(name));
    std::filesystem::remove(directory_ + "/" + name);
  }
}

TEST_F(RootsDirectory, RefusesWhatIsNoAuthority) {
  Write("SG.pem", TestEconomy::Of("SG").node().chain[0].pem());
  const auto roots = PinnedRoots::LoadDirectory(directory_);
  EXPECT_EQ(roots.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(roots.status().message()), HasSubstr("SG.pem"));
  Write("SG.pem", "no PEM at all");
  EXPECT_FALSE(PinnedRoots::LoadDirectory(directory_).ok());
  Write("SG.pem", "");
  EXPECT_FALSE(PinnedRoots::LoadDirectory(directory_).ok());
}

TEST_F(RootsDirectory, RefusesADirectoryWithNothingToTrust) {
  EXPECT_FALSE(PinnedRoots::LoadDirectory(directory_).ok());
  EXPECT_FALSE(PinnedRoots::LoadDirectory(directory_ + "/missing").ok());
}

TEST(PinnedRoots, RefusesACodeThatIsNoEconomy) {
  PinnedRoots roots;
  EXPECT_FALSE(roots.Add("sg", TestEconomy::Of("SG").authority().certificate().pem()).ok());
}

}  // namespace
}  // namespace lightship::statement
