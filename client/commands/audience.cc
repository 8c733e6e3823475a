// lightship audience: one version of a named audience.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/commands/deliver.h"
#include "client/commands/exit_code.h"
#include "client/commands/verbs.h"
#include "client/sdk/saved.h"
#include "client/sdk/sign.h"
#include "lightship/v1/audience.pb.h"
#include "node/statement/canonical.h"
#include "node/base/status.h"
#include "node/statement/address.h"

namespace lightship::commands {
namespace {

struct AudienceFlags {
  std::string name;
  uint32_t version = 1;
  std::vector<std::string> economies;
};

absl::StatusOr<v1::AudienceDefinition> DefinitionFrom(const AudienceFlags& flags) {
  if (!statement::IsLabel(flags.name) || flags.name == "own" || flags.name == "all") {
    return UsageError(absl::StrCat("\"", flags.name,
                                   "\" should be 1 to 40 lower-case letters, digits and hyphens, and "
                                   "not \"own\" or \"all\""));
  }
  v1::AudienceDefinition definition;
  definition.set_name(flags.name);
  definition.set_version(flags.version);
  for (const std::string& economy : flags.economies) {
    if (!statement::IsEconomyCode(economy)) {
      return UsageError(absl::StrCat("--member ", economy, " should be two capital letters, such as ID"));
    }
    definition.add_economies(economy);
  }
  return definition;
}

absl::Status Define(const AudienceFlags& flags, Context& context) {
  ASSIGN_OR_RETURN(v1::AudienceDefinition definition, DefinitionFrom(flags));
  ASSIGN_OR_RETURN(sdk::OfficerIdentity officer, context.Officer());
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  v1::Manifest manifest;
  manifest.set_kind(v1::STATEMENT_KIND_AUDIENCE);
  manifest.set_audience("all");
  manifest.set_tlp(v1::TLP_GREEN);
  ASSIGN_OR_RETURN(
      v1::SubmitRequest request,
      sdk::SignStatement(std::move(manifest),
                         {{"audience", statement::SerializeDeterministic(definition), ""}}, officer,
                         context.clock.Now(), context.entropy));
  if (context.form() == OutputForm::kTable) {
    context.terminal.out << officer.who.economy << "/" << flags.name << "@" << flags.version << ": "
                         << absl::StrJoin(flags.economies, " ") << "\n";
  }
  return Deliver(request, *node, context);
}

}  // namespace

void AddAudience(Verb app, Context& context) {
  auto flags = std::make_shared<AudienceFlags>();
  Verb audience = app.Add("audience", "Define a version of a named audience");
  audience.Option("name", flags->name, "straits-patrol").Required();
  audience.Option("--as-version", flags->version, "From 1; a version never changes")
      .Range(1, 1'000'000);
  audience.Option("--member", flags->economies, "Economy; may be repeated. Yours is a member anyway");
  audience.Footer(
      "Example (needs the role administrator):\n"
      "  lightship audience straits-patrol --as-version 3 --member ID --member MY\n"
      "Reports name it SG/straits-patrol@3. A change of members is a new version, and does not reach\n"
      "back to statements that name an older one.");
  audience.Runs(context, [=, &context] { return Define(*flags, context); });
}

}  // namespace lightship::commands
