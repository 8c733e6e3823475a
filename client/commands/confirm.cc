// lightship confirm: how far an economy has confirmed an incident.
#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/commands/say.h"
#include "client/commands/verbs.h"
#include "client/formats/words.h"
#include "lightship/v1/claims.pb.h"
#include "node/maritime/vocabulary.h"
#include "node/statement/canonical.h"

namespace lightship::commands {
namespace {

struct ConfirmFlags {
  SayFlags say;
  std::string state, basis;
};

absl::StatusOr<Saying> Claim(const ConfirmFlags& flags) {
  auto state = maritime::ParseValue<v1::Verification>(flags.state);
  if (!state.ok()) return UsageError(absl::StrCat("--as: ", state.status().message()));
  v1::Assertion assertion;
  assertion.mutable_verification()->set_verification(*state);
  assertion.mutable_verification()->set_basis(flags.basis);
  return Saying{v1::STATEMENT_KIND_ASSERTION, "assertion",
                statement::SerializeDeterministic(assertion),
                absl::StrCat(flags.say.incident, ": ", formats::Words(*state))};
}

}  // namespace

void AddConfirm(CLI::App& app, Context& context) {
  auto flags = std::make_shared<ConfirmFlags>();
  CLI::App* confirm =
      app.add_subcommand("confirm", "Say how far your economy has confirmed an incident");
  AddSayFlags(*confirm, flags->say);
  confirm
      ->add_option("--as", flags->state,
                   "unverified, master confirmed, authority verified, contradicted, false alarm, under "
                   "investigation")
      ->required();
  confirm->add_option("--basis", flags->basis, "What was checked, with whom");
  confirm->footer("Example:\n  lightship confirm SG/12 --as \"authority verified\" --basis \"patrol PT21 alongside\"");
  confirm->callback([=, &context] {
    context.action = [=, &context] {
      return Say(
          flags->say, [&](const Named&, sdk::Node&) { return Claim(*flags); }, context);
    };
  });
}

}  // namespace lightship::commands
