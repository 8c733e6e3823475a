// lightship import: incident sets of other systems.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "client/commands/exit_code.h"
#include "client/commands/import_run.h"
#include "client/commands/import_summary.h"
#include "client/commands/verbs.h"
#include "client/formats/csv.h"
#include "client/formats/decode.h"
#include "client/formats/importer.h"
#include "client/formats/template_csv.h"
#include "client/formats/times.h"
#include "client/sdk/file.h"
#include "node/base/status.h"
#include "node/maritime/vocabulary.h"

namespace lightship::commands {
namespace {

using Kind = RowOutcome::Kind;

struct ImportFlags {
  ImportOptions options;
  std::string file, report, created_at, only_nearest, write_template, tlp;
};

std::string KindText(Kind kind) {
  switch (kind) {
    case Kind::kImported:
      return "imported";
    case Kind::kImportedWithFlags:
      return "imported with flags";
    case Kind::kRejected:
      return "rejected";
    case Kind::kLeftToOthers:
      return "left to others";
  }
  return "";
}

std::string ReportCsv(const std::vector<RowOutcome>& outcomes) {
  std::string csv = formats::CsvLine({"line", "record", "outcome", "address", "reason"});
  for (const RowOutcome& outcome : outcomes) {
    csv += formats::CsvLine({absl::StrCat(outcome.line), absl::StrCat(outcome.record),
                             KindText(outcome.kind), outcome.address, outcome.explanation});
  }
  return csv;
}

std::string ImportFormatsText() {
  std::string text;
  for (const formats::ImportFormat& format : formats::ImportFormats()) {
    absl::StrAppendFormat(&text, "  %-10s %s\n", format.name, format.description);
  }
  return text;
}

absl::Status SetSelection(ImportFlags& flags, const sdk::OfficerIdentity& officer) {
  ImportOptions& options = flags.options;
  if (flags.only_nearest.empty()) return absl::OkStatus();
  options.economies = absl::StrSplit(flags.only_nearest, ',', absl::SkipEmpty());
  if (options.as.empty()) options.as = officer.who.economy;
  return absl::OkStatus();
}

absl::Status SetFormat(ImportFlags& flags, absl::string_view bytes) {
  if (!flags.options.format.empty()) return absl::OkStatus();
  absl::StatusOr<std::string> format = formats::FormatOf(bytes);
  if (!format.ok()) return WithExit(ExitCode::kUsage, base::Annotate(format.status(), flags.file));
  flags.options.format = *std::move(format);
  return absl::OkStatus();
}

// An empty table, and on the terminal what its columns mean.
absl::Status WriteTemplate(const std::string& path, Context& context) {
  RETURN_IF_ERROR(WithExit(ExitCode::kUsage,
                           sdk::CreateFile(path, formats::TemplateHeader(), sdk::Access::kEverybody)));
  context.terminal.out << "wrote " << path << "; its columns:\n";
  for (const formats::TemplateColumn& column : formats::TemplateColumns()) {
    context.terminal.out << absl::StreamFormat("  %-18s %s\n", column.name, column.meaning);
  }
  return absl::OkStatus();
}

absl::Status Import(ImportFlags& flags, Context& context) {
  if (!flags.write_template.empty()) return WriteTemplate(flags.write_template, context);
  if (flags.file.empty()) return UsageError("name the file to import");
  absl::StatusOr<std::string> bytes = sdk::ReadFile(flags.file);
  if (!bytes.ok()) return WithExit(ExitCode::kUsage, bytes.status());
  const formats::Decoded file = formats::Decode(*bytes);
  flags.options.guessed = file.guessed;
  RETURN_IF_ERROR(SetFormat(flags, file.text));
  if (!flags.tlp.empty()) {
    auto tlp = maritime::ParseValue<v1::Tlp>(flags.tlp);
    if (!tlp.ok()) return UsageError(absl::StrCat("--tlp: ", tlp.status().message()));
    flags.options.tlp = *tlp;
  }
  if (!flags.created_at.empty()) {
    auto created_at = formats::TimeFromText(flags.created_at);
    if (!created_at.ok()) return UsageError(absl::StrCat("--created-at: ", created_at.status().message()));
    flags.options.created_at = *created_at;
  }
  ASSIGN_OR_RETURN(sdk::OfficerIdentity officer, context.Officer());
  RETURN_IF_ERROR(SetSelection(flags, officer));
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  auto outcomes = ImportRows(file.text, flags.options, officer, *node, context.terminal);
  if (!outcomes.ok()) {
    const bool by_node = sdk::IsUnreachable(outcomes.status()) || !base::ReasonOf(outcomes.status()).empty();
    if (by_node) return outcomes.status();
    return WithExit(ExitCode::kUsage, base::Annotate(outcomes.status(), flags.file));
  }
  if (!flags.report.empty()) {
    RETURN_IF_ERROR(WithExit(ExitCode::kUsage,
                             sdk::ReplaceFile(flags.report, ReportCsv(*outcomes),
                                              sdk::Access::kEverybody)));
  }
  ImportSummary summary = SummaryOf(*outcomes);
  PrintSummary(summary, *outcomes, context);
  size_t rejected = summary.rejected;
  if (rejected == 0) return absl::OkStatus();
  return WithExit(ExitCode::kPartly, absl::InvalidArgumentError(absl::StrCat(
                                         rejected, " of ", outcomes->size(), " rows were rejected")));
}

}  // namespace

void AddImport(Verb app, Context& context) {
  auto flags = std::make_shared<ImportFlags>();
  Verb import = app.Add("import", "Import an incident set, row by row");
  import.Option("file", flags->file, "The set, in one of the formats below");
  import.Option("--write-template", flags->write_template,
                "Write an empty table to this file, say what its columns mean, and import nothing");
  import.Option("--format", flags->options.format, "Format (recognised by its beginning)");
  import.Option("--report", flags->report, "CSV to write: what became of every row");
  import.Switch("--exercise", flags->options.exercise, "All of it is an exercise (rows marked so are known)");
  import.Option("--tlp", flags->tlp, "TLP of all (clear for sets, amber for filled forms, or as marked)");
  import.Option("--audience", flags->options.audience, "Who may have it (all)");
  import.Option("--created-at", flags->created_at,
                "Creation time of all statements (when each incident was over)");
  import.Option("--in-flight", flags->options.in_flight, "Submissions unanswered at once (1024)")
      .Range(1, 1024);
  import.Option("--limit", flags->options.limit, "Most rows to submit");
  Flag nearest = import.Option(
      "--only-nearest", flags->only_nearest, "SG,ID,PH: import only rows whose nearest coast is --as");
  import.Option("--as", flags->options.as, "One of them (your own economy)").Needs(nearest);
  import.Option("--default", flags->options.otherwise, "Economy that takes rows of no other")
      .Needs(nearest);
  import.Footer(absl::StrCat(
      "Formats:\n", ImportFormatsText(),
      "Examples:\n"
      "  lightship import incidents_facts.csv --report rows.csv\n"
      "  lightship import imb.csv --only-nearest SG,ID,PH --as SG --default SG\n"
      "  lightship import asam.csv --report rows.csv\n"
      "  lightship import --write-template incidents.csv\n"
      "Nothing is repaired: doubtful values are kept as written and flagged. Importing again is harmless:\n"
      "nonce and salts follow from your economy, the format and the row's content, so that the same row is\n"
      "the same statement, in whatever file it stands, and the node has it already."));
  import.Runs(context, [=, &context] { return Import(*flags, context); });
}

}  // namespace lightship::commands
