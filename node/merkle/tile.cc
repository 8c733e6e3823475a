#include "node/merkle/tile.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/merkle/tile_cache.h"

namespace lightship::merkle {

uint32_t TileWidthAt(TileId tile, uint64_t size) {
  if (tile.level > kTopTileLevel) return 0;
  uint64_t hashes = size >> (kTileHeight * tile.level);
  uint64_t full_tiles = hashes / kTileWidth;
  if (tile.index < full_tiles) return kTileWidth;
  return tile.index == full_tiles ? static_cast<uint32_t>(hashes % kTileWidth) : 0;
}

std::string TilePath(TileId tile, uint32_t width) {
  std::string groups = absl::StrFormat("%03d", tile.index % 1000);
  for (uint64_t rest = tile.index / 1000; rest > 0; rest /= 1000) {
    groups = absl::StrFormat("x%03d/%s", rest % 1000, groups);
  }
  std::string path = absl::StrCat("tile/", tile.level, "/", groups);
  if (width < kTileWidth) absl::StrAppend(&path, ".p/", width);
  return path;
}

absl::StatusOr<TileBuilder> TileBuilder::Open(const TileReader& reader, uint64_t size) {
  TileCache tiles(reader, size);
  TileBuilder builder;
  for (uint32_t level = 0; level <= kTopTileLevel && size >> (kTileHeight * level) > 0; ++level) {
    uint64_t hashes = size >> (kTileHeight * level);
    uint64_t last_full = hashes / kTileWidth;  // one past it
    if (last_full > 0) RETURN_IF_ERROR(tiles.CheckAgainstParent({level, last_full - 1}));
    ASSIGN_OR_RETURN(std::vector<Digest> edge, tiles.Hashes({level, last_full}));
    builder.edge_.push_back(std::move(edge));
  }
  ASSIGN_OR_RETURN(builder.frontier_, tiles.FrontierOf(size));
  return builder;
}

absl::Status CheckFullTile(const TileReader& reader, TileId tile, uint64_t size) {
  return TileCache(reader, size).CheckAgainstParent(tile);
}

void TileBuilder::Append(const Digest& leaf_hash) {
  frontier_.Append(leaf_hash);
  Digest hash = leaf_hash;
  for (uint32_t level = 0;; ++level) {
    if (edge_.size() == level) edge_.emplace_back();
    uint64_t position = (frontier_.size() >> (kTileHeight * level)) - 1;
    TileId tile{level, position / kTileWidth};
    auto pending = std::find_if(appends_.rbegin(), appends_.rend(),
                                [&tile](const TileAppend& append) { return append.tile == tile; });
    if (pending != appends_.rend()) {
      pending->hashes.append(crypto::AsView(hash).data(), hash.size());
    } else {
      appends_.push_back({tile, crypto::AsString(hash)});
    }
    edge_[level].push_back(hash);
    if (edge_[level].size() < kTileWidth) return;
    hash = RootOfComplete(edge_[level]);
    edge_[level].clear();
  }
}

std::vector<TileAppend> TileBuilder::TakeAppends() {
  std::vector<TileAppend> taken;
  taken.swap(appends_);
  // A hash of an upper level must not be there before the tile that it summarizes.
  std::sort(taken.begin(), taken.end(), [](const TileAppend& a, const TileAppend& b) {
    return a.tile.level != b.tile.level ? a.tile.level < b.tile.level : a.tile.index < b.tile.index;
  });
  return taken;
}

}  // namespace lightship::merkle
