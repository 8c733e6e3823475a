// lightship bundle: logs carried by file to and from nodes that no network reaches.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/commands/exit_code.h"
#include "client/commands/verbs.h"
#include "client/formats/json.h"
#include "client/formats/safe_text.h"
#include "client/formats/table.h"
#include "client/formats/times.h"
#include "client/sdk/file.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

using formats::Table;

struct BundleFlags {
  std::string receiver, out, file;
  std::vector<std::string> logs;
};

// "SG" or "SG/1000": the economy's newest log, from that entry on.
absl::StatusOr<v1::LogRange> RangeFrom(const std::string& text) {
  const std::vector<std::string> words = absl::StrSplit(text, absl::MaxSplits('/', 1));
  v1::LogRange range;
  range.set_origin(words[0]);
  if (words.size() == 1) return range;
  auto from = base::FromDecimal(words[1]);
  if (!from.ok()) {
    return UsageError(absl::StrCat("--log ", text, ": say an economy, SG, or the entry to begin at, SG/1000"));
  }
  range.set_from(*from);
  return range;
}

std::string RangeText(const v1::LogRange& range) {
  return range.from() < range.until() ? absl::StrCat(range.from(), " to ", range.until() - 1)
                                      : std::string("nothing");
}

absl::Status Export(const BundleFlags& flags, Context& context) {
  v1::ExportBundleRequest request;
  request.set_economy(flags.receiver);
  for (const std::string& text : flags.logs) {
    ASSIGN_OR_RETURN(*request.add_logs(), RangeFrom(text));
  }
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  std::string file;
  v1::ExportBundleResponse last;
  RETURN_IF_ERROR(node->ExportBundle(request, [&](const v1::ExportBundleResponse& piece) {
    file += piece.data();
    last = piece;
  }));
  absl::Status written = sdk::CreateFile(flags.out, file, sdk::Access::kOwnerOnly);
  if (!written.ok()) return WithExit(ExitCode::kUsage, written);
  std::ostream& out = context.terminal.out;
  last.clear_data();
  if (context.form() == OutputForm::kJson) {
    out << formats::JsonLine(last);
    return absl::OkStatus();
  }
  Table logs({{"LOG"}, {"ENTRIES"}});
  for (const v1::LogRange& range : last.logs()) logs.Add({range.origin(), RangeText(range)});
  out << flags.out << ": " << file.size() << " bytes, for " << formats::SafeLine(flags.receiver)
      << " alone\n"
      << logs.Render(context.terminal.columns);
  return absl::OkStatus();
}

// What became of a log of the bundle.
std::string OutcomeText(const v1::ImportedLog& log) {
  if (log.held_after() > log.held_before()) {
    return absl::StrCat("taken: ", log.held_after() - log.held_before(), " new");
  }
  if (log.range().until() <= log.held_before()) return "held already";
  if (log.range().from() > log.held_before()) {
    return absl::StrCat("NOT TAKEN: bring the entries from ", log.held_before(), " on first");
  }
  return "NOT TAKEN";
}

bool LeftOut(const v1::ImportedLog& log) { return log.held_after() < log.range().until(); }

// A fault of the bundle ends the program as what does not verify.
absl::Status Judge(const v1::ImportBundleResponse& response) {
  if (!response.fault().empty()) {
    return WithExit(ExitCode::kUnverified,
                    base::Error(absl::StatusCode::kInvalidArgument, response.fault_reason(),
                                response.fault()));
  }
  for (const v1::ImportedLog& log : response.logs()) {
    if (!LeftOut(log)) continue;
    return WithExit(ExitCode::kPartly,
                    absl::FailedPreconditionError(absl::StrCat(
                        "not all of ", log.range().origin(),
                        " was taken: an earlier part is missing, or its own node is connected and followed")));
  }
  return absl::OkStatus();
}

// The node found the file itself to be bad: changed, damaged, not sealed by a member.
bool IsBadFile(const absl::Status& status) {
  const std::string reason = base::ReasonOf(status);
  return reason == base::reason::kMalformed || reason == base::reason::kBadSignature ||
         reason == base::reason::kUntrustedCertificate || reason == base::reason::kUnknownEconomy;
}

absl::Status Import(const BundleFlags& flags, Context& context) {
  auto file = sdk::ReadFile(flags.file);
  if (!file.ok()) return WithExit(ExitCode::kUsage, file.status());
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  absl::StatusOr<v1::ImportBundleResponse> response = node->ImportBundle(*file);
  if (!response.ok()) {
    return IsBadFile(response.status()) ? WithExit(ExitCode::kUnverified, response.status())
                                        : response.status();
  }
  std::ostream& out = context.terminal.out;
  if (context.form() == OutputForm::kJson) {
    out << formats::JsonLine(*response);
    return Judge(*response);
  }
  Table logs({{"LOG"}, {"IN THE BUNDLE"}, {"HELD", 0, true}, {"OUTCOME", 12}});
  for (const v1::ImportedLog& log : response->logs()) {
    logs.Add({log.range().origin(), RangeText(log.range()), absl::StrCat(log.held_after()),
             OutcomeText(log)});
  }
  out << "Made by the node of " << formats::SafeLine(response->maker()) << ", "
      << formats::TimeText(response->made_at()) << "\n"
      << logs.Render(context.terminal.columns);
  return Judge(*response);
}

}  // namespace

void AddBundle(Verb app, Context& context) {
  auto flags = std::make_shared<BundleFlags>();
  Verb bundle = app.Add("bundle", "Carry logs by file where no network reaches");
  bundle.NeedsVerb();
  Verb out = bundle.Add("export", "Write what an economy may see to a file");
  out.Option("--for", flags->receiver, "Economy that may take it in").Required();
  out.Option("--log", flags->logs, "SG, or SG/1000 for its entries from 1000 on; may be repeated (all)");
  out.Option("--out", flags->out, "File to write; never overwritten").Required();
  out.Runs(context, [=, &context] { return Export(*flags, context); });
  Verb in = bundle.Add("import", "Take a bundle in; safe to repeat");
  in.Option("file", flags->file, "The bundle").Required();
  in.Runs(context, [=, &context] { return Import(*flags, context); });
  bundle.Footer(
      "Examples:\n"
      "  lightship bundle export --for ID --out for-id.bundle\n"
      "  lightship bundle export --for ID --log SG/1000 --log PH --out newer.bundle\n"
      "  lightship bundle import for-id.bundle\n"
      "Takes the role liaison or administrator. The file is sealed by the node: whoever carries it needs no trust.");
}

}  // namespace lightship::commands
