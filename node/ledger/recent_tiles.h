// The hashes of a few tiles, with those between a tile's and its root's, kept so that proofs for entries that came one after
// the other hash and read each tile once. What is complete never changes: tiles only grow by appending.
#ifndef LIGHTSHIP_NODE_LEDGER_RECENT_TILES_H_
#define LIGHTSHIP_NODE_LEDGER_RECENT_TILES_H_

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "node/base/mutex.h"
#include "node/ledger/admitted.h"
#include "node/merkle/tile.h"
#include "node/store/store.h"

namespace lightship::ledger {

// Thread-safe, and nobody waits for the reading or hashing of a tile but who asks for that one; the view must outlive it.
class RecentTiles {
 public:
  // Tiles kept, those asked for last: a proof asks for one of each level, four of them in a log of 2^32 entries. 16 KiB each.
  static constexpr size_t kTilesMost = 64;

  explicit RecentTiles(const store::View* store) : store_(store) {}

  // A node of the tree over the tile's hashes: number `place` of those that sum up 2^height of them each; for height 0 the hashes
  // themselves, for height 8 the root of the full tile.
  // REQUIRES: all that it sums up is stored (else DATA_LOSS), height <= 8.
  absl::StatusOr<merkle::Digest> Node(absl::string_view origin, merkle::TileId tile, uint32_t height, uint64_t place);

  // What a tile that is kept has gained, so that it need not be read again. Nothing where what was before is not known.
  void Grow(absl::string_view origin, const GrownTile& grown);

 private:
  using Key = std::tuple<std::string, uint32_t, uint64_t>;
  // By height, each as far as it has been asked for.
  using Nodes = std::array<std::vector<merkle::Digest>, 9>;
  struct Tile {
    base::Mutex mutex;
    Nodes nodes ABSL_GUARDED_BY(mutex);
  };
  struct Kept {
    std::shared_ptr<Tile> tile;
    uint64_t asked = 0;  // when last, as a number that grows
  };

  std::shared_ptr<Tile> Find(const Key& key);
  absl::Status Read(const Key& key, size_t width, std::vector<merkle::Digest>& hashes) const;
  static void Extend(absl::string_view hashes, std::vector<merkle::Digest>& known);

  const store::View* const store_;
  base::Mutex mutex_;
  uint64_t asked_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<Key, Kept> tiles_ ABSL_GUARDED_BY(mutex_);
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
