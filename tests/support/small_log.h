// A log in memory as an honest node would keep it, made without the code that nodes use: roots and
// proofs come from the recursive definitions in RFC 6962 section 2.1.
#ifndef LIGHTSHIP_TESTS_SUPPORT_SMALL_LOG_H_
#define LIGHTSHIP_TESTS_SUPPORT_SMALL_LOG_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lightship/v1/log.pb.h"
#include "lightship/v1/statement.pb.h"
#include "node/crypto/digest.h"
#include "node/merkle/proof.h"
#include "tests/support/pki.h"

namespace lightship::testing {

class SmallLog {
 public:
  // Opens the log of `economy` (which must outlive this) with entry 0.
  explicit SmallLog(const TestEconomy& economy, absl::Time opened_at = Noon());

  // Appends and returns the index. Nothing is checked. Entries are admitted a second after the one
  // before unless told.
  uint64_t Append(const v1::SignedStatement& statement);
  uint64_t Append(const v1::SignedStatement& statement, absl::Time admitted_at);
  uint64_t Grant(const Signer& granted);
  uint64_t Revoke(const Signer& revoked);

  const TestEconomy& economy() const { return economy_; }
  uint64_t size() const { return entries_.size(); }
  const v1::HeldEntry& entry(uint64_t index) const { return entries_.at(index); }
  crypto::Digest leaf(uint64_t index) const { return leaves_.at(index); }
  crypto::Digest RootAt(uint64_t size) const;
  merkle::Proof InclusionIn(uint64_t size, uint64_t index) const;
  merkle::Proof ConsistencyBetween(uint64_t old_size, uint64_t new_size) const;

  // Signed note of the tree at `size`, with cosignatures of these economies' nodes made at `at`.
  std::string CheckpointAt(uint64_t size, const std::vector<const TestEconomy*>& cosigners = {},
                           absl::Time at = Noon()) const;
  // tlog-proof text for an entry in the tree of that checkpoint.
  std::string ProofOf(uint64_t index, absl::string_view checkpoint) const;
  // An entry and its proof in the tree at `size`, as saved statements carry keys.
  v1::ProvenEntry Proven(uint64_t index, uint64_t size) const;

 private:
  const TestEconomy& economy_;
  absl::Time last_admitted_at_;
  std::vector<v1::HeldEntry> entries_;
  std::vector<crypto::Digest> leaves_;
};

}  // namespace lightship::testing

#endif  // LIGHTSHIP_TESTS_SUPPORT_SMALL_LOG_H_
