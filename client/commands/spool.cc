// lightship spool: statements that wait for the node.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/commands/deliver.h"
#include "client/commands/exit_code.h"
#include "client/commands/verbs.h"
#include "client/formats/csv.h"
#include "client/formats/safe_text.h"
#include "client/formats/table.h"
#include "client/formats/times.h"
#include "client/formats/words.h"
#include "node/base/status.h"
#include "node/statement/open.h"

namespace lightship::commands {
namespace {

absl::Status ListSpool(Context& context) {
  ASSIGN_OR_RETURN(sdk::Spool spool, context.Spool());
  auto waiting = spool.List();
  if (!waiting.ok()) return WithExit(ExitCode::kUsage, waiting.status());
  formats::Table table({{"FILE"}, {"KIND"}, {"MADE (UTC)"}, {"AUDIENCE", 8}, {"PARTS", 0, true}});
  std::ostream& out = context.terminal.out;
  if (context.csv) out << formats::CsvLine({"file", "kind", "created_at", "audience", "parts"});
  for (const sdk::SpooledStatement& spooled : *waiting) {
    const v1::SignedStatement& statement = spooled.request.statement();
    auto manifest = statement::ParseManifest(statement.manifest());
    if (!manifest.ok()) return WithExit(ExitCode::kUsage, base::Annotate(manifest.status(), spooled.file));
    std::vector<std::string> cells = {spooled.file, formats::Words(manifest->kind()),
                                      formats::TimeText(manifest->created_at()),
                                      manifest->audience(), absl::StrCat(statement.parts_size())};
    if (context.csv) {
      out << formats::CsvLine(cells);
    } else {
      table.Add(std::move(cells));
    }
  }
  if (context.csv) return absl::OkStatus();
  if (table.rows() > 0) out << table.Render(context.terminal.columns);
  out << waiting->size() << " waiting in " << spool.directory() << "\n";
  return absl::OkStatus();
}

absl::Status SendSpool(Context& context) {
  ASSIGN_OR_RETURN(sdk::Spool spool, context.Spool());
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  absl::Status unreachable;
  auto outcome = spool.SendAll(*node, [&](const sdk::SpooledStatement& spooled,
                                          const absl::StatusOr<v1::SubmitResponse>& response) {
    std::ostream& out = context.terminal.out;
    if (response.ok()) {
      out << spooled.file << ": " << formats::SafeLine(response->receipt().address())
          << (response->already_admitted() ? " (was admitted before)" : "") << "\n";
    } else if (sdk::IsUnreachable(response.status())) {
      unreachable = response.status();
    } else {
      out << spooled.file << ": REFUSED: " << formats::SafeLine(response.status().message()) << "\n";
    }
  });
  if (!outcome.ok()) return WithExit(ExitCode::kUsage, outcome.status());
  if (unreachable.ok()) {
    RETURN_IF_ERROR(SendAttachments(spool, *node, context));
  }
  context.terminal.out << "sent " << outcome->sent << ", refused " << outcome->refused
                       << ", still waiting " << outcome->left << "\n";
  RETURN_IF_ERROR(unreachable);
  RETURN_IF_ERROR(WithExit(ExitCode::kUsage, outcome->disk));
  if (outcome->refused == 0) return absl::OkStatus();
  return WithExit(ExitCode::kPartly,
                  absl::InvalidArgumentError(absl::StrCat(
                      outcome->refused, " refused and moved to ", spool.directory(), "/refused")));
}

}  // namespace

void AddSpool(Verb app, Context& context) {
  Verb spool = app.Add("spool", "Statements that wait until the node can be reached");
  spool.NeedsVerb(true);
  spool.Footer(
      "Examples:\n"
      "  lightship spool        lists what waits\n"
      "  lightship spool send   submits all, in order; safe to repeat");
  spool.Runs(context, [&context] { return ListSpool(context); });
  Verb send = spool.Add("send", "Submit all that wait, in order");
  send.Runs(context, [&context] { return SendSpool(context); });
}

}  // namespace lightship::commands
