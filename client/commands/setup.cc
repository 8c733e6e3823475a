// lightship setup: an installation from nothing, then what is to be mended before it is used.
#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/commands/findings.h"
#include "client/commands/questions.h"
#include "client/commands/setup_node.h"
#include "client/commands/verbs.h"
#include "client/doctor/chains.h"
#include "client/doctor/files.h"
#include "client/doctor/installation.h"
#include "client/doctor/machine.h"
#include "client/doctor/peers.h"
#include "client/doctor/program.h"
#include "client/doctor/sandbox.h"
#include "client/sdk/file.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

using doctor::Findings;

bool Exists(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

// A node that serves already has its port.
Findings CheckPort(const config::v1::NodeConfig& config, absl::Time now, absl::Duration within) {
  const absl::Status can_listen = doctor::CanListen(config.listen());
  if (can_listen.ok()) return {doctor::JudgePort(config.listen(), can_listen)};
  bool serves = false;
  Findings served = doctor::CheckServes(config, now, within, serves);
  return serves ? served : Findings{doctor::JudgePort(config.listen(), can_listen)};
}

doctor::UnitFacts Unit() {
  const doctor::UnitFacts unit = doctor::AskUnit(doctor::kUnit);
  return unit.load == "loaded" ? unit : doctor::PackagedUnit();
}

// `waiting`: there is no certificate yet to check, nor to meet peers with.
Findings CheckSetup(const NodeSetup& setup, const config::v1::NodeConfig& config, bool waiting, Context& context) {
  const absl::Time now = context.clock.Now();
  const absl::Duration within = absl::Seconds(setup.wait_s);
  Findings findings = {doctor::CheckConfig(setup.config)};
  doctor::Append(doctor::CheckMachine(config), findings);
  doctor::Append(CheckPort(config, now, within), findings);
  if (waiting) return findings;
  const doctor::UnitFacts unit = setup.config == doctor::kDefaultConfig ? Unit() : doctor::UnitFacts{};
  doctor::Append(doctor::CheckFiles(setup.config, config, doctor::NodeUser(config, unit.user)), findings);
  doctor::Append(doctor::JudgeSandbox(doctor::kUnit, unit, config), findings);
  doctor::Append(doctor::CheckChains(config, now), findings);
  doctor::Append(doctor::CheckPeers(config, now, within), findings);
  return findings;
}

bool HasDatabase(const std::string& directory) {
  std::error_code error;
  return Exists(directory) && !std::filesystem::is_empty(directory, error) && !error;
}

// How the node is started. A log that was opened once must never be opened again: its peers would see a second history. No database
// is no sign of a new log, since disks are lost; a log key that this run has made is.
std::string StartText(const NodeSetup& setup, const config::v1::NodeConfig& config, bool new_log_key) {
  const bool installed = setup.config == doctor::kDefaultConfig;
  if (HasDatabase(config.data_dir())) {
    return installed ? "  systemctl reload-or-restart lightshipd\n" : "  kill -HUP of lightshipd, if it runs, so that it reads this\n";
  }
  const std::string plain = absl::StrCat("lightshipd --config ", doctor::Shell(setup.config));
  const std::string opening = absl::StrCat(installed ? "runuser -u lightship -- " : "", plain, " --new-log");
  const std::string start = installed ? "systemctl enable --now lightshipd" : plain;
  const bool opened = Exists(config.checkpoint_file());
  if (new_log_key && !opened) {
    return absl::StrCat("  ", opening, "    # once: opens the log; ",
                        installed ? absl::StrCat("when it serves, end it with Ctrl-C\n  ", start, "\n") : "later without --new-log\n");
  }
  const std::string restore = absl::StrCat(installed ? "runuser -u lightship -- " : "", "lightshipd-tool restore --from DIR --to ", doctor::Shell(config.data_dir()));
  return absl::StrCat("  ", restore, "    # first, if there is a backup: what only this node held is in it alone\n  ", start,
                      "    # its peers give the log back\n",
                      opened ? "" : absl::StrCat("  Only if this log was never opened, here or on another disk, once before: ", opening, "\n"));
}

void PrintNext(const NodeSetup& setup, const config::v1::NodeConfig& config, bool new_log_key, Context& context) {
  const std::string file = doctor::Shell(setup.config);
  const bool installed = setup.config == doctor::kDefaultConfig;
  std::ostream& out = context.terminal.out;
  out << "\nNext:\n" << StartText(setup, config, new_log_key) << "  lightship --node " << doctor::LocalAddress(config.listen()) << " --identity DIR --trust " << doctor::Shell(config.trust_dir())
      << " status    # DIR: an officer's\n"
      << "  lightship doctor" << (installed ? "" : absl::StrCat(" --config ", file)) << " --identity DIR\n";
}

absl::Status EndWith(const Findings& findings, bool waiting) {
  if (doctor::Worst(findings) == doctor::Level::kMend) {
    return WithExit(ExitCode::kRefused, absl::FailedPreconditionError(absl::StrCat(
                                            CountText(findings), "; mend it before the node is started")));
  }
  if (!waiting) return absl::OkStatus();
  return WithExit(ExitCode::kPartly, absl::FailedPreconditionError(
                                         "the node waits for its certificate; install it with --certificate FILE"));
}

absl::Status CheckAndEnd(const NodeSetup& setup, bool new_log_key, Context& context) {
  auto config = doctor::ReadConfig(setup.config);
  if (!config.ok()) return WithExit(ExitCode::kUsage, config.status());
  const bool waiting = !Exists(config->keys().node_certificate());
  const Findings findings = CheckSetup(setup, *config, waiting, context);
  if (context.form() != OutputForm::kJson) context.terminal.out << "\nChecks:\n";
  PrintFindings(findings, context);
  if (!waiting && context.form() != OutputForm::kJson) PrintNext(setup, *config, new_log_key, context);
  return EndWith(findings, waiting);
}

absl::Status MakeAll(const NodeSetup& setup, Context& context) {
  RETURN_IF_ERROR(MakeSetupDirectory(std::filesystem::path(setup.config).parent_path().string(), false));
  RETURN_IF_ERROR(MakeForNode(std::filesystem::path(setup.checkpoint).parent_path().string()));
  RETURN_IF_ERROR(MakeForNode(std::filesystem::path(setup.data).parent_path().string()));
  RETURN_IF_ERROR(MakeSetupDirectory(setup.trust, false));
  RETURN_IF_ERROR(MakeSetupDirectory(setup.keys, true));
  RETURN_IF_ERROR(MakeSetupDirectory(setup.data, true));
  RETURN_IF_ERROR(setup.pki == "own" ? MakeOwnPki(setup, context) : MakeRequest(setup, context));
  RETURN_IF_ERROR(PinRoots(setup.roots, setup.trust, setup.economy, context));
  RETURN_IF_ERROR(WriteConfig(setup.config, ConfigText(setup), context));
  RETURN_IF_ERROR(GiveToNode(setup.keys));
  RETURN_IF_ERROR(GiveToNode(setup.data));
  if (setup.certificate.empty()) return absl::OkStatus();
  return InstallCertificate(setup.certificate, setup.config, context);
}

absl::Status SetUp(NodeSetup setup, Context& context) {
  const bool asks = context.terminal.in_is_tty && !setup.yes;
  if (asks) RETURN_IF_ERROR(AskNodeSetup(setup, context.terminal));
  if (setup.economy.empty()) return UsageError("say --economy CODE, such as SG; in a script every question has its flag (--help)");
  CompleteNodeSetup(setup);
  RETURN_IF_ERROR(CheckNodeSetup(setup));
  RETURN_IF_ERROR(CheckDirectories(setup));
  RETURN_IF_ERROR(CheckReplaced(setup, context));
  if (asks) {
    context.terminal.out << "\n" << setup.config << " will be:\n\n" << ConfigText(setup) << "\nCertificates: " << setup.pki << "\n";
    if (!Confirm("Write this?", context.terminal)) {
      return WithExit(ExitCode::kUsage, absl::CancelledError("nothing was written"));
    }
  }
  const bool had_log_key = Exists(setup.keys + "/log.key");
  RETURN_IF_ERROR(MakeAll(setup, context));
  return CheckAndEnd(setup, /*new_log_key=*/!had_log_key && Exists(setup.keys + "/log.key"), context);
}

// The peers that the configuration does not have yet, as text to put at its end.
absl::StatusOr<std::string> NewPeers(const NodeSetup& setup, const config::v1::NodeConfig& config) {
  std::string text;
  for (const std::string& flag : setup.peers) {
    ASSIGN_OR_RETURN(auto peer, ParsePeer(flag));
    bool there = false;
    for (const config::v1::Peer& known : config.peers()) {
      if (known.economy() != peer.first) continue;
      if (known.address() != peer.second) {
        return UsageError(absl::StrCat("--peer ", flag, ": ", setup.config, " has ", peer.first, " with the address \"", known.address(),
                                       "\"; change it there"));
      }
      there = true;
    }
    if (!there) absl::StrAppend(&text, PeerText(peer.first, peer.second));
  }
  return text;
}

// Adds to an installation that is there.
absl::Status Amend(NodeSetup setup, Context& context) {
  auto config = doctor::ReadConfig(setup.config);
  if (!config.ok()) return WithExit(ExitCode::kUsage, config.status());
  setup.economy = config->economy();
  setup.trust = config->trust_dir();
  setup.listen = config->listen();
  CompleteNodeSetup(setup);
  RETURN_IF_ERROR(CheckNodeSetup(setup));
  ASSIGN_OR_RETURN(const std::string peers, NewPeers(setup, *config));
  RETURN_IF_ERROR(MakeSetupDirectory(setup.trust, false));
  RETURN_IF_ERROR(PinRoots(setup.roots, setup.trust, setup.economy, context));
  if (!peers.empty()) {
    auto text = sdk::ReadFile(setup.config);
    if (!text.ok()) return WithExit(ExitCode::kUsage, text.status());
    RETURN_IF_ERROR(WriteConfig(setup.config, absl::StrCat(*text, text->empty() || text->back() == '\n' ? "" : "\n", peers), context));
  }
  if (!setup.certificate.empty()) RETURN_IF_ERROR(InstallCertificate(setup.certificate, setup.config, context));
  return CheckAndEnd(setup, /*new_log_key=*/false, context);
}

absl::Status Node(const NodeSetup& setup, Context& context) {
  if (!context.token_key.empty()) {
    return UsageError("--key: setup makes keys in files; for keys on a token use `lightship pki node --key` or your authority, and "
                      "name them in the configuration (node.textproto of the documentation, keys)");
  }
  if (!Exists(setup.config) || setup.force) return SetUp(setup, context);
  const bool adds = !setup.peers.empty() || !setup.roots.empty() || !setup.certificate.empty();
  if (adds && setup.economy.empty()) return Amend(setup, context);
  return UsageError(absl::StrCat(setup.config, " exists. To add to it: --peer, --root or --certificate, without --economy. To write it "
                                 "anew: --force, which keeps the old one beside, never touches keys, and stops at settings that would go. To look at it: lightship doctor"));
}

void AddNodeFlags(Verb node, NodeSetup& setup) {
  node.Option("--economy", setup.economy, "Your economy, ISO 3166-1 alpha-2, such as SG");
  node.Option("--name", setup.name, "Name of the node; default: sg-1 for SG");
  node.Option("--listen", setup.listen, "address:port for officers and peers; default 0.0.0.0:7443");
  node.Option("--pki", setup.pki, "own: makes root, node and officers; request: makes keys and a request for your authority")
      .OneOf({"own", "request"});
  node.Option("--officer", setup.officers, "With --pki own: a first officer, NAME:ROLE,ROLE; may be repeated");
  node.Option("--dns", setup.dns_names, "Host name to put into the certificate; may be repeated");
  node.Option("--days", setup.days, "Days that certificates are valid, with --pki own").Range(1, 3650).ShowDefault();
  node.Option("--peer", setup.peers, "A peer, CODE=HOST:PORT, or CODE= if it dials this node; may be repeated");
  node.Option("--root", setup.roots, "A member's root to pin, CODE=FILE, or a file named CODE.pem; may be repeated");
  node.Option("--certificate", setup.certificate, "What your authority made of the request (PEM): checks and installs it");
  node.Option("--config", setup.config, "Configuration file to write").ShowDefault();
  node.Option("--data", setup.data, "Directory of the database; default: /var/lib/lightship/data, or data beside --config");
  node.Option("--checkpoint-file", setup.checkpoint, "Where the last signed checkpoint is kept; default: /var/lib/lightship, or checkpoint beside --config");
  node.Option("--keys", setup.keys, "Directory of the node's keys; default: keys beside --config");
  node.Option("--trust", setup.trust, "Directory of the pinned roots; default: trust beside --config");
  node.Option("--ca", setup.ca, "With --pki own: directory of the root; default: root beside --config");
  node.Option("--wait-s", setup.wait_s, "Seconds for each connection that is tried").Range(1, 120).ShowDefault();
  node.Switch("--force", setup.force, "Write an existing configuration anew, and keep the old one beside it; not if settings would go");
  node.Switch("--discard", setup.discard, "With --force: leave out what the old one sets and no flag says, such as peers or epoch");
  node.Switch("--yes", setup.yes, "Ask nothing");
}

}  // namespace

