#include "tests/support/small_log.h"

#include <algorithm>

#include "absl/types/span.h"
#include "node/merkle/checkpoint.h"
#include "node/merkle/tree.h"
#include "node/statement/canonical.h"
#include "node/statement/log_opening.h"
#include "node/statement/open.h"
#include "tests/support/sample.h"

namespace lightship::testing {
namespace {

using Leaves = absl::Span<const crypto::Digest>;

// Largest power of two below `size`.
size_t Split(size_t size) {
  size_t left = 1;
  while (left * 2 < size) left *= 2;
  return left;
}

crypto::Digest Root(Leaves leaves) {
  if (leaves.empty()) return merkle::EmptyRoot();
  if (leaves.size() == 1) return leaves[0];
  const size_t left = Split(leaves.size());
  return merkle::NodeHash(Root(leaves.first(left)), Root(leaves.subspan(left)));
}

void Path(Leaves leaves, size_t index, merkle::Proof& path) {
  if (leaves.size() <= 1) return;
  const size_t left = Split(leaves.size());
  if (index < left) {
    Path(leaves.first(left), index, path);
    path.push_back(Root(leaves.subspan(left)));
  } else {
    Path(leaves.subspan(left), index - left, path);
    path.push_back(Root(leaves.first(left)));
  }
}

void Subproof(Leaves leaves, size_t old_size, bool whole, merkle::Proof& proof) {
  if (old_size == leaves.size()) {
    if (!whole) proof.push_back(Root(leaves));
    return;
  }
  const size_t left = Split(leaves.size());
  if (old_size <= left) {
    Subproof(leaves.first(left), old_size, whole, proof);
    proof.push_back(Root(leaves.subspan(left)));
  } else {
    Subproof(leaves.subspan(left), old_size - left, false, proof);
    proof.push_back(Root(leaves.first(left)));
  }
}

}  // namespace

SmallLog::SmallLog(const TestEconomy& economy, absl::Time opened_at)
    : economy_(economy), last_admitted_at_(opened_at) {
  SeededEntropy entropy(1);  // the same log in every process
  entries_.push_back(statement::SealLogOpening(economy.origin(), economy.log_key().public_key(),
                                               economy.cosigner_key().public_key(),
                                               economy.node().chain, economy.node().key, opened_at,
                                               entropy)
                         .value());
  leaves_.push_back(merkle::LeafHash(entries_[0].entry()));
}

uint64_t SmallLog::Append(const v1::SignedStatement& statement) {
  return Append(statement, last_admitted_at_ + absl::Seconds(1));
}

uint64_t SmallLog::Append(const v1::SignedStatement& statement, absl::Time admitted_at) {
  const uint64_t index = entries_.size();
  v1::Entry entry;
  entry.set_index(index);
  *entry.mutable_admitted_at() = statement::ToTimestamp(admitted_at);
  entry.set_manifest(statement.manifest());
  *entry.mutable_signatures() = statement.signatures();
  v1::HeldEntry held;
  held.set_entry(statement::SerializeDeterministic(entry));
  *held.mutable_parts() = statement.parts();
  leaves_.push_back(merkle::LeafHash(held.entry()));
  entries_.push_back(std::move(held));
  last_admitted_at_ = std::max(last_admitted_at_, admitted_at);
  return index;
}

uint64_t SmallLog::Grant(const Signer& granted) { return Append(GrantOf(economy_, granted)); }

uint64_t SmallLog::Revoke(const Signer& revoked) { return Append(RevocationOf(economy_, revoked)); }

crypto::Digest SmallLog::RootAt(uint64_t size) const { return Root(Leaves(leaves_).first(size)); }

merkle::Proof SmallLog::InclusionIn(uint64_t size, uint64_t index) const {
  merkle::Proof path;
  Path(Leaves(leaves_).first(size), index, path);
  return path;
}

merkle::Proof SmallLog::ConsistencyBetween(uint64_t old_size, uint64_t new_size) const {
  merkle::Proof proof;
  if (old_size > 0) Subproof(Leaves(leaves_).first(new_size), old_size, true, proof);
  return proof;
}

std::string SmallLog::CheckpointAt(uint64_t size, const std::vector<const TestEconomy*>& cosigners,
                                   absl::Time at) const {
  const std::string origin = economy_.origin().ToString();
  crypto::Note note;
  note.text = merkle::Checkpoint{origin, size, RootAt(size)}.ToText();
  note.signatures.push_back(crypto::SignNote(note.text, origin, economy_.log_key()).value());
  for (const TestEconomy* cosigner : cosigners) {
    note.signatures.push_back(
        crypto::CosignNote(note.text, cosigner->origin().ToString(), at, cosigner->cosigner_key())
            .value());
  }
  return note.ToString();
}

std::string SmallLog::ProofOf(uint64_t index, absl::string_view checkpoint) const {
  const auto parsed = merkle::SignedCheckpoint::FromNote(checkpoint).value();
  merkle::TlogProof proof;
  proof.index = index;
  proof.inclusion = InclusionIn(parsed.checkpoint.size, index);
  proof.checkpoint = std::string(checkpoint);
  return proof.ToText();
}

v1::ProvenEntry SmallLog::Proven(uint64_t index, uint64_t size) const {
  v1::ProvenEntry proven;
  *proven.mutable_held() = entry(index);
  for (const crypto::Digest& hash : InclusionIn(size, index)) {
    proven.add_inclusion(crypto::AsString(hash));
  }
  return proven;
}

}  // namespace lightship::testing
