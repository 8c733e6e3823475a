#include "node/merkle/tree.h"

#include <bit>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::merkle {

using crypto::AsView;
using crypto::Sha256;

Digest LeafHash(absl::string_view data) { return Sha256({absl::string_view("\x00", 1), data}); }

Digest NodeHash(const Digest& left, const Digest& right) {
  return Sha256({absl::string_view("\x01", 1), AsView(left), AsView(right)});
}

Digest EmptyRoot() { return Sha256(absl::string_view()); }

absl::StatusOr<Frontier> Frontier::FromSubtrees(uint64_t size, std::vector<Digest> subtrees) {
  if (subtrees.size() != static_cast<size_t>(std::popcount(size))) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                       absl::StrCat("a tree of ", size, " leaves has ", std::popcount(size),
                                    " complete subtrees on its right edge, not ", subtrees.size()));
  }
  Frontier frontier;
  frontier.size_ = size;
  frontier.subtrees_ = std::move(subtrees);
  return frontier;
}

void Frontier::Append(const Digest& leaf_hash) {
  Digest subtree = leaf_hash;
  // As in adding one to a binary number: every set bit at the end is a subtree that becomes a left
  // child.
  for (uint64_t carry = size_; carry & 1; carry >>= 1) {
    subtree = NodeHash(subtrees_.back(), subtree);
    subtrees_.pop_back();
  }
  subtrees_.push_back(subtree);
  ++size_;
}

Digest Frontier::Root() const {
  if (subtrees_.empty()) return EmptyRoot();
  Digest root = subtrees_.back();
  for (size_t i = subtrees_.size() - 1; i > 0; --i) root = NodeHash(subtrees_[i - 1], root);
  return root;
}

}  // namespace lightship::merkle
