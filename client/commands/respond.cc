// lightship respond: what a coastal authority did about an incident, in its own words.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/commands/say.h"
#include "client/commands/verbs.h"
#include "client/formats/times.h"
#include "client/formats/words.h"
#include "lightship/v1/claims.pb.h"
#include "node/base/status.h"
#include "node/maritime/vocabulary.h"
#include "node/statement/canonical.h"
#include "node/statement/open.h"

namespace lightship::commands {
namespace {

struct RespondFlags {
  SayFlags say;
  std::string action, at, organisation, text;
};

absl::StatusOr<Saying> Respond(const RespondFlags& flags) {
  auto action = maritime::ParseValue<v1::CoastalAction>(flags.action);
  if (!action.ok()) return UsageError(absl::StrCat("--action: ", action.status().message()));
  v1::Response response;
  response.set_action(*action);
  response.set_organisation(flags.organisation);
  response.set_text(flags.text);
  if (!flags.at.empty()) {
    auto at = formats::TimeFromText(flags.at);
    if (!at.ok()) return UsageError(absl::StrCat("--at: ", at.status().message()));
    *response.mutable_at() = statement::ToTimestamp(*at);
  }
  std::string words = absl::StrCat(flags.say.incident, ": ", formats::Words(*action));
  if (!flags.text.empty()) absl::StrAppend(&words, ". ", flags.text);
  return Saying{v1::STATEMENT_KIND_RESPONSE, "response",
                statement::SerializeDeterministic(response), words};
}

}  // namespace

void AddRespond(Verb app, Context& context) {
  auto flags = std::make_shared<RespondFlags>();
  Verb respond = app.Add("respond", "Say what your authority did about an incident");
  AddSayFlags(respond, flags->say);
  respond
      .Option("--action", flags->action,
              "acknowledged, broadcast issued, patrol sent, boarded for investigation, escorted, pursuit, "
              "arrests, property recovered, investigation open, closed, referred, no response")
      .Required();
  respond.Option("--at", flags->at, "When it was done, UTC: 2026-03-14T02:10Z");
  respond.Option("--by", flags->organisation, "Authority that acted");
  respond.Option("--text", flags->text, "In its own words");
  respond.Footer(
      "Example:\n  lightship respond SG/12 --action \"patrol sent\" --at 2026-03-14T02:10Z --by \"Police Coast Guard\"");
  respond.Runs(context, [=, &context] {
    return Say(
        flags->say, [&](const Named&, sdk::Node&) { return Respond(*flags); }, context);
  });
}

}  // namespace lightship::commands
