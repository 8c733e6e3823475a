// Checking inclusion and consistency proofs (RFC 9162 sections 2.1.3.2 and 2.1.4.2). Proofs are of the
// wire form: hashes from the leaf upwards.
#ifndef LIGHTSHIP_NODE_MERKLE_PROOF_H_
#define LIGHTSHIP_NODE_MERKLE_PROOF_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "node/merkle/tree.h"

namespace lightship::merkle {

using Proof = std::vector<Digest>;

// OK when `leaf` stands at `index` in the tree of `size` leaves with `root`. Otherwise INVALID_ARGUMENT, reason
// BAD_PROOF. Surplus or missing hashes are errors.
absl::Status VerifyInclusion(const Digest& leaf, uint64_t index, uint64_t size,
                             absl::Span<const Digest> proof, const Digest& root);

// OK when the tree of `old_size` leaves with `old_root` is a prefix of the tree of `new_size` with
// `new_root`. An old tree of size 0 is a prefix of every tree, with an empty proof.
absl::Status VerifyConsistency(uint64_t old_size, const Digest& old_root, uint64_t new_size,
                               const Digest& new_root, absl::Span<const Digest> proof);

// Root that the tree of `new_size` leaves with `new_root` had at `old_size` (0 < old_size < new_size). The proof is
// a consistency proof that always begins with the old tree's last complete subtree: for a power of two, that is the old
// root itself, which the RFC's form leaves out. BAD_PROOF when it does not lead to `new_root`.
absl::StatusOr<Digest> ProvenOldRoot(uint64_t old_size, uint64_t new_size, const Digest& new_root,
                                     absl::Span<const Digest> proof);

}  // namespace lightship::merkle

#endif  // LIGHTSHIP_NODE_MERKLE_PROOF_H_
