#include "node/ledger/recent_tiles.h"

#include <atomic>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "node/ledger/stored_tiles.h"
#include "node/merkle/tile.h"
#include "node/store/memory_store.h"
#include "node/store/schema.h"

namespace lightship::ledger {
namespace {

constexpr char kOrigin[] = "lightship/SG/1";

// Passes everything on, and counts.
class CountedView final : public store::View {
 public:
  explicit CountedView(const store::View* view) : view_(view) {}
  absl::StatusOr<std::string> Get(store::Table table, absl::string_view key) const override {
    ++reads;
    return view_->Get(table, key);
  }
  absl::Status Scan(store::Table table, absl::string_view first, absl::string_view limit,
                    absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const override {
    return view_->Scan(table, first, limit, visit);
  }
  mutable std::atomic<int> reads{0};

 private:
  const store::View* const view_;
};

class RecentTilesTest : public testing::Test {
 protected:
  void GrowTo(uint64_t size) {
    for (; size_ < size; ++size_) builder_.Append(merkle::LeafHash(absl::StrCat("leaf ", size_)));
    store::WriteBatch batch;
    for (merkle::TileAppend& append : builder_.TakeAppends()) {
      batch.Append(store::Table::kTiles, store::TileKey(kOrigin, append.tile.level, append.tile.index), append.hashes);
    }
    ASSERT_TRUE(store_.Write(batch).ok());
  }

  void ExpectSameProof(uint64_t index, uint64_t size) {
    const auto expected = merkle::InclusionProof(StoredTiles(&store_, kOrigin), index, size);
    const auto proof = merkle::InclusionProof(RememberedTiles(&view_, &recent_, kOrigin), index, size);
    ASSERT_TRUE(expected.ok() && proof.ok()) << expected.status() << proof.status();
    EXPECT_EQ(*proof, *expected) << index << " of " << size;
  }

  store::MemoryStore store_;
  CountedView view_{&store_};
  RecentTiles recent_{&view_};
  merkle::TileBuilder builder_;
  uint64_t size_ = 0;
};

TEST_F(RecentTilesTest, GivesTheProofsThatTheTilesGive) {
  for (const uint64_t size : {1, 2, 3, 100, 255, 256, 257, 300, 511, 512, 700, 1025}) {
    GrowTo(size);
    for (uint64_t index = 0; index < size; index += 1 + size / 17) ExpectSameProof(index, size);
    ExpectSameProof(size - 1, size);
  }
}

TEST_F(RecentTilesTest, GivesProofsInATreeThatHasGrownSince) {
  GrowTo(700);
  for (const uint64_t size : {600, 513, 512, 300, 256, 1}) ExpectSameProof(size - 1, size);
}

TEST_F(RecentTilesTest, ReadsATileOnceForAllEntriesOfACommit) {
  GrowTo(250);
  ExpectSameProof(249, 250);
  const int reads = view_.reads;
  for (uint64_t index = 200; index < 250; ++index) ExpectSameProof(index, 250);
  EXPECT_EQ(view_.reads, reads);
  GrowTo(251);
  ExpectSameProof(250, 251);
  ExpectSameProof(249, 251);
  EXPECT_EQ(view_.reads, reads + 1);
}

TEST_F(RecentTilesTest, ForgetsWhatIsTooMuch) {
  GrowTo(256 * (RecentTiles::kTilesMost + 10));
  for (uint64_t tile = 0; tile < RecentTiles::kTilesMost + 10; ++tile) ExpectSameProof(256 * tile + 7, size_);
  ExpectSameProof(7, size_);
}

TEST_F(RecentTilesTest, SaysWhatTheStoreLacks) {
  GrowTo(10);
  EXPECT_EQ(recent_.Node(kOrigin, {0, 0}, 0, 10).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(recent_.Node("lightship/ID/1", {0, 0}, 0, 0).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_TRUE(recent_.Node(kOrigin, {0, 0}, 0, 9).ok());
}

}  // namespace
}  // namespace lightship::ledger
