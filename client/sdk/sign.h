// From content to a signed statement that is ready to submit.
#ifndef LIGHTSHIP_CLIENT_SDK_SIGN_H_
#define LIGHTSHIP_CLIENT_SDK_SIGN_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/sdk/identity.h"
#include "lightship/v1/report.pb.h"
#include "lightship/v1/statement.pb.h"
#include "lightship/v1/submission.pb.h"
#include "node/base/entropy.h"
#include "node/statement/seal.h"

namespace lightship::sdk {

// A report before it is signed. Parts that are not set are not in the statement.
struct ReportDraft {
  v1::Facts facts;
  std::optional<v1::VesselDetails> vessel;
  std::optional<v1::Narrative> narrative;
  std::optional<v1::People> people;
  std::vector<v1::Attachment> attachments;  // parts attachment/1, attachment/2, ...

  // Of the manifest. Economy, kind and creation time are set when signing.
  v1::Manifest manifest;
  // Narrower audiences of single parts; empty: the statement's.
  std::string vessel_audience, narrative_audience, people_audience, attachment_audience;
};

// Checks the draft by the node's own rules and signs it with the officer's key; `created_at` is the author's time. The request
// carries the officer's chain. INVALID_ARGUMENT with field violations when the node would refuse it, PERMISSION_DENIED
// when the officer's roles do not let it sign reports.
absl::StatusOr<v1::SubmitRequest> SignReport(const ReportDraft& draft,
                                             const OfficerIdentity& officer, absl::Time created_at,
                                             base::Entropy& entropy);

// The same for any kind: `manifest` needs its kind and audience, `parts` their content.
absl::StatusOr<v1::SubmitRequest> SignStatement(v1::Manifest manifest,
                                                std::vector<statement::PartDraft> parts,
                                                const OfficerIdentity& officer,
                                                absl::Time created_at, base::Entropy& entropy);

// A report's manifest and parts, as SignStatement takes them.
struct UnsignedStatement {
  v1::Manifest manifest;
  std::vector<statement::PartDraft> parts;
};
UnsignedStatement UnsignedReport(const ReportDraft& draft);

// The errors that SignStatement would give, found without the key.
absl::Status CheckStatement(UnsignedStatement statement, const statement::Identity& who,
                            absl::Time created_at, base::Entropy& entropy);

// Adds a second officer's signature and chain, for what takes two persons. PERMISSION_DENIED without the role for what
// the statement does, INVALID_ARGUMENT when this key has signed it already.
absl::Status Cosign(const OfficerIdentity& officer, v1::SubmitRequest& request);

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_SIGN_H_
