#include "client/commands/questions.h"
#include "client/commands/say.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/commands/deliver.h"
#include "client/commands/exit_code.h"
#include "client/commands/name.h"
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
              "Audience: all, own, or SG/straits-patrol@3; otherwise the narrowest of what it draws on");
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

Drawn PartDrawn(const v1::IncidentStatement& report, absl::string_view part_or_field) {
  const v1::Manifest& manifest = report.manifest();
  const v1::PartRef* part =
      statement::FindPart(manifest, part_or_field.substr(0, part_or_field.find('.')));
  const bool narrower = part != nullptr && !part->audience().empty();
  return {report.address(), narrower ? part->audience() : manifest.audience(), manifest.tlp()};
}

absl::StatusOr<std::string> Narrower(const std::string& one, const std::string& other) {
  if (one == other || other == "all" || one == "own") return one;
  if (one == "all" || other == "own") return other;
  return absl::InvalidArgumentError(
      absl::StrCat("neither \"", one, "\" nor \"", other, "\" is known to hold the other"));
}

namespace {

// Audience and TLP, narrowed to what each statement drawn on allows.
absl::Status SetHandling(const SayFlags& flags, const Named& named, const Saying& saying,
                         v1::Manifest& manifest) {
  std::string audience = named.manifest.audience();
  v1::Tlp tlp = named.manifest.tlp();
  for (const Drawn& drawn : saying.drawn_on) {
    tlp = std::max(tlp, drawn.tlp);
    if (!flags.audience.empty()) continue;
    absl::StatusOr<std::string> narrower = Narrower(audience, drawn.audience);
    if (!narrower.ok()) {
      return UsageError(absl::StrCat("this draws on ", drawn.address, " too, and ",
                                     narrower.status().message(), ": say with --to who may know it"));
    }
    audience = *std::move(narrower);
  }
  manifest.set_audience(flags.audience.empty() ? audience : flags.audience);
  manifest.set_tlp(tlp);
  return absl::OkStatus();
}

}  // namespace

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
  RETURN_IF_ERROR(SetHandling(flags, named, saying, manifest));
  return Utter(std::move(manifest), saying, flags.yes, officer, *node, context);
}

}  // namespace lightship::commands
