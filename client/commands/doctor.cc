// lightship doctor: what is well with an installation of a node, what to look at, and what to mend.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/commands/findings.h"
#include "client/commands/verbs.h"
#include "client/doctor/backups.h"
#include "client/doctor/chains.h"
#include "client/doctor/files.h"
#include "client/doctor/installation.h"
#include "client/doctor/machine.h"
#include "client/doctor/peers.h"
#include "client/doctor/program.h"
#include "client/doctor/sandbox.h"
#include "client/doctor/state.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

using doctor::Findings;

struct DoctorFlags {
  std::string config = doctor::kDefaultConfig;
  std::string unit;
  int wait_s = 5;
};

// The node as one of its officers sees it.
Findings AskNode(const config::v1::NodeConfig& config, Context& context) {
  if (context.identity_directory.empty()) {
    return {doctor::NotLooked("state", "the node's own state was not asked: no officer's identity was given",
                              "lightship doctor --identity DIR also shows peers, lag, forks and holders")};
  }
  if (context.node_address.empty()) context.node_address = doctor::LocalAddress(doctor::ListensOn(config));
  if (context.trust_directory.empty()) context.trust_directory = config.trust_dir();
  absl::StatusOr<std::unique_ptr<sdk::Node>> node = context.Node();
  absl::StatusOr<v1::GetStatusResponse> status = node.ok() ? (*node)->GetStatus() : node.status();
  if (status.ok()) return doctor::JudgeState(*status, context.clock.Now());
  return {doctor::Mend("state", absl::StrCat("the node does not tell its state: ", status.status().message()),
                       "it does not answer officers, or not this one",
                       absl::StrCat("lightship pki show ", doctor::Shell(absl::StrCat(context.identity_directory, "/certificate.pem")),
                                    " says who you are to it"))};
}

Findings Examine(const DoctorFlags& flags, Context& context) {
  Findings findings;
  absl::StatusOr<config::v1::NodeConfig> config = doctor::ReadConfig(flags.config);
  if (!config.ok()) {
    return {doctor::Mend("configuration", std::string(config.status().message()), "no node can start from it",
                         "say where it is with --config FILE; `lightship setup node` makes one")};
  }
  findings.push_back(doctor::CheckConfig(flags.config));
  const bool installed = flags.config == doctor::kDefaultConfig;
  const std::string unit = flags.unit.empty() && installed ? doctor::kUnit : flags.unit;
  const doctor::UnitFacts facts = unit.empty() ? doctor::UnitFacts{} : doctor::AskUnit(unit);
  const std::string user = facts.user.empty() && installed ? doctor::kUser : facts.user;
  doctor::Append(doctor::CheckFiles(flags.config, *config, doctor::NodeUser(*config, user)), findings);
  doctor::Append(doctor::CheckChains(*config, context.clock.Now()), findings);
  doctor::Append(doctor::CheckMachine(*config), findings);
  findings.push_back(doctor::CheckBackups(*config, context.clock.Now()));
  doctor::Append(doctor::JudgeUnit(unit, facts), findings);
  doctor::Append(doctor::JudgeSandbox(unit, facts, *config), findings);
  const absl::Duration within = absl::Seconds(flags.wait_s);
  bool serves = false;
  doctor::Append(doctor::CheckServes(*config, context.clock.Now(), within, serves), findings);
  doctor::Append(doctor::CheckPeers(*config, context.clock.Now(), within), findings);
  if (serves) doctor::Append(AskNode(*config, context), findings);
  return findings;
}

absl::Status Doctor(const DoctorFlags& flags, Context& context) {
  const Findings findings = Examine(flags, context);
  PrintFindings(findings, context);
  switch (doctor::Worst(findings)) {
    case doctor::Level::kOk:
      if (context.form() != OutputForm::kJson) context.terminal.out << WellText(findings) << "\n";
      return absl::OkStatus();
    case doctor::Level::kLook:
      return WithExit(ExitCode::kUsage, absl::FailedPreconditionError(CountText(findings)));
    case doctor::Level::kMend:
      return WithExit(ExitCode::kRefused, absl::FailedPreconditionError(CountText(findings)));
  }
  return absl::OkStatus();
}

}  // namespace

void AddDoctor(Verb app, Context& context) {
  auto flags = std::make_shared<DoctorFlags>();
  Verb doctor = app.Add("doctor", "What is well with this machine's node, what to look at, and what to mend");
  doctor.Option("--config", flags->config, "The node's configuration file").ShowDefault();
  doctor.Option("--unit", flags->unit,
                "Unit of systemd that runs it; lightshipd.service if the configuration is the installed one");
  doctor.Option("--wait-s", flags->wait_s, "Seconds for each connection that is tried").Range(1, 120).ShowDefault();
  doctor.Footer(
      "Looks at the configuration, the files and who may read them, certificates, clock, disk, the program, each peer,\n"
      "and, with an officer's --identity, at what the node says of itself. Run it as root or as the node's user.\n"
      "Nothing is changed. A line that begins with ? is of what could not be looked at.\n\n"
      "Examples:\n"
      "  lightship doctor\n"
      "  lightship doctor --identity officers/watch-1\n"
      "  lightship doctor --config nodes/SG/node.textproto --json\n\n"
      "Exit codes: 0 all is well, 1 something to look at, 2 something to mend");
  doctor.Runs(context, [=, &context] { return Doctor(*flags, context); });
}

}  // namespace lightship::commands
