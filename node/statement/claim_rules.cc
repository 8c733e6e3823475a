// What must hold in the parts of the kinds that are not reports.
#include <set>
#include <string>

#include "absl/strings/escaping.h"
#include "node/base/limits.h"
#include "node/statement/address.h"
#include "node/statement/content_rules.h"
#include "node/statement/identity.h"
#include "node/statement/open.h"

namespace lightship::statement {
namespace {

namespace limits = base::limits;

void RequireId(absl::string_view id, absl::string_view path, Findings& findings) {
  findings.Require(id.size() == crypto::kDigestBytes, path, id.size(),
                   " bytes; a statement id has 32");
}

void RequireIdOrNothing(absl::string_view id, absl::string_view path, Findings& findings) {
  if (!id.empty()) RequireId(id, path, findings);
}

void RequireText(absl::string_view text, absl::string_view path, Findings& findings) {
  findings.Require(!text.empty(), path, "empty");
}

// [from, to), each end open when unset.
void CheckPeriod(const google::protobuf::Timestamp* from, const google::protobuf::Timestamp* to,
                 absl::string_view path, Findings& findings) {
  if (from == nullptr || to == nullptr) return;
  const absl::StatusOr<absl::Time> begin = ToTime(*from), end = ToTime(*to);
  if (!begin.ok() || !end.ok()) return;  // told by CheckEveryField
  findings.Require(*begin < *end, path, "ends before it begins");
}

void CheckCorrelation(const v1::Correlation& claim, const v1::Manifest& manifest,
                      Findings& findings) {
  findings.Require(claim.verdict() != v1::CORRELATION_VERDICT_UNSPECIFIED,
                   "assertion.correlation.verdict", "not set");
  RequireId(claim.other(), "assertion.correlation.other", findings);
  findings.Require(claim.other() != manifest.subject(), "assertion.correlation.other",
                   "the manifest's own subject; it must be another incident");
  findings.Require(claim.score() >= 0 && claim.score() <= 1, "assertion.correlation.score",
                   claim.score(), "; 0 to 1");
}

void CheckLogKeys(absl::string_view log_key, absl::string_view cosigner_key, absl::string_view path,
                  Findings& findings) {
  findings.Require(log_key.size() == crypto::kDigestBytes, absl::StrCat(path, ".log_public_key"),
                   log_key.size(), " bytes; a raw Ed25519 key has 32");
  findings.Require(cosigner_key.size() == crypto::kDigestBytes,
                   absl::StrCat(path, ".cosigner_public_key"), cosigner_key.size(),
                   " bytes; a raw Ed25519 key has 32");
}

void CheckPartNames(const google::protobuf::RepeatedPtrField<std::string>& names,
                    absl::string_view path, Findings& findings) {
  findings.Require(names.size() <= static_cast<int>(limits::kPartsOfStatement), path, names.size(),
                   " parts; at most ", limits::kPartsOfStatement);
  for (const std::string& name : names) RequireText(name, path, findings);
}

}  // namespace

void CheckAssertion(const v1::Assertion& assertion, const v1::Manifest& manifest,
                    Findings& findings) {
  switch (assertion.claim_case()) {
    case v1::Assertion::kCorrelation:
      return CheckCorrelation(assertion.correlation(), manifest, findings);
    case v1::Assertion::kClassification:
      findings.Require(assertion.classification().scheme() != v1::CLASSIFICATION_SCHEME_UNSPECIFIED,
                       "assertion.classification.scheme", "not set");
      return RequireText(assertion.classification().value(), "assertion.classification.value",
                         findings);
    case v1::Assertion::kVerification:
      return findings.Require(
          assertion.verification().verification() != v1::VERIFICATION_UNSPECIFIED,
          "assertion.verification.verification", "not set");
    case v1::Assertion::kDispute:
      RequireText(assertion.dispute().reason(), "assertion.dispute.reason", findings);
      return RequireIdOrNothing(assertion.dispute().report(), "assertion.dispute.report", findings);
    case v1::Assertion::kCorrection:
      RequireText(assertion.correction().field(), "assertion.correction.field", findings);
      return RequireIdOrNothing(assertion.correction().report(), "assertion.correction.report",
                                findings);
    case v1::Assertion::CLAIM_NOT_SET:
      return findings.Add("assertion",
                          "claims nothing; correlation, classification, verification, dispute or "
                          "correction must be set");
  }
}

void CheckResponse(const v1::Response& response, Findings& findings) {
  findings.Require(response.action() != v1::COASTAL_ACTION_UNSPECIFIED, "response.action",
                   "not set; COASTAL_ACTION_UNKNOWN if it is not known");
}

void CheckNotice(const v1::Notice& notice, Findings& findings) {
  findings.Require(notice.level() != v1::NOTICE_LEVEL_UNSPECIFIED, "notice.level", "not set");
  RequireText(notice.text(), "notice.text", findings);
  if (notice.has_position()) CheckPosition(notice.position(), "notice.position", findings);
  // Half the earth's circumference.
  findings.Require(notice.radius_nm() >= 0 && notice.radius_nm() <= 10'800, "notice.radius_nm",
                   notice.radius_nm(), "; 0 to 10800");
  CheckPeriod(notice.has_valid_from() ? &notice.valid_from() : nullptr,
              notice.has_valid_until() ? &notice.valid_until() : nullptr, "notice.valid_until",
              findings);
}

void CheckComment(const v1::Comment& comment, Findings& findings) {
  RequireText(comment.text(), "comment.text", findings);
  RequireIdOrNothing(comment.in_reply_to(), "comment.in_reply_to", findings);
}

void CheckContact(const v1::Contact& contact, Findings& findings) {
  RequireText(contact.agency(), "contact.agency", findings);
  CheckPeriod(contact.has_valid_from() ? &contact.valid_from() : nullptr,
              contact.has_valid_to() ? &contact.valid_to() : nullptr, "contact.valid_to", findings);
}

void CheckAudience(const v1::AudienceDefinition& audience, Findings& findings) {
  findings.Require(IsLabel(audience.name()) && audience.name() != "own" && audience.name() != "all",
                   "audience.name", "'", absl::CHexEscape(audience.name()),
                   "'; 1 to 40 lower-case letters, digits and hyphens, not own or all");
  findings.Require(audience.version() > 0, "audience.version", "versions count from 1");
  std::set<absl::string_view> seen;
  for (int i = 0; i < audience.economies_size(); ++i) {
    const std::string path = absl::StrCat("audience.economies[", i, "]");
    findings.Require(IsEconomyCode(audience.economies(i)), path, "'",
                     absl::CHexEscape(audience.economies(i)), "'; two upper-case letters");
    findings.Require(seen.insert(audience.economies(i)).second, path, "named twice");
  }
  findings.Require(audience.economies_size() <= static_cast<int>(limits::kAudienceMembers),
                   "audience.economies", audience.economies_size(), " members; at most ",
                   limits::kAudienceMembers);
}

void CheckKey(const v1::KeyStatement& key, Findings& findings) {
  switch (key.action_case()) {
    case v1::KeyStatement::kLogOpened:
      findings.Require(Origin::Parse(key.log_opened().origin()).ok(), "key.log_opened.origin",
                       "lightship/<economy>/<epoch>");
      return CheckLogKeys(key.log_opened().log_public_key(), key.log_opened().cosigner_public_key(),
                          "key.log_opened", findings);
    case v1::KeyStatement::kGrant: {
      const auto& ders = key.grant().certificate_chain();
      const auto chain = ParseChain(std::vector<std::string>(ders.begin(), ders.end()));
      if (!chain.ok()) findings.Add("key.grant.certificate_chain", chain.status().message());
      return;
    }
    case v1::KeyStatement::kRevocation:
      return findings.Require(key.revocation().key_id().size() == crypto::kDigestBytes,
                              "key.revocation.key_id", key.revocation().key_id().size(),
                              " bytes; a key id has 32");
    case v1::KeyStatement::kLogKeyChange:
      return CheckLogKeys(key.log_key_change().log_public_key(),
                          key.log_key_change().cosigner_public_key(), "key.log_key_change",
                          findings);
    case v1::KeyStatement::ACTION_NOT_SET:
      return findings.Add("key", "does nothing; grant, revocation or log_key_change must be set");
  }
}

void CheckWithdrawal(const v1::Withdrawal& withdrawal, Findings& findings) {
  RequireId(withdrawal.target(), "withdrawal.target", findings);
  switch (withdrawal.action_case()) {
    case v1::Withdrawal::kRetract:
      return;
    case v1::Withdrawal::kRelease: {
      const auto audience = AudienceName::Parse(withdrawal.release().audience());
      findings.Require(audience.ok() && audience->kind != AudienceName::Kind::kOwn,
                       "withdrawal.release.audience", "'",
                       absl::CHexEscape(withdrawal.release().audience()),
                       "'; all, or a versioned name as SG/straits-patrol@3");
      return CheckPartNames(withdrawal.release().part_names(), "withdrawal.release.part_names",
                            findings);
    }
    case v1::Withdrawal::kNarrow: {
      const auto audience = AudienceName::Parse(withdrawal.narrow().audience());
      findings.Require(audience.ok() && audience->kind != AudienceName::Kind::kAll,
                       "withdrawal.narrow.audience", "'",
                       absl::CHexEscape(withdrawal.narrow().audience()),
                       "'; own, or a versioned name as SG/straits-patrol@3");
      return CheckPartNames(withdrawal.narrow().part_names(), "withdrawal.narrow.part_names",
                            findings);
    }
    case v1::Withdrawal::kErase:
      return CheckPartNames(withdrawal.erase().part_names(), "withdrawal.erase.part_names",
                            findings);
    case v1::Withdrawal::ACTION_NOT_SET:
      return findings.Add("withdrawal",
                          "does nothing; retract, release, narrow or erase must be set");
  }
}

}  // namespace lightship::statement
