#include "node/store/rocks_log.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/store/rocks_store.h"

namespace lightship::store {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Text(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

class RocksLogTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "/info-log.XXXXXX";
    directory_ = mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::string directory_;
};

TEST_F(RocksLogTest, KeepsWhatEarlierOpeningsSaid) {
  for (int opening = 0; opening < 6; ++opening) ASSERT_TRUE(OpenRocksStore(directory_, RocksOptions()).ok());
  EXPECT_THAT(Text(directory_ + "/INFO_LOG"), HasSubstr("RocksDB version"));
  EXPECT_THAT(Text(directory_ + "/INFO_LOG.3"), HasSubstr("Shutdown complete"));
  EXPECT_FALSE(std::filesystem::exists(directory_ + "/INFO_LOG.4"));
}

TEST_F(RocksLogTest, IsLeftToWhoHasTheDatabaseOpen) {
  auto open = OpenRocksStore(directory_, RocksOptions());
  ASSERT_TRUE(open.ok());
  for (int attempt = 0; attempt < 4; ++attempt) {
    EXPECT_EQ(base::ReasonOf(OpenRocksStore(directory_, RocksOptions()).status()), base::reason::kDataDirInUse);
  }
  EXPECT_FALSE(std::filesystem::exists(directory_ + "/INFO_LOG.1"));
}

TEST_F(RocksLogTest, SaysHowGraveALineIs) {
  rocksdb::Log(rocksdb::WARN_LEVEL, InfoLog(directory_), "%d files wait", 7);
  EXPECT_THAT(Text(directory_ + "/INFO_LOG"), HasSubstr("[warning] 7 files wait\n"));
}

TEST_F(RocksLogTest, CutsALineThatIsTooLong) {
  rocksdb::Log(InfoLog(directory_), "%s END", std::string(1 << 20, 'x').c_str());
  EXPECT_THAT(Text(directory_ + "/INFO_LOG"), AllOf(HasSubstr("xxx"), Not(HasSubstr("END"))));
}

// /dev/full answers every write as a full disk does.
TEST_F(RocksLogTest, ADiskThatIsFullLosesTheLogAndNothingElse) {
  std::filesystem::create_symlink("/dev/full", directory_ + "/INFO_LOG");
  for (int line = 0; line < 3; ++line) rocksdb::Log(InfoLog(directory_), "not to be read");
  EXPECT_TRUE(OpenRocksStore(directory_, RocksOptions()).ok());
}

TEST_F(RocksLogTest, WhatStandsInItsPlaceIsLeftAlone) {
  const std::string in_its_place = directory_ + "/INFO_LOG";
  std::filesystem::create_directory(in_its_place);
  rocksdb::Log(InfoLog(directory_), "not to be read");
  EXPECT_TRUE(std::filesystem::is_directory(in_its_place));
}

}  // namespace
}  // namespace lightship::store
