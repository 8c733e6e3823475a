#include "node/merkle/tile.h"

#include <random>

#include "gtest/gtest.h"
#include "node/base/status.h"
#include "tests/support/tiles.h"
#include "tests/support/vectors.h"
#include "tests/unit/merkle/naive_tree.h"

namespace lightship::merkle {
namespace {

using lightship::testing::TilesInMemory;

TEST(TileWidthAt, IsAsInTheExampleOfTheSpecification) {
  constexpr uint64_t kSize = 70000;
  EXPECT_EQ(TileWidthAt({0, 0}, kSize), 256u);
  EXPECT_EQ(TileWidthAt({0, 272}, kSize), 256u);
  EXPECT_EQ(TileWidthAt({0, 273}, kSize), 112u);
  EXPECT_EQ(TileWidthAt({0, 274}, kSize), 0u);
  EXPECT_EQ(TileWidthAt({1, 0}, kSize), 256u);
  EXPECT_EQ(TileWidthAt({1, 1}, kSize), 17u);
  EXPECT_EQ(TileWidthAt({2, 0}, kSize), 1u);
  EXPECT_EQ(TileWidthAt({3, 0}, kSize), 0u);
  EXPECT_EQ(TileWidthAt({8, 0}, ~uint64_t{0}), 0u);
  EXPECT_EQ(TileWidthAt({0, ~uint64_t{0}}, ~uint64_t{0}), 0u);
  EXPECT_EQ(TileWidthAt({7, 0}, ~uint64_t{0}), 255u);
}

TEST(TilePath, IsAsInTheSpecification) {
  EXPECT_EQ(TilePath({0, 0}, 256), "tile/0/000");
  EXPECT_EQ(TilePath({1, 5}, 17), "tile/1/005.p/17");
  EXPECT_EQ(TilePath({0, 999}, 256), "tile/0/999");
  EXPECT_EQ(TilePath({0, 1000}, 256), "tile/0/x001/000");
  EXPECT_EQ(TilePath({0, 1234067}, 256), "tile/0/x001/x234/067");
  EXPECT_EQ(TilePath({0, 1234067}, 112), "tile/0/x001/x234/067.p/112");
}

TEST(TileBuilder, WritesTheTilesOfTheSpecification) {
  TilesInMemory tiles;
  TileBuilder builder;
  for (uint64_t i = 0; i < 70000; ++i) {
    std::string data;
    base::AppendBigEndian64(i, data);
    builder.Append(LeafHash(data));
  }
  tiles.Write(builder);
  EXPECT_EQ(tiles.tiles.size(), 274u + 2 + 1);
  for (const auto& [id, hashes] : tiles.tiles) {
    EXPECT_EQ(hashes.size(), crypto::kDigestBytes * TileWidthAt({id.first, id.second}, 70000));
  }
  EXPECT_EQ(
      builder.frontier().Root(),
      lightship::testing::Hash(lightship::testing::Vectors()["merkle_large"]["roots"]["70000"]));
  EXPECT_TRUE(builder.TakeAppends().empty());
}

TEST(TileBuilder, GivesEachTileOnceAndLowerLevelsFirst) {
  TileBuilder builder;
  for (uint64_t i = 0; i < 1000; ++i) builder.Append(NumberedLeaf(i));
  std::vector<TileAppend> appends = builder.TakeAppends();
  ASSERT_EQ(appends.size(), 5u);
  for (uint64_t i = 0; i < 4; ++i) EXPECT_EQ(appends[i].tile, (TileId{0, i}));
  EXPECT_EQ(appends[4].tile, (TileId{1, 0}));
  EXPECT_EQ(appends[4].hashes.size(), 3 * crypto::kDigestBytes);
}

// Whatever the batches, and however often it is opened anew, the tiles are the same.
TEST(TileBuilder, WritesTheSameTilesInBatchesAndAfterReopening) {
  constexpr uint64_t kLeaves = 66000;
  TilesInMemory at_once;
  TileBuilder one;
  for (uint64_t i = 0; i < kLeaves; ++i) one.Append(NumberedLeaf(i));
  at_once.Write(one);

  std::mt19937_64 random(4);
  TilesInMemory tiles;
  TileBuilder builder;
  uint64_t size = 0;
  while (size < kLeaves) {
    uint64_t batch_end = std::min(kLeaves, size + random() % 3000);
    for (; size < batch_end; ++size) builder.Append(NumberedLeaf(size));
    tiles.Write(builder);
    builder = TileBuilder::Open(tiles, size).value();
    EXPECT_EQ(builder.frontier().size(), size);
  }
  EXPECT_EQ(tiles.tiles, at_once.tiles);
  EXPECT_EQ(builder.frontier().Root(), one.frontier().Root());
}

TEST(TileBuilder, OpensATreeSmallerThanWhatIsStored) {
  TilesInMemory tiles;
  TileBuilder builder;
  Frontier frontier;
  for (uint64_t i = 0; i < 700; ++i) builder.Append(NumberedLeaf(i));
  tiles.Write(builder);
  for (uint64_t size = 0; size <= 700; ++size) {
    TileBuilder opened = TileBuilder::Open(tiles, size).value();
    EXPECT_EQ(opened.frontier().Root(), frontier.Root()) << size;
    frontier.Append(NumberedLeaf(size));
  }
}

TEST(TileBuilder, DoesNotOpenOnTilesThatAreShortOrContradictEachOther) {
  TilesInMemory whole;
  TileBuilder builder;
  for (uint64_t i = 0; i < 700; ++i) builder.Append(NumberedLeaf(i));
  whole.Write(builder);
  EXPECT_EQ(TileBuilder::Open(whole, 701).status().code(), absl::StatusCode::kDataLoss);
  TilesInMemory changed = whole;
  changed.tiles[{0, 1}][77] ^= 1;
  EXPECT_EQ(TileBuilder::Open(changed, 700).status().code(), absl::StatusCode::kDataLoss);
  changed = whole;
  changed.tiles[{1, 0}][40] ^= 1;
  EXPECT_EQ(TileBuilder::Open(changed, 700).status().code(), absl::StatusCode::kDataLoss);
  changed = whole;
  changed.tiles.erase({1, 0});
  EXPECT_EQ(TileBuilder::Open(changed, 700).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace lightship::merkle
