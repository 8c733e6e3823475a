// What must hold in the parts of the kinds that are not reports.
#include <cstdlib>
#include <set>
#include <string>

#include "absl/strings/escaping.h"
#include "node/base/limits.h"
#include "node/statement/address.h"
#include "node/statement/content_rules.h"
#include "node/statement/identity.h"
#include "node/statement/notice_number.h"
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

void CheckNotice(const v1::Notice& notice, const v1::Manifest& manifest, Findings& findings) {
  findings.Require(notice.level() != v1::NOTICE_LEVEL_UNSPECIFIED, "notice.level", "not set");
  RequireText(notice.text(), "notice.text", findings);
  if (auto number = NoticeNumber::Parse(notice.number()); !number.ok()) {
    findings.Add("notice.number", number.status().message());
  }
  findings.Require(notice.cap_id().empty() || IsCapId(notice.cap_id()), "notice.cap_id",
                   "at most ", limits::kCapIdChars,
                   " printable characters without blanks, commas, < and & (CAP 1.2)");
  findings.Require(notice.language().size() <= limits::kLanguageTagChars, "notice.language",
                   "at most ", limits::kLanguageTagChars, " characters, such as en");
  const bool refers = notice.level() == v1::NOTICE_LEVEL_UPDATE ||
                      notice.level() == v1::NOTICE_LEVEL_ALL_CLEAR;
  findings.Require(refers == !manifest.supersedes().empty(), "manifest.supersedes",
                   "updates and all clears name the notice that they replace or end, others none");
  if (notice.has_position()) CheckPosition(notice.position(), "notice.position", findings);
  // Half the earth's circumference.
  findings.Require(notice.radius_nm() >= 0 && notice.radius_nm() <= 10'800, "notice.radius_nm",
                   notice.radius_nm(), "; 0 to 10800");
  findings.Require(!notice.has_radius_nm() || notice.has_position(), "notice.radius_nm",
                   "a radius about no position");
  CheckPeriod(notice.has_valid_from() ? &notice.valid_from() : nullptr,
              notice.has_valid_until() ? &notice.valid_until() : nullptr, "notice.valid_until",
              findings);
}

void CheckComment(const v1::Comment& comment, Findings& findings) {
  RequireText(comment.text(), "comment.text", findings);
  RequireIdOrNothing(comment.in_reply_to(), "comment.in_reply_to", findings);
}

namespace {

void CheckShort(absl::string_view text, absl::string_view path, Findings& findings) {
  findings.Require(text.size() <= limits::kContactTextBytes, path, text.size(), " bytes; at most ",
                   limits::kContactTextBytes);
}

void CheckEntries(const google::protobuf::RepeatedPtrField<std::string>& entries,
                  absl::string_view path, Findings& findings) {
  findings.Require(entries.size() <= limits::kContactEntries, path, entries.size(), "; at most ",
                   limits::kContactEntries);
  for (const std::string& entry : entries) {
    findings.Require(!entry.empty() && entry.size() <= limits::kContactTextBytes, path,
                     "1 to ", limits::kContactTextBytes, " bytes each");
  }
}

void CheckArea(const v1::AreaOfResponsibility& area, absl::string_view path, Findings& findings) {
  CheckShort(area.name(), absl::StrCat(path, ".name"), findings);
  const auto on_globe = [](int64_t lat_e7, int64_t lon_e7) {
    return std::abs(lat_e7) <= 900'000'000 && std::abs(lon_e7) <= 1'800'000'000;
  };
  switch (area.shape_case()) {
    case v1::AreaOfResponsibility::kCircle:
      // Half the earth's circumference.
      return findings.Require(on_globe(area.circle().lat_e7(), area.circle().lon_e7()) &&
                                  area.circle().radius_m() > 0 && area.circle().radius_m() <= 20'037'508,
                              absl::StrCat(path, ".circle"),
                              "a centre on the globe, and a radius above 0 and up to 20,037,508 m");
    case v1::AreaOfResponsibility::kBox:
      return findings.Require(on_globe(area.box().south_e7(), area.box().west_e7()) &&
                                  on_globe(area.box().north_e7(), area.box().east_e7()) &&
                                  area.box().south_e7() <= area.box().north_e7(),
                              absl::StrCat(path, ".box"),
                              "corners on the globe, south not beyond north");
    case v1::AreaOfResponsibility::kNavarea:
      return findings.Require(area.navarea() >= 1 && area.navarea() <= 21,
                              absl::StrCat(path, ".navarea"), area.navarea(), "; 1 to 21");
    case v1::AreaOfResponsibility::kArea:
      return findings.Require(IsLabel(area.area()), absl::StrCat(path, ".area"),
                              "the name of an area in config/areas, such as singapore-strait");
    case v1::AreaOfResponsibility::SHAPE_NOT_SET:
      return findings.Add(path, "no shape; circle, box, navarea or area must be set");
  }
}

}  // namespace

void CheckContact(const v1::Contact& contact, const v1::Manifest& manifest, Findings& findings) {
  RequireText(contact.agency(), "contact.agency", findings);
  CheckShort(contact.agency(), "contact.agency", findings);
  CheckShort(contact.role(), "contact.role", findings);
  CheckShort(contact.name(), "contact.name", findings);
  CheckShort(contact.hours(), "contact.hours", findings);
  CheckEntries(contact.phones(), "contact.phones", findings);
  CheckEntries(contact.emails(), "contact.emails", findings);
  CheckEntries(contact.inmarsat(), "contact.inmarsat", findings);
  CheckEntries(contact.languages(), "contact.languages", findings);
  findings.Require(contact.phones_size() + contact.emails_size() + contact.inmarsat_size() > 0,
                   "contact", "no way to reach it; phones, emails or inmarsat must be set");
  CheckPeriod(contact.has_valid_from() ? &contact.valid_from() : nullptr,
              contact.has_valid_to() ? &contact.valid_to() : nullptr, "contact.valid_to", findings);
  if (contact.has_last_confirmed()) {
    const auto confirmed = ToTime(contact.last_confirmed()), made = ToTime(manifest.created_at());
    findings.Require(!confirmed.ok() || !made.ok() || *confirmed <= *made, "contact.last_confirmed",
                     "later than the statement itself");
  }
  findings.Require(contact.areas_size() <= limits::kContactAreas, "contact.areas",
                   contact.areas_size(), "; at most ", limits::kContactAreas);
  for (int i = 0; i < contact.areas_size(); ++i) {
    CheckArea(contact.areas(i), absl::StrCat("contact.areas[", i, "]"), findings);
  }
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
