// lightship evidence: the logs whose key has signed two histories, as the node knows, and the proof of it.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/commands/verbs.h"
#include "client/formats/json.h"
#include "client/formats/safe_text.h"
#include "client/formats/table.h"
#include "client/sdk/file.h"
#include "node/base/status.h"
#include "node/statement/evidence.h"

namespace lightship::commands {
namespace {

constexpr absl::string_view kEnding = ".lightship-evidence";

struct EvidenceFlags {
  std::string log, save;
};

// "lightship/SG/1", or "SG" for any of SG's.
bool Matches(const std::string& asked, const v1::LogStatus& log) {
  return asked.empty() || asked == log.origin() ||
         absl::StartsWith(log.origin(), absl::StrCat("lightship/", asked, "/"));
}

absl::Status Save(const std::vector<v1::LogStatus>& forked, const std::string& path) {
  if (!absl::EndsWith(path, kEnding)) {
    return UsageError(absl::StrCat("--save ", path, ": the name must end in ", std::string(kEnding),
                                   ", by which `lightship verify` knows it"));
  }
  if (forked.size() != 1) {
    return UsageError("--save takes one log: name it, such as lightship/SG/1");
  }
  absl::Status written = sdk::CreateFile(path, forked[0].evidence(), sdk::Access::kEverybody);
  return written.ok() ? written : WithExit(ExitCode::kUsage, written);
}

// The node's word is not taken: what it holds is verified here.
absl::Status Print(const std::vector<v1::LogStatus>& forked, Context& context) {
  ASSIGN_OR_RETURN(statement::PinnedRoots roots, context.Roots());
  formats::Table table(
      {{"FORKED LOG"}, {"HELD", 0, true}, {"CHECKPOINT OF", 0, true}, {"AND OF", 0, true}});
  for (const v1::LogStatus& log : forked) {
    auto fork = statement::VerifyEvidenceFile(log.evidence(), roots);
    if (!fork.ok()) {
      return WithExit(ExitCode::kUnverified, base::Annotate(fork.status(), log.origin()));
    }
    table.Add({log.origin(), absl::StrCat(log.size()), absl::StrCat(fork->smaller.size),
              absl::StrCat(fork->larger.size)});
  }
  context.terminal.out << table.Render(context.terminal.columns)
                       << "The key of such a log has signed two checkpoints that cannot both be "
                          "true. Nothing more of it is taken.\n";
  return absl::OkStatus();
}

absl::Status Evidence(const EvidenceFlags& flags, Context& context) {
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ASSIGN_OR_RETURN(v1::GetStatusResponse status, node->GetStatus());
  std::vector<v1::LogStatus> forked;
  for (const v1::LogStatus& log : status.logs()) {
    if (log.frozen() && Matches(flags.log, log)) forked.push_back(log);
  }
  if (forked.empty() && (!flags.log.empty() || !flags.save.empty())) {
    return absl::NotFoundError(absl::StrCat("this node knows of no fork of ",
                                            flags.log.empty() ? "any log" : flags.log));
  }
  if (!flags.save.empty()) RETURN_IF_ERROR(Save(forked, flags.save));
  if (context.form() == OutputForm::kJson) {
    for (const v1::LogStatus& log : forked) context.terminal.out << formats::JsonLine(log);
    return absl::OkStatus();
  }
  if (!forked.empty()) return Print(forked, context);
  context.terminal.out << "This node knows of no fork of any log\n";
  return absl::OkStatus();
}

}  // namespace

void AddEvidence(Verb app, Context& context) {
  auto flags = std::make_shared<EvidenceFlags>();
  Verb evidence = app.Add(
      "evidence", "Logs whose key has signed two histories, and the proof of it");
  evidence.Option("log", flags->log, "Only this log: SG, or lightship/SG/1");
  evidence.Option("--save", flags->save,
                  "Write the proof to this new file, named ....lightship-evidence");
  evidence.Footer(
      "Examples:\n"
      "  lightship evidence\n"
      "  lightship evidence SG --save sg.lightship-evidence\n"
      "  lightship verify --trust only-sg sg.lightship-evidence   needs no node");
  evidence.Runs(context, [=, &context] { return Evidence(*flags, context); });
}

}  // namespace lightship::commands
