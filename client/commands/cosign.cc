// lightship cosign: the second officer's signature, for what takes two persons.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/commands/deliver.h"
#include "client/commands/exit_code.h"
#include "client/commands/questions.h"
#include "client/commands/verbs.h"
#include "client/formats/json.h"
#include "client/formats/safe_text.h"
#include "client/sdk/file.h"
#include "client/sdk/sign.h"
#include "lightship/v1/audience.pb.h"
#include "lightship/v1/claims.pb.h"
#include "lightship/v1/key.pb.h"
#include "node/base/status.h"
#include "node/statement/identity.h"
#include "node/statement/open.h"
#include "node/statement/operation.h"

namespace lightship::commands {
namespace {

struct CosignFlags {
  std::string file;
  bool yes = false;
};

absl::StatusOr<v1::SubmitRequest> ReadRequest(const std::string& file) {
  auto bytes = sdk::ReadFile(file);
  if (!bytes.ok()) return WithExit(ExitCode::kUsage, bytes.status());
  v1::SubmitRequest request;
  if (request.ParseFromString(*bytes) && request.statement().signatures_size() > 0) return request;
  return UsageError(absl::StrCat(file, " is no signed statement; --sign-only makes such files"));
}

template <typename Content>
std::string JsonOf(const v1::Part& part) {
  Content content;
  if (!content.ParseFromString(part.content())) return "(not readable)\n";
  return formats::JsonLine(content);
}

std::string PartText(const v1::Part& part) {
  if (part.name() == "withdrawal") return JsonOf<v1::Withdrawal>(part);
  if (part.name() == "audience") return JsonOf<v1::AudienceDefinition>(part);
  if (part.name() == "key") return JsonOf<v1::KeyStatement>(part);
  return absl::StrCat(part.content().size(), " bytes\n");
}

// Whoever sends the chain along says who they are; the node checks it.
std::string SignersText(const v1::SubmitRequest& request) {
  std::string text;
  for (const v1::CertificateChain& chain : request.chains()) {
    const std::vector<std::string> ders(chain.certificates().begin(), chain.certificates().end());
    auto parsed = statement::ParseChain(ders);
    if (!parsed.ok()) continue;
    auto identity = statement::IdentityOf(parsed->front());
    if (identity.ok()) absl::StrAppend(&text, text.empty() ? "" : ", ", identity->Uri());
  }
  return text.empty() ? "(unknown)" : text;
}

absl::Status ShowWhatIsSigned(const v1::SubmitRequest& request, std::ostream& out) {
  const v1::SignedStatement& statement = request.statement();
  ASSIGN_OR_RETURN(v1::Manifest manifest, statement::ParseManifest(statement.manifest()));
  const std::vector<v1::Part> parts(statement.parts().begin(), statement.parts().end());
  for (const v1::Part& part : parts) RETURN_IF_ERROR(statement::CheckPart(manifest, part));
  const statement::OperationRule& rule =
      statement::RuleOf(statement::OperationOf(manifest, parts));
  out << rule.name << ": " << rule.what << "\n  signed by  "
      << formats::SafeLine(SignersText(request)) << "\n  audience   "
      << formats::SafeLine(manifest.audience()) << "\n";
  for (const v1::Part& part : parts) {
    out << "  " << formats::SafeLine(part.name()) << "  " << formats::SafeText(PartText(part));
  }
  return absl::OkStatus();
}

absl::Status Cosign(const CosignFlags& flags, Context& context) {
  ASSIGN_OR_RETURN(v1::SubmitRequest request, ReadRequest(flags.file));
  ASSIGN_OR_RETURN(sdk::OfficerIdentity officer, context.Officer());
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  Terminal& terminal = context.terminal;
  std::ostream& echo = context.form() == OutputForm::kTable ? terminal.out : terminal.err;
  absl::Status shown = ShowWhatIsSigned(request, echo);
  if (!shown.ok()) return WithExit(ExitCode::kUnverified, shown);
  if (terminal.in_is_tty && !flags.yes && !Confirm("Sign this too, and send it?", terminal)) {
    return WithExit(ExitCode::kUsage, absl::CancelledError("nothing was signed"));
  }
  RETURN_IF_ERROR(sdk::Cosign(officer, request));
  return Deliver(request, *node, context);
}

}  // namespace

void AddCosign(Verb app, Context& context) {
  auto flags = std::make_shared<CosignFlags>();
  Verb cosign =
      app.Add("cosign", "Sign as the second officer what takes two, and submit it");
  cosign.Option("file", flags->file, "Made with --sign-only").Required();
  cosign.Switch("-y,--yes", flags->yes, "Do not ask before signing and sending");
  cosign.Footer(
      "Example:\n"
      "  lightship --sign-only new-audience audience straits-patrol --as-version 3 --member ID\n"
      "  lightship cosign new-audience          (as another officer)");
  cosign.Runs(context, [=, &context] { return Cosign(*flags, context); });
}

}  // namespace lightship::commands
