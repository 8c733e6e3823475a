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

}  // namespace
}  // namespace lightship::store
