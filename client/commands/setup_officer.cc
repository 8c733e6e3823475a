// lightship setup officer: keys and a request, or what an authority has answered, and the defaults that make flags unnecessary.
#include <filesystem>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/commands/issue.h"
#include "client/commands/setup_node.h"
#include "client/doctor/finding.h"
#include "client/sdk/file.h"
#include "node/base/status.h"
#include "node/statement/address.h"

namespace lightship::commands {
namespace {

struct Desk {
  std::string economy, name, directory, certificate;
  std::vector<std::string> roles, roots;
};

std::string DefaultsFile(const Context& context) { return context.home + "/.config/lightship.toml"; }

// Where the node is, who works here, whom to believe.
absl::Status WriteDefaults(const Desk& desk, const std::string& trust, Context& context) {
  const std::string file = DefaultsFile(context);
  std::error_code error;
  if (std::filesystem::exists(file, error)) {
    context.terminal.out << "Kept " << file << " as it is\n";
    return absl::OkStatus();
  }
  std::string text;
  const std::pair<const char*, const std::string&> defaults[] = {
      {"node", context.node_address}, {"identity", desk.directory}, {"trust", trust}};
  for (const auto& [key, value] : defaults) {
    if (!value.empty()) absl::StrAppend(&text, key, " = \"", absl::CEscape(value), "\"\n");
  }
  RETURN_IF_ERROR(MakeSetupDirectory(context.home + "/.config", false));
  RETURN_IF_ERROR(WithExit(ExitCode::kUsage, sdk::CreateFile(file, text, sdk::Access::kEverybody)));
  context.terminal.out << "Wrote " << file << ": the defaults of `lightship`\n";
  return absl::OkStatus();
}

absl::Status Ask(const Desk& desk, Context& context) {
  if (desk.economy.empty() || desk.name.empty() || desk.roles.empty()) {
    return UsageError("say --economy CODE, --name NAME and --role ROLE (such as SG, watch-1, submitter), so that keys and a request can be made");
  }
  if (!statement::IsEconomyCode(desk.economy)) {
    return UsageError(absl::StrCat("--economy \"", desk.economy, "\" should be two capital letters (ISO 3166-1 alpha-2), such as SG"));
  }
  Subject subject{desk.name, desk.roles, {}, {}, 1};
  ASSIGN_OR_RETURN(statement::Identity identity, AskForCertificate(desk.economy, false, subject, desk.directory));
  TellAuthority(identity, desk.directory, context);
  context.terminal.out << "  lightship setup officer --dir " << doctor::Shell(desk.directory) << " --certificate FILE\n";
  return WithExit(ExitCode::kPartly,
                  absl::FailedPreconditionError("the desk waits for its certificate; install it with --certificate FILE"));
}

absl::Status Install(const Desk& desk, const statement::PinnedRoots& roots, Context& context) {
  const auto check = [&](const std::vector<crypto::Certificate>& chain) -> absl::Status {
    ASSIGN_OR_RETURN(statement::Identity who, statement::VerifyIdentity(chain, roots, context.clock.Now()));
    if (!who.is_node && !who.roles.empty()) return absl::OkStatus();
    return absl::PermissionDeniedError(absl::StrCat("it is of ", who.Uri(), "; an officer with a role is needed"));
  };
  auto pem = sdk::ReadFile(desk.certificate);
  if (!pem.ok()) return WithExit(ExitCode::kUsage, pem.status());
  auto shown = crypto::CertificatesFromPem(*pem);
  if (!shown.ok()) return UsageError(absl::StrCat(desk.certificate, ": ", shown.status().message()));
  auto who = statement::IdentityOf(shown->front());
  if (!who.ok()) return UsageError(absl::StrCat(desk.certificate, ": ", who.status().message()));
  return InstallChain(desk.certificate, desk.directory + "/key.pem", desk.directory + "/certificate.pem", who->economy, roots, check,
                      context);
}

absl::Status SetUpDesk(Desk desk, Context& context) {
  desk.directory = AbsolutePath(desk.directory.empty() ? context.home + "/.config/lightship" : desk.directory);
  const std::string trust = context.trust_directory.empty() ? desk.directory + "/trust" : AbsolutePath(context.trust_directory);
  for (const std::string& root : desk.roots) RETURN_IF_ERROR(ParseRoot(root).status());
  RETURN_IF_ERROR(MakeSetupDirectory(desk.directory, true));
  RETURN_IF_ERROR(MakeSetupDirectory(trust, false));
  RETURN_IF_ERROR(PinRoots(desk.roots, trust, desk.economy, context));
  RETURN_IF_ERROR(WriteDefaults(desk, trust, context));
  std::error_code error;
  if (!desk.certificate.empty()) {
    auto roots = statement::PinnedRoots::LoadDirectory(trust);
    if (!roots.ok()) return UsageError(absl::StrCat(roots.status().message(), "; pin your economy's root with --root CODE=FILE"));
    RETURN_IF_ERROR(Install(desk, *roots, context));
  } else if (!std::filesystem::exists(desk.directory + "/certificate.pem", error)) {
    return Ask(desk, context);
  }
  context.terminal.out << "Next:\n  lightship pki show " << doctor::Shell(desk.directory + "/certificate.pem")
                       << "\n  lightship status\n  lightship report\n";
  return absl::OkStatus();
}

}  // namespace

void AddSetupOfficer(Verb setup, Context& context) {
  auto desk = std::make_shared<Desk>();
  Verb officer = setup.Add("officer", "Keys, certificate, pinned roots and defaults of an officer's desk");
  officer.Option("--economy", desk->economy, "Your economy, ISO 3166-1 alpha-2, such as SG");
  officer.Option("--name", desk->name, "Lower-case letters, digits and hyphens, such as watch-1");
  officer.Option("--role", desk->roles, "submitter, verifier, analyst, liaison or administrator; may be repeated");
  officer.Option("--root", desk->roots, "A member's root to pin, CODE=FILE, or a file named CODE.pem; may be repeated");
  officer.Option("--certificate", desk->certificate, "What your authority made of the request (PEM): checks and installs it");
  officer.Option("--dir", desk->directory, "Directory of the identity; default: ~/.config/lightship");
  officer.Footer(
      "A directory that somebody made for you (`lightship pki officer`, `lightship setup node --officer`) is taken as it is.\n\n"
      "Examples:\n"
      "  lightship setup officer --economy SG --name watch-1 --role submitter --root SG.pem --node node.sg.example:7443\n"
      "  lightship setup officer --certificate answer.pem\n"
      "  lightship setup officer --dir officers/watch-1 --root SG.pem --node node.sg.example:7443\n\n"
      "Exit codes: 0 ready, 1 wrong usage, 6 waiting for the certificate");
  officer.Runs(context, [=, &context] { return SetUpDesk(*desk, context); });
}

}  // namespace lightship::commands
