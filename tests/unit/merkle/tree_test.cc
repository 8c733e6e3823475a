#include "node/merkle/tree.h"

#include "gtest/gtest.h"
#include "tests/support/vectors.h"
#include "tests/unit/merkle/naive_tree.h"

namespace lightship::merkle {
namespace {

using lightship::testing::Bytes;
using lightship::testing::Hash;
using lightship::testing::Vectors;

const nlohmann::json& Small() { return Vectors()["merkle_small"]; }

TEST(Frontier, GivesTheRootsOfTheSmallVectors) {
  Frontier frontier;
  EXPECT_EQ(EmptyRoot(), Hash(Small()["roots"][0]));
  EXPECT_EQ(frontier.Root(), EmptyRoot());
  for (size_t i = 0; i < Small()["leaf_data"].size(); ++i) {
    Digest leaf = LeafHash(Bytes(Small()["leaf_data"][i]));
    EXPECT_EQ(leaf, Hash(Small()["leaf_hashes"][i]));
    frontier.Append(leaf);
    EXPECT_EQ(frontier.size(), i + 1);
    EXPECT_EQ(frontier.Root(), Hash(Small()["roots"][i + 1]));
  }
}

TEST(Frontier, GivesTheRootsOfTheLargeVectors) {
  const nlohmann::json& roots = Vectors()["merkle_large"]["roots"];
  Frontier frontier;
  size_t compared = 0;
  for (uint64_t i = 0; i < 70000; ++i) {
    std::string data;
    base::AppendBigEndian64(i, data);
    frontier.Append(LeafHash(data));
    auto root = roots.find(std::to_string(i + 1));
    if (root == roots.end()) continue;
    EXPECT_EQ(frontier.Root(), Hash(*root)) << i + 1;
    ++compared;
  }
  EXPECT_EQ(compared, roots.size());
}

TEST(Frontier, AgreesWithTheRecursiveDefinition) {
  Frontier frontier;
  NaiveTree naive;
  for (uint64_t i = 0; i < 600; ++i) {
    EXPECT_EQ(frontier.Root(), naive.Root(i)) << i;
    frontier.Append(NumberedLeaf(i));
    naive.Append(NumberedLeaf(i));
  }
}

TEST(Frontier, IsRebuiltFromItsSubtreesAndGrowsOn) {
  Frontier frontier;
  for (uint64_t i = 0; i < 300; ++i) {
    std::vector<Digest> subtrees(frontier.subtrees().begin(), frontier.subtrees().end());
    Frontier rebuilt = Frontier::FromSubtrees(i, subtrees).value();
    EXPECT_EQ(rebuilt.Root(), frontier.Root());
    rebuilt.Append(NumberedLeaf(i));
    frontier.Append(NumberedLeaf(i));
    EXPECT_EQ(rebuilt.Root(), frontier.Root());
    EXPECT_EQ(rebuilt.size(), frontier.size());
  }
}

TEST(Frontier, RefusesTheWrongNumberOfSubtrees) {
  EXPECT_TRUE(Frontier::FromSubtrees(0, {}).ok());
  EXPECT_FALSE(Frontier::FromSubtrees(0, {EmptyRoot()}).ok());
  EXPECT_FALSE(Frontier::FromSubtrees(7, std::vector<Digest>(2)).ok());
  EXPECT_FALSE(Frontier::FromSubtrees(8, std::vector<Digest>(2)).ok());
}

// An interior node must never pass for a leaf.
TEST(Hashes, OfLeavesAndNodesAreApart) {
  Digest a = NumberedLeaf(1);
  Digest b = NumberedLeaf(2);
  EXPECT_NE(LeafHash(crypto::AsString(a) + crypto::AsString(b)), NodeHash(a, b));
  EXPECT_NE(NodeHash(a, b), NodeHash(b, a));
}

}  // namespace
}  // namespace lightship::merkle
