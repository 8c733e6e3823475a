#include "node/statement/validate.h"

#include <optional>
#include <set>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/strip.h"
#include "google/protobuf/message.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/statement/address.h"
#include "node/statement/content_rules.h"
#include "node/statement/field_rules.h"
#include "node/statement/field_scan.h"
#include "node/statement/findings.h"
#include "node/statement/open.h"
#include "node/statement/seal.h"

namespace lightship::statement {
namespace {

namespace limits = base::limits;

void CheckManifestTimes(const v1::Manifest& manifest, absl::Time now, Findings& findings) {
  if (!manifest.has_created_at()) return findings.Add("manifest.created_at", "not set");
  const absl::StatusOr<absl::Time> created_at = ToTime(manifest.created_at());
  if (!created_at.ok()) return;  // told by CheckEveryField
  if (*created_at > now + limits::kClockSkewIntoFuture) {
    findings.Add("manifest.created_at", absl::FormatTime(*created_at, absl::UTCTimeZone()), " is ahead of the node's ",
                 absl::FormatTime(now, absl::UTCTimeZone()), "; at most 5 minutes are allowed");
  }
  if (!manifest.has_retain_until()) return;
  const absl::StatusOr<absl::Time> retain_until = ToTime(manifest.retain_until());
  findings.Require(!retain_until.ok() || *retain_until > *created_at, "manifest.retain_until",
                   "before created_at");
}

void CheckAudienceOf(absl::string_view audience, absl::string_view path, Findings& findings) {
  const absl::StatusOr<AudienceName> name = AudienceName::Parse(audience);
  if (!name.ok()) findings.Add(path, name.status().message());
}

void CheckAudiences(const v1::Manifest& manifest, Findings& findings) {
  CheckAudienceOf(manifest.audience(), "manifest.audience", findings);
  for (int i = 0; i < manifest.parts_size(); ++i) {
    if (manifest.parts(i).audience().empty()) continue;
    CheckAudienceOf(manifest.parts(i).audience(), absl::StrCat("manifest.parts[", i, "].audience"),
                    findings);
    findings.Require(manifest.kind() != v1::STATEMENT_KIND_KEY,
                     absl::StrCat("manifest.parts[", i, "].audience"),
                     "keys are for all; leave it empty");
  }
  findings.Require(manifest.kind() != v1::STATEMENT_KIND_KEY || manifest.audience() == "all",
                   "manifest.audience", "keys are for all; it must be \"all\"");
}

// Markings that contradict each other would be read one way here and another way there (FIRST TLP 2.0, sections 2 and 3).
void CheckMarkings(const v1::Manifest& manifest, Findings& findings) {
  const std::string& audience = manifest.audience();
  findings.Require(manifest.tlp() != v1::TLP_RED || audience != "all", "manifest.tlp",
                   "red is for named recipients, but the audience is all; name an audience");
  findings.Require(manifest.tlp() != v1::TLP_AMBER_STRICT || audience == "own", "manifest.tlp",
                   "amber+strict stays within one's own organisation; the audience must be own");
  for (int i = 0; i < manifest.parts_size(); ++i) {
    const std::string& part = manifest.parts(i).audience();
    const bool wider = (part == "all" && audience != "all") ||
                       (!part.empty() && part != "own" && audience == "own");
    findings.Require(!wider, absl::StrCat("manifest.parts[", i, "].audience"), part,
                     " is wider than the statement's ", audience,
                     "; a part can only be for fewer");
  }
}

void CheckSubject(const v1::Manifest& manifest, Findings& findings) {
  switch (manifest.kind()) {
    case v1::STATEMENT_KIND_ASSERTION:
    case v1::STATEMENT_KIND_RESPONSE:
    case v1::STATEMENT_KIND_COMMENT:
      return findings.Require(!manifest.subject().empty(), "manifest.subject",
                              "empty; the founding report's statement id must stand here");
    case v1::STATEMENT_KIND_CONTACT:
    case v1::STATEMENT_KIND_AUDIENCE:
    case v1::STATEMENT_KIND_KEY:
      return findings.Require(manifest.subject().empty(), "manifest.subject",
                              "this kind concerns no incident; leave it empty");
    default:
      return;
  }
}

void CheckManifestFields(const v1::Manifest& manifest, absl::Time now, Findings& findings) {
  CheckEveryField(manifest, "manifest", limits::kFieldTextBytes, findings);
  findings.Require(manifest.format_version() == kFormatVersion, "manifest.format_version",
                   manifest.format_version(), "; this release admits ", kFormatVersion);
  findings.Require(!RequiredPart(manifest.kind()).empty(), "manifest.kind",
                   static_cast<int>(manifest.kind()), " is no kind that this release admits");
  findings.Require(IsEconomyCode(manifest.economy()), "manifest.economy", "two upper-case letters");
  findings.Require(manifest.exercise_status() != v1::EXERCISE_STATUS_UNSPECIFIED,
                   "manifest.exercise_status", "not set");
  findings.Require(manifest.tlp() != v1::TLP_UNSPECIFIED, "manifest.tlp", "not set");
  CheckManifestTimes(manifest, now, findings);
  CheckAudiences(manifest, findings);
  CheckMarkings(manifest, findings);
  CheckSubject(manifest, findings);
}

// "attachment/1": a number from 1.
bool IsAttachment(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, "attachment/")) return false;
  const absl::StatusOr<uint64_t> number = base::FromDecimal(name);
  return number.ok() && *number > 0;
}

