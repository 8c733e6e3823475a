// lightship link: whether two reports tell of the same event.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/commands/exit_code.h"
#include "client/commands/say.h"
#include "client/commands/verbs.h"
#include "lightship/v1/claims.pb.h"
#include "node/base/status.h"
#include "node/statement/canonical.h"

namespace lightship::commands {
namespace {

struct LinkFlags {
  SayFlags say;
  std::string other, verdict;
  std::vector<std::string> because;
};

const std::map<std::string, v1::CorrelationVerdict>& Verdicts() {
  static const std::map<std::string, v1::CorrelationVerdict> verdicts = {
      {"same", v1::CORRELATION_VERDICT_SAME_INCIDENT},
      {"different", v1::CORRELATION_VERDICT_DIFFERENT_INCIDENT},
      {"possible", v1::CORRELATION_VERDICT_POSSIBLE_SAME}};
  return verdicts;
}

absl::StatusOr<Saying> Compare(const LinkFlags& flags, const Named& named, sdk::Node& node) {
  ASSIGN_OR_RETURN(Named other, Look(flags.other, node));
  if (other.incident == named.incident) {
    return UsageError(absl::StrCat(flags.say.incident, " and ", flags.other,
                                   " are reports of one incident already"));
  }
  v1::Assertion assertion;
  v1::Correlation& correlation = *assertion.mutable_correlation();
  correlation.set_verdict(Verdicts().at(flags.verdict));
  correlation.set_other(other.incident);
  correlation.set_method("officer");
  correlation.mutable_evidence()->Add(flags.because.begin(), flags.because.end());
  std::string words = absl::StrCat(flags.say.incident, " and ", flags.other, ": ",
                                   flags.verdict == "possible" ? "possibly the same event"
                                   : flags.verdict == "same"   ? "the same event"
                                                               : "different events");
  if (!flags.because.empty()) absl::StrAppend(&words, ", because ", absl::StrJoin(flags.because, "; "));
  return Saying{v1::STATEMENT_KIND_ASSERTION, "assertion",
                statement::SerializeDeterministic(assertion), words,
                {{flags.other, other.manifest.audience(), other.manifest.tlp()}}};
}

}  // namespace

void AddLink(Verb app, Context& context) {
  auto flags = std::make_shared<LinkFlags>();
  Verb link = app.Add("link", "Say whether two reports tell of the same event");
  AddSayFlags(link, flags->say);
  link.Option("other", flags->other, "The other report").Required();
  link.Option("--verdict", flags->verdict, "same, different or possible")
      .Required()
      .OneOf({"same", "different", "possible"});
  link.Option("--because", flags->because, "A reason; may be repeated. No personal data");
  link.Footer(
      "Nothing is merged: every report stays as it is. Incidents called the same are told as one until the\n"
      "verdict is taken back (lightship withdraw ADDRESS --retract wrong), or somebody calls them different.\n"
      "Examples:\n"
      "  lightship link SG/12 ID/3 --verdict same --because \"same IMO number\" --because \"0.4 nm apart\"\n"
      "  lightship link SG/12 ID/4 --verdict different --because \"two ships on one night\"");
  link.Runs(context, [=, &context] {
    return Say(
        flags->say,
        [&](const Named& named, sdk::Node& node) { return Compare(*flags, named, node); },
        context);
  });
}

}  // namespace lightship::commands
