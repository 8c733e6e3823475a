// Hashes of a tree of a given size, computed from its tiles, each of which is read once. Only for
// sources of this folder.
#ifndef LIGHTSHIP_NODE_MERKLE_TILE_CACHE_H_
#define LIGHTSHIP_NODE_MERKLE_TILE_CACHE_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "node/merkle/tile.h"
#include "node/merkle/tree.h"

namespace lightship::merkle {

inline constexpr uint32_t kTileHeight = 8;
// 2^64 leaves need tiles of the levels 0 to 7.
inline constexpr uint32_t kTopTileLevel = 7;

// Root of a tree whose number of leaves is a power of two. REQUIRES: it is, and not zero.
Digest RootOfComplete(std::vector<Digest> hashes);

// Lives for one call. All methods fail with the reader's error, or DATA_LOSS when a tile is short.
class TileCache {
 public:
  // Never asks `reader` for more than a tree of `size` leaves has, though more may be stored.
  TileCache(const TileReader& reader, uint64_t size) : reader_(reader), size_(size) {}

  // All hashes that the tile has in the tree; none when it has none.
  absl::StatusOr<std::vector<Digest>> Hashes(TileId tile);

  // Hash of the leaves [begin, end): the root of a subtree as RFC 6962 splits the tree.
  absl::StatusOr<Digest> Range(uint64_t begin, uint64_t end);

  // REQUIRES: size is not above the size of the tree.
  absl::StatusOr<Frontier> FrontierOf(uint64_t size);

  // DATA_LOSS unless the hashes of a full tile lead to its hash in the level above.
  absl::Status CheckAgainstParent(TileId full_tile);

 private:
  // Bytes of the tile, at least TileWidthAt(tile, size_) hashes. Valid as long as this object.
  absl::StatusOr<absl::string_view> Read(TileId tile);
  // Root of the 2^height leaves from index << height on.
  absl::StatusOr<Digest> Subtree(uint32_t height, uint64_t index);

  const TileReader& reader_;
  const uint64_t size_;
  std::map<std::pair<uint32_t, uint64_t>, std::string> tiles_;
};

}  // namespace lightship::merkle

#endif  // LIGHTSHIP_NODE_MERKLE_TILE_CACHE_H_
