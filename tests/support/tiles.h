// Tiles in memory, as a log's store keeps them.
#ifndef LIGHTSHIP_TESTS_SUPPORT_TILES_H_
#define LIGHTSHIP_TESTS_SUPPORT_TILES_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "node/crypto/digest.h"
#include "node/merkle/tile.h"

namespace lightship::testing {

class TilesInMemory final : public merkle::TileReader {
 public:
  // Appends what `builder` gained, as a store would.
  void Write(merkle::TileBuilder& builder) {
    for (const merkle::TileAppend& append : builder.TakeAppends()) {
      tiles[{append.tile.level, append.tile.index}] += append.hashes;
    }
  }

  absl::StatusOr<std::string> ReadTile(merkle::TileId tile, uint32_t width) const override {
    ++reads;
    read_twice |= !seen.insert({tile.level, tile.index}).second;
    auto found = tiles.find({tile.level, tile.index});
    if (found == tiles.end() || found->second.size() < width * crypto::kDigestBytes) {
      return absl::DataLossError("no such tile");
    }
    return found->second;
  }

  void ForgetReads() const {
    reads = 0;
    read_twice = false;
    seen.clear();
  }

  std::map<std::pair<uint32_t, uint64_t>, std::string> tiles;
  mutable int reads = 0;
  mutable bool read_twice = false;

 private:
  mutable std::set<std::pair<uint32_t, uint64_t>> seen;
};

}  // namespace lightship::testing

#endif  // LIGHTSHIP_TESTS_SUPPORT_TILES_H_
