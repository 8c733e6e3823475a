#include <algorithm>
#include <bit>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/merkle/tile.h"
#include "node/merkle/tile_cache.h"

namespace lightship::merkle {
namespace {

absl::Status Invalid(absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed, what);
}

// RFC 6962 section 2.1 splits [begin, end) at the largest power of two below its size.
uint64_t SplitOf(uint64_t begin, uint64_t end) { return begin + std::bit_floor(end - begin - 1); }

}  // namespace

absl::StatusOr<Frontier> FrontierAt(const TileReader& reader, uint64_t size) {
  return TileCache(reader, size).FrontierOf(size);
}

absl::StatusOr<Digest> RootAt(const TileReader& reader, uint64_t size) {
  ASSIGN_OR_RETURN(Frontier frontier, FrontierAt(reader, size));
  return frontier.Root();
}

absl::StatusOr<Proof> InclusionProof(const TileReader& reader, uint64_t index, uint64_t size) {
  if (index >= size) {
    return Invalid(absl::StrCat("inclusion proof: index ", index, " is not below the size ", size));
  }
  TileCache tiles(reader, size);
  Proof proof;
  uint64_t begin = 0;
  uint64_t end = size;
  while (end - begin > 1) {
    uint64_t split = SplitOf(begin, end);
    bool at_left = index < split;
    ASSIGN_OR_RETURN(Digest sibling, at_left ? tiles.Range(split, end) : tiles.Range(begin, split));
    proof.push_back(sibling);
    (at_left ? end : begin) = split;
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

absl::StatusOr<Proof> ConsistencyProof(const TileReader& reader, uint64_t old_size,
                                       uint64_t new_size) {
  if (old_size > new_size) {
    return Invalid(absl::StrCat("consistency proof: the old size ", old_size,
                                " is above the new size ", new_size));
  }
  Proof proof;
  if (old_size == 0 || old_size == new_size) return proof;
  TileCache tiles(reader, new_size);
  uint64_t begin = 0;
  uint64_t end = new_size;
  while (end != old_size) {
    uint64_t split = SplitOf(begin, end);
    bool at_left = old_size <= split;
    ASSIGN_OR_RETURN(Digest sibling, at_left ? tiles.Range(split, end) : tiles.Range(begin, split));
    proof.push_back(sibling);
    (at_left ? end : begin) = split;
  }
  // What remains is the last complete subtree of the old tree. When that is all of it, its root is
  // known.
  if (begin != 0) {
    ASSIGN_OR_RETURN(Digest last, tiles.Range(begin, end));
    proof.push_back(last);
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

}  // namespace lightship::merkle
