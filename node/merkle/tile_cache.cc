#include "node/merkle/tile_cache.h"

#include <algorithm>
#include <bit>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::merkle {
namespace {

using crypto::kDigestBytes;

absl::Status Lost(TileId tile, absl::string_view why) {
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                     absl::StrCat(TilePath(tile, kTileWidth), ": ", why));
}

std::vector<Digest> ToDigests(absl::string_view bytes) {
  std::vector<Digest> digests(bytes.size() / kDigestBytes);
  for (size_t i = 0; i < digests.size(); ++i) {
    std::copy_n(bytes.begin() + i * kDigestBytes, kDigestBytes, digests[i].begin());
  }
  return digests;
}

}  // namespace

Digest RootOfComplete(std::vector<Digest> hashes) {
  for (size_t count = hashes.size() / 2; count > 0; count /= 2) {
    for (size_t i = 0; i < count; ++i) hashes[i] = NodeHash(hashes[2 * i], hashes[2 * i + 1]);
  }
  return hashes[0];
}

absl::StatusOr<absl::string_view> TileCache::Read(TileId tile) {
  std::string& bytes = tiles_[{tile.level, tile.index}];
  if (bytes.empty()) {
    uint32_t width = TileWidthAt(tile, size_);
    ASSIGN_OR_RETURN(bytes, reader_.ReadTile(tile, width));
    if (bytes.size() < width * kDigestBytes) {
      return Lost(tile, absl::StrCat("has ", bytes.size() / kDigestBytes, " hashes; a tree of ",
                                     size_, " leaves has ", width));
    }
  }
  return absl::string_view(bytes);
}

absl::StatusOr<std::vector<Digest>> TileCache::Hashes(TileId tile) {
  uint32_t width = TileWidthAt(tile, size_);
  if (width == 0) return std::vector<Digest>();
  ASSIGN_OR_RETURN(absl::string_view bytes, Read(tile));
  return ToDigests(bytes.substr(0, width * kDigestBytes));
}

absl::StatusOr<Digest> TileCache::Subtree(uint32_t height, uint64_t index) {
  ASSIGN_OR_RETURN(std::optional<Digest> known, reader_.Complete(height, index));
  if (known.has_value()) return *known;
  uint32_t height_in_tile = height % kTileHeight;
  uint64_t first = index << height_in_tile;
  TileId tile{height / kTileHeight, first / kTileWidth};
  ASSIGN_OR_RETURN(absl::string_view bytes, Read(tile));
  return RootOfComplete(ToDigests(bytes.substr((first % kTileWidth) * kDigestBytes,
                                               (size_t{1} << height_in_tile) * kDigestBytes)));
}

absl::StatusOr<Digest> TileCache::Range(uint64_t begin, uint64_t end) {
  uint64_t count = end - begin;
  if (std::has_single_bit(count)) {
    uint32_t height = static_cast<uint32_t>(std::countr_zero(count));
    return Subtree(height, begin >> height);
  }
  uint64_t split = begin + std::bit_floor(count);
  ASSIGN_OR_RETURN(Digest left, Range(begin, split));
  ASSIGN_OR_RETURN(Digest right, Range(split, end));
  return NodeHash(left, right);
}

absl::StatusOr<Frontier> TileCache::FrontierOf(uint64_t size) {
  std::vector<Digest> subtrees;
  uint64_t begin = 0;
  while (begin < size) {
    uint64_t end = begin + std::bit_floor(size - begin);
    ASSIGN_OR_RETURN(Digest subtree, Range(begin, end));
    subtrees.push_back(subtree);
    begin = end;
  }
  return Frontier::FromSubtrees(size, std::move(subtrees));
}

absl::Status TileCache::CheckAgainstParent(TileId full_tile) {
  ASSIGN_OR_RETURN(std::vector<Digest> hashes, Hashes(full_tile));
  ASSIGN_OR_RETURN(Digest expected, Subtree(kTileHeight * (full_tile.level + 1), full_tile.index));
  if (RootOfComplete(std::move(hashes)) != expected) {
    return Lost(full_tile, "its hashes do not lead to its hash in the level above");
  }
  return absl::OkStatus();
}

}  // namespace lightship::merkle
