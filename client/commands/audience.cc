// lightship audience: one version of a named audience, and which there are.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/commands/deliver.h"
#include "client/commands/exit_code.h"
#include "client/commands/verbs.h"
#include "client/formats/json.h"
#include "client/formats/safe_text.h"
#include "client/formats/table.h"
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
  bool list = false;
};

absl::StatusOr<v1::AudienceDefinition> DefinitionFrom(const AudienceFlags& flags) {
  if (flags.name.empty()) return UsageError("name the audience to define, or --list");
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

std::string Members(const google::protobuf::RepeatedPtrField<std::string>& economies) {
  return formats::SafeLine(absl::StrJoin(economies, " "));
}

absl::Status List(const AudienceFlags& flags, Context& context) {
  if (!flags.name.empty() || !flags.economies.empty()) return UsageError("--list stands alone");
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ASSIGN_OR_RETURN(v1::ListAudiencesResponse listed, node->ListAudiences());
  if (context.form() == OutputForm::kJson) {
    context.terminal.out << formats::JsonLine(listed);
    return absl::OkStatus();
  }
  formats::Table table({{"AUDIENCE"}, {"MEMBERS"}, {"DEFINED BY"}});
  table.Add({"all", Members(listed.members()), ""});
  for (const v1::NamedAudience& audience : listed.audiences()) {
    table.Add({formats::SafeLine(audience.name()), Members(audience.economies()), formats::SafeLine(audience.address())});
  }
  context.terminal.out << table.Render(context.terminal.columns);
  return absl::OkStatus();
}

}  // namespace

void AddAudience(Verb app, Context& context) {
  auto flags = std::make_shared<AudienceFlags>();
  Verb audience = app.Add("audience", "Define a version of a named audience, or list them");
  audience.Option("name", flags->name, "straits-patrol");
  audience.Switch("--list", flags->list, "Those that the node knows, and the members of the network");
  audience.Option("--as-version", flags->version, "From 1; a version never changes")
      .Range(1, 1'000'000);
  audience.Option("--member", flags->economies, "Economy; may be repeated. Yours is a member anyway");
  audience.Footer(
      "Examples (to define one needs the role administrator):\n"
      "  lightship audience --list\n"
      "  lightship audience straits-patrol --as-version 3 --member ID --member MY\n"
      "Reports name it SG/straits-patrol@3. A change of members is a new version, and does not reach\n"
      "back to statements that name an older one.");
  audience.Runs(context, [=, &context] {
    return flags->list ? List(*flags, context) : Define(*flags, context);
  });
}

}  // namespace lightship::commands
