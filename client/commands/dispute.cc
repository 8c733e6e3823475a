// lightship dispute, lightship correct: what an economy holds to be wrong in somebody else's report.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/commands/say.h"
#include "client/commands/verbs.h"
#include "client/formats/field_path.h"
#include "lightship/v1/claims.pb.h"
#include "node/base/status.h"
#include "node/statement/canonical.h"

namespace lightship::commands {
namespace {

struct DisputeFlags {
  SayFlags say;
  std::string field, reason, value;
};

// The report that was named, as the node holds it.
absl::StatusOr<v1::IncidentStatement> DisputedReport(const Named& named, sdk::Node& node) {
  v1::GetIncidentRequest request;
  request.mutable_incident()->set_incident_id(named.incident);
  ASSIGN_OR_RETURN(v1::GetIncidentResponse incident, node.GetIncident(request));
  for (const v1::IncidentStatement& statement : incident.statements()) {
    if (statement.statement_id() != named.statement_id) continue;
    if (statement.manifest().kind() == v1::STATEMENT_KIND_REPORT) return statement;
    return UsageError("is no report; name the report whose field is meant");
  }
  return absl::NotFoundError("the node does not hold this report");
}

// What is said of a field repeats its value: whoever may not know the part must not be told.
absl::StatusOr<Saying> SayingOf(const v1::Assertion& assertion, const v1::IncidentStatement& report,
                                const std::string& field, const std::string& words) {
  return Saying{v1::STATEMENT_KIND_ASSERTION, "assertion", statement::SerializeDeterministic(assertion), words,
                {PartDrawn(report, field)}};
}

absl::StatusOr<Saying> Dispute(const DisputeFlags& flags, const Named& named, sdk::Node& node) {
  ASSIGN_OR_RETURN(v1::IncidentStatement report, DisputedReport(named, node));
  v1::Assertion assertion;
  v1::Dispute& dispute = *assertion.mutable_dispute();
  std::string words = absl::StrCat(flags.say.incident, ": disputes ", flags.field.empty() ? "the report" : flags.field);
  if (!flags.field.empty()) {
    absl::StatusOr<formats::FieldValue> field = formats::FindField(report, flags.field);
    if (!field.ok()) return WithExit(ExitCode::kUsage, base::Annotate(field.status(), "--field"));
    absl::StrAppend(&words, " (", field->there ? field->json : "not held or not filled in", ")");
  }
  dispute.set_field(flags.field);
  dispute.set_reason(flags.reason);
  dispute.set_report(named.statement_id);
  return SayingOf(assertion, report, flags.field, absl::StrCat(words, ": ", flags.reason));
}

absl::StatusOr<Saying> Correct(const DisputeFlags& flags, const Named& named, sdk::Node& node) {
  ASSIGN_OR_RETURN(v1::IncidentStatement report, DisputedReport(named, node));
  absl::StatusOr<formats::FieldValue> field = formats::FindField(report, flags.field);
  if (!field.ok()) return WithExit(ExitCode::kUsage, base::Annotate(field.status(), "--field"));
  absl::StatusOr<std::string> value = formats::FieldJson(flags.field, flags.value);
  if (!value.ok()) return WithExit(ExitCode::kUsage, base::Annotate(value.status(), "--to-value"));
  if (*value == field->json) return UsageError("--to-value: is what the report says already");
  v1::Assertion assertion;
  v1::Correction& correction = *assertion.mutable_correction();
  correction.set_field(flags.field);
  correction.set_old_value(field->json);
  correction.set_new_value(*value);
  correction.set_reason(flags.reason);
  correction.set_report(named.statement_id);
  return SayingOf(assertion, report, flags.field,
                  absl::StrCat(flags.say.incident, ": ", flags.field, "\n  from ",
                                          field->there ? field->json : "(not held or not filled in)", "\n  to   ",
                                          *value, "\n  ", flags.reason));
}

constexpr char kFields[] =
    "Fields are named as in proto/lightship/v1/report.proto: facts.sea_zone, facts.position,\n"
    "vessel.victims[0].imo_number, ... Repeated ones are counted from 0.\n";

}  // namespace

void AddDispute(Verb app, Context& context) {
  auto flags = std::make_shared<DisputeFlags>();
  Verb dispute = app.Add("dispute", "Say that a report, or a field of it, is not so");
  AddSayFlags(dispute, flags->say);
  dispute.Option("--field", flags->field, "facts.position, ...; the report as a whole without it");
  dispute.Option("--reason", flags->reason, "Why").Required();
  dispute.Footer(absl::StrCat(kFields, "Example:\n  lightship dispute ID/4 --field facts.sea_zone --reason \"outside the territorial sea\""));
  dispute.Runs(context, [=, &context] {
    return Say(
        flags->say, [&](const Named& named, sdk::Node& node) { return Dispute(*flags, named, node); }, context);
  });
}

void AddCorrect(Verb app, Context& context) {
  auto flags = std::make_shared<DisputeFlags>();
  Verb correct = app.Add("correct", "Give a better value for a field of somebody else's report");
  AddSayFlags(correct, flags->say);
  correct.Option("--field", flags->field, "facts.sea_zone, vessel.victims[0].imo_number, ...").Required();
  correct.Option("--to-value", flags->value,
                 "The value: words and numbers as they are, lists' values by name, messages as JSON")
      .Required();
  correct.Option("--reason", flags->reason, "Why").Required();
  correct.Footer(absl::StrCat(
      kFields,
      "One's own report is amended instead (lightship report --amends).\n"
      "Example:\n"
      "  lightship correct ID/4 --field vessel.victims[0].imo_number --to-value 9074729 --reason \"read off the stern\""));
  correct.Runs(context, [=, &context] {
    return Say(
        flags->say, [&](const Named& named, sdk::Node& node) { return Correct(*flags, named, node); }, context);
  });
}

}  // namespace lightship::commands
