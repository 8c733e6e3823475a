// The Merkle tree of RFC 6962 section 2.1 (RFC 9162 section 2.1): hashes, and a tree that can only grow.
#ifndef LIGHTSHIP_NODE_MERKLE_TREE_H_
#define LIGHTSHIP_NODE_MERKLE_TREE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "node/crypto/digest.h"

namespace lightship::merkle {

using crypto::Digest;

// SHA-256(0x00 || data).
Digest LeafHash(absl::string_view data);
// SHA-256(0x01 || left || right).
Digest NodeHash(const Digest& left, const Digest& right);
// Root of the tree without leaves: SHA-256("").
Digest EmptyRoot();

// The right edge of a tree: roots of its complete subtrees, largest (leftmost) first. All that is needed to append
// and to know the root; 64 hashes at most.
//
//   size 7:      .            subtrees() = [root of leaves 0-3, root of 4-5, leaf 6]
//              /   \          .
//             x     .
//            / \   / \        .
//           .. .. x   x
class Frontier {
 public:
  Frontier() = default;
  // INVALID_ARGUMENT unless there is one hash per set bit of `size`.
  static absl::StatusOr<Frontier> FromSubtrees(uint64_t size, std::vector<Digest> subtrees);

  void Append(const Digest& leaf_hash);
  uint64_t size() const { return size_; }
  Digest Root() const;
  absl::Span<const Digest> subtrees() const { return subtrees_; }

 private:
  uint64_t size_ = 0;
  std::vector<Digest> subtrees_;
};

}  // namespace lightship::merkle

#endif  // LIGHTSHIP_NODE_MERKLE_TREE_H_
