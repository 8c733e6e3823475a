// From a submitted statement to one that the writer may put into the log: everything that can be judged without the
// writer is judged here, on the caller's thread.
#ifndef LIGHTSHIP_NODE_LEDGER_ADMISSION_H_
#define LIGHTSHIP_NODE_LEDGER_ADMISSION_H_

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "lightship/v1/statement.pb.h"
#include "lightship/v1/submission.pb.h"
#include "node/crypto/certificate.h"
#include "node/crypto/digest.h"
#include "node/ledger/indexer.h"
#include "node/statement/identity.h"
#include "node/statement/operation.h"
#include "node/statement/roots.h"
#include "node/trust/key_state.h"

namespace lightship::ledger {

// An economy's own rules for what its node admits.
struct AdmissionRules {
  std::string economy;
  // What takes the signatures of two officers, each with the role for it.
  std::set<statement::Operation> two_person;
};

// A statement whose content, signatures and signers have been checked.
struct Admission {
  crypto::Digest id;
  v1::SignedStatement statement;
  v1::Manifest manifest;
  statement::Operation operation;
  std::vector<crypto::Digest> signers;  // key ids
  // Chains of signers that the log does not know yet: the writer grants them first.
  std::vector<std::vector<crypto::Certificate>> grants;
  std::shared_ptr<const Derived> derived = {};  // DeriveAhead
};

// Checks in this order: limits, manifest, economy (WRONG_ECONOMY unless the rules' own), content (validate.h),
// signers (known in `keys`, or by a chain in the request that ends at a pinned root), their roles for the operation, a second
// officer where the rules ask for one (SECOND_PERSON_NEEDED), signatures.
// `caller` is who submits over mTLS; it must be of the same economy but need not be a signer: spooled reports
// may be sent by a colleague.
absl::StatusOr<Admission> Examine(const v1::SubmitRequest& request,
                                  const statement::Identity& caller, const AdmissionRules& rules,
                                  const trust::KeyState& keys,
                                  const statement::PinnedRoots& roots, absl::Time now);

// The same for each, in less time than one after the other.
std::vector<absl::StatusOr<Admission>> ExamineAll(absl::Span<const v1::SubmitRequest* const> requests,
                                                  const statement::Identity& caller, const AdmissionRules& rules,
                                                  const trust::KeyState& keys, const statement::PinnedRoots& roots,
                                                  absl::Time now);

// What the indexer can know of a statement before it stands in `origin`'s log.
void DeriveAhead(const Indexer& indexer, const std::string& origin, Admission& admission);

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_ADMISSION_H_
