#include "client/formats/statement_line.h"

#include "absl/strings/str_cat.h"
#include "client/formats/words.h"
#include "node/base/encoding.h"

namespace lightship::formats {
namespace {

constexpr size_t kLineIdChars = 12;

std::string AssertionText(const v1::Assertion& assertion) {
  switch (assertion.claim_case()) {
    case v1::Assertion::kCorrelation:
      return absl::StrCat(
          Words(assertion.correlation().verdict()), " as ",
          base::Hex(assertion.correlation().other()).substr(0, kLineIdChars));
    case v1::Assertion::kClassification:
      return absl::StrCat("classification ", Words(assertion.classification().scheme()), ": ",
                          assertion.classification().value());
    case v1::Assertion::kVerification:
      return absl::StrCat("verification: ", Words(assertion.verification().verification()));
    case v1::Assertion::kDispute:
      return absl::StrCat("disputes ",
                          assertion.dispute().field().empty() ? "the report"
                                                              : assertion.dispute().field(),
                          ": ", assertion.dispute().reason());
    case v1::Assertion::kCorrection:
      return absl::StrCat("corrects ", assertion.correction().field(), " to ",
                          assertion.correction().new_value());
    case v1::Assertion::CLAIM_NOT_SET:
      break;
  }
  return "an assertion of a kind newer than this program";
}

// The address of a statement of the incident; the beginning of its id when it is not held.
std::string NameOf(absl::string_view id, const v1::GetIncidentResponse& incident) {
  for (const v1::IncidentStatement& statement : incident.statements()) {
    if (statement.statement_id() == id) return statement.address();
  }
  return base::Hex(id).substr(0, kLineIdChars);
}

std::string WithdrawalText(const v1::Withdrawal& withdrawal,
                           const v1::GetIncidentResponse& incident) {
  const std::string target = NameOf(withdrawal.target(), incident);
  switch (withdrawal.action_case()) {
    case v1::Withdrawal::kRetract:
      return absl::StrCat("retracts ", target, ": ", Words(withdrawal.retract().reason()));
    case v1::Withdrawal::kRelease:
      return absl::StrCat("releases ", target, " to ", withdrawal.release().audience());
    case v1::Withdrawal::kNarrow:
      return absl::StrCat("narrows ", target, " to ", withdrawal.narrow().audience());
    case v1::Withdrawal::kErase:
      return absl::StrCat("asks for erasure of ", target, ": ", Words(withdrawal.erase().reason()));
    case v1::Withdrawal::ACTION_NOT_SET:
      break;
  }
  return "a withdrawal of a kind newer than this program";
}

std::string WhatIsSaid(const v1::IncidentStatement& statement,
                       const v1::GetIncidentResponse& incident) {
  if (statement.has_assertion()) return AssertionText(statement.assertion());
  if (statement.has_withdrawal()) return WithdrawalText(statement.withdrawal(), incident);
  if (statement.has_comment()) return absl::StrCat("comment: ", statement.comment().text());
  if (statement.has_response()) {
    return absl::StrCat("response: ", Words(statement.response().action()), " ",
                        statement.response().text());
  }
  if (statement.has_notice()) {
    const v1::ExerciseStatus status = statement.manifest().exercise_status();
    const bool actual = status == v1::EXERCISE_STATUS_ACTUAL || status == v1::EXERCISE_STATUS_UNSPECIFIED;
    return absl::StrCat(actual ? "" : "EXERCISE EXERCISE EXERCISE ", Words(statement.notice().level()), " ", statement.notice().number(), " ",
                        statement.notice().text());
  }
  std::string text = Words(statement.manifest().kind());
  if (statement.has_facts() && statement.facts().report_kind() != v1::REPORT_KIND_UNSPECIFIED) {
    absl::StrAppend(&text, " (", Words(statement.facts().report_kind()), ")");
  }
  for (const std::string& id : statement.manifest().supersedes()) {
    absl::StrAppend(&text, ", amends ", NameOf(id, incident));
  }
  return text;
}

}  // namespace

std::string StatementLine(const v1::IncidentStatement& statement,
                          const v1::GetIncidentResponse& incident) {
  std::string text = WhatIsSaid(statement, incident);
  if (statement.retracted()) text += ", RETRACTED";
  if (statement.superseded()) text += ", replaced";
  if (statement.verified_by_log()) text += ", verified by log";
  if (statement.doubted_by().empty()) return text;
  return absl::StrCat(text, ", IN DOUBT: signed by a key that ", statement.doubted_by(),
                      " revokes as compromised by then");
}

}  // namespace lightship::formats
