#include "node/store/wal_space.h"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "node/store/rocks_store.h"

namespace lightship::store {
namespace {

namespace fs = std::filesystem;

class WalSpaceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "/wal.XXXXXX";
    root_ = mkdtemp(pattern.data());
  }
  void TearDown() override { fs::remove_all(root_); }

  static void Put(Store& store, const std::string& key, const std::string& value) {
    WriteBatch batch;
    batch.Put(Table::kParts, key, value);
    ASSERT_TRUE(store.Write(batch).ok());
  }
  // What lies on the disk of a store that has three rows, while it is open.
  std::string Killed() {
    auto store = OpenRocksStore(root_ + "/live", RocksOptions()).value();
    Put(*store, "a", std::string(3000, 'a'));
    Put(*store, "b", std::string(3000, 'b'));
    Put(*store, "c", std::string(3000, 'c'));
    fs::copy(root_ + "/live", root_ + "/killed", fs::copy_options::recursive);
    return root_ + "/killed";
  }
  static fs::path LogIn(const std::string& directory) {
    for (const auto& file : fs::directory_iterator(directory)) {
      if (file.path().extension() == ".log" && file.file_size() > 0) return file.path();
    }
    return {};
  }
  // Puts `bytes` over the middle of the row of this letter.
  static void Overwrite(const std::string& directory, char letter, const std::string& bytes) {
    const fs::path log = LogIn(directory);
    std::ifstream in(log, std::ios::binary);
    std::string held((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    held.replace(held.find(std::string(3000, letter)) + 1000, bytes.size(), bytes);
    std::ofstream(log, std::ios::binary) << held;
  }

  std::string root_;
};

TEST_F(WalSpaceTest, ALogThatWasNotClosedGivesAllThatWasWritten) {
  const std::string killed = Killed();
  EXPECT_GT(fs::file_size(LogIn(killed)), 1u << 20) << "no space ahead";
  for (const char* key : {"a", "b", "c"}) EXPECT_TRUE(OpenRocksStoreToRead(killed, RocksOptions()).value()->Get(Table::kParts, key).ok());
  auto store = OpenRocksStore(killed, RocksOptions());
  ASSERT_TRUE(store.ok()) << store.status();
  for (const char* key : {"a", "b", "c"}) EXPECT_TRUE((*store)->Get(Table::kParts, key).ok()) << key;
  Put(**store, "d", "d");
}

TEST_F(WalSpaceTest, AWriteThatThePowerCutTornIsNotThere) {
  const std::string killed = Killed();
  Overwrite(killed, 'c', std::string(1024, '\0'));
  EXPECT_TRUE(OpenRocksStoreToRead(killed, RocksOptions()).ok());
  auto store = OpenRocksStore(killed, RocksOptions());
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_TRUE((*store)->Get(Table::kParts, "b").ok());
  EXPECT_TRUE(absl::IsNotFound((*store)->Get(Table::kParts, "c").status()));
}

TEST_F(WalSpaceTest, AWriteThatWasChangedIsDamage) {
  for (char letter : {'a', 'c'}) {
    const std::string killed = Killed();
    Overwrite(killed, letter, "x");
    EXPECT_TRUE(absl::IsDataLoss(OpenRocksStore(killed, RocksOptions()).status())) << letter;
    fs::remove_all(killed);
    fs::remove_all(root_ + "/live");
  }
}

TEST_F(WalSpaceTest, ALogHasTheSizeOfItsRecords) {
  const rocksdb::IOOptions options;
  auto files = WithWalSpace(rocksdb::FileSystem::Default());
  const std::string path = root_ + "/1.log";
  std::unique_ptr<rocksdb::FSWritableFile> log;
  ASSERT_TRUE(files->NewWritableFile(path, rocksdb::FileOptions(), &log, nullptr).ok());
  EXPECT_EQ(fs::file_size(path), 0u) << "one that is never written is empty";
  ASSERT_TRUE(log->Append("abc", options, nullptr).ok());
  ASSERT_TRUE(log->Append("def", options, nullptr).ok());
  EXPECT_GT(fs::file_size(path), 1u << 20);
  uint64_t size = 0;
  ASSERT_TRUE(files->GetFileSize(path, options, &size, nullptr).ok());
  EXPECT_EQ(size, 6u);
  std::unique_ptr<rocksdb::FSSequentialFile> read;
  ASSERT_TRUE(files->NewSequentialFile(path, rocksdb::FileOptions(), &read, nullptr).ok());
  std::string scratch(100, ' ');
  rocksdb::Slice result;
  ASSERT_TRUE(read->Read(scratch.size(), options, &result, scratch.data(), nullptr).ok());
  EXPECT_EQ(result.ToString(), "abcdef");
  ASSERT_TRUE(log->Close(options, nullptr).ok());
  EXPECT_EQ(fs::file_size(path), 6u);
}

}  // namespace
}  // namespace lightship::store
