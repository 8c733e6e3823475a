// A log's tiles as the store has them.
#ifndef LIGHTSHIP_NODE_LEDGER_STORED_TILES_H_
#define LIGHTSHIP_NODE_LEDGER_STORED_TILES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "node/merkle/tile.h"
#include "node/store/store.h"

namespace lightship::ledger {

// Thread-safe; the view must outlive it.
class StoredTiles final : public merkle::TileReader {
 public:
  StoredTiles(const store::View* store, absl::string_view origin)
      : store_(store), origin_(origin) {}

  absl::StatusOr<std::string> ReadTile(merkle::TileId tile, uint32_t width) const override;
  absl::StatusOr<crypto::Digest> LeafAt(uint64_t index) const;

 private:
  const store::View* store_;
  const std::string origin_;
};

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_STORED_TILES_H_
