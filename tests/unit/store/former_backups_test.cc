#include "node/store/former_backups.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/store/backups.h"

namespace lightship::store {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FormerBackupsTest : public ::testing::Test {
 protected:
  FormerBackupsTest() {
    std::string pattern = ::testing::TempDir() + "/former.XXXXXX";
    root_ = fs::canonical(mkdtemp(pattern.data()));
    store_ = OpenRocksStore(root_ + "/data", RocksOptions()).value();
  }
  ~FormerBackupsTest() override {
    store_.reset();
    fs::remove_all(root_);
  }

  std::string root_;
  std::unique_ptr<Store> store_;
};

TEST_F(FormerBackupsTest, AreThoseOfDirectoriesUsedBeforeAsLongAsTheyHaveAny) {
  const std::string first = root_ + "/first", second = root_ + "/second";
  ASSERT_TRUE(RememberBackups(*store_, "").ok());
  ASSERT_TRUE(RememberBackups(*store_, first).ok());
  EXPECT_THAT(*FormerBackups(*store_, second), IsEmpty()) << "none was made in it";
  ASSERT_TRUE(Backups(first).Make(*store_, "").ok());
  EXPECT_THAT(*FormerBackups(*store_, first + "/"), IsEmpty()) << "the same, however it is written";
  ASSERT_TRUE(RememberBackups(*store_, second).ok());
  ASSERT_TRUE(Backups(second).Make(*store_, "").ok());
  EXPECT_THAT(*FormerBackups(*store_, second), ElementsAre(first));
  EXPECT_THAT(*FormerBackups(*store_, ""), ElementsAre(first, second)) << "backups were switched off";
  // What is left of a backup whose list is gone.
  fs::remove_all(first + "/meta");
  fs::remove_all(first + "/private");
  EXPECT_THAT(*FormerBackups(*store_, second), ElementsAre(first));
  fs::remove_all(first);
  EXPECT_THAT(*FormerBackups(*store_, second), IsEmpty());
}

TEST_F(FormerBackupsTest, AreNotThoseOfTheDirectoryUsedNowByAnotherName) {
  const std::string link = root_ + "/link", there = root_ + "/there";
  ASSERT_TRUE(RememberBackups(*store_, link).ok());
  fs::create_directory(there);
  fs::create_symlink(there, link);
  ASSERT_TRUE(Backups(link).Make(*store_, "").ok());
  EXPECT_THAT(*FormerBackups(*store_, link), IsEmpty());
  EXPECT_THAT(*FormerBackups(*store_, there), IsEmpty());
  EXPECT_THAT(*FormerBackups(*store_, ""), ElementsAre(link)) << "backups were switched off";
}

TEST_F(FormerBackupsTest, ANameThatCannotBeFollowedIsRememberedAsItIsWritten) {
  const std::string loop = root_ + "/loop";
  fs::create_symlink(loop, loop);
  EXPECT_TRUE(RememberBackups(*store_, loop + "/x/../backups/").ok());
  EXPECT_TRUE(store_->Get(Table::kMeta, std::string(kBackupsPrefix) + loop + "/backups").ok());
}

}  // namespace
}  // namespace lightship::store
