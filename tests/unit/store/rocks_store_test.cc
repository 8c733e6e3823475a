#include "node/store/rocks_store.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/store/schema.h"
#include "rocksdb/db.h"
#include "rocksdb/options.h"

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

TEST_F(RocksStoreTest, TellsItsMomentsApart) {
  const auto write = [](Store& store) {
    WriteBatch batch;
    batch.Put(Table::kEntries, "e", "1");
    ASSERT_TRUE(store.Write(batch).ok());
  };
  std::string moment;
  {
    auto store = OpenRocksStore(root_ + "/data", RocksOptions()).value();
    write(*store);
    const std::string before = store->Moment();
    write(*store);
    moment = store->Moment();
    EXPECT_NE(moment, before);
  }
  EXPECT_EQ(OpenRocksStore(root_ + "/data", RocksOptions()).value()->Moment(), moment);
  EXPECT_EQ(OpenRocksStore(root_ + "/data", RocksOptions()).value()->Moment(), moment);
  auto other = OpenRocksStore(root_ + "/other", RocksOptions()).value();
  write(*other);
  write(*other);
  EXPECT_NE(other->Moment(), moment);
}

TEST_F(RocksStoreTest, MakesTheDirectoryPrivate) {
  ASSERT_TRUE(OpenRocksStore(root_ + "/data", RocksOptions()).ok());
  struct stat seen;
  ASSERT_EQ(stat((root_ + "/data").c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 0777, 0700u);
}

// Flips one bit in the middle of the last place where `marker` stands in a file of that ending; true when there is one.
bool FlipIn(const std::string& directory, const std::string& ending, const std::string& marker) {
  for (const auto& file : std::filesystem::directory_iterator(directory)) {
    if (!file.path().string().ends_with(ending)) continue;
    std::ifstream in(file.path(), std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const size_t at = bytes.rfind(marker);
    if (at == std::string::npos) continue;
    bytes[at + marker.size() / 2] ^= 1;
    std::ofstream(file.path(), std::ios::binary) << bytes;
    return true;
  }
  return false;
}

void PutOne(Store& store, const std::string& key, const std::string& value) {
  WriteBatch batch;
  batch.Put(Table::kParts, key, value);
  ASSERT_TRUE(store.Write(batch).ok());
}

TEST_F(RocksStoreTest, ABitFlippedInTheWriteAheadLogIsDamageAndNotAnEarlyEnd) {
  {
    auto store = OpenRocksStore(root_, RocksOptions()).value();
    PutOne(*store, "a", "first-marker");
    PutOne(*store, "b", "second-marker");
  }
  ASSERT_TRUE(FlipIn(root_, ".log", "first-marker"));
  EXPECT_EQ(OpenRocksStore(root_, RocksOptions()).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(RocksStoreTest, ATornEndOfTheWriteAheadLogIsWhatACrashLeaves) {
  {
    auto store = OpenRocksStore(root_, RocksOptions()).value();
    PutOne(*store, "a", "first-marker");
    PutOne(*store, "b", "second-marker");
  }
  for (const auto& file : std::filesystem::directory_iterator(root_)) {
    if (file.path().extension() == ".log") {
      std::filesystem::resize_file(file.path(), file.file_size() - 5);
    }
  }
  auto store = OpenRocksStore(root_, RocksOptions());
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ(*(*store)->Get(Table::kParts, "a"), "first-marker");
  EXPECT_FALSE((*store)->Get(Table::kParts, "b").ok());
}

TEST_F(RocksStoreTest, FindsABitFlippedInATableFileThoughTheCacheStillHasIt) {
  PutOne(*OpenRocksStore(root_, RocksOptions()).value(), "a", "the-marker");
  // Opening writes what the log held into table files.
  auto store = OpenRocksStore(root_, RocksOptions()).value();
  EXPECT_EQ(*store->Get(Table::kParts, "a"), "the-marker");
  const std::vector<std::string> files = store->Files();
  ASSERT_FALSE(files.empty());
  for (const std::string& file : files) EXPECT_TRUE(store->CheckFile(file).ok()) << file;
  ASSERT_TRUE(FlipIn(root_, ".sst", "the-marker"));
  int damaged = 0;
  for (const std::string& file : files) {
    absl::Status found = store->CheckFile(file);
    if (found.ok()) continue;
    ++damaged;
    EXPECT_EQ(found.code(), absl::StatusCode::kDataLoss);
    EXPECT_NE(found.message().find("parts"), absl::string_view::npos) << found.message();
  }
  EXPECT_EQ(damaged, 1);
}

TEST_F(RocksStoreTest, RefusesADirectoryThatAnotherHasOpen) {
  auto first = OpenRocksStore(root_, RocksOptions());
  ASSERT_TRUE(first.ok());
  absl::Status second = OpenRocksStore(root_, RocksOptions()).status();
  EXPECT_EQ(base::ReasonOf(second), base::reason::kDataDirInUse);
  EXPECT_NE(second.message().find(root_), absl::string_view::npos);
}

std::map<std::string, std::string> FilesIn(const std::string& directory) {
  std::map<std::string, std::string> files;
  for (const auto& file : std::filesystem::directory_iterator(directory)) {
    std::ifstream in(file.path(), std::ios::binary);
    files[file.path().filename()] = std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  }
  return files;
}

// What a release adds to a database that this one does not know.
void AddTable(const std::string& directory, const std::string& name) {
  std::vector<std::string> names;
  ASSERT_TRUE(rocksdb::DB::ListColumnFamilies(rocksdb::DBOptions(), directory, &names).ok());
  std::vector<rocksdb::ColumnFamilyDescriptor> known;
  for (const std::string& table : names) known.emplace_back(table, rocksdb::ColumnFamilyOptions());
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  rocksdb::DB* opened = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(rocksdb::DBOptions(), directory, known, &families, &opened).ok());
  const std::unique_ptr<rocksdb::DB> database(opened);
  families.emplace_back();
  ASSERT_TRUE(database->CreateColumnFamily(rocksdb::ColumnFamilyOptions(), name, &families.back()).ok());
  for (rocksdb::ColumnFamilyHandle* family : families) ASSERT_TRUE(database->DestroyColumnFamilyHandle(family).ok());
}

TEST_F(RocksStoreTest, RefusesADatabaseOfAnotherFormatAndLeavesItAsItIs) {
  for (const uint64_t format : {kFormatVersion - 1, kFormatVersion + 1}) {
    const std::string directory = absl::StrCat(root_, "/", format);
    {
      auto store = OpenRocksStore(directory, RocksOptions()).value();
      WriteBatch batch;
      std::string other;
      base::AppendBigEndian64(format, other);
      batch.Put(Table::kMeta, std::string(kFormatKey), other);
      ASSERT_TRUE(store->Write(batch).ok());
    }
    if (format > kFormatVersion) AddTable(directory, "later");
    const std::map<std::string, std::string> before = FilesIn(directory);
    const absl::Status opened = OpenRocksStore(directory, RocksOptions()).status();
    EXPECT_EQ(base::ReasonOf(opened), base::reason::kUnsupportedVersion) << opened;
    EXPECT_TRUE(FilesIn(directory) == before) << "format " << format;
  }
}

TEST_F(RocksStoreTest, SaysWhenTheDirectoryCannotBeMade) {
  absl::Status opened = OpenRocksStore("/proc/no-such/data", RocksOptions()).status();
  EXPECT_EQ(opened.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(opened.message().find("/proc/no-such/data"), absl::string_view::npos);
}

}  // namespace
}  // namespace lightship::store
