#include "client/commands/say.h"

#include <memory>
#include <utility>

#include "client/commands/deliver.h"
#include "client/commands/exit_code.h"
#include "client/commands/name.h"
#include "client/commands/report_steps.h"
#include "client/commands/verb.h"
#include "client/formats/safe_text.h"
#include "client/sdk/sign.h"
#include "node/base/status.h"
#include "node/statement/open.h"

namespace lightship::commands {

void AddSayFlags(Verb verb, SayFlags& flags) {
  verb.Option("incident", flags.incident, "Address of a report (SG/12) or statement id")
      .Required();
  verb.Option("--to", flags.audience,
              "Audience: all, own, or SG/straits-patrol@3; otherwise that of the report");
  verb.Switch("-y,--yes", flags.yes, "Do not ask before signing and sending");
}

std::vector<v1::ExerciseStatus> ExerciseStatuses() {
  return {v1::EXERCISE_STATUS_EXERCISE, v1::EXERCISE_STATUS_SYSTEM, v1::EXERCISE_STATUS_TEST,
          v1::EXERCISE_STATUS_DRAFT};
}

absl::StatusOr<Named> Look(const std::string& text, sdk::Node& node) {
  ASSIGN_OR_RETURN(v1::GetReceiptRequest request, ReceiptRequestFor(text));
  ASSIGN_OR_RETURN(v1::GetReceiptResponse found, node.GetReceipt(request));
  ASSIGN_OR_RETURN(statement::OpenedEntry entry,
                   statement::OpenEntry(found.file().statement().entry()));
  Named named;
  named.statement_id = crypto::AsString(entry.statement_id);
  named.incident = entry.manifest.subject().empty() ? named.statement_id : entry.manifest.subject();
  named.manifest = std::move(entry.manifest);
  return named;
}

absl::Status Utter(v1::Manifest manifest, const Saying& saying, bool yes,
                   const sdk::OfficerIdentity& officer, sdk::Node& node, Context& context) {
  manifest.set_kind(saying.kind);
  Terminal& terminal = context.terminal;
  std::ostream& echo = context.form() == OutputForm::kTable ? terminal.out : terminal.err;
  echo << formats::SafeText(saying.words) << "\n  to " << formats::SafeLine(manifest.audience())
       << "\n";
  ASSIGN_OR_RETURN(v1::SubmitRequest signed_request,
                   sdk::SignStatement(std::move(manifest), {{saying.part, saying.content, ""}},
                                      officer, context.clock.Now(), context.entropy));
  if (terminal.in_is_tty && !yes && !Confirm("Sign and send?", terminal)) {
    return WithExit(ExitCode::kUsage, absl::CancelledError("nothing was sent"));
  }
  return Deliver(signed_request, node, context);
}

absl::Status Say(const SayFlags& flags,
                 const std::function<absl::StatusOr<Saying>(const Named&, sdk::Node&)>& make,
                 Context& context) {
  ASSIGN_OR_RETURN(sdk::OfficerIdentity officer, context.Officer());
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ASSIGN_OR_RETURN(Named named, Look(flags.incident, *node));
  ASSIGN_OR_RETURN(Saying saying, make(named, *node));
  v1::Manifest manifest;
  manifest.set_subject(named.incident);
  manifest.set_exercise_status(named.manifest.exercise_status());
  manifest.set_tlp(named.manifest.tlp());
  manifest.set_audience(flags.audience.empty() ? named.manifest.audience() : flags.audience);
  return Utter(std::move(manifest), saying, flags.yes, officer, *node, context);
}

}  // namespace lightship::commands
