// 256-wide tiles (C2SP tlog-tiles): how the interior hashes of a log are kept, and how proofs are made from them.
//
// Level 0 holds leaf hashes; level l+1 holds the roots of full level-l tiles. Tiles only grow: a tile at its end is
// extended by appending hashes, never rewritten.
#ifndef LIGHTSHIP_NODE_MERKLE_TILE_H_
#define LIGHTSHIP_NODE_MERKLE_TILE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "node/merkle/proof.h"
#include "node/merkle/tree.h"

namespace lightship::merkle {

inline constexpr uint32_t kTileWidth = 256;

struct TileId {
  uint32_t level = 0;
  uint64_t index = 0;

  friend bool operator==(const TileId&, const TileId&) = default;
};

// Number of hashes in a tile of a tree of `size` leaves (0 to 256).
uint32_t TileWidthAt(TileId tile, uint64_t size);

// "tile/0/x001/x234/067" or, when width < 256, "tile/0/x001/x234/067.p/112".
std::string TilePath(TileId tile, uint32_t width);

// Where tiles are read from.
class TileReader {
 public:
  virtual ~TileReader() = default;
  // At least the first `width` hashes of the tile, each 32 bytes, concatenated. DATA_LOSS when the store
  // has fewer.
  virtual absl::StatusOr<std::string> ReadTile(TileId tile, uint32_t width) const = 0;
  // Root of the 2^height leaves from index << height on, all of them in the tree, of a reader that has it at hand; whoever gets
  // none computes it from tiles.
  virtual absl::StatusOr<std::optional<Digest>> Complete(uint32_t /*height*/, uint64_t /*index*/) const {
    return std::nullopt;
  }
};

// Hashes to append to one tile.
struct TileAppend {
  TileId tile;
  std::string hashes;  // concatenated
};

// Grows a log's tiles together with its frontier.
class TileBuilder {
 public:
  // For a tree of `size` leaves. DATA_LOSS when a tile at the edge is short, or a level contradicts the one above
  // it. Whether the tree is the right one is for the caller to see: compare frontier().Root() with a checkpoint.
  static absl::StatusOr<TileBuilder> Open(const TileReader& reader, uint64_t size);
  TileBuilder() = default;

  // Adds a leaf; what tiles gain is collected until TakeAppends().
  void Append(const Digest& leaf_hash);
  const Frontier& frontier() const { return frontier_; }
  // What was appended to each tile since the last call, in an order in which tiles may be written.
  std::vector<TileAppend> TakeAppends();

 private:
  Frontier frontier_;
  std::vector<std::vector<Digest>> edge_;  // per level, hashes of the tile at its end
  std::vector<TileAppend> appends_;
};

// Each fails with the reader's error, or INVALID_ARGUMENT for sizes and indexes that make no sense.
// DATA_LOSS unless the hashes of the full tile lead to its hash in the level above, in a tree of `size` leaves.
absl::Status CheckFullTile(const TileReader& reader, TileId tile, uint64_t size);
absl::StatusOr<Digest> RootAt(const TileReader& reader, uint64_t size);
absl::StatusOr<Frontier> FrontierAt(const TileReader& reader, uint64_t size);
absl::StatusOr<Proof> InclusionProof(const TileReader& reader, uint64_t index, uint64_t size);
absl::StatusOr<Proof> ConsistencyProof(const TileReader& reader, uint64_t old_size,
                                       uint64_t new_size);

}  // namespace lightship::merkle

#endif  // LIGHTSHIP_NODE_MERKLE_TILE_H_
