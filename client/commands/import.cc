// lightship import: incident sets of other systems.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/commands/exit_code.h"
#include "client/commands/import_run.h"
#include "client/commands/verbs.h"
#include "client/formats/csv.h"
#include "client/formats/json.h"
#include "client/formats/safe_text.h"
#include "client/formats/times.h"
#include "client/sdk/file.h"
#include "google/protobuf/struct.pb.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

using Kind = RowOutcome::Kind;

struct Flags {
  ImportOptions options;
  std::string file, report, created_at, only_nearest;
};

struct Counts {
  size_t imported = 0, with_flags = 0, rejected = 0, left = 0, before = 0;
};

Counts Count(const std::vector<RowOutcome>& outcomes) {
  Counts counts;
  for (const RowOutcome& outcome : outcomes) {
    counts.imported += outcome.kind == Kind::kImported;
    counts.with_flags += outcome.kind == Kind::kImportedWithFlags;
    counts.rejected += outcome.kind == Kind::kRejected;
    counts.left += outcome.kind == Kind::kLeftToOthers;
    counts.before += outcome.before;
  }
  return counts;
}

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

void PrintSummary(const std::vector<RowOutcome>& outcomes, Context& context) {
  Counts counts = Count(outcomes);
  std::ostream& out = context.terminal.out;
  if (context.json) {
    google::protobuf::Struct json;
    auto set = [&](const char* name, size_t value) {
      (*json.mutable_fields())[name].set_number_value(static_cast<double>(value));
    };
    set("imported", counts.imported);
    set("with_flags", counts.with_flags);
    set("rejected", counts.rejected);
    set("left_to_others", counts.left);
    set("admitted_before", counts.before);
    set("rows", outcomes.size());
    out << formats::JsonLine(json);
    return;
  }
  for (const RowOutcome& outcome : outcomes) {
    if (outcome.kind != Kind::kRejected) continue;
    context.terminal.err << "line " << outcome.line << " (record " << outcome.record
                         << ") rejected: " << formats::SafeLine(outcome.explanation) << "\n";
  }
  out << "imported " << counts.imported << ", with flags " << counts.with_flags << ", rejected "
      << counts.rejected;
  if (counts.left > 0) out << ", left to others " << counts.left;
  out << " (of " << outcomes.size() << " rows)";
  if (counts.before > 0) out << "; " << counts.before << " were admitted before";
  out << "\n";
}

absl::Status SetSelection(Flags& flags, const sdk::OfficerIdentity& officer) {
  ImportOptions& options = flags.options;
  if (flags.only_nearest.empty()) return absl::OkStatus();
  options.economies = absl::StrSplit(flags.only_nearest, ',', absl::SkipEmpty());
  if (options.as.empty()) options.as = officer.who.economy;
  return absl::OkStatus();
}

absl::Status Import(Flags& flags, Context& context) {
  absl::StatusOr<std::string> csv = sdk::ReadFile(flags.file);
  if (!csv.ok()) return WithExit(ExitCode::kUsage, csv.status());
  if (flags.options.source.empty()) {
    flags.options.source = std::filesystem::path(flags.file).filename().string();
  }
  if (!flags.created_at.empty()) {
    auto created_at = formats::TimeFromText(flags.created_at);
    if (!created_at.ok()) return UsageError(absl::StrCat("--created-at: ", created_at.status().message()));
    flags.options.created_at = *created_at;
  }
  ASSIGN_OR_RETURN(sdk::OfficerIdentity officer, context.Officer());
  RETURN_IF_ERROR(SetSelection(flags, officer));
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  auto outcomes = ImportImb(*csv, flags.options, officer, *node, context.terminal);
  if (!outcomes.ok()) {
    if (sdk::IsUnreachable(outcomes.status())) return outcomes.status();
    return WithExit(ExitCode::kUsage, base::Annotate(outcomes.status(), flags.file));
  }
  if (!flags.report.empty()) {
    RETURN_IF_ERROR(WithExit(ExitCode::kUsage,
                             sdk::ReplaceFile(flags.report, ReportCsv(*outcomes),
                                              sdk::Access::kEverybody)));
  }
  PrintSummary(*outcomes, context);
  size_t rejected = Count(*outcomes).rejected;
  if (rejected == 0) return absl::OkStatus();
  return WithExit(ExitCode::kPartly, absl::InvalidArgumentError(absl::StrCat(
                                         rejected, " of ", outcomes->size(), " rows were rejected")));
}

}  // namespace

void AddImport(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  CLI::App* import = app.add_subcommand("import", "Import an IMB incident set, row by row");
  import->fallthrough();
  import->add_option("file", flags->file, "CSV with the set's header")->required();
  import->add_option("--report", flags->report, "CSV to write: what became of every row");
  import->add_option("--source", flags->options.source, "Name of the set (the file's name)");
  import->add_option("--audience", flags->options.audience, "Who may have it (all)");
  import->add_option("--created-at", flags->created_at,
                     "Creation time of all statements (when each incident was over)");
  import->add_option("--in-flight", flags->options.in_flight, "Submissions unanswered at once (64)")
      ->check(CLI::Range(1, 1024));
  import->add_option("--limit", flags->options.limit, "Most rows to submit");
  CLI::Option* nearest = import->add_option(
      "--only-nearest", flags->only_nearest, "SG,ID,PH: import only rows whose nearest coast is --as");
  import->add_option("--as", flags->options.as, "One of them (your own economy)")->needs(nearest);
  import->add_option("--default", flags->options.otherwise, "Economy that takes rows of no other")
      ->needs(nearest);
  import->footer(
      "Examples:\n"
      "  lightship import incidents_facts.csv --report rows.csv\n"
      "  lightship import imb.csv --only-nearest SG,ID,PH --as SG --default SG\n"
      "Importing again is harmless: nonce and salts follow from your key, --source, the record number\n"
      "and the row, so that the same row is the same statement, which the node has already. Imported\n"
      "sets are public (TLP:CLEAR).");
  import->callback(
      [=, &context] { context.action = [=, &context] { return Import(*flags, context); }; });
}

}  // namespace lightship::commands
