#include "node/store/database_id.h"

#include "gtest/gtest.h"
#include "node/store/memory_store.h"

namespace lightship::store {
namespace {

TEST(DatabaseId, StaysWithItsDatabaseAndDiffersFromOthers) {
  base::SystemEntropy entropy;
  MemoryStore one, other;
  const std::string id = DatabaseId(one, entropy).value();
  EXPECT_EQ(id.size(), 16u);
  EXPECT_EQ(DatabaseId(one, entropy).value(), id);
  EXPECT_NE(DatabaseId(other, entropy).value(), id);
}

TEST(DatabaseId, IsNotGivenBeforeItIsDurable) {
  base::SystemEntropy entropy;
  MemoryStore store;
  store.FailWritesFrom(1);
  EXPECT_FALSE(DatabaseId(store, entropy).ok());
}

}  // namespace
}  // namespace lightship::store
