#include "node/store/rocks_salvage.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::store {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr absl::Time kNoon = absl::FromUnixSeconds(1'800'000'000);

// Works in a directory of its own, so that relative paths can be tried.
class RocksSalvageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "/salvage.XXXXXX";
    root_ = fs::canonical(mkdtemp(pattern.data())).string();
    before_ = fs::current_path();
    fs::current_path(root_);
    fs::create_directories(root_ + "/deep");
  }
  void TearDown() override {
    fs::current_path(before_);
    fs::remove_all(root_);
  }
  // Every way to write the directory root_/data.
  std::vector<std::string> Forms() const {
    return {root_ + "/data", root_ + "/data/", "data", "./data", "data//", "deep/../data", "data/.", "link"};
  }
  std::vector<std::string> Damaged(const std::string& directory) {
    auto damaged = DamagedDatabases(directory);
    EXPECT_TRUE(damaged.ok()) << damaged.status();
    return damaged.ok() ? *damaged : std::vector<std::string>{"?"};
  }

  std::string root_;
  fs::path before_;
};

void PutMark(Store& store, const std::string& mark) {
  WriteBatch batch;
  batch.Put(Table::kParts, "key", mark);
  ASSERT_TRUE(store.Write(batch).ok());
}

std::string MarkIn(const std::string& directory) {
  auto store = OpenRocksStore(directory, RocksOptions());
  EXPECT_TRUE(store.ok()) << store.status();
  return store.ok() ? (*store)->Get(Table::kParts, "key").value_or("none") : "?";
}

TEST_F(RocksSalvageTest, TheDamagedDatabaseIsKeptAndFoundHoweverTheDirectoryIsWritten) {
  for (const std::string form : {"data", "./data/", "link"}) {
    for (const auto& old : fs::directory_iterator(root_)) fs::remove_all(old.path());
    fs::create_directories(root_ + "/deep");
    PutMark(**OpenRocksStore(root_ + "/data", RocksOptions()), "damaged");
    fs::create_symlink(root_ + "/data", root_ + "/link");
    EXPECT_EQ(*(*SalvageRocksStore(form, RocksOptions()))->Get(Table::kParts, "key"), "damaged");
    PutMark(**OpenRebuilt(form, RocksOptions()), "rebuilt");
    const auto kept = PutRebuiltInPlace(form, kNoon);
    ASSERT_TRUE(kept.ok()) << form << ": " << kept.status();
    EXPECT_EQ(*kept, root_ + "/data.damaged-1") << form;
    EXPECT_THAT(*DamagedLately(form, kNoon + absl::Minutes(59), absl::Hours(1)), ElementsAre(*kept)) << form;
    EXPECT_THAT(*DamagedLately(form, kNoon + absl::Minutes(60), absl::Hours(1)), IsEmpty()) << form;
    EXPECT_EQ(MarkIn(form), "rebuilt") << form;
    EXPECT_EQ(MarkIn(*kept), "damaged") << form;
    EXPECT_THAT(Damaged(form), ElementsAre(*kept)) << form;
  }
}

TEST_F(RocksSalvageTest, WhatAnInterruptedRebuildOrRestoreLeftCountsAsDamagedUntilItIsRemoved) {
  fs::create_directories("data/some");
  fs::create_symlink(root_ + "/data", root_ + "/link");
  for (const std::string& form : Forms()) {
    fs::create_directories(root_ + "/data.salvage/some");
    fs::create_directories(root_ + "/data.rebuilt/some");
    fs::create_directories(root_ + "/data.restoring/some");
    EXPECT_THAT(Damaged(form), UnorderedElementsAre(root_ + "/data.salvage", root_ + "/data.rebuilt", root_ + "/data.restoring"))
        << form;
    ASSERT_TRUE(RemoveUnfinished(form).ok()) << form;
    EXPECT_THAT(Damaged(form), IsEmpty()) << form;
    EXPECT_FALSE(fs::exists(root_ + "/data.salvage"));
    EXPECT_FALSE(fs::exists(root_ + "/data.rebuilt"));
    EXPECT_FALSE(fs::exists(root_ + "/data.restoring"));
    EXPECT_TRUE(fs::exists(root_ + "/data/some"));
  }
}

TEST_F(RocksSalvageTest, ADatabaseThatWasMovedAsideCountsAsDamaged) {
  for (const char* name : {"data", "data.before", "database"}) PutMark(**OpenRocksStore(name, RocksOptions()), "sound");
  fs::create_directories("data.notes");
  EXPECT_THAT(Damaged("data"), ElementsAre(root_ + "/data.before"));
}

TEST_F(RocksSalvageTest, ARestoreThatIsUnderWayIsLeftAlone) {
  fs::create_directories("data.restoring/some");
  const int restoring = open("data.restoring", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  ASSERT_EQ(flock(restoring, LOCK_EX | LOCK_NB), 0);
  ASSERT_TRUE(RemoveUnfinished("data").ok());
  EXPECT_TRUE(fs::exists("data.restoring/some"));
  close(restoring);
  ASSERT_TRUE(RemoveUnfinished("data").ok());
  EXPECT_FALSE(fs::exists("data.restoring"));
}

TEST_F(RocksSalvageTest, RemovingWhatIsUnfinishedKeepsDamagedDatabases) {
  fs::create_directories("data.damaged-3/some");
  fs::create_directories("database.damaged-1");
  ASSERT_TRUE(RemoveUnfinished("data").ok());
  EXPECT_THAT(Damaged("data/"), ElementsAre(root_ + "/data.damaged-3"));
}

TEST_F(RocksSalvageTest, WhatCannotBeListedIsAnErrorAndNotNothing) {
  const absl::Status seen = DamagedDatabases(root_ + "/nowhere/data").status();
  EXPECT_EQ(base::ReasonOf(seen), base::reason::kStorage) << seen;
}

TEST_F(RocksSalvageTest, ARebuildThatCannotBePutInPlaceLeavesNothingUnderAnUnfinishedName) {
  PutMark(**OpenRebuilt("data", RocksOptions()), "rebuilt");
  EXPECT_FALSE(PutRebuiltInPlace("data", kNoon).ok()) << "there is nothing to exchange it with";
  EXPECT_FALSE(fs::exists("data.rebuilt"));
  EXPECT_EQ(MarkIn("data.damaged-1"), "rebuilt");
}

}  // namespace
}  // namespace lightship::store
