#include "node/ledger/stored_tiles.h"

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/store/schema.h"

namespace lightship::ledger {

absl::StatusOr<std::string> StoredTiles::ReadTile(merkle::TileId tile, uint32_t width) const {
  absl::StatusOr<std::string> hashes =
      store_->Get(store::Table::kTiles, store::TileKey(origin_, tile.level, tile.index));
  if (!hashes.ok() && !absl::IsNotFound(hashes.status())) return hashes.status();
  if (!hashes.ok() || hashes->size() < width * crypto::kDigestBytes) {
    return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                       absl::StrCat(origin_, ": ", merkle::TilePath(tile, width),
                                    " is missing or short"));
  }
  return hashes;
}

absl::StatusOr<crypto::Digest> StoredTiles::LeafAt(uint64_t index) const {
  const uint32_t place = index % merkle::kTileWidth;
  ASSIGN_OR_RETURN(std::string hashes, ReadTile({0, index / merkle::kTileWidth}, place + 1));
  return crypto::DigestFromBytes(
      absl::string_view(hashes).substr(place * crypto::kDigestBytes, crypto::kDigestBytes));
}

}  // namespace lightship::ledger
