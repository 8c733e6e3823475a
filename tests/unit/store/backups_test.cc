#include "node/store/backups.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/entropy.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/store/database_id.h"
#include "node/store/former_backups.h"
#include "node/store/memory_store.h"
#include "node/store/restored.h"

namespace lightship::store {
namespace {

namespace fs = std::filesystem;

class BackupsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "/backups.XXXXXX";
    root_ = mkdtemp(pattern.data());
    store_ = OpenRocksStore(root_ + "/data", RocksOptions()).value();
  }
  void TearDown() override {
    store_.reset();
    fs::remove_all(root_);
  }
  void Put(const std::string& key, const std::string& value) {
    WriteBatch batch;
    batch.Put(Table::kEntries, key, value);
    batch.Append(Table::kTiles, key, value);
    ASSERT_TRUE(store_->Write(batch).ok());
  }
  uint32_t Make() {
    absl::StatusOr<Backup> made = backups().Make(*store_, "note");
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? made->id : 0;
  }
  std::vector<uint32_t> Ids() {
    std::vector<uint32_t> ids;
    const std::vector<Backup> all = backups().List().value();
    for (const Backup& backup : all) ids.push_back(backup.id);
    return ids;
  }
  // In all, whatever shares it.
  uint64_t BytesOnDisk() {
    uint64_t bytes = 0;
    for (const auto& file : fs::recursive_directory_iterator(backups().directory())) {
      if (file.is_regular_file()) bytes += file.file_size();
    }
    return bytes;
  }
  Backups& backups() { return *backups_at_; }

  std::string root_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Backups> backups_at_ = nullptr;
};

class MadeBackupsTest : public BackupsTest {
 protected:
  void SetUp() override {
    BackupsTest::SetUp();
    backups_at_ = std::make_unique<Backups>(root_ + "/kept/here");
  }
};

TEST_F(MadeBackupsTest, AreNoneWhileTheFirstIsOnlyBeingBegun) {
  const std::string directory = root_ + "/kept/here";
  fs::create_directories(directory + "/private");
  std::ofstream(directory + "/lock") << "";
  auto begun = backups().List();
  ASSERT_TRUE(begun.ok()) << begun.status();
  EXPECT_TRUE(begun->empty());
  std::ofstream(directory + "/private/1") << "bytes";
  EXPECT_FALSE(backups().List().ok()) << "of those that were, what describes them is lost";
}

TEST_F(MadeBackupsTest, RestoresWhatWasThereWhenItWasMade) {
  EXPECT_TRUE(backups().List()->empty()) << "no directory yet";
  Put("a", "before");
  const uint32_t first = Make();
  Put("a", "after");
  Put("b", "new");
  Make();
  ASSERT_TRUE(backups().Restore(first, root_ + "/old/").ok());
  auto old = OpenRocksStore(root_ + "/old", RocksOptions()).value();
  EXPECT_EQ(*old->Get(Table::kEntries, "a"), "before");
  EXPECT_EQ(*old->Get(Table::kTiles, "a"), "before");
  EXPECT_TRUE(absl::IsNotFound(old->Get(Table::kEntries, "b").status()));
  EXPECT_EQ(*backups().Open(2, RocksOptions()).value()->Get(Table::kTiles, "a"), "beforeafter") << "read where it lies";
  EXPECT_EQ(backups().List()->at(0).checkpoint, "note");
  EXPECT_FALSE(backups().Restore(first, root_ + "/old").ok()) << "there is something";
}

TEST_F(MadeBackupsTest, CopiesOnlyWhatIsNew) {
  Put("a", std::string(4 << 20, 'x') + base::SystemEntropy().Bytes(4 << 20));
  Make();
  const uint64_t one = BytesOnDisk();
  Put("b", "small");
  Make();
  EXPECT_LT(BytesOnDisk(), one + one / 4);
  EXPECT_EQ(backups().List()->at(1).bytes > one / 2, true) << "all of it is in the second too";
}

TEST_F(MadeBackupsTest, PrunesTheOldestAndTheirFiles) {
  for (const char* key : {"a", "b", "c"}) {
    Put(key, base::SystemEntropy().Bytes(1 << 20));
    Make();
    ASSERT_TRUE(store_->Forget({{Table::kEntries, "", ""}, {Table::kTiles, "", ""}}).ok());
  }
  const uint64_t three = BytesOnDisk();
  ASSERT_TRUE(backups().Prune(2).ok());
  EXPECT_EQ(Ids(), (std::vector<uint32_t>{2, 3}));
  EXPECT_LT(BytesOnDisk(), three);
  EXPECT_TRUE(backups().Verify(3).ok());
  EXPECT_TRUE(absl::IsNotFound(backups().Verify(1)));
}

