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

TEST(FormerBackups, AreThoseOfDirectoriesUsedBeforeAsLongAsTheyHaveAny) {
  std::string root = ::testing::TempDir() + "/former.XXXXXX";
  root = fs::canonical(mkdtemp(root.data()));
  std::unique_ptr<Store> store = OpenRocksStore(root + "/data", RocksOptions()).value();
  const std::string first = root + "/first", second = root + "/second";
  ASSERT_TRUE(RememberBackups(*store, "").ok());
  ASSERT_TRUE(RememberBackups(*store, first).ok());
  EXPECT_THAT(*FormerBackups(*store, second), IsEmpty()) << "none was made in it";
  ASSERT_TRUE(Backups(first).Make(*store, "").ok());
  EXPECT_THAT(*FormerBackups(*store, first + "/"), IsEmpty()) << "the same, however it is written";
  ASSERT_TRUE(RememberBackups(*store, second).ok());
  ASSERT_TRUE(Backups(second).Make(*store, "").ok());
  EXPECT_THAT(*FormerBackups(*store, second), ElementsAre(first));
  EXPECT_THAT(*FormerBackups(*store, ""), ElementsAre(first, second)) << "backups were switched off";
  // What is left of a backup whose list is gone.
  fs::remove_all(first + "/meta");
  fs::remove_all(first + "/private");
  EXPECT_THAT(*FormerBackups(*store, second), ElementsAre(first));
  fs::remove_all(first);
  EXPECT_THAT(*FormerBackups(*store, second), IsEmpty());
  store.reset();
  fs::remove_all(root);
}

TEST(FormerBackups, AreNotThoseOfTheDirectoryUsedNowByAnotherName) {
  std::string root = ::testing::TempDir() + "/former.XXXXXX";
  root = fs::canonical(mkdtemp(root.data()));
  std::unique_ptr<Store> store = OpenRocksStore(root + "/data", RocksOptions()).value();
  const std::string link = root + "/link", there = root + "/there";
  ASSERT_TRUE(RememberBackups(*store, link).ok());
  fs::create_directory(there);
  fs::create_symlink(there, link);
  ASSERT_TRUE(Backups(link).Make(*store, "").ok());
  EXPECT_THAT(*FormerBackups(*store, link), IsEmpty());
  EXPECT_THAT(*FormerBackups(*store, there), IsEmpty());
  EXPECT_THAT(*FormerBackups(*store, ""), ElementsAre(link)) << "backups were switched off";
  store.reset();
  fs::remove_all(root);
}

TEST(FormerBackups, ANameThatCannotBeFollowedIsRememberedAsItIsWritten) {
  std::string root = ::testing::TempDir() + "/former.XXXXXX";
  root = fs::canonical(mkdtemp(root.data()));
  std::unique_ptr<Store> store = OpenRocksStore(root + "/data", RocksOptions()).value();
  const std::string loop = root + "/loop";
  fs::create_symlink(loop, loop);
  EXPECT_TRUE(RememberBackups(*store, loop + "/x/../backups/").ok());
  EXPECT_TRUE(store->Get(Table::kMeta, std::string(kBackupsPrefix) + loop + "/backups").ok());
  store.reset();
  fs::remove_all(root);
}

}  // namespace
}  // namespace lightship::store
