// RFC 6962 section 2.1 word for word, over all leaves, as an oracle for the implementation that is
// not.
#ifndef LIGHTSHIP_TESTS_UNIT_MERKLE_NAIVE_TREE_H_
#define LIGHTSHIP_TESTS_UNIT_MERKLE_NAIVE_TREE_H_

#include <string>
#include <vector>

#include "node/crypto/digest.h"
#include "node/merkle/proof.h"

namespace lightship::merkle {

class NaiveTree {
 public:
  void Append(Digest leaf_hash) { leaves_.push_back(leaf_hash); }
  uint64_t size() const { return leaves_.size(); }
  const Digest& leaf(uint64_t index) const { return leaves_[index]; }

  // MTH(D[n]).
  Digest Root(uint64_t size) const { return size == 0 ? crypto::Sha256("") : Mth(0, size); }
  // PATH(m, D[n]).
  Proof Path(uint64_t index, uint64_t size) const { return Path(index, 0, size); }
  // PROOF(m, D[n]).
  Proof Consistency(uint64_t old_size, uint64_t size) const {
    return old_size == 0 || old_size == size ? Proof() : SubProof(old_size, 0, size, true);
  }

 private:
  static uint64_t LargestPowerBelow(uint64_t n) {
    uint64_t power = 1;
    while (power * 2 < n) power *= 2;
    return power;
  }

  Digest Mth(uint64_t first, uint64_t n) const {
    if (n == 1) return leaves_[first];
    uint64_t k = LargestPowerBelow(n);
    return crypto::Sha256(
        {"\x01", crypto::AsString(Mth(first, k)), crypto::AsString(Mth(first + k, n - k))});
  }

  Proof Path(uint64_t m, uint64_t first, uint64_t n) const {
    if (n == 1) return {};
    uint64_t k = LargestPowerBelow(n);
    Proof path = m < k ? Path(m, first, k) : Path(m - k, first + k, n - k);
    path.push_back(m < k ? Mth(first + k, n - k) : Mth(first, k));
    return path;
  }

  Proof SubProof(uint64_t m, uint64_t first, uint64_t n, bool known) const {
    if (m == n) return known ? Proof() : Proof{Mth(first, n)};
    uint64_t k = LargestPowerBelow(n);
    Proof proof = m <= k ? SubProof(m, first, k, known) : SubProof(m - k, first + k, n - k, false);
    proof.push_back(m <= k ? Mth(first + k, n - k) : Mth(first, k));
    return proof;
  }

  std::vector<Digest> leaves_;
};

// A leaf of which no other has the hash.
inline Digest NumberedLeaf(uint64_t number) {
  return crypto::Sha256(std::string("leaf ") + std::to_string(number));
}

}  // namespace lightship::merkle

#endif  // LIGHTSHIP_TESTS_UNIT_MERKLE_NAIVE_TREE_H_
