// Rules of single part types, beyond what holds for every field (field_rules.h). Paths in findings start with
// the part's name.
#ifndef LIGHTSHIP_NODE_STATEMENT_CONTENT_RULES_H_
#define LIGHTSHIP_NODE_STATEMENT_CONTENT_RULES_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lightship/v1/audience.pb.h"
#include "lightship/v1/claims.pb.h"
#include "lightship/v1/key.pb.h"
#include "lightship/v1/report.pb.h"
#include "lightship/v1/statement.pb.h"
#include "node/statement/findings.h"

namespace lightship::statement {

// A report's parts.
void CheckFacts(const v1::Facts& facts, absl::Time now, Findings& findings);
void CheckVessels(const v1::VesselDetails& vessels, Findings& findings);
void CheckNarrative(const v1::Narrative& narrative, Findings& findings);
void CheckPeople(const v1::People& people, const v1::Manifest& manifest, Findings& findings);
void CheckAttachment(const v1::Attachment& attachment, absl::string_view part, Findings& findings);

// The other kinds' parts.
void CheckAssertion(const v1::Assertion& assertion, const v1::Manifest& manifest,
                    Findings& findings);
void CheckResponse(const v1::Response& response, Findings& findings);
void CheckNotice(const v1::Notice& notice, const v1::Manifest& manifest, Findings& findings);
void CheckComment(const v1::Comment& comment, Findings& findings);
void CheckContact(const v1::Contact& contact, const v1::Manifest& manifest, Findings& findings);
void CheckAudience(const v1::AudienceDefinition& audience, Findings& findings);
void CheckKey(const v1::KeyStatement& key, Findings& findings);
void CheckWithdrawal(const v1::Withdrawal& withdrawal, Findings& findings);

// Both unset, or a latitude and a longitude on the globe.
void CheckPosition(const v1::Position& position, absl::string_view path, Findings& findings);
// Empty or two upper-case letters.
void CheckCountry(absl::string_view code, absl::string_view path, Findings& findings);

}  // namespace lightship::statement

#endif  // LIGHTSHIP_NODE_STATEMENT_CONTENT_RULES_H_
