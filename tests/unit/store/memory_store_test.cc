#include "node/store/memory_store.h"

#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::store {
namespace {

absl::Status PutOne(Store& store, const char* key) {
  WriteBatch batch;
  batch.Put(Table::kMeta, key, "v");
  return store.Write(batch);
}

TEST(MemoryStore, FailsFromTheWriteItWasToldOnAndKeepsNothingOfIt) {
  MemoryStore store;
  store.FailWritesFrom(2);
  EXPECT_TRUE(PutOne(store, "a").ok());
  absl::Status failed = PutOne(store, "b");
  EXPECT_EQ(failed.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(base::ReasonOf(failed), base::reason::kStorage);
  EXPECT_FALSE(PutOne(store, "c").ok());
  EXPECT_TRUE(store.Get(Table::kMeta, "a").ok());
  EXPECT_TRUE(absl::IsNotFound(store.Get(Table::kMeta, "b").status()));
}

TEST(MemoryStore, LetsAScanReadAndWriteTheStore) {
  MemoryStore store;
  ASSERT_TRUE(PutOne(store, "a").ok());
  int seen = 0;
  ASSERT_TRUE(store
                  .Scan(Table::kMeta, "", "",
                        [&](absl::string_view, absl::string_view) {
                          ++seen;
                          return PutOne(store, "b").ok();
                        })
                  .ok());
  EXPECT_EQ(seen, 1);
  EXPECT_TRUE(store.Get(Table::kMeta, "b").ok());
}

}  // namespace
}  // namespace lightship::store