void AddSetup(Verb app, Context& context) {
  auto setup = std::make_shared<NodeSetup>();
  setup->config = doctor::kDefaultConfig;
  Verb verb = app.Add("setup", "Set up a node, or an officer's desk, on this machine");
  verb.NeedsVerb();
  Verb node = verb.Add("node", "Configuration, keys, certificates and peers of a node, and whether all fits");
  AddNodeFlags(node, *setup);
  node.Footer(
      "At a terminal it asks for what no flag says. Keys and directories are for their owner alone; run as root, they go to\n"
      "the user lightship if there is one. On an existing configuration, --peer, --root and --certificate add to it.\n\n"
      "Examples:\n"
      "  lightship setup node\n"
      "  lightship setup node --yes --economy SG --officer admin-1:administrator --officer watch-1:submitter,analyst\n"
      "  lightship setup node --peer ID=node.id.example:7443 --root ID.pem\n"
      "  lightship setup node --yes --economy SG --pki request\n"
      "  lightship setup node --certificate answer.pem --root SG=root.pem\n\n"
      "Exit codes: 0 nothing to mend, 1 wrong usage and nothing written, 2 written, but something is to be mended first,\n"
      "            6 written, and waiting for the certificate");
  node.Runs(context, [=, &context] { return Node(*setup, context); });
  AddSetupOfficer(verb, context);
}

}  // namespace lightship::commands
