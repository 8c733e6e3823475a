#include "client/commands/run.h"

#include <algorithm>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/commands/verbs.h"
#include "client/formats/safe_text.h"
#include "client/sdk/grpc_status.h"
#include "client/sdk/version.h"
#include "node/base/status.h"
#include "node/crypto/key.h"

namespace lightship::commands {
namespace {

void AddCommonFlags(CLI::App& app, Context& context) {
  app.add_option("--node", context.node_address, "Node to talk to, host:port")
      ->envname("LIGHTSHIP_NODE");
  app.add_option("--identity", context.identity_directory,
                 "Directory with your certificate.pem and key.pem")
      ->envname("LIGHTSHIP_IDENTITY");
  app.add_option("--key", context.token_key,
                 "Sign with a key on a token: its PKCS#11 URI, without PIN (pin-source=file:PATH or LIGHTSHIP_PIN). "
                 "Connections use tls-certificate.pem and tls-key.pem")
      ->envname("LIGHTSHIP_KEY")
      ->check(CLI::Validator([](std::string& key) {
        return crypto::IsTokenUri(key) ? "" : "should be a URI such as pkcs11:token=watch;object=officer";
      }, "URI"));
  app.add_option("--trust", context.trust_directory,
                 "Directory with the pinned roots, SG.pem, ID.pem, ...")
      ->envname("LIGHTSHIP_TRUST");
  context.spool_directory = absl::StrCat(context.home, "/.local/state/lightship/spool");
  app.add_option("--spool", context.spool_directory, "Directory for what waits to be sent")
      ->envname("LIGHTSHIP_SPOOL");
  app.add_option("--sign-only", context.sign_only_file,
                 "Sign, but keep the statement in this file for a second officer to cosign");
  CLI::Option* json = app.add_flag("--json", context.json, "One JSON object a line");
  app.add_flag("--csv", context.csv, "Comma-separated values")->excludes(json);
  app.set_config("--config", absl::StrCat(context.home, "/.config/lightship.toml"),
                 "File with defaults: node = \"host:port\", identity = \"...\", trust = \"...\"");
}

void AddVerbs(Verb app, Context& context) {
  AddReport(app, context);
  AddSubmit(app, context);
  AddList(app, context);
  AddStats(app, context);
  AddExport(app, context);
  AddShow(app, context);
  AddWatch(app, context);
  AddConsole(app, context);
  AddAttachment(app, context);
  AddReceipt(app, context);
  AddVerify(app, context);
  AddEvidence(app, context);
  AddImport(app, context);
  AddScrub(app, context);
  AddStatus(app, context);
  AddTop(app, context);
  AddSpool(app, context);
  AddBundle(app, context);
  AddAudit(app, context);
  AddArea(app, context);
  AddAudience(app, context);
  AddWithdraw(app, context);
  AddSimilar(app, context);
  AddLink(app, context);
  AddClassify(app, context);
  AddConfirm(app, context);
  AddRespond(app, context);
  AddComment(app, context);
  AddDispute(app, context);
  AddCorrect(app, context);
  AddExercise(app, context);
  AddNotice(app, context);
  AddContact(app, context);
  AddKey(app, context);
  AddCosign(app, context);
  AddPki(app, context);
  AddSetup(app, context);
  AddDoctor(app, context);
}

// The message, then every field at fault that the message does not already name.
void PrintError(const absl::Status& status, const Context& context) {
  std::ostream& err = context.terminal.err;
  std::string message(status.message());
  std::string reason = base::ReasonOf(status);
  err << "lightship: " << formats::SafeText(message)
      << (reason.empty() ? "" : absl::StrCat(" (", formats::SafeLine(reason), ")")) << "\n";
  for (const base::Violation& violation : base::ViolationsOf(status)) {
    if (message.find(violation.description) != std::string::npos) continue;
    err << "  " << formats::SafeLine(violation.field) << ": "
        << formats::SafeLine(violation.description) << "\n";
  }
  if (const std::string id = sdk::RequestIdOf(status); !id.empty()) err << "  request: " << id << "\n";
  if (ExitCodeOf(status) == ExitCode::kUnreachable) {
    err << "  node: " << formats::SafeLine(context.node_address) << "\n";
  }
}

}  // namespace

int Run(const std::vector<std::string>& arguments, Context& context) {
  CLI::App app("Share piracy and armed-robbery incident reports through your economy's node",
               "lightship");
  app.require_subcommand(1);
  app.set_version_flag("--version", absl::StrCat("lightship ", sdk::kVersion));
  app.footer(absl::StrCat("`lightship VERB --help` shows examples.\n", kExitCodesHelp));
  AddCommonFlags(app, context);
  AddVerbs(Verb(&app), context);
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    int code = app.exit(error, context.terminal.out, context.terminal.err);
    return code == 0 ? 0 : static_cast<int>(ExitCode::kUsage);
  }
  absl::Status status = context.action();
  context.terminal.out.flush();
  if (!status.ok()) PrintError(status, context);
  return static_cast<int>(ExitCodeOf(status));
}

}  // namespace lightship::commands
