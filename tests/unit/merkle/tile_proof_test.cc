#include <random>

#include "gtest/gtest.h"
#include "node/merkle/tile.h"
#include "tests/support/tiles.h"
#include "tests/support/vectors.h"
#include "tests/unit/merkle/naive_tree.h"

namespace lightship::merkle {
namespace {

using lightship::testing::Hash;
using lightship::testing::Hashes;
using lightship::testing::TilesInMemory;
using lightship::testing::Vectors;

// The tree of the large vectors: leaf i holds i as eight bytes.
constexpr uint64_t kLargeSize = 70000;

const TilesInMemory& LargeTiles() {
  static const TilesInMemory tiles = [] {
    TilesInMemory written;
    TileBuilder builder;
    for (uint64_t i = 0; i < kLargeSize; ++i) {
      std::string data;
      base::AppendBigEndian64(i, data);
      builder.Append(LeafHash(data));
    }
    written.Write(builder);
    return written;
  }();
  return tiles;
}

// A smaller one, beside the naive tree of the same leaves.
constexpr uint64_t kSmallSize = 700;

struct BothTrees {
  TilesInMemory tiles;
  NaiveTree naive;
};

const BothTrees& Both() {
  static const BothTrees both = [] {
    BothTrees made;
    TileBuilder builder;
    for (uint64_t i = 0; i < kSmallSize; ++i) {
      builder.Append(NumberedLeaf(i));
      made.naive.Append(NumberedLeaf(i));
    }
    made.tiles.Write(builder);
    return made;
  }();
  return both;
}

TEST(RootAt, GivesTheRootsOfTheLargeVectorsFromTheSameTiles) {
  for (const auto& [size, root] : Vectors()["merkle_large"]["roots"].items()) {
    EXPECT_EQ(RootAt(LargeTiles(), std::stoull(size)).value(), Hash(root)) << size;
  }
  EXPECT_EQ(RootAt(LargeTiles(), 0).value(), EmptyRoot());
}

TEST(InclusionProof, IsAsInTheLargeVectors) {
  for (const nlohmann::json& vector : Vectors()["merkle_large"]["inclusion"]) {
    EXPECT_EQ(InclusionProof(LargeTiles(), vector["index"], vector["size"]).value(),
              Hashes(vector["proof"]))
        << vector;
  }
}

TEST(ConsistencyProof, IsAsInTheLargeVectors) {
  for (const nlohmann::json& vector : Vectors()["merkle_large"]["consistency"]) {
    EXPECT_EQ(ConsistencyProof(LargeTiles(), vector["old"], vector["new"]).value(),
              Hashes(vector["proof"]))
        << vector;
  }
}

TEST(TileProofs, AgreeWithTheRecursiveDefinitionAtEverySize) {
  std::mt19937_64 random(5);
  const BothTrees& both = Both();
  for (uint64_t size = 0; size <= kSmallSize; ++size) {
    Digest root = both.naive.Root(size);
    EXPECT_EQ(RootAt(both.tiles, size).value(), root);
    EXPECT_EQ(FrontierAt(both.tiles, size).value().size(), size);
    uint64_t old_size = random() % (size + 1);
    EXPECT_EQ(ConsistencyProof(both.tiles, old_size, size).value(),
              both.naive.Consistency(old_size, size))
        << old_size << " to " << size;
    if (size == 0) continue;
    uint64_t index = random() % size;
    EXPECT_EQ(InclusionProof(both.tiles, index, size).value(), both.naive.Path(index, size))
        << index << " of " << size;
  }
}

TEST(TileProofs, AreAcceptedAtRandomSizes) {
  std::mt19937_64 random(6);
  for (int round = 0; round < 300; ++round) {
    uint64_t size = 1 + random() % kLargeSize;
    uint64_t index = random() % size;
    uint64_t old_size = random() % (size + 1);
    Digest root = RootAt(LargeTiles(), size).value();
    std::string data;
    base::AppendBigEndian64(index, data);
    Proof inclusion = InclusionProof(LargeTiles(), index, size).value();
    EXPECT_TRUE(VerifyInclusion(LeafHash(data), index, size, inclusion, root).ok());
    Proof consistency = ConsistencyProof(LargeTiles(), old_size, size).value();
    Digest old_root = RootAt(LargeTiles(), old_size).value();
    EXPECT_TRUE(VerifyConsistency(old_size, old_root, size, root, consistency).ok());
  }
}

TEST(TileProofs, ReadNoTileTwiceAndFew) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 300; ++round) {
    uint64_t size = 1 + random() % kLargeSize;
    // One tile on the way up from the leaf and one at the edge, for each of three levels.
    LargeTiles().ForgetReads();
    ASSERT_TRUE(InclusionProof(LargeTiles(), random() % size, size).ok());
    EXPECT_FALSE(LargeTiles().read_twice);
    EXPECT_LE(LargeTiles().reads, 6);
    LargeTiles().ForgetReads();
    ASSERT_TRUE(ConsistencyProof(LargeTiles(), random() % (size + 1), size).ok());
    EXPECT_FALSE(LargeTiles().read_twice);
    EXPECT_LE(LargeTiles().reads, 6);
  }
}

TEST(TileProofs, RefuseSizesAndIndexesThatMakeNoSense) {
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(InclusionProof(Both().tiles, 0, 0).status().code(), kInvalid);
  EXPECT_EQ(InclusionProof(Both().tiles, 5, 5).status().code(), kInvalid);
  EXPECT_EQ(ConsistencyProof(Both().tiles, 6, 5).status().code(), kInvalid);
}

// A reader that does not keep its word and gives fewer hashes than asked for.
class ShortReader final : public TileReader {
 public:
  absl::StatusOr<std::string> ReadTile(TileId, uint32_t width) const override {
    return std::string((width - 1) * crypto::kDigestBytes, 'x');
  }
};

TEST(TileProofs, FailOnTilesThatAreMissingOrShort) {
  constexpr auto kDataLoss = absl::StatusCode::kDataLoss;
  EXPECT_EQ(RootAt(Both().tiles, kSmallSize + 1).status().code(), kDataLoss);
  EXPECT_EQ(InclusionProof(Both().tiles, 0, kSmallSize + 1).status().code(), kDataLoss);
  EXPECT_EQ(ConsistencyProof(Both().tiles, 5, kSmallSize + 1).status().code(), kDataLoss);
  EXPECT_EQ(RootAt(ShortReader(), 300).status().code(), kDataLoss);
  EXPECT_EQ(InclusionProof(ShortReader(), 7, 300).status().code(), kDataLoss);
}

}  // namespace
}  // namespace lightship::merkle
