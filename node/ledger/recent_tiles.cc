#include "node/ledger/recent_tiles.h"

#include <algorithm>
#include <optional>

#include "node/base/status.h"
#include "node/ledger/stored_tiles.h"
#include "node/merkle/tree.h"

namespace lightship::ledger {
namespace {

constexpr uint32_t kTileHeight = 8;

}  // namespace

absl::Status RecentTiles::Grow(const Key& key, uint32_t width, Nodes& nodes) const {
  const auto& [origin, level, index] = key;
  ASSIGN_OR_RETURN(const std::string stored, StoredTiles(store_, origin).ReadTile({level, index}, width));
  const size_t count = std::min<size_t>(stored.size() / crypto::kDigestBytes, merkle::kTileWidth);
  for (size_t i = nodes[0].size(); i < count; ++i) {
    merkle::Digest& hash = nodes[0].emplace_back();
    std::copy_n(stored.begin() + static_cast<ptrdiff_t>(i * crypto::kDigestBytes), crypto::kDigestBytes, hash.begin());
  }
  for (size_t height = 1; height < nodes.size(); ++height) {
    const std::vector<merkle::Digest>& below = nodes[height - 1];
    for (size_t i = nodes[height].size(); 2 * i + 1 < below.size(); ++i) {
      nodes[height].push_back(merkle::NodeHash(below[2 * i], below[2 * i + 1]));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<merkle::Digest> RecentTiles::Node(absl::string_view origin, merkle::TileId tile, uint32_t height,
                                                 uint64_t place) {
  const Key key(std::string(origin), tile.level, tile.index);
  base::MutexLock lock(mutex_);
  auto known = tiles_.find(key);
  if (known == tiles_.end()) {
    if (tiles_.size() == kTilesMost) tiles_.clear();
    known = tiles_.try_emplace(key).first;
  }
  Nodes& nodes = known->second;
  if (nodes[height].size() <= place) {
    RETURN_IF_ERROR(Grow(key, static_cast<uint32_t>((place + 1) << height), nodes));
  }
  return nodes[height][place];
}

absl::StatusOr<std::string> RememberedTiles::ReadTile(merkle::TileId tile, uint32_t width) const {
  return StoredTiles(store_, origin_).ReadTile(tile, width);
}

absl::StatusOr<std::optional<merkle::Digest>> RememberedTiles::Complete(uint32_t height, uint64_t index) const {
  const uint32_t in_tile = height % kTileHeight;
  const uint64_t first = index << in_tile;
  const merkle::TileId tile{height / kTileHeight, first / merkle::kTileWidth};
  ASSIGN_OR_RETURN(merkle::Digest node, recent_->Node(origin_, tile, in_tile, (first % merkle::kTileWidth) >> in_tile));
  return node;
}

}  // namespace lightship::ledger
