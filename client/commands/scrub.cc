// lightship scrub: has the node read everything it stores against its hashes, now, and tells what it found.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/commands/verbs.h"
#include "client/formats/json.h"
#include "client/formats/safe_text.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

// Calls to a node that is away, each as long as the connection's deadline, before we give up.
constexpr int kTimesAway = 4;

std::string Looked(const v1::ScrubStatus& scrub) {
  return absl::StrCat(scrub.entries(), " entries, ", scrub.parts(), " parts, ", scrub.tiles(),
                      " tiles, ", scrub.checkpoints(), " checkpoints, ", scrub.chunks(),
                      " attachment chunks, ", scrub.files(), " files");
}

// Asks again and again (each call waits for progress) until the node has ended a pass that began after the first. A node
// that finds damage stops serving, repairs it and comes back: then it begins anew.
absl::StatusOr<v1::ScrubStatus> AwaitPass(sdk::Node& node, std::ostream& err) {
  bool started = false;
  for (int times_away = 0; times_away < kTimesAway;) {
    absl::StatusOr<v1::ScrubStatus> scrub = node.Scrub(!started);
    if (scrub.ok()) {
      if (!scrub->running() && scrub->passes() > 0) return scrub;
      started = scrub->running();
      continue;
    }
    if (!started && times_away == 0) return scrub.status();
    if (!sdk::IsUnreachable(scrub.status())) return scrub.status();
    err << "The node has stopped serving, as it does to repair damage; waiting for it\n";
    started = false;
    ++times_away;
  }
  return absl::UnavailableError("the node did not come back; look at its log");
}

absl::Status Scrub(Context& context) {
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ASSIGN_OR_RETURN(v1::ScrubStatus scrub, AwaitPass(*node, context.terminal.err));
  std::ostream& out = context.terminal.out;
  if (context.form() == OutputForm::kJson) {
    out << formats::JsonLine(scrub);
  } else {
    out << "Read " << Looked(scrub) << ": " << scrub.damages() << " damaged\n";
    for (const v1::ScrubFinding& finding : scrub.found()) {
      out << "  " << formats::SafeLine(finding.where()) << ": " << formats::SafeLine(finding.why()) << "\n";
    }
    ASSIGN_OR_RETURN(v1::GetStatusResponse status, node->GetStatus());
    for (const v1::Warning& warning : status.warnings()) {
      if (warning.code() != "DAMAGE") continue;
      out << "WARNING DAMAGE " << formats::SafeLine(warning.subject()) << ": "
          << formats::SafeLine(warning.text()) << "\n";
    }
  }
  if (scrub.damages() == 0) return absl::OkStatus();
  return WithExit(ExitCode::kUnverified,
                  absl::DataLossError(absl::StrCat(scrub.damages(), " damaged; the node repairs it")));
}

}  // namespace

void AddScrub(Verb app, Context& context) {
  Verb scrub = app.Add("scrub", "Have the node check everything that it stores, now");
  scrub.Footer("Needs the role administrator.\nExamples:\n  lightship scrub\n  lightship scrub --json");
  scrub.Runs(context, [&context] { return Scrub(context); });
}

}  // namespace lightship::commands
