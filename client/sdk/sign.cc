#include "client/sdk/sign.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/sdk/saved.h"
#include "node/statement/canonical.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/identity.h"
#include "node/statement/open.h"
#include "node/statement/operation.h"
#include "node/statement/validate.h"

namespace lightship::sdk {
namespace {

void AddChain(const OfficerIdentity& officer, v1::SubmitRequest& request) {
  v1::CertificateChain* chain = request.add_chains();
  for (const crypto::Certificate& certificate : officer.chain) {
    chain->add_certificates(certificate.der());
  }
}

// Checked as the node will, and not signed.
absl::StatusOr<v1::SignedStatement> SealChecked(v1::Manifest manifest,
                                                std::vector<statement::PartDraft> parts,
                                                const statement::Identity& who,
                                                absl::Time created_at, base::Entropy& entropy) {
  manifest.set_economy(who.economy);
  *manifest.mutable_created_at() = statement::ToTimestamp(created_at);
  if (manifest.exercise_status() == v1::EXERCISE_STATUS_UNSPECIFIED) {
    manifest.set_exercise_status(v1::EXERCISE_STATUS_ACTUAL);
  }
  ASSIGN_OR_RETURN(v1::SignedStatement unsigned_yet,
                   statement::SealUnsigned(std::move(manifest), std::move(parts), entropy));
  ASSIGN_OR_RETURN(v1::Manifest sealed, statement::ParseManifest(unsigned_yet.manifest()));
  RETURN_IF_ERROR(statement::MayDo(who, statement::OperationOf(sealed, unsigned_yet.parts())));
  auto violations = statement::Validate(sealed, unsigned_yet.parts(), created_at);
  if (!violations.empty()) return base::InvalidFields(violations);
  return unsigned_yet;
}

}  // namespace

absl::StatusOr<v1::SubmitRequest> SignStatement(v1::Manifest manifest,
                                                std::vector<statement::PartDraft> parts,
                                                const OfficerIdentity& officer,
                                                absl::Time created_at, base::Entropy& entropy) {
  v1::SubmitRequest request;
  ASSIGN_OR_RETURN(*request.mutable_statement(),
                   SealChecked(std::move(manifest), std::move(parts), officer.who, created_at,
                               entropy));
  ASSIGN_OR_RETURN(*request.mutable_statement()->add_signatures(),
                   statement::SignManifest(request.statement().manifest(), officer.key));
  AddChain(officer, request);
  return request;
}

absl::Status CheckStatement(UnsignedStatement statement, const statement::Identity& who,
                            absl::Time created_at, base::Entropy& entropy) {
  return SealChecked(std::move(statement.manifest), std::move(statement.parts), who, created_at,
                     entropy)
      .status();
}

absl::Status Cosign(const OfficerIdentity& officer, v1::SubmitRequest& request) {
  v1::SignedStatement& statement = *request.mutable_statement();
  ASSIGN_OR_RETURN(v1::Manifest manifest, statement::ParseManifest(statement.manifest()));
  RETURN_IF_ERROR(statement::MayDo(officer.who, statement::OperationOf(manifest, statement.parts())));
  ASSIGN_OR_RETURN(v1::Signature signature,
                   statement::SignManifest(statement.manifest(), officer.key));
  for (const v1::Signature& known : statement.signatures()) {
    if (known.key_id() != signature.key_id()) continue;
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kInvalidStatement,
                       absl::StrCat(officer.who.Uri(), " has signed this already; a second "
                                    "officer must sign"));
  }
  *statement.add_signatures() = std::move(signature);
  AddChain(officer, request);
  return absl::OkStatus();
}

UnsignedStatement UnsignedReport(const ReportDraft& draft) {
  v1::Manifest manifest = draft.manifest;
  manifest.set_kind(v1::STATEMENT_KIND_REPORT);
  if (draft.people.has_value()) manifest.set_personal_data(true);
  std::vector<statement::PartDraft> parts;
  parts.push_back({"facts", statement::SerializeDeterministic(draft.facts), ""});
  if (draft.vessel.has_value()) {
    parts.push_back({"vessel", statement::SerializeDeterministic(*draft.vessel), draft.vessel_audience});
  }
  if (draft.narrative.has_value()) {
    parts.push_back(
        {"narrative", statement::SerializeDeterministic(*draft.narrative), draft.narrative_audience});
  }
  if (draft.people.has_value()) {
    parts.push_back({"people", statement::SerializeDeterministic(*draft.people), draft.people_audience});
  }
  for (size_t i = 0; i < draft.attachments.size(); ++i) {
    parts.push_back({absl::StrCat("attachment/", i + 1),
                     statement::SerializeDeterministic(draft.attachments[i]),
                     draft.attachment_audience});
  }
  return {std::move(manifest), std::move(parts)};
}

absl::StatusOr<v1::SubmitRequest> SignReport(const ReportDraft& draft,
                                             const OfficerIdentity& officer, absl::Time created_at,
                                             base::Entropy& entropy) {
  UnsignedStatement report = UnsignedReport(draft);
  return SignStatement(std::move(report.manifest), std::move(report.parts), officer, created_at,
                       entropy);
}

}  // namespace lightship::sdk
