#include "node/merkle/proof.h"

#include <bit>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::merkle {
namespace {

absl::Status BadProof(absl::string_view message) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kBadProof, message);
}

// Walks from a node of a tree to its root, one sibling at a time.
class Path {
 public:
  // `node` and `last` count nodes of one level: the one walked from, and the last of that level.
  Path(uint64_t node, uint64_t last) : node_(node), last_(last) {}

  bool AtRoot() const { return last_ == 0; }

  // Steps up to the next level at which the node has a sibling, then past it. True when the sibling
  // is at the left. REQUIRES: !AtRoot().
  bool StepPastSibling() {
    // At the right edge a node without a sibling is carried up unchanged.
    while (node_ % 2 == 0 && node_ == last_) Up();
    bool sibling_at_left = node_ % 2 == 1;
    Up();
    return sibling_at_left;
  }

 private:
  void Up() {
    node_ >>= 1;
    last_ >>= 1;
  }
  uint64_t node_;
  uint64_t last_;
};

struct Roots {
  Digest old_root;
  Digest new_root;
};

// Roots of both trees, from the last complete subtree of the old one and the siblings on its way up.
// REQUIRES: 0 < old_size < new_size.
absl::StatusOr<Roots> RootsFrom(const Digest& subtree, uint64_t old_size, uint64_t new_size,
                                absl::Span<const Digest> siblings) {
  const int level = std::countr_zero(old_size);
  Roots roots{subtree, subtree};
  Path path((old_size - 1) >> level, (new_size - 1) >> level);
  for (const Digest& sibling : siblings) {
    if (path.AtRoot()) return BadProof("consistency proof: has surplus hashes");
    if (path.StepPastSibling()) {
      roots.old_root = NodeHash(sibling, roots.old_root);
      roots.new_root = NodeHash(sibling, roots.new_root);
    } else {
      roots.new_root = NodeHash(roots.new_root, sibling);
    }
  }
  if (!path.AtRoot()) return BadProof("consistency proof: hashes are missing");
  return roots;
}

}  // namespace

absl::Status VerifyInclusion(const Digest& leaf, uint64_t index, uint64_t size,
                             absl::Span<const Digest> proof, const Digest& root) {
  if (index >= size) {
    return BadProof(
        absl::StrCat("inclusion proof: leaf ", index, " is outside a tree of ", size, " leaves"));
  }
  Path path(index, size - 1);
  Digest hash = leaf;
  for (const Digest& sibling : proof) {
    if (path.AtRoot()) return BadProof("inclusion proof: has surplus hashes");
    hash = path.StepPastSibling() ? NodeHash(sibling, hash) : NodeHash(hash, sibling);
  }
  if (!path.AtRoot()) return BadProof("inclusion proof: hashes are missing");
  if (hash != root) {
    return BadProof(absl::StrCat("inclusion proof: leaf ", index,
                                 " does not lead to the root of the tree of ", size, " leaves"));
  }
  return absl::OkStatus();
}

absl::Status VerifyConsistency(uint64_t old_size, const Digest& old_root, uint64_t new_size,
                               const Digest& new_root, absl::Span<const Digest> proof) {
  if (old_size > new_size) {
    return BadProof(absl::StrCat("consistency proof: the old tree of ", old_size,
                                 " leaves is larger than the new one of ", new_size));
  }
  if (old_size == 0 || old_size == new_size) {
    if (!proof.empty()) return BadProof("consistency proof: has surplus hashes");
    if (old_size == 0 && old_root != EmptyRoot()) {
      return BadProof("consistency proof: the old root is not that of the empty tree");
    }
    if (old_size == new_size && old_root != new_root) {
      return BadProof(
          absl::StrCat("consistency proof: two different roots for the size ", new_size));
    }
    return absl::OkStatus();
  }
  // The proof starts from the last complete subtree of the old tree; when that is the whole old
  // tree, its root is known and left out of the proof.
  Digest subtree = old_root;
  if (!std::has_single_bit(old_size)) {
    if (proof.empty()) return BadProof("consistency proof: hashes are missing");
    subtree = proof[0];
    proof.remove_prefix(1);
  }
  ASSIGN_OR_RETURN(Roots roots, RootsFrom(subtree, old_size, new_size, proof));
  if (roots.old_root != old_root || roots.new_root != new_root) {
    return BadProof(absl::StrCat("consistency proof: the tree of ", old_size,
                                 " leaves is not shown to be a prefix of the tree of ", new_size,
                                 " (its ", roots.old_root != old_root ? "old" : "new",
                                 " root does not follow)"));
  }
  return absl::OkStatus();
}

absl::StatusOr<Digest> ProvenOldRoot(uint64_t old_size, uint64_t new_size, const Digest& new_root,
                                     absl::Span<const Digest> proof) {
  if (old_size == 0 || old_size >= new_size) {
    return BadProof(absl::StrCat("consistency proof: no smaller tree of ", old_size,
                                 " leaves in one of ", new_size));
  }
  if (proof.empty()) return BadProof("consistency proof: hashes are missing");
  ASSIGN_OR_RETURN(Roots roots, RootsFrom(proof[0], old_size, new_size, proof.subspan(1)));
  if (roots.new_root != new_root) {
    return BadProof(absl::StrCat("consistency proof: does not lead to the root of the tree of ",
                                 new_size, " leaves"));
  }
  return roots.old_root;
}

}  // namespace lightship::merkle
