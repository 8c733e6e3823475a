#include "node/statement/operation.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "lightship/v1/claims.pb.h"
#include "lightship/v1/key.pb.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::statement {
namespace {

using enum Operation;
using enum Role;

const std::vector<OperationRule>& Rules() {
  static const std::vector<Role> officers = {kSubmitter, kVerifier, kAnalyst, kLiaison, kAdministrator};
  static const std::vector<OperationRule> rules = {
      {kReport, "report", "file an incident report", {kSubmitter}},
      {kAmend, "amend", "replace a report of one's economy by a better one", {kSubmitter}},
      {kAssert, "assert", "link, classify, verify, dispute or correct", {kVerifier, kNode}},
      {kRespond, "respond", "tell what a coastal authority did", {kVerifier, kLiaison}},
      {kNotify, "notify", "issue a notice to seafarers", {kLiaison}},
      {kComment, "comment", "remark on an incident", {kSubmitter, kVerifier, kLiaison}},
      {kGiveContact, "give-contact", "publish a point-of-contact card", {kLiaison, kAdministrator}},
      {kDefineAudience, "define-audience", "define a version of an audience", {kAdministrator}},
      {kGrantKey, "grant-key", "make a key known", {kAdministrator, kNode}},
      {kRevokeKey, "revoke-key", "revoke a key", {kAdministrator, kNode}},
      {kChangeLogKeys, "change-log-keys", "replace the log's keys", {kNode}},
      {kRetract, "retract", "take a statement back", {kSubmitter, kAdministrator, kNode}},
      {kRelease, "release", "release parts to a wider audience", {kAdministrator}},
      {kNarrow, "narrow", "keep parts to a narrower audience", {kAdministrator}},
      {kErase, "erase", "have parts erased everywhere", {kAdministrator}},
      {kAttest, "attest", "say what the node itself did", {kNode}},
      {kOtherStatement, "other-statement", "sign what this release does not know", {kAdministrator}},
      {kSubmit, "submit", "hand in signed statements, own or a colleague's", officers},
      {kReadIncidents, "read-incidents", "query and watch incidents, notices and contact cards", officers},
      {kReadReceipts, "read-receipts", "get receipts and saved statements", officers},
      {kReadStatus, "read-status", "see how the node is", officers},
      {kReadAttachments, "read-attachments", "get photos and documents", officers},
      {kSendAttachments, "send-attachments", "hand in photos and documents", {kSubmitter}},
      {kReadAudit, "read-audit", "see who read restricted parts", {kAdministrator}},
      {kScrub, "scrub", "have the node check all that it stores, now", {kAdministrator}},
      {kExportBundle, "export-bundle", "carry logs out as a file", {kLiaison, kAdministrator}},
      {kImportBundle, "import-bundle", "take in logs from a file", {kLiaison, kAdministrator}},
      {kConverse, "converse", "exchange logs, as another economy's node", {kNode}},
  };
  return rules;
}

template <typename AnyParts, typename Content>
bool ReadPart(const AnyParts& parts, absl::string_view name, Content& content) {
  for (const v1::Part& part : parts) {
    if (part.name() == name) return content.ParseFromString(part.content());
  }
  return false;
}

// A withheld KEY part is against the rules; the node may do the most that is harmless.
template <typename AnyParts>
Operation KeyOperation(const AnyParts& parts) {
  v1::KeyStatement content;
  ReadPart(parts, "key", content);
  switch (content.action_case()) {
    case v1::KeyStatement::kRevocation:
      return kRevokeKey;
    case v1::KeyStatement::kLogKeyChange:
      return kChangeLogKeys;
    default:
      return kGrantKey;
  }
}

template <typename AnyParts>
Operation WithdrawalOperation(const AnyParts& parts) {
  v1::Withdrawal content;
  if (!ReadPart(parts, "withdrawal", content)) return kRetract;
  switch (content.action_case()) {
    case v1::Withdrawal::kRetract:
      return kRetract;
    case v1::Withdrawal::kRelease:
      return kRelease;
    case v1::Withdrawal::kNarrow:
      return kNarrow;
    case v1::Withdrawal::kErase:
      return kErase;
    case v1::Withdrawal::ACTION_NOT_SET:
      return kOtherStatement;
  }
  return kOtherStatement;
}

template <typename AnyParts>
Operation ByKind(const v1::Manifest& manifest, const AnyParts& parts) {
  switch (manifest.kind()) {
    case v1::STATEMENT_KIND_REPORT:
      return manifest.supersedes().empty() ? kReport : kAmend;
    case v1::STATEMENT_KIND_KEY:
      return KeyOperation(parts);
    case v1::STATEMENT_KIND_WITHDRAWAL:
      return WithdrawalOperation(parts);
    case v1::STATEMENT_KIND_ASSERTION:
      return kAssert;
    case v1::STATEMENT_KIND_RESPONSE:
      return kRespond;
    case v1::STATEMENT_KIND_NOTICE:
      return kNotify;
    case v1::STATEMENT_KIND_COMMENT:
      return kComment;
    case v1::STATEMENT_KIND_CONTACT:
      return kGiveContact;
    case v1::STATEMENT_KIND_AUDIENCE:
      return kDefineAudience;
    case v1::STATEMENT_KIND_ATTESTATION:
      return kAttest;
    default:
      return kOtherStatement;
  }
}

bool HasOneOf(const Identity& identity, const std::vector<Role>& roles) {
  return std::any_of(roles.begin(), roles.end(), [&](Role role) { return identity.Has(role); });
}

std::string Names(const std::vector<Role>& roles) {
  return absl::StrJoin(roles, " or ",
                       [](std::string* out, Role role) { absl::StrAppend(out, RoleName(role)); });
}

}  // namespace

absl::Span<const OperationRule> OperationRules() { return Rules(); }

const OperationRule& RuleOf(Operation operation) { return Rules()[static_cast<size_t>(operation)]; }

Operation OperationOf(const v1::Manifest& manifest, absl::Span<const v1::Part> parts) { return ByKind(manifest, parts); }

Operation OperationOf(const v1::Manifest& manifest, const Parts& parts) { return ByKind(manifest, parts); }

absl::Status MayDo(const Identity& identity, Operation operation) {
  const OperationRule& rule = RuleOf(operation);
  if (HasOneOf(identity, rule.roles)) return absl::OkStatus();
  return base::Error(absl::StatusCode::kPermissionDenied, base::reason::kMissingRole,
                     absl::StrCat(identity.Uri(), " may not ", rule.what, " (", rule.name,
                                  "): it needs role ", Names(rule.roles)));
}

absl::StatusOr<Operation> ParseOperation(absl::string_view name) {
  std::string names;
  for (const OperationRule& rule : Rules()) {
    if (rule.name == name) return rule.operation;
    absl::StrAppend(&names, names.empty() ? "" : ", ", rule.name);
  }
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                     absl::StrCat("no operation '", absl::CHexEscape(name.substr(0, 80)),
                                  "'; operations are ", names));
}

}  // namespace lightship::statement
