#include "node/merkle/proof.h"

#include <limits>

#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "tests/support/vectors.h"
#include "tests/unit/merkle/naive_tree.h"

namespace lightship::merkle {
namespace {

using lightship::testing::Hash;
using lightship::testing::Hashes;
using lightship::testing::Vectors;

constexpr uint64_t kLeaves = 24;

const NaiveTree& Tree() {
  static const NaiveTree tree = [] {
    NaiveTree built;
    for (uint64_t i = 0; i < kLeaves; ++i) built.Append(NumberedLeaf(i));
    return built;
  }();
  return tree;
}

absl::Status Included(uint64_t index, uint64_t size, const Proof& proof) {
  return VerifyInclusion(Tree().leaf(index), index, size, proof, Tree().Root(size));
}

absl::Status Consistent(uint64_t old_size, uint64_t size, const Proof& proof) {
  return VerifyConsistency(old_size, Tree().Root(old_size), size, Tree().Root(size), proof);
}

void ExpectBadProof(const absl::Status& status) {
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  EXPECT_EQ(base::ReasonOf(status), base::reason::kBadProof) << status;
}

// Every proof that differs in one bit of one hash, in a missing, a surplus or two swapped hashes.
template <typename Check>
void ExpectChangedProofsRefused(const Proof& proof, Check check) {
  for (size_t i = 0; i < proof.size(); ++i) {
    for (size_t byte = 0; byte < crypto::kDigestBytes; ++byte) {
      Proof changed = proof;
      changed[i][byte] ^= static_cast<uint8_t>(1 << (byte % 8));
      ExpectBadProof(check(changed));
    }
    Proof shorter = proof;
    shorter.erase(shorter.begin() + static_cast<long>(i));
    ExpectBadProof(check(shorter));
    if (i > 0) {
      Proof swapped = proof;
      std::swap(swapped[i - 1], swapped[i]);
      ExpectBadProof(check(swapped));
    }
  }
  for (size_t i = 0; i <= proof.size(); ++i) {
    Proof longer = proof;
    longer.insert(longer.begin() + static_cast<long>(i), NumberedLeaf(i));
    ExpectBadProof(check(longer));
  }
}

TEST(VerifyInclusion, AcceptsTheProofsOfTheSmallVectors) {
  const nlohmann::json& small = Vectors()["merkle_small"];
  ASSERT_FALSE(small["inclusion"].empty());
  for (const nlohmann::json& vector : small["inclusion"]) {
    uint64_t size = vector["size"];
    uint64_t index = vector["index"];
    EXPECT_TRUE(VerifyInclusion(Hash(small["leaf_hashes"][index]), index, size,
                                Hashes(vector["proof"]), Hash(small["roots"][size]))
                    .ok())
        << vector;
  }
}

TEST(VerifyConsistency, AcceptsTheProofsOfTheSmallVectors) {
  const nlohmann::json& small = Vectors()["merkle_small"];
  ASSERT_FALSE(small["consistency"].empty());
  for (const nlohmann::json& vector : small["consistency"]) {
    uint64_t old_size = vector["old"];
    uint64_t size = vector["new"];
    EXPECT_TRUE(VerifyConsistency(old_size, Hash(small["roots"][old_size]), size,
                                  Hash(small["roots"][size]), Hashes(vector["proof"]))
                    .ok())
        << vector;
  }
}

TEST(VerifyInclusion, AcceptsEveryProofAndRefusesItChanged) {
  for (uint64_t size = 1; size <= kLeaves; ++size) {
    for (uint64_t index = 0; index < size; ++index) {
      Proof proof = Tree().Path(index, size);
      EXPECT_TRUE(Included(index, size, proof).ok()) << index << " of " << size;
      ExpectChangedProofsRefused(
          proof, [&](const Proof& changed) { return Included(index, size, changed); });
    }
  }
}

TEST(VerifyInclusion, RefusesAnotherLeafIndexSizeOrRoot) {
  for (uint64_t size = 1; size <= kLeaves; ++size) {
    for (uint64_t index = 0; index < size; ++index) {
      Proof proof = Tree().Path(index, size);
      const Digest& leaf = Tree().leaf(index);
      Digest root = Tree().Root(size);
      ExpectBadProof(VerifyInclusion(NumberedLeaf(999), index, size, proof, root));
      ExpectBadProof(VerifyInclusion(leaf, index, size, proof, NumberedLeaf(999)));
      ExpectBadProof(VerifyInclusion(leaf, size, size, proof, root));
      for (uint64_t other = 0; other < size; ++other) {
        if (other == index) continue;
        ExpectBadProof(VerifyInclusion(leaf, other, size, proof, root));
      }
      if (size > 1) ExpectBadProof(VerifyInclusion(leaf, index, 1, proof, root));
    }
  }
}

TEST(VerifyInclusion, RefusesAnEmptyTreeAndIndexesBeyondIt) {
  constexpr uint64_t kMost = std::numeric_limits<uint64_t>::max();
  ExpectBadProof(VerifyInclusion(NumberedLeaf(0), 0, 0, {}, EmptyRoot()));
  ExpectBadProof(VerifyInclusion(NumberedLeaf(0), kMost, kMost, {}, NumberedLeaf(0)));
  ExpectBadProof(VerifyInclusion(NumberedLeaf(0), kMost - 1, kMost, Proof(64), NumberedLeaf(0)));
}

TEST(VerifyConsistency, AcceptsEveryProofAndRefusesItChanged) {
  for (uint64_t size = 0; size <= kLeaves; ++size) {
    for (uint64_t old_size = 0; old_size <= size; ++old_size) {
      Proof proof = Tree().Consistency(old_size, size);
      EXPECT_TRUE(Consistent(old_size, size, proof).ok()) << old_size << " to " << size;
      ExpectChangedProofsRefused(
          proof, [&](const Proof& changed) { return Consistent(old_size, size, changed); });
    }
  }
}

TEST(VerifyConsistency, RefusesOtherRoots) {
  for (uint64_t size = 1; size <= kLeaves; ++size) {
    for (uint64_t old_size = 1; old_size <= size; ++old_size) {
      Proof proof = Tree().Consistency(old_size, size);
      Digest old_root = Tree().Root(old_size);
      Digest root = Tree().Root(size);
      ExpectBadProof(VerifyConsistency(old_size, NumberedLeaf(9), size, root, proof));
      ExpectBadProof(VerifyConsistency(old_size, old_root, size, NumberedLeaf(9), proof));
      if (old_size < size) {
        ExpectBadProof(VerifyConsistency(size, root, old_size, old_root, proof));
      }
    }
  }
}

TEST(VerifyConsistency, TakesAnEmptyTreeForAPrefixOnlyWithItsRoot) {
  EXPECT_TRUE(VerifyConsistency(0, EmptyRoot(), 5, Tree().Root(5), {}).ok());
  ExpectBadProof(VerifyConsistency(0, Tree().Root(1), 5, Tree().Root(5), {}));
  ExpectBadProof(VerifyConsistency(0, EmptyRoot(), 0, Tree().Root(1), {}));
  ExpectBadProof(VerifyConsistency(0, EmptyRoot(), 5, Tree().Root(5), {Tree().Root(5)}));
}

TEST(ProvenOldRoot, IsTheRootThatTheLargerTreeHadAndOfNoOtherProof) {
  for (uint64_t size = 2; size <= kLeaves; ++size) {
    for (uint64_t old_size = 1; old_size < size; ++old_size) {
      Proof proof = Tree().Consistency(old_size, size);
      if ((old_size & (old_size - 1)) == 0) proof.insert(proof.begin(), Tree().Root(old_size));
      absl::StatusOr<Digest> root = ProvenOldRoot(old_size, size, Tree().Root(size), proof);
      ASSERT_TRUE(root.ok()) << old_size << " in " << size << ": " << root.status();
      EXPECT_EQ(*root, Tree().Root(old_size));
      ExpectChangedProofsRefused(proof, [&](const Proof& changed) {
        return ProvenOldRoot(old_size, size, Tree().Root(size), changed).status();
      });
    }
  }
}

// A log that rewrote one entry cannot be shown to extend itself, whichever proof is tried.
TEST(VerifyConsistency, RefusesAForkedTree) {
  NaiveTree forked;
  for (uint64_t i = 0; i < kLeaves; ++i) forked.Append(NumberedLeaf(i == 3 ? 1000 : i));
  for (uint64_t old_size = 4; old_size < kLeaves; ++old_size) {
    for (const NaiveTree* prover : {&Tree(), const_cast<const NaiveTree*>(&forked)}) {
      ExpectBadProof(VerifyConsistency(old_size, Tree().Root(old_size), kLeaves,
                                       forked.Root(kLeaves),
                                       prover->Consistency(old_size, kLeaves)));
    }
  }
}

}  // namespace
}  // namespace lightship::merkle
