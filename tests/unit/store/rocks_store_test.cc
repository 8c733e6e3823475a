#include "node/store/rocks_store.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "gtest/gtest.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/store/schema.h"

namespace lightship::store {
namespace {

class RocksStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "/rocks.XXXXXX";
    root_ = mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  std::string root_;
};

TEST_F(RocksStoreTest, KeepsWhatWasWrittenWhenOpenedAgain) {
  std::string directory = root_ + "/deep/data";
  {
    auto store = OpenRocksStore(directory, RocksOptions()).value();
    WriteBatch batch;
    batch.Put(Table::kEntries, "e", "1");
    batch.Append(Table::kTiles, "t", "ab");
    ASSERT_TRUE(store->Write(batch).ok());
    WriteBatch more;
    more.Append(Table::kTiles, "t", "cd");
    ASSERT_TRUE(store->Write(more).ok());
  }
  auto store = OpenRocksStore(directory, RocksOptions()).value();
  EXPECT_EQ(*store->Get(Table::kEntries, "e"), "1");
  EXPECT_EQ(*store->Get(Table::kTiles, "t"), "abcd");
}

TEST_F(RocksStoreTest, MakesTheDirectoryPrivate) {
  ASSERT_TRUE(OpenRocksStore(root_ + "/data", RocksOptions()).ok());
  struct stat seen;
  ASSERT_EQ(stat((root_ + "/data").c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 0777, 0700u);
}

TEST_F(RocksStoreTest, RefusesADirectoryThatAnotherHasOpen) {
  auto first = OpenRocksStore(root_, RocksOptions());
  ASSERT_TRUE(first.ok());
  absl::Status second = OpenRocksStore(root_, RocksOptions()).status();
  EXPECT_EQ(base::ReasonOf(second), base::reason::kDataDirInUse);
  EXPECT_NE(second.message().find(root_), absl::string_view::npos);
}

TEST_F(RocksStoreTest, RefusesWhatANewerReleaseWrote) {
  {
    auto store = OpenRocksStore(root_, RocksOptions()).value();
    WriteBatch batch;
    std::string newer;
    base::AppendBigEndian64(kFormatVersion + 1, newer);
    batch.Put(Table::kMeta, std::string(kFormatKey), newer);
    ASSERT_TRUE(store->Write(batch).ok());
  }
  absl::Status opened = OpenRocksStore(root_, RocksOptions()).status();
  EXPECT_EQ(base::ReasonOf(opened), base::reason::kUnsupportedVersion);
}

TEST_F(RocksStoreTest, SaysWhenTheDirectoryCannotBeMade) {
  absl::Status opened = OpenRocksStore("/proc/no-such/data", RocksOptions()).status();
  EXPECT_EQ(opened.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(opened.message().find("/proc/no-such/data"), absl::string_view::npos);
}

}  // namespace
}  // namespace lightship::store
