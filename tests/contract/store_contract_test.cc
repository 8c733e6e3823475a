// What any Store must do, tried on every implementation.
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "node/store/memory_store.h"
#include "node/store/rocks_store.h"
#include "node/store/store.h"

namespace lightship::store {
namespace {

// A directory that is gone when the test is.
class Scratch {
 public:
  Scratch() {
    std::string pattern = ::testing::TempDir() + "/store.XXXXXX";
    path_ = mkdtemp(pattern.data());
  }
  ~Scratch() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct Implementation {
  const char* name;
  std::function<std::unique_ptr<Store>(const std::string& directory)> open;
};

class StoreContract : public ::testing::TestWithParam<Implementation> {
 protected:
  Scratch scratch_;
  std::unique_ptr<Store> store_ = GetParam().open(scratch_.path());

  std::map<std::string, std::string> Rows(Table table, absl::string_view first,
                                          absl::string_view limit) const {
    std::map<std::string, std::string> rows;
    EXPECT_TRUE(store_
                    ->Scan(table, first, limit,
                           [&](absl::string_view key, absl::string_view value) {
                             rows.emplace(std::string(key), std::string(value));
                             return true;
                           })
                    .ok());
    return rows;
  }
};

TEST_P(StoreContract, GivesBackWhatWasPut) {
  WriteBatch batch;
  batch.Put(Table::kEntries, std::string("a\0b", 3), std::string("\0\xff", 2));
  ASSERT_TRUE(store_->Write(batch).ok());
  EXPECT_EQ(*store_->Get(Table::kEntries, absl::string_view("a\0b", 3)), std::string("\0\xff", 2));
}

TEST_P(StoreContract, ASnapshotStaysAsItWas) {
  WriteBatch before;
  before.Put(Table::kEntries, "a", "1");
  before.Put(Table::kTiles, "t", "x");
  ASSERT_TRUE(store_->Write(before).ok());
  std::unique_ptr<const View> snapshot = store_->Snapshot();
  WriteBatch after;
  after.Delete(Table::kEntries, "a");
  after.Put(Table::kEntries, "b", "2");
  after.Append(Table::kTiles, "t", "y");
  ASSERT_TRUE(store_->Write(after).ok());
  EXPECT_EQ(*snapshot->Get(Table::kEntries, "a"), "1");
  EXPECT_EQ(*snapshot->Get(Table::kTiles, "t"), "x");
  int seen = 0;
  ASSERT_TRUE(snapshot->Scan(Table::kEntries, "", "", [&](absl::string_view, absl::string_view) {
    return ++seen < 10;
  }).ok());
  EXPECT_EQ(seen, 1);
  EXPECT_EQ(*store_->Get(Table::kTiles, "t"), "xy");
}

TEST_P(StoreContract, SaysNotFoundForWhatIsNotThere) {
  EXPECT_TRUE(absl::IsNotFound(store_->Get(Table::kEntries, "a").status()));
}

TEST_P(StoreContract, KeepsTablesApart) {
  WriteBatch batch;
  batch.Put(Table::kEntries, "a", "entry");
  batch.Put(Table::kParts, "a", "part");
  ASSERT_TRUE(store_->Write(batch).ok());
  EXPECT_EQ(*store_->Get(Table::kEntries, "a"), "entry");
  EXPECT_EQ(*store_->Get(Table::kParts, "a"), "part");
  EXPECT_TRUE(absl::IsNotFound(store_->Get(Table::kTiles, "a").status()));
}

TEST_P(StoreContract, AppendsToWhatIsThereAndToNothing) {
  for (const char* bytes : {"one", "two", "three"}) {
    WriteBatch batch;
    batch.Append(Table::kTiles, "t", bytes);
    ASSERT_TRUE(store_->Write(batch).ok());
  }
  EXPECT_EQ(*store_->Get(Table::kTiles, "t"), "onetwothree");
}

TEST_P(StoreContract, AppliesChangesOfABatchInTheirOrder) {
  WriteBatch batch;
  batch.Put(Table::kTiles, "t", "x");
  batch.Append(Table::kTiles, "t", "y");
  batch.Put(Table::kEntries, "gone", "1");
  batch.Delete(Table::kEntries, "gone");
  ASSERT_TRUE(store_->Write(batch).ok());
  EXPECT_EQ(*store_->Get(Table::kTiles, "t"), "xy");
  EXPECT_TRUE(absl::IsNotFound(store_->Get(Table::kEntries, "gone").status()));
}

TEST_P(StoreContract, AppliesChangesOfAKeyInTheirOrderAmongManyOfOthers) {
  WriteBatch batch;
  std::map<std::string, std::string> tiles, statements;
  for (int n = 0; n < 500; ++n) {
    const std::string key = std::to_string(n * 7 % 10);
    const std::string value = "/" + std::to_string(n);
    batch.Append(Table::kTiles, key, value);
    tiles[key] += value;
    batch.Put(Table::kStatements, value, key);
    batch.Put(Table::kStatements, key, value);
    statements[value] = key;
    statements[key] = value;
  }
  ASSERT_TRUE(store_->Write(batch).ok());
  EXPECT_EQ(Rows(Table::kTiles, "", ""), tiles);
  EXPECT_EQ(Rows(Table::kStatements, "", ""), statements);
  for (const auto& [key, value] : statements) EXPECT_EQ(*store_->Get(Table::kStatements, key), value);
  EXPECT_TRUE(absl::IsNotFound(store_->Get(Table::kStatements, "other").status()));
}

TEST_P(StoreContract, ScansInOrderOfBytesBetweenItsBounds) {
  WriteBatch batch;
  for (const char* key : {"b", "a", "\x80", "c", "ab"}) batch.Put(Table::kHeads, key, key);
  ASSERT_TRUE(store_->Write(batch).ok());
  std::vector<std::string> keys;
  ASSERT_TRUE(store_
                  ->Scan(Table::kHeads, "ab", "",
                         [&](absl::string_view key, absl::string_view) {
                           keys.emplace_back(key);
                           return keys.size() < 3;
                         })
                  .ok());
  EXPECT_EQ(keys, (std::vector<std::string>{"ab", "b", "c"}));
  EXPECT_EQ(Rows(Table::kHeads, "a", "b").size(), 2u);
}

TEST_P(StoreContract, DoesWhatAPlainMapDoes) {
  std::random_device device;
  const unsigned seed = device();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::map<std::string, std::string> model;
  for (int step = 0; step < 300; ++step) {
    WriteBatch batch;
    for (int n = random() % 5; n >= 0; --n) {
      std::string key = "k" + std::to_string(random() % 40);
      std::string value = std::to_string(random());
      switch (random() % 3) {
        case 0:
          batch.Put(Table::kParts, key, value);
          model[key] = value;
          break;
        case 1:
          batch.Append(Table::kParts, key, value);
          model[key] += value;
          break;
        default:
          batch.Delete(Table::kParts, key);
          model.erase(key);
      }
    }
    ASSERT_TRUE(store_->Write(batch).ok());
    if (step % 20 == 0) {
      ASSERT_EQ(Rows(Table::kParts, "", ""), model);
      EXPECT_EQ(Rows(Table::kParts, "k2", "k31"),
                (std::map<std::string, std::string>(model.lower_bound("k2"), model.lower_bound("k31"))));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Stores, StoreContract,
    ::testing::Values(
        Implementation{"memory", [](const std::string&) { return std::make_unique<MemoryStore>(); }},
        Implementation{"rocksdb",
                       [](const std::string& directory) {
                         return OpenRocksStore(directory, RocksOptions()).value();
                       }}),
    [](const auto& made) { return std::string(made.param.name); });

}  // namespace
}  // namespace lightship::store