TEST_F(MadeBackupsTest, ARestoredDatabaseCountsAsAnotherAndAsAnOldOne) {
  base::SystemEntropy entropy;
  const std::string name = *DatabaseId(*store_, entropy);
  ASSERT_TRUE(backups().Restore(Make(), root_ + "/restored").ok());
  auto restored = OpenRocksStore(root_ + "/restored", RocksOptions()).value();
  EXPECT_NE(*DatabaseId(*restored, entropy), name);
  EXPECT_TRUE(*IsRestored(*restored));
  EXPECT_THAT(*FormerBackups(*restored, ""), ::testing::ElementsAre(fs::canonical(backups().directory()).string()))
      << "what is erased from it stays there";
  EXPECT_FALSE(*IsRestored(*store_));
}

TEST_F(MadeBackupsTest, FindsADamagedFileAndRestoresNothingOfIt) {
  Put("a", base::SystemEntropy().Bytes(1 << 20));
  const uint32_t id = Make();
  EXPECT_TRUE(backups().Verify(id).ok());
  for (const auto& file : fs::recursive_directory_iterator(backups().directory() + "/shared_checksum")) {
    std::fstream bytes(file.path(), std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(static_cast<std::streamoff>(file.file_size() / 2));
    bytes.put('!');
  }
  EXPECT_TRUE(absl::IsDataLoss(backups().Verify(id))) << backups().Verify(id);
  EXPECT_FALSE(backups().Restore(id, root_ + "/restored").ok());
  EXPECT_FALSE(fs::exists(root_ + "/restored"));
}

TEST_F(MadeBackupsTest, OneWithMissingFilesIsNotWholeAndGoesWithTheNextPruning) {
  Put("a", "value");
  Make();
  Put("b", "value");
  const uint32_t whole = Make();
  fs::remove_all(backups().directory() + "/private/1");
  ASSERT_EQ(Ids(), (std::vector<uint32_t>{1, whole}));
  EXPECT_FALSE(backups().List()->at(0).whole);
  EXPECT_TRUE(absl::IsNotFound(backups().Restore(1, root_ + "/restored")));
  ASSERT_TRUE(backups().Prune(5).ok());
  EXPECT_EQ(Ids(), (std::vector<uint32_t>{whole}));
}

TEST_F(MadeBackupsTest, MakesNoMoreOnceStopped) {
  backups().Stop();
  EXPECT_TRUE(absl::IsUnavailable(backups().Make(*store_, "").status()));
  EXPECT_TRUE(absl::IsUnimplemented(backups().Make(MemoryStore(), "").status()));
}

TEST_F(BackupsTest, ADatabaseIsReadOnlyWhileNobodyHasItAndIsNotChanged) {
  const std::string data = root_ + "/data";
  Put("a", "value");
  EXPECT_EQ(base::ReasonOf(OpenRocksStoreToRead(data, RocksOptions()).status()), base::reason::kDataDirInUse);
  EXPECT_EQ(base::ReasonOf(ReadFormat(data).status()), base::reason::kDataDirInUse);
  store_.reset();
  {
    auto read = OpenRocksStoreToRead(data, RocksOptions()).value();
    EXPECT_EQ(*read->Get(Table::kEntries, "a"), "value") << "also what is only in the write-ahead log";
    EXPECT_EQ(base::ReasonOf(OpenRocksStore(data, RocksOptions()).status()), base::reason::kDataDirInUse);
    WriteBatch batch;
    batch.Put(Table::kEntries, "b", "value");
    EXPECT_FALSE(read->Write(batch).ok());
  }
  EXPECT_EQ(*ReadFormat(data), 1u);
  EXPECT_TRUE(absl::IsNotFound(OpenRocksStoreToRead(root_ + "/none", RocksOptions()).status()));
  store_ = OpenRocksStore(data, RocksOptions()).value();
  EXPECT_TRUE(absl::IsNotFound(store_->Get(Table::kEntries, "b").status()));
}

}  // namespace
}  // namespace lightship::store