bool IsPartOf(v1::StatementKind kind, absl::string_view name) {
  if (name == RequiredPart(kind)) return true;
  return kind == v1::STATEMENT_KIND_REPORT &&
         (name == "vessel" || name == "narrative" || name == "people" || IsAttachment(name));
}

std::string PathOf(absl::string_view part) {
  return absl::StrCat("parts[", absl::CHexEscape(part.substr(0, limits::kPartNameChars)), "]");
}

// The manifest's parts and those given are the same, and they are what the kind has.
void CheckPresence(const v1::Manifest& manifest, const Parts& parts, Findings& findings) {
  std::set<absl::string_view> given;
  size_t bytes = 0;
  for (const v1::Part& part : parts) {
    bytes += part.content().size();
    if (!given.insert(part.name()).second) findings.Add(PathOf(part.name()), "given twice");
    const absl::Status matches = CheckPart(manifest, part);
    if (!matches.ok()) findings.Add(PathOf(part.name()), matches.message());
  }
  findings.Require(bytes <= limits::kPartsOfStatementBytes, "parts", bytes, " bytes; at most ",
                   limits::kPartsOfStatementBytes);
  const absl::string_view required = RequiredPart(manifest.kind());
  findings.Require(required.empty() || FindPart(manifest, required) != nullptr, "manifest.parts",
                   "part '", required, "' is missing; this kind needs it");
  for (const v1::PartRef& reference : manifest.parts()) {
    if (!given.contains(reference.name())) findings.Add(PathOf(reference.name()), "named in the manifest but not given");
    if (!required.empty() && !IsPartOf(manifest.kind(), reference.name())) {
      findings.Add(PathOf(reference.name()), "no part of ", v1::StatementKind_Name(manifest.kind()));
    }
  }
}

// Parses `part` as Content; checks what holds for every message, then `rules`.
template <typename Content, typename Rules>
void CheckAs(const v1::Part& part, Findings& findings, Rules rules,
             size_t text_bytes = limits::kFieldTextBytes) {
  Content content;
  if (!content.ParseFromString(part.content())) {
    return findings.Add(part.name(), "not a ", Content::descriptor()->full_name(),
                        ", or text that is not UTF-8");
  }
  if (!AllFieldsSound(part.content(), *Content::descriptor(), text_bytes)) CheckEveryField(content, part.name(), text_bytes, findings);
  rules(content);
}

// Of a report: in its facts, and in its vessel; unset where that part cannot be read.
struct ShipCounts {
  std::optional<int> told, named;
};

void CheckReportPart(const v1::Manifest& manifest, const v1::Part& part, absl::Time now, ShipCounts& ships, Findings& f) {
  const std::string& name = part.name();
  if (name == "facts") {
    CheckAs<v1::Facts>(part, f, [&](const auto& content) {
      ships.told = content.ships_size();
      CheckFacts(content, now, f);
    });
  } else if (name == "vessel") {
    CheckAs<v1::VesselDetails>(part, f, [&](const auto& content) {
      ships.named = content.victims_size();
      CheckVessels(content, f);
    });
  } else if (name == "narrative") {
    CheckAs<v1::Narrative>(
        part, f, [&](const auto& content) { CheckNarrative(content, f); },
        limits::kNarrativeTextBytes);
  } else if (name == "people") {
    CheckAs<v1::People>(part, f, [&](const auto& content) { CheckPeople(content, manifest, f); });
  } else if (IsAttachment(name)) {
    CheckAs<v1::Attachment>(part, f,
                            [&](const auto& content) { CheckAttachment(content, name, f); });
  }
}

