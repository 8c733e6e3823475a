#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/store/rocks_database.h"

namespace lightship::store {
namespace {

constexpr char kSecret[] = "Captain-Q7-was-taken-ashore";

class RocksForgetTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "/forget.XXXXXX";
    root_ = mkdtemp(pattern.data());
    Open();
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(root_);
  }

  void Open() {
    store_.reset();
    store_ = OpenRocksStore(root_, RocksOptions()).value();
  }
  void Put(Table table, const std::string& key, const std::string& value) {
    WriteBatch batch;
    batch.Put(table, key, value);
    ASSERT_TRUE(store_->Write(batch).ok());
  }
  void Delete(Table table, const std::string& key) {
    WriteBatch batch;
    batch.Delete(table, key);
    ASSERT_TRUE(store_->Write(batch).ok());
  }
  absl::Status ForgetParts() { return store_->Forget({{Table::kParts, "b", "c"}}); }

  // Files of the data directory, of whatever kind, that hold the secret.
  int FilesWithTheSecret() const {
    int found = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(root_)) {
      if (!file.is_regular_file()) continue;
      std::ifstream in(file.path(), std::ios::binary);
      std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
      if (bytes.find(kSecret) != std::string::npos) ++found;
    }
    return found;
  }

  std::string root_;
  std::unique_ptr<Store> store_;
};

TEST_F(RocksForgetTest, RemovesADeletedValueFromTheLogAndKeepsItsNeighbours) {
  // One batch over two tables: the log must go though only one of them is named.
  WriteBatch batch;
  batch.Put(Table::kParts, "a", "before");
  batch.Put(Table::kParts, "b", kSecret);
  batch.Put(Table::kParts, "c", "after");
  batch.Put(Table::kIncidents, "i", "other table");
  ASSERT_TRUE(store_->Write(batch).ok());
  Delete(Table::kParts, "b");
  ASSERT_GE(FilesWithTheSecret(), 1);
  absl::Status forgotten = ForgetParts();
  ASSERT_TRUE(forgotten.ok()) << forgotten;
  EXPECT_EQ(FilesWithTheSecret(), 0);
  Open();
  EXPECT_EQ(FilesWithTheSecret(), 0);
  EXPECT_EQ(*store_->Get(Table::kParts, "a"), "before");
  EXPECT_EQ(*store_->Get(Table::kParts, "c"), "after");
  EXPECT_EQ(*store_->Get(Table::kIncidents, "i"), "other table");
  EXPECT_TRUE(absl::IsNotFound(store_->Get(Table::kParts, "b").status()));
}

TEST_F(RocksForgetTest, RemovesAValueThatLiesInTheLastLevelBelowItsDeletion) {
  Put(Table::kParts, "b", kSecret);
  // Moves the value to the last level: nothing is deleted yet, so it stays.
  ASSERT_TRUE(ForgetParts().ok());
  ASSERT_EQ(FilesWithTheSecret(), 1);
  Delete(Table::kParts, "b");
  ASSERT_EQ(FilesWithTheSecret(), 1);
  ASSERT_TRUE(ForgetParts().ok());
  EXPECT_EQ(FilesWithTheSecret(), 0);
}

TEST_F(RocksForgetTest, RemovesWhatAnOverwrittenValueSaidBefore) {
  Put(Table::kIncidents, "i", kSecret);
  Open();
  Put(Table::kIncidents, "i", "folded anew");
  ASSERT_GE(FilesWithTheSecret(), 1);
  // To the end of the table.
  ASSERT_TRUE(store_->Forget({{Table::kParts, "b", "c"}, {Table::kIncidents, "i", ""}}).ok());
  EXPECT_EQ(FilesWithTheSecret(), 0);
  EXPECT_EQ(*store_->Get(Table::kIncidents, "i"), "folded anew");
}

// What files of the last level are compressed with is taken from their values, and stands in them as it is.
TEST_F(RocksForgetTest, RemovesADeletedValueFromWhatItsNeighboursAreCompressedWith) {
  constexpr int kRows = 4000;
  const auto key = [](int row) { return absl::StrCat(row % 2 == 0 ? "a" : "b", row); };
  WriteBatch batch;
  for (int row = 0; row < kRows; ++row) {
    const std::string own = absl::StrCat(absl::Hex(row * 2654435761U), " at ", absl::Hex(row * 40503U), " ");
    batch.Put(Table::kParts, key(row), absl::StrCat(own, row % 2 == 0 ? "Nothing to be told of that night" : kSecret));
  }
  ASSERT_TRUE(store_->Write(batch).ok());
  ASSERT_TRUE(ForgetParts().ok());
  ASSERT_EQ(FilesWithTheSecret(), 1);
  WriteBatch erased;
  for (int row = 1; row < kRows; row += 2) erased.Delete(Table::kParts, key(row));
  ASSERT_TRUE(store_->Write(erased).ok());
  ASSERT_TRUE(ForgetParts().ok());
  EXPECT_EQ(FilesWithTheSecret(), 0);
  EXPECT_TRUE(store_->Get(Table::kParts, key(2)).ok());
}

