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

std::shared_ptr<RecentTiles::Tile> RecentTiles::Find(const Key& key) {
  base::MutexLock lock(mutex_);
  auto known = tiles_.find(key);
  if (known == tiles_.end()) {
    if (tiles_.size() == kTilesMost) {
      tiles_.erase(std::min_element(tiles_.begin(), tiles_.end(),
                                    [](const auto& a, const auto& b) { return a.second.asked < b.second.asked; }));
    }
    known = tiles_.try_emplace(key, Kept{std::make_shared<Tile>()}).first;
  }
  known->second.asked = ++asked_;
  return known->second.tile;
}

absl::Status RecentTiles::Read(const Key& key, size_t width, std::vector<merkle::Digest>& hashes) const {
  const auto& [origin, level, index] = key;
  ASSIGN_OR_RETURN(const std::string stored, StoredTiles(store_, origin).ReadTile({level, index}, static_cast<uint32_t>(width)));
  const size_t known = std::min(stored.size(), hashes.size() * crypto::kDigestBytes);
  Extend(absl::string_view(stored).substr(known, merkle::kTileWidth * crypto::kDigestBytes - known), hashes);
  return absl::OkStatus();
}

void RecentTiles::Extend(absl::string_view hashes, std::vector<merkle::Digest>& known) {
  for (; hashes.size() >= crypto::kDigestBytes; hashes.remove_prefix(crypto::kDigestBytes)) {
    std::copy_n(hashes.begin(), crypto::kDigestBytes, known.emplace_back().begin());
  }
}

void RecentTiles::Grow(absl::string_view origin, const GrownTile& grown) {
  const std::shared_ptr<Tile> kept = Find({std::string(origin), grown.tile.level, grown.tile.index});
  base::MutexLock lock(kept->mutex);
  std::vector<merkle::Digest>& known = kept->nodes[0];
  const size_t end = grown.from + grown.hashes.size() / crypto::kDigestBytes;
  if (known.size() < grown.from || known.size() >= end) return;
  Extend(absl::string_view(grown.hashes).substr((known.size() - grown.from) * crypto::kDigestBytes), known);
}

absl::StatusOr<merkle::Digest> RecentTiles::Node(absl::string_view origin, merkle::TileId tile, uint32_t height,
                                                 uint64_t place) {
  const Key key(std::string(origin), tile.level, tile.index);
  const std::shared_ptr<Tile> kept = Find(key);
  base::MutexLock lock(kept->mutex);
  Nodes& nodes = kept->nodes;
  if (nodes[height].size() > place) return nodes[height][place];
  const size_t width = static_cast<size_t>(place + 1) << height;
  if (nodes[0].size() < width) RETURN_IF_ERROR(Read(key, width, nodes[0]));
  for (size_t h = 1; h <= height; ++h) {
    const std::vector<merkle::Digest>& below = nodes[h - 1];
    for (size_t i = nodes[h].size(); i < width >> h; ++i) nodes[h].push_back(merkle::NodeHash(below[2 * i], below[2 * i + 1]));
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
