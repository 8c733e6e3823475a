#include "node/ledger/recent_tiles.h"

#include <atomic>
#include <chrono>
#include <future>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "node/ledger/stored_tiles.h"
#include "node/merkle/tile.h"
#include "node/store/memory_store.h"
#include "node/store/schema.h"

namespace lightship::ledger {
namespace {

constexpr char kOrigin[] = "lightship/SG/1";

// Passes everything on, and counts; reads of one key wait.
class CountedView final : public store::View {
 public:
  explicit CountedView(const store::View* view) : view_(view) {}
  absl::StatusOr<std::string> Get(store::Table table, absl::string_view key) const override {
    ++reads;
    if (key == held) until.wait();
    return view_->Get(table, key);
  }
  absl::Status Scan(store::Table table, absl::string_view first, absl::string_view limit,
                    absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const override {
    return view_->Scan(table, first, limit, visit);
  }
  mutable std::atomic<int> reads{0};
  std::string held;
  std::shared_future<void> until;

 private:
  const store::View* const view_;
};

class RecentTilesTest : public ::testing::Test {
 protected:
  // `told`: what tiles gain is told as well.
  void GrowTo(uint64_t size, bool told = false) {
    for (; size_ < size; ++size_) builder_.Append(merkle::LeafHash(absl::StrCat("leaf ", size_)));
    store::WriteBatch batch;
    for (merkle::TileAppend& append : builder_.TakeAppends()) {
      batch.Append(store::Table::kTiles, store::TileKey(kOrigin, append.tile.level, append.tile.index), append.hashes);
      const auto gained = static_cast<uint32_t>(append.hashes.size() / crypto::kDigestBytes);
      if (told) recent_.Grow(kOrigin, {append.tile, merkle::TileWidthAt(append.tile, size) - gained, append.hashes});
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

TEST_F(RecentTilesTest, ReadsNothingOfWhatItIsTold) {
  for (const uint64_t size : {1, 7, 255, 256, 300, 700, 1025}) {
    GrowTo(size, true);
    for (uint64_t index = 0; index < size; index += 1 + size / 17) ExpectSameProof(index, size);
  }
  EXPECT_EQ(view_.reads, 0);
}

TEST_F(RecentTilesTest, IsToldAgainOrTooLate) {
  GrowTo(100);
  GrowTo(120, true);  // of the first hundred it knows nothing
  ExpectSameProof(119, 120);
  const int reads = view_.reads;
  recent_.Grow(kOrigin, {{0, 0}, 100, std::string(20 * crypto::kDigestBytes, 'x')});
  ExpectSameProof(119, 120);
  GrowTo(130, true);
  ExpectSameProof(129, 130);
  EXPECT_EQ(view_.reads, reads);
}

TEST_F(RecentTilesTest, ForgetsWhatIsTooMuch) {
  GrowTo(256 * (RecentTiles::kTilesMost + 10));
  for (uint64_t tile = 0; tile < RecentTiles::kTilesMost + 10; ++tile) ExpectSameProof(256 * tile + 7, size_);
  ExpectSameProof(7, size_);
}

TEST_F(RecentTilesTest, KeepsTheTilesThatWereAskedForLast) {
  GrowTo(256 * (RecentTiles::kTilesMost + 1));
  for (uint64_t tile = 0; tile < RecentTiles::kTilesMost; ++tile) ASSERT_TRUE(recent_.Node(kOrigin, {0, tile}, 0, 7).ok());
  ASSERT_TRUE(recent_.Node(kOrigin, {0, 0}, 0, 7).ok());
  ASSERT_TRUE(recent_.Node(kOrigin, {0, RecentTiles::kTilesMost}, 0, 7).ok());
  const int reads = view_.reads;
  for (uint64_t tile = 0; tile <= RecentTiles::kTilesMost; ++tile) {
    if (tile == 1) continue;
    ASSERT_TRUE(recent_.Node(kOrigin, {0, tile}, 0, 7).ok());
  }
  EXPECT_EQ(view_.reads, reads);
  ASSERT_TRUE(recent_.Node(kOrigin, {0, 1}, 0, 7).ok());
  EXPECT_EQ(view_.reads, reads + 1);
}

TEST_F(RecentTilesTest, NobodyWaitsForATileThatAnotherReads) {
  GrowTo(512);
  std::promise<void> read;
  view_.held = store::TileKey(kOrigin, 0, 0);
  view_.until = read.get_future().share();
  auto ask = [this](uint64_t tile) {
    return std::async(std::launch::async, [this, tile] { return recent_.Node(kOrigin, {0, tile}, 3, 7).ok(); });
  };
  std::future<bool> slow = ask(0);
  const absl::Time until = absl::Now() + absl::Seconds(30);
  while (view_.reads == 0 && absl::Now() < until) std::this_thread::yield();
  std::future<bool> other = ask(1);
  EXPECT_EQ(other.wait_for(std::chrono::seconds(30)), std::future_status::ready);
  read.set_value();
  EXPECT_TRUE(slow.get());
  EXPECT_TRUE(other.get());
}

TEST_F(RecentTilesTest, SaysWhatTheStoreLacks) {
  GrowTo(10);
  EXPECT_EQ(recent_.Node(kOrigin, {0, 0}, 0, 10).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(recent_.Node("lightship/ID/1", {0, 0}, 0, 0).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_TRUE(recent_.Node(kOrigin, {0, 0}, 0, 9).ok());
}

}  // namespace
}  // namespace lightship::ledger
