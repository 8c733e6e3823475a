// lightship export: incidents in other systems' formats.
#include <filesystem>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "client/commands/exit_code.h"
#include "client/commands/filter.h"
#include "client/commands/name.h"
#include "client/commands/verbs.h"
#include "client/formats/exporter.h"
#include "client/sdk/file.h"
#include "node/base/limits.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

struct ExportFlags {
  FilterFlags filter;
  std::vector<std::string> incidents;
  std::string format, out;
  uint64_t limit = std::numeric_limits<uint64_t>::max();
};

// One run: which incidents, each fetched whole, each written.
class ExportRun {
 public:
  ExportRun(const ExportFlags& flags, formats::Exporter& exporter, sdk::Node& node)
      : flags_(flags), exporter_(exporter), node_(node) {}

  absl::Status Run() {
    text_ = exporter_.Begin();
    RETURN_IF_ERROR(flags_.incidents.empty() ? AddMatching() : AddNamed());
    text_ += exporter_.End();
    return absl::OkStatus();
  }

  const std::string& text() const { return text_; }
  // Name and document of each incident, where the format knows only such.
  const std::vector<std::pair<std::string, std::string>>& documents() const { return documents_; }
  uint64_t count() const { return count_; }

 private:
  absl::Status AddNamed() {
    for (const std::string& name : flags_.incidents) {
      absl::StatusOr<v1::GetIncidentResponse> incident = FindIncident(name, node_);
      if (!incident.ok()) return base::Annotate(incident.status(), name);
      Add(*std::move(incident));
    }
    return absl::OkStatus();
  }

  absl::Status AddMatching() {
    v1::ListIncidentsRequest request;
    if (!flags_.filter.known_on.empty()) {
      return UsageError("--known-on is for list: an export holds incidents as they are now");
    }
    ASSIGN_OR_RETURN(*request.mutable_filter(), MakeFilter(flags_.filter));
    do {
      request.set_page_size(static_cast<uint32_t>(
          std::min<uint64_t>(flags_.limit - count_, base::limits::kPageMost)));
      ASSIGN_OR_RETURN(v1::ListIncidentsResponse page, node_.ListIncidents(request));
      for (const v1::IncidentSummary& summary : page.incidents()) {
        v1::GetIncidentRequest one;
        one.mutable_incident()->set_incident_id(summary.incident_id());
        ASSIGN_OR_RETURN(v1::GetIncidentResponse incident, node_.GetIncident(one));
        Add(std::move(incident));
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty() && count_ < flags_.limit);
    return absl::OkStatus();
  }

  void Add(v1::GetIncidentResponse incident) {
    formats::ExportView view = formats::MakeExportView(std::move(incident));
    std::string written = exporter_.Write(view);
    if (exporter_.one_each()) {
      documents_.emplace_back(absl::StrReplaceAll(view.id, {{"/", "-"}}), std::move(written));
    } else {
      text_ += written;
    }
    ++count_;
  }

  const ExportFlags& flags_;
  formats::Exporter& exporter_;
  sdk::Node& node_;
  std::string text_;
  std::vector<std::pair<std::string, std::string>> documents_;
  uint64_t count_ = 0;
};

std::string ExtensionOf(const std::string& format) {
  for (const formats::ExportFormat& known : formats::ExportFormats()) {
    if (known.name == format) return known.extension;
  }
  return "";
}

absl::Status WriteFile(const std::string& path, const std::string& text) {
  return WithExit(ExitCode::kUsage, sdk::ReplaceFile(path, text, sdk::Access::kOwnerOnly));
}

// A file each into the directory --out.
absl::Status WriteDocuments(const ExportRun& run, const ExportFlags& flags) {
  std::error_code error;
  std::filesystem::create_directories(flags.out, error);
  for (const auto& [name, text] : run.documents()) {
    RETURN_IF_ERROR(
        WriteFile(absl::StrCat(flags.out, "/", name, ".", ExtensionOf(flags.format)), text));
  }
  return absl::OkStatus();
}

absl::Status Export(const ExportFlags& flags, Context& context) {
  ASSIGN_OR_RETURN(sdk::OfficerIdentity officer, context.Officer());
  auto exporter =
      formats::MakeExporter(flags.format, {officer.who.economy, context.clock.Now()});
  if (!exporter.ok()) return WithExit(ExitCode::kUsage, exporter.status());
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ExportRun run(flags, **exporter, *node);
  RETURN_IF_ERROR(run.Run());
  if ((*exporter)->one_each() && flags.out.empty() && run.count() != 1) {
    return UsageError(absl::StrCat(flags.format, " documents hold one incident each and ", run.count(),
                                   " match: name a directory with --out, or one incident"));
  }
  if (flags.out.empty()) {
    context.terminal.out << ((*exporter)->one_each() ? run.documents()[0].second : run.text());
    return absl::OkStatus();
  }
  RETURN_IF_ERROR((*exporter)->one_each() ? WriteDocuments(run, flags)
                                          : WriteFile(flags.out, run.text()));
  context.terminal.err << "exported " << run.count() << (run.count() == 1 ? " incident" : " incidents")
                       << " to " << flags.out << "\n";
  return absl::OkStatus();
}

std::string FormatsText() {
  std::string text;
  for (const formats::ExportFormat& format : formats::ExportFormats()) {
    absl::StrAppendFormat(&text, "  %-10s %s\n", format.name, format.description);
  }
  return text;
}

}  // namespace

void AddExport(Verb app, Context& context) {
  auto flags = std::make_shared<ExportFlags>();
  Verb verb = app.Add("export", "Incidents in other systems' formats");
  verb.Option("incidents", flags->incidents, "Incidents by name (all that match the filters)");
  verb.Option("--format", flags->format, "One of the formats below").Required();
  verb.Option("--out", flags->out, "File (or directory, for documents of one incident each)");
  AddFilterFlags(verb, flags->filter);
  verb.Option("--limit", flags->limit, "Most incidents to export")
      .Range(1, 1'000'000'000);
  verb.Footer(absl::StrCat(
      "Formats:\n", FormatsText(),
      "Examples:\n"
      "  lightship export --format geojson --since 2026-01-01 --out incidents.geojson\n"
      "  lightship export --format kml --near \"01:15.25N 104:02.41E\" --radius 30 > strait.kml\n"
      "  lightship export SG/12 --format imo-html > SG-12.html\n"
      "  lightship export --format cap --act hijacked --out alerts\n"
      "What is not held here stands as \"withheld (SG/straits-patrol@3)\"; exercises are left out unless\n"
      "asked for with --exercise, and then marked. TLP tells to whom an export may be handed on."));
  verb.Runs(context, [=, &context] { return Export(*flags, context); });
}

}  // namespace lightship::commands
