// The hashes of a few tiles, with those between a tile's and its root's, kept so that proofs for entries that came one after
// the other hash and read each tile once. What is complete never changes: tiles only grow by appending.
#ifndef LIGHTSHIP_NODE_LEDGER_RECENT_TILES_H_
#define LIGHTSHIP_NODE_LEDGER_RECENT_TILES_H_

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "node/base/mutex.h"
#include "node/merkle/tile.h"
#include "node/store/store.h"

namespace lightship::ledger {

// Thread-safe; the view must outlive it.
class RecentTiles {
 public:
  // Tiles kept: those of the largest tree, and of a few peers' logs. 16 KiB each.
  static constexpr size_t kTilesMost = 64;

  explicit RecentTiles(const store::View* store) : store_(store) {}

  // Hash number `place` of those that stand 2^height leaves of the tile apart: of the tile's own hashes for height 0.
  // REQUIRES: all that it sums up is stored (else DATA_LOSS), height <= 8.
  absl::StatusOr<merkle::Digest> Node(absl::string_view origin, merkle::TileId tile, uint32_t height, uint64_t place);

 private:
  // By height: its hashes, and the roots of ever more of them.
  using Nodes = std::array<std::vector<merkle::Digest>, 9>;
  using Key = std::tuple<std::string, uint32_t, uint64_t>;

  absl::Status Grow(const Key& key, uint32_t width, Nodes& nodes) const;

  const store::View* const store_;
  base::Mutex mutex_;
  std::map<Key, Nodes> tiles_ ABSL_GUARDED_BY(mutex_);
};

// A log's tiles as the store has them, its complete subtrees from `recent`.
class RememberedTiles final : public merkle::TileReader {
 public:
  RememberedTiles(const store::View* store, RecentTiles* recent, absl::string_view origin)
      : store_(store), recent_(recent), origin_(origin) {}

  absl::StatusOr<std::string> ReadTile(merkle::TileId tile, uint32_t width) const override;
  absl::StatusOr<std::optional<merkle::Digest>> Complete(uint32_t height, uint64_t index) const override;

 private:
  const store::View* const store_;
  RecentTiles* const recent_;
  const std::string origin_;
};

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_RECENT_TILES_H_
