// Statements, parts and entries: what officers and peers send.
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "lightship/v1/attestation.pb.h"
#include "lightship/v1/audience.pb.h"
#include "lightship/v1/claims.pb.h"
#include "lightship/v1/key.pb.h"
#include "lightship/v1/log.pb.h"
#include "lightship/v1/report.pb.h"
#include "node/base/limits.h"
#include "node/incident/fold.h"
#include "node/statement/canonical.h"
#include "node/statement/field_rules.h"
#include "node/statement/log_opening.h"
#include "node/statement/open.h"
#include "node/statement/operation.h"
#include "node/statement/validate.h"
#include "tests/fuzz/material.h"
#include "tests/fuzz/targets.h"
#include "tests/support/attached.h"
#include "tests/support/small_log.h"

namespace lightship::fuzz {
namespace {

namespace limits = base::limits;

template <typename Message>
Shape ShapeOf(absl::string_view) {
  return {&Message::default_instance(), 0};
}

// What an answer says of foreign bytes is bounded, and safe to print.
void JudgeFindings(const std::vector<base::Violation>& findings) {
  Must(findings.size() <= limits::kViolations, "findings are bounded");
  for (const base::Violation& finding : findings) {
    Must(finding.field.size() + finding.description.size() <= 4096, "a finding is bounded");
    Must(statement::IsCleanText(finding.field) && statement::IsCleanText(finding.description),
         absl::StrCat("a finding is printable: ", finding.field, ": ", finding.description));
  }
}

void JudgeManifest(const v1::Manifest& manifest) {
  const absl::StatusOr<v1::Manifest> again =
      statement::ParseManifest(statement::SerializeDeterministic(manifest));
  Must(again.ok(), "a manifest that is written anew is accepted");
  Must(statement::SerializeDeterministic(*again) == statement::SerializeDeterministic(manifest),
       "a manifest that is written anew is the same");
}

bool RunStatement(absl::string_view input) {
  v1::SignedStatement statement;
  if (!statement.ParseFromArray(input.data(), static_cast<int>(input.size()))) return false;
  const absl::StatusOr<v1::Manifest> manifest = statement::ParseManifest(statement.manifest());
  if (!manifest.ok()) {
    Must(statement::IsCleanText(manifest.status().message()), "a refusal is printable");
    return false;
  }
  JudgeManifest(*manifest);
  const std::vector<v1::Part> parts(statement.parts().begin(), statement.parts().end());
  const std::vector<base::Violation> findings = statement::Validate(*manifest, statement.parts(), testing::Noon());
  JudgeFindings(findings);
  statement::RuleOf(statement::OperationOf(*manifest, parts));
  for (const v1::Part& part : parts) {
    Must(statement::CheckPart(*manifest, part).ok() || !findings.empty(),
         "a part that its manifest does not name is found");
  }
  const crypto::PublicKey key =
      testing::TestEconomy::Of("SG").officer(statement::Role::kSubmitter).key.public_key();
  for (const v1::Signature& signature : statement.signatures()) {
    Must(!statement::VerifySignature(statement.manifest(), signature, key) ||
             statement.manifest() == SgReport().manifest() || statement.manifest() == SgAlert().manifest(),
         "a signature holds for what was signed alone");
  }
  return findings.empty();
}

Seeds StatementSeeds() {
  return {{"report", SgReport().SerializeAsString()}, {"alert", SgAlert().SerializeAsString()}};
}

// --- Parts: the first byte says of which kind.

struct PartType {
  v1::StatementKind kind;
  const char* name;
  const google::protobuf::Message* type;
};

const std::vector<PartType>& PartTypes() {
  static const auto* const types = new std::vector<PartType>{
      {v1::STATEMENT_KIND_REPORT, "facts", &v1::Facts::default_instance()},
      {v1::STATEMENT_KIND_REPORT, "vessel", &v1::VesselDetails::default_instance()},
      {v1::STATEMENT_KIND_REPORT, "narrative", &v1::Narrative::default_instance()},
      {v1::STATEMENT_KIND_REPORT, "people", &v1::People::default_instance()},
      {v1::STATEMENT_KIND_REPORT, "attachment/1", &v1::Attachment::default_instance()},
      {v1::STATEMENT_KIND_ASSERTION, "assertion", &v1::Assertion::default_instance()},
      {v1::STATEMENT_KIND_RESPONSE, "response", &v1::Response::default_instance()},
      {v1::STATEMENT_KIND_NOTICE, "notice", &v1::Notice::default_instance()},
      {v1::STATEMENT_KIND_COMMENT, "comment", &v1::Comment::default_instance()},
      {v1::STATEMENT_KIND_CONTACT, "contact", &v1::Contact::default_instance()},
      {v1::STATEMENT_KIND_AUDIENCE, "audience", &v1::AudienceDefinition::default_instance()},
      {v1::STATEMENT_KIND_KEY, "key", &v1::KeyStatement::default_instance()},
      {v1::STATEMENT_KIND_WITHDRAWAL, "withdrawal", &v1::Withdrawal::default_instance()},
      {v1::STATEMENT_KIND_ATTESTATION, "attestation", &v1::Attestation::default_instance()},
  };
  return *types;
}

const PartType& TypeOf(absl::string_view input) {
  const size_t chosen = input.empty() ? 0 : static_cast<uint8_t>(input[0]);
  return PartTypes()[chosen % PartTypes().size()];
}

Shape PartShape(absl::string_view input) { return {TypeOf(input).type, 1}; }

// The statement that has it among its parts.
v1::SignedStatement Holding(const PartType& type, absl::string_view content) {
  v1::Manifest manifest = testing::SampleManifest(type.kind, "SG");
  manifest.set_personal_data(true);
  const bool stands_alone = type.kind == v1::STATEMENT_KIND_CONTACT || type.kind == v1::STATEMENT_KIND_AUDIENCE ||
                            type.kind == v1::STATEMENT_KIND_KEY;
  if (!stands_alone) manifest.set_subject(std::string(32, 's'));
  std::vector<statement::PartDraft> parts = {{type.name, std::string(content), ""}};
  if (type.kind == v1::STATEMENT_KIND_REPORT && parts[0].name != "facts") {
    parts.push_back(testing::Draft("facts", testing::SampleFacts()));
  }
  return SealedBySg(manifest, parts);
}

// Peers' statements are folded whatever their parts say.
void JudgeFold(const v1::Manifest& manifest, const std::vector<v1::Part>& parts) {
  ledger::NewStatement admitted{{}, "lightship/SG/1", 3, testing::Noon(), manifest, parts};
  const std::vector<const ledger::NewStatement*> all = {&admitted};
  const std::string once = incident::Fold({}, all).document.summary.SerializeAsString();
  Must(once == incident::Fold({}, all).document.summary.SerializeAsString(), "the fold is deterministic");
}

bool RunPart(absl::string_view input) {
  if (input.empty() || input.size() > limits::kPartsOfStatementBytes) return false;
  const PartType& type = TypeOf(input);
  const v1::SignedStatement sealed = Holding(type, input.substr(1));
  const v1::Manifest manifest = statement::ParseManifest(sealed.manifest()).value();
  const std::vector<v1::Part> parts(sealed.parts().begin(), sealed.parts().end());
  for (const v1::Part& part : parts) {
    Must(statement::CheckPart(manifest, part).ok(), "what was sealed matches its digests");
  }
  const std::vector<base::Violation> findings = statement::Validate(manifest, sealed.parts(), testing::Noon());
  JudgeFindings(findings);
  statement::RuleOf(statement::OperationOf(manifest, parts));
  JudgeFold(manifest, parts);
  return findings.empty();
}

std::string PartInput(absl::string_view name, const google::protobuf::Message& content) {
  for (size_t i = 0; i < PartTypes().size(); ++i) {
    if (name == PartTypes()[i].name) return std::string(1, static_cast<char>(i)) + content.SerializeAsString();
  }
  return "";
}

Seeds PartSeeds() {
  v1::Assertion assertion;
  assertion.mutable_verification()->set_verification(v1::VERIFICATION_MASTER_CONFIRMED);
  assertion.mutable_verification()->set_basis("telephone");
  v1::Comment comment;
  comment.set_text("Seen on radar at 0340.");
  comment.set_language("en");
  v1::AudienceDefinition audience;
  audience.set_name("straits-patrol");
  audience.set_version(1);
  audience.add_economies("ID");
  v1::Withdrawal withdrawal;
  withdrawal.set_target(std::string(32, 't'));
  withdrawal.mutable_retract()->set_reason(v1::RETRACT_REASON_DUPLICATE);
  v1::People people;
  people.set_master_name("A. Master");
  people.add_persons()->set_name("B. Mate");
  people.mutable_persons(0)->set_nationality("PH");
  people.add_crew_nationalities()->set_nationality("ID");
  v1::Attachment attachment = testing::AttachmentOf(testing::Photo(600));
  attachment.set_file_name("bridge.jpg");
  v1::Response response;
  response.set_action(v1::COASTAL_ACTION_PATROL_SENT);
  response.set_organisation("Police Coast Guard");
  v1::Notice notice;
  notice.set_level(v1::NOTICE_LEVEL_WARNING);
  notice.set_number("002/MAR/2026");
  notice.mutable_position()->set_lat_e7(12'500'000);
  notice.mutable_position()->set_lon_e7(1'040'000'000);
  notice.set_radius_nm(20);
  notice.set_text("Keep clear.");
  v1::Contact contact;
  contact.set_agency("Police Coast Guard");
  contact.add_phones("+65 0000 0000");
  contact.add_areas()->set_navarea(11);
  v1::KeyStatement key;
  key.mutable_revocation()->set_key_id(std::string(32, 'k'));
  key.mutable_revocation()->set_reason(v1::REVOCATION_REASON_KEY_COMPROMISE);
  v1::Attestation attestation;
  attestation.add_erased()->set_origin("lightship/SG/1");
  attestation.mutable_erased(0)->set_index(7);
  *attestation.mutable_erased(0)->mutable_erased_at() = statement::ToTimestamp(testing::Noon());
  return {{"facts", PartInput("facts", testing::SampleFacts())},
          {"vessel", PartInput("vessel", testing::SampleVessel())},
          {"narrative", PartInput("narrative", testing::SampleNarrative())},
          {"people", PartInput("people", people)},
          {"attachment", PartInput("attachment/1", attachment)},
          {"assertion", PartInput("assertion", assertion)},
          {"response", PartInput("response", response)},
          {"notice", PartInput("notice", notice)},
          {"comment", PartInput("comment", comment)},
          {"contact", PartInput("contact", contact)},
          {"audience", PartInput("audience", audience)},
          {"key", PartInput("key", key)},
          {"withdrawal", PartInput("withdrawal", withdrawal)},
          {"attestation", PartInput("attestation", attestation)}};
}

// --- Entries.

bool RunEntry(absl::string_view input) {
  v1::HeldEntry held;
  if (!held.ParseFromArray(input.data(), static_cast<int>(input.size()))) return false;
  const absl::StatusOr<statement::OpenedEntry> opened = statement::OpenEntry(held.entry());
  const absl::StatusOr<statement::LogOpening> opening = statement::ReadLogOpening(held);
  Must(opened.ok() || !opening.ok(), "what opens a log is an entry");
  if (!opened.ok()) {
    Must(statement::IsCleanText(opened.status().message()), "a refusal is printable");
    return false;
  }
  JudgeManifest(opened->manifest);
  Must(opened->leaf_hash == merkle::LeafHash(held.entry()), "the leaf is of the very bytes");
  Must(statement::SignersOf(opened->entry).size() == static_cast<size_t>(opened->entry.signatures_size()),
       "every signature names a key");
  if (!opening.ok()) return true;
  static const std::string genuine =
      statement::SerializeDeterministic(testing::SmallLog(testing::TestEconomy::Of("SG")).entry(0));
  Must(statement::SerializeDeterministic(held) == genuine, "nobody else opens SG's log, in no other way");
  Must(statement::VerifyLogOpening(held, Roots()).ok(), "SG's log is opened under its root");
  return true;
}

Seeds EntrySeeds() {
  testing::SmallLog log(testing::TestEconomy::Of("SG"));
  log.Append(SgAlert());
  return {{"opening", log.entry(0).SerializeAsString()}, {"alert", log.entry(1).SerializeAsString()}};
}

}  // namespace

const Target kStatement = {"statement", RunStatement, StatementSeeds, ShapeOf<v1::SignedStatement>};
const Target kPart = {"part", RunPart, PartSeeds, PartShape};
const Target kEntry = {"entry", RunEntry, EntrySeeds, ShapeOf<v1::HeldEntry>};

}  // namespace lightship::fuzz
