// lightship comment: a remark on an incident, or on what somebody said of it.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/commands/say.h"
#include "client/commands/verbs.h"
#include "lightship/v1/claims.pb.h"
#include "node/statement/canonical.h"

namespace lightship::commands {
namespace {

struct CommentFlags {
  SayFlags say;
  std::string text, language = "en";
};

// Named by another statement than the founding report, the remark answers that statement.
Saying Remark(const CommentFlags& flags, const Named& named) {
  v1::Comment comment;
  comment.set_language(flags.language);
  comment.set_text(flags.text);
  if (named.statement_id != named.incident) comment.set_in_reply_to(named.statement_id);
  return {v1::STATEMENT_KIND_COMMENT, "comment", statement::SerializeDeterministic(comment),
          absl::StrCat(flags.say.incident, ": ", flags.text)};
}

}  // namespace

void AddComment(Verb app, Context& context) {
  auto flags = std::make_shared<CommentFlags>();
  Verb comment =
      app.Add("comment", "Remark on an incident, or answer a statement about it");
  AddSayFlags(comment, flags->say);
  comment.Option("text", flags->text, "The remark").Required();
  comment.Option("--language", flags->language, "BCP 47").ShowDefault();
  comment.Footer(
      "Examples:\n"
      "  lightship comment SG/12 \"The craft was seen again at 0310Z off Pulau Nipah\"\n"
      "  lightship comment ID/44 \"Which pier?\"     answers statement ID/44");
  comment.Runs(context, [=, &context] {
    return Say(
        flags->say,
        [&](const Named& named, sdk::Node&) -> absl::StatusOr<Saying> {
          return Remark(*flags, named);
        },
        context);
  });
}

}  // namespace lightship::commands
