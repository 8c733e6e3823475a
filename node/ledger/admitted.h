// What one commit admitted, as it is handed to those who answer: their first receipts are made from it, and nothing is read back.
#ifndef LIGHTSHIP_NODE_LEDGER_ADMITTED_H_
#define LIGHTSHIP_NODE_LEDGER_ADMITTED_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "lightship/v1/statement.pb.h"
#include "node/merkle/tile.h"

namespace lightship::ledger {

// Hashes that a tile gained, after the `from` that it had.
struct GrownTile {
  merkle::TileId tile;
  uint32_t from = 0;
  std::string hashes;  // concatenated
};

struct Admitted {
  std::string origin;
  std::string checkpoint;  // of this commit, without cosignatures
  uint64_t size = 0;       // that it signs
  std::vector<GrownTile> tiles;
  // By index. Not of those that a statement of the same commit says something about: their receipts are made from the store.
  std::map<uint64_t, v1::Manifest> manifests;
};

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_ADMITTED_H_
