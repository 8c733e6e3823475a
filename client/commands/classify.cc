// lightship classify: an economy's classification of an incident, beside those of others.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/commands/exit_code.h"
#include "client/commands/say.h"
#include "client/commands/verbs.h"
#include "client/formats/words.h"
#include "lightship/v1/claims.pb.h"
#include "node/base/status.h"
#include "node/maritime/classes.h"
#include "node/maritime/recaap.h"
#include "node/maritime/vocabulary.h"
#include "node/statement/canonical.h"

namespace lightship::commands {
namespace {

struct ClassifyFlags {
  SayFlags say;
  std::string scheme = "ReCAAP cat", value, basis;
};

// The report whose facts are judged: the newest in force of the statement's own economy that can be read here, or of anybody.
absl::StatusOr<v1::IncidentStatement> ClassifiedReport(const Named& named, sdk::Node& node) {
  v1::GetIncidentRequest request;
  request.mutable_incident()->set_incident_id(named.incident);
  ASSIGN_OR_RETURN(v1::GetIncidentResponse incident, node.GetIncident(request));
  const v1::IncidentStatement* best = nullptr;
  for (const v1::IncidentStatement& statement : incident.statements()) {
    if (!statement.has_facts() || statement.superseded() || statement.retracted()) continue;
    const bool own = statement.manifest().economy() == named.manifest.economy();
    if (best == nullptr || own) best = &statement;
  }
  if (best == nullptr) return absl::NotFoundError("no report of the incident is held here");
  return *best;
}

// Sets value and basis, which repeats the facts: whoever may not know these must not be told.
absl::StatusOr<Drawn> Propose(const Named& named, sdk::Node& node,
                              v1::Classification& classification, std::string& words) {
  ASSIGN_OR_RETURN(v1::IncidentStatement report, ClassifiedReport(named, node));
  const maritime::RecaapProposal proposal = maritime::ProposeRecaap(report.facts());
  if (proposal.category.empty()) {
    return UsageError(absl::StrCat("ReCAAP's rules give no category here (",
                                   absl::StrJoin(proposal.inputs, "; "), "); say --value"));
  }
  classification.set_value(proposal.category);
  classification.set_basis(absl::StrCat("rule table", proposal.provisional ? ", provisional" : "", ": ",
                                        absl::StrJoin(proposal.inputs, "; ")));
  absl::StrAppend(&words, "Proposed by ReCAAP's two factors",
                  proposal.provisional ? ", provisional (a factor is not stated)" : "", ":\n  ",
                  absl::StrJoin(proposal.inputs, "\n  "), "\n");
  return PartDrawn(report, "facts");
}

absl::StatusOr<Saying> Classify(const ClassifyFlags& flags, const Named& named, sdk::Node& node) {
  auto scheme = maritime::ParseValue<v1::ClassificationScheme>(flags.scheme);
  if (!scheme.ok()) {
    return UsageError(absl::StrCat("--scheme: ", scheme.status().message()));
  }
  v1::Assertion assertion;
  v1::Classification& classification = *assertion.mutable_classification();
  classification.set_scheme(*scheme);
  std::string words;
  std::vector<Drawn> drawn_on;
  if (flags.value.empty()) {
    if (*scheme != v1::CLASSIFICATION_SCHEME_RECAAP_CAT) {
      return UsageError("--value is missing; only ReCAAP's category can be proposed");
    }
    ASSIGN_OR_RETURN(Drawn facts, Propose(named, node, classification, words));
    drawn_on.push_back(std::move(facts));
  } else {
    auto value = maritime::ParseClass(*scheme, flags.value);
    if (!value.ok()) return UsageError(absl::StrCat("--value: ", value.status().message()));
    classification.set_value(*std::move(value));
  }
  if (!flags.basis.empty()) classification.set_basis(flags.basis);
  absl::StrAppend(&words, flags.say.incident, ": ", formats::Words(*scheme), " ",
                  classification.value());
  return Saying{v1::STATEMENT_KIND_ASSERTION, "assertion",
                statement::SerializeDeterministic(assertion), words, std::move(drawn_on)};
}

}  // namespace

void AddClassify(Verb app, Context& context) {
  auto flags = std::make_shared<ClassifyFlags>();
  Verb classify = app.Add(
      "classify", "Classify an incident; without --value, as ReCAAP's rule table proposes");
  AddSayFlags(classify, flags->say);
  classify.Option("--scheme", flags->scheme,
                  "UNCLOS IMO, ReCAAP cat, IMB type, IMO area, ONI hostility, BMP, IFC, national penal")
      .ShowDefault();
  classify.Option("--value", flags->value, "In that scheme: 1 to 4 or attempted for ReCAAP, piracy, theft, ... for UNCLOS IMO");
  classify.Option("--basis", flags->basis, "Rule, facts and reasons it rests on");
  classify.Footer(
      "Examples:\n"
      "  lightship classify SG/12\n"
      "  lightship classify SG/12 --value 2 --basis \"knives shown; master bound\"\n"
      "  lightship classify SG/12 --scheme \"UNCLOS IMO\" --value \"armed robbery against ships\" --basis \"inside "
      "12 nm\"");
  classify.Runs(context, [=, &context] {
    return Say(
        flags->say,
        [&](const Named& named, sdk::Node& node) { return Classify(*flags, named, node); },
        context);
  });
}

}  // namespace lightship::commands
