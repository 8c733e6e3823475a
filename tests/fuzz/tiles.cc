// What a disk gives back of a log's tiles: a tree of up to 1,023 leaves, at level 0 and 1.
#include "node/merkle/proof.h"
#include "node/merkle/tile.h"
#include "tests/fuzz/targets.h"
#include "tests/support/tiles.h"

namespace lightship::fuzz {
namespace {

constexpr uint64_t kMost = 1023;
constexpr size_t kTileBytes = merkle::kTileWidth * crypto::kDigestBytes;

// The sizes of the tree, of an older one and an index, then the leaf hashes, then what stands above them.
struct Tree {
  uint64_t size = 0, old_size = 0, index = 0;
  testing::TilesInMemory tiles;
};

Tree TreeOf(absl::string_view input) {
  Bytes bytes(input);
  Tree tree;
  tree.size = bytes.Number() % kMost + 1;
  tree.old_size = bytes.Number() % tree.size + 1;
  tree.index = bytes.Number() % tree.size;
  const absl::string_view leaves = bytes.Piece();
  for (size_t at = 0; at < leaves.size(); at += kTileBytes) {
    tree.tiles.tiles[{0, at / kTileBytes}] = std::string(leaves.substr(at, kTileBytes));
  }
  tree.tiles.tiles[{1, 0}] = std::string(bytes.Rest());
  return tree;
}

bool AllAgree(const Tree& tree) {
  for (uint64_t tile = 0; tile < tree.size / merkle::kTileWidth; ++tile) {
    if (!merkle::CheckFullTile(tree.tiles, {0, tile}, tree.size).ok()) return false;
  }
  return true;
}

void CheckProofs(const Tree& tree, const merkle::Digest& root) {
  const std::string tile = tree.tiles.tiles.at({0, tree.index / merkle::kTileWidth});
  const auto leaf = crypto::DigestFromBytes(
      absl::string_view(tile).substr(tree.index % merkle::kTileWidth * crypto::kDigestBytes, crypto::kDigestBytes));
  const auto inclusion = merkle::InclusionProof(tree.tiles, tree.index, tree.size);
  Must(inclusion.ok() && merkle::VerifyInclusion(leaf.value(), tree.index, tree.size, *inclusion, root).ok(),
       "tiles that agree prove their leaves");
  const auto old_root = merkle::RootAt(tree.tiles, tree.old_size);
  const auto consistency = merkle::ConsistencyProof(tree.tiles, tree.old_size, tree.size);
  Must(old_root.ok() && consistency.ok() &&
           merkle::VerifyConsistency(tree.old_size, *old_root, tree.size, root, *consistency).ok(),
       "tiles that agree prove what they grew from");
}

bool RunTiles(absl::string_view input) {
  Tree tree = TreeOf(input);
  absl::StatusOr<merkle::TileBuilder> builder = merkle::TileBuilder::Open(tree.tiles, tree.size);
  const absl::StatusOr<merkle::Digest> root = merkle::RootAt(tree.tiles, tree.size);
  static_cast<void>(merkle::InclusionProof(tree.tiles, tree.index, tree.size).ok());
  static_cast<void>(merkle::ConsistencyProof(tree.tiles, tree.old_size, tree.size).ok());
  if (!builder.ok()) return false;
  Must(root.ok() && builder->frontier().Root() == *root, "an opened tree has the root that its tiles have");
  if (!AllAgree(tree)) return false;
  CheckProofs(tree, *root);
  return true;
}

std::string TilesOf(uint64_t size, uint64_t old_size, uint64_t index) {
  merkle::TileBuilder builder;
  for (uint64_t i = 0; i < size; ++i) builder.Append(crypto::Sha256(std::to_string(i)));
  testing::TilesInMemory tiles;
  tiles.Write(builder);
  std::string input;
  for (uint64_t number : {size - 1, old_size - 1, index}) {
    for (int shift = 56; shift >= 0; shift -= 8) input += static_cast<char>(number >> shift);
  }
  std::string leaves;
  for (uint64_t tile = 0; tile * merkle::kTileWidth < size; ++tile) leaves += tiles.tiles[{0, tile}];
  return input + PieceOf(leaves) + tiles.tiles[{1, 0}];
}

Seeds TilesSeeds() {
  return {{"one", TilesOf(1, 1, 0)}, {"full", TilesOf(256, 255, 255)}, {"edge", TilesOf(600, 300, 511)}};
}

}  // namespace

const Target kTiles = {"tiles", RunTiles, TilesSeeds};

}  // namespace lightship::fuzz