void CheckContent(const v1::Manifest& manifest, const v1::Part& part, Findings& f) {
  if (part.name() != RequiredPart(manifest.kind())) return;  // told by CheckPresence
  switch (manifest.kind()) {
    case v1::STATEMENT_KIND_ASSERTION:
      return CheckAs<v1::Assertion>(part, f,
                                    [&](const auto& c) { CheckAssertion(c, manifest, f); });
    case v1::STATEMENT_KIND_RESPONSE:
      return CheckAs<v1::Response>(part, f, [&](const auto& c) { CheckResponse(c, f); });
    case v1::STATEMENT_KIND_NOTICE:
      return CheckAs<v1::Notice>(part, f, [&](const auto& c) { CheckNotice(c, manifest, f); });
    case v1::STATEMENT_KIND_COMMENT:
      return CheckAs<v1::Comment>(part, f, [&](const auto& c) { CheckComment(c, f); });
    case v1::STATEMENT_KIND_CONTACT:
      return CheckAs<v1::Contact>(part, f, [&](const auto& c) { CheckContact(c, manifest, f); });
    case v1::STATEMENT_KIND_AUDIENCE:
      return CheckAs<v1::AudienceDefinition>(part, f, [&](const auto& c) { CheckAudience(c, f); });
    case v1::STATEMENT_KIND_KEY:
      return CheckAs<v1::KeyStatement>(part, f, [&](const auto& c) { CheckKey(c, f); });
    case v1::STATEMENT_KIND_WITHDRAWAL:
      return CheckAs<v1::Withdrawal>(part, f, [&](const auto& c) { CheckWithdrawal(c, f); });
    default:
      return;
  }
}

// Facts and vessel speak of the same ships in the same order.
void CheckShipCounts(const ShipCounts& ships, Findings& findings) {
  if (!ships.told.has_value() || !ships.named.has_value() || *ships.told == 0) return;
  findings.Require(*ships.told == *ships.named, "vessel.victims", *ships.named, " ships, but facts.ships has ", *ships.told,
                   "; they must be the same, in the same order");
}

void CheckReport(const v1::Manifest& manifest, const Parts& parts, absl::Time now, Findings& findings) {
  ShipCounts ships;
  for (const v1::Part& part : parts) CheckReportPart(manifest, part, now, ships, findings);
  CheckShipCounts(ships, findings);
}

}  // namespace

absl::string_view RequiredPart(v1::StatementKind kind) {
  switch (kind) {
    case v1::STATEMENT_KIND_REPORT:
      return "facts";
    case v1::STATEMENT_KIND_ASSERTION:
      return "assertion";
    case v1::STATEMENT_KIND_RESPONSE:
      return "response";
    case v1::STATEMENT_KIND_NOTICE:
      return "notice";
    case v1::STATEMENT_KIND_COMMENT:
      return "comment";
    case v1::STATEMENT_KIND_CONTACT:
      return "contact";
    case v1::STATEMENT_KIND_AUDIENCE:
      return "audience";
    case v1::STATEMENT_KIND_KEY:
      return "key";
    case v1::STATEMENT_KIND_WITHDRAWAL:
      return "withdrawal";
    case v1::STATEMENT_KIND_ATTESTATION:
      return "attestation";
    default:
      return "";
  }
}

std::vector<base::Violation> Validate(const v1::Manifest& manifest, const Parts& parts, absl::Time now) {
  Findings findings;
  CheckManifestFields(manifest, now, findings);
  CheckPresence(manifest, parts, findings);
  if (manifest.kind() == v1::STATEMENT_KIND_REPORT) {
    CheckReport(manifest, parts, now, findings);
  } else {
    for (const v1::Part& part : parts) CheckContent(manifest, part, findings);
  }
  return findings.Take();
}

}  // namespace lightship::statement
