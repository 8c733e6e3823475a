// lightship confirm: how far an economy has confirmed an incident.
#include <memory>
#include <string>

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

void AddConfirm(Verb app, Context& context) {
  auto flags = std::make_shared<ConfirmFlags>();
  Verb confirm =
      app.Add("confirm", "Say how far your economy has confirmed an incident");
  AddSayFlags(confirm, flags->say);
  confirm
      .Option("--as", flags->state,
              "unverified, master confirmed, authority verified, contradicted, false alarm, under "
              "investigation")
      .Required();
  confirm.Option("--basis", flags->basis, "What was checked, with whom");
  confirm.Footer("Example:\n  lightship confirm SG/12 --as \"authority verified\" --basis \"patrol PT21 alongside\"");
  confirm.Runs(context, [=, &context] {
    return Say(
        flags->say, [&](const Named&, sdk::Node&) { return Claim(*flags); }, context);
  });
}

}  // namespace lightship::commands