TEST_F(RocksForgetTest, RewritesNothingWhileABackupKeepsFilesAndSucceedsWhenItIsMade) {
  Put(Table::kParts, "b", kSecret);
  Open();
  Delete(Table::kParts, "b");
  rocksdb::DB& db = **DatabaseOf(*store_);
  ASSERT_TRUE(db.DisableFileDeletions().ok());
  const std::vector<std::string> before = store_->Files();
  const absl::Status refused = ForgetParts();
  EXPECT_EQ(base::ReasonOf(refused), base::reason::kStorage);
  EXPECT_NE(refused.message().find("a backup is under way"), absl::string_view::npos) << refused;
  EXPECT_EQ(store_->Files(), before);
  ASSERT_TRUE(db.EnableFileDeletions(/*force=*/false).ok());
  ASSERT_TRUE(ForgetParts().ok());
  EXPECT_EQ(FilesWithTheSecret(), 0);
}

TEST_F(RocksForgetTest, SaysThatASnapshotStillShowsTheValueAndSucceedsWhenItIsGone) {
  Put(Table::kParts, "b", kSecret);
  std::unique_ptr<const View> snapshot = store_->Snapshot();
  Delete(Table::kParts, "b");
  absl::Status held = ForgetParts();
  EXPECT_EQ(held.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(base::ReasonOf(held), base::reason::kStorage);
  EXPECT_EQ(*snapshot->Get(Table::kParts, "b"), kSecret);
  snapshot.reset();
  ASSERT_TRUE(ForgetParts().ok());
  EXPECT_EQ(FilesWithTheSecret(), 0);
}

TEST_F(RocksForgetTest, RewritesNothingForAStoreThatIsAboutToGo) {
  Put(Table::kParts, "b", kSecret);
  Delete(Table::kParts, "b");
  store_->StopForgetting();
  const absl::Status stopped = ForgetParts();
  EXPECT_EQ(stopped.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(base::ReasonOf(stopped), base::reason::kStorage);
  Open();
  ASSERT_TRUE(ForgetParts().ok());
  EXPECT_EQ(FilesWithTheSecret(), 0);
}

TEST_F(RocksForgetTest, ASnapshotTakenAfterTheDeletionHoldsNothingUp) {
  Put(Table::kParts, "b", kSecret);
  Delete(Table::kParts, "b");
  std::unique_ptr<const View> snapshot = store_->Snapshot();
  ASSERT_TRUE(ForgetParts().ok());
  EXPECT_EQ(FilesWithTheSecret(), 0);
}

TEST_F(RocksForgetTest, SaysThatAScanStillReadsAnOldFile) {
  Put(Table::kParts, "b", kSecret);
  Open();
  absl::Status held;
  ASSERT_TRUE(store_
                  ->Scan(Table::kParts, "", "",
                         [&](absl::string_view, absl::string_view) {
                           Delete(Table::kParts, "b");
                           held = ForgetParts();
                           return true;
                         })
                  .ok());
  EXPECT_EQ(held.code(), absl::StatusCode::kUnavailable);
  absl::Status forgotten = ForgetParts();
  ASSERT_TRUE(forgotten.ok()) << held << forgotten;
  EXPECT_EQ(FilesWithTheSecret(), 0);
}

TEST_F(RocksForgetTest, ForgetsWhileOthersWriteAndForgetAndLosesNoWrite) {
  constexpr int kWrites = 60;
  Put(Table::kParts, "b", kSecret);
  Delete(Table::kParts, "b");
  std::thread writer([this] {
    for (int i = 0; i < kWrites; ++i) Put(Table::kEntries, absl::StrCat(i), "kept");
  });
  std::thread forgetter([this] { EXPECT_TRUE(ForgetParts().ok()); });
  absl::Status forgotten = ForgetParts();
  EXPECT_TRUE(forgotten.ok()) << forgotten;
  EXPECT_EQ(FilesWithTheSecret(), 0);
  writer.join();
  forgetter.join();
  Open();
  for (int i = 0; i < kWrites; ++i) EXPECT_EQ(*store_->Get(Table::kEntries, absl::StrCat(i)), "kept");
}

}  // namespace
}  // namespace lightship::store
