#include "client/formats/exporter.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace lightship::formats {
namespace {

struct Entry {
  ExportFormat format;
  std::unique_ptr<Exporter> (*make)(const ExportContext& context);
};

const std::vector<Entry>& Entries() {
  static const auto* const entries = new std::vector<Entry>{
      {{"geojson", "geojson", "GeoJSON (RFC 7946)"}, &MakeGeoJsonExporter},
      {{"kml", "kml", "KML 2.2, for maps and globes"}, &MakeKmlExporter},
      {{"csv", "csv", "CSV, one line an incident, everything in words"}, &MakeCsvExporter},
      {{"jsonl", "jsonl", "JSON lines, every statement in full"}, &MakeJsonLinesExporter},
      {{"cap", "cap.xml", "Common Alerting Protocol 1.2, a document each"}, &MakeCapExporter},
      {{"cise", "cise.xml", "CISE-style XML with its security metadata"}, &MakeCiseExporter},
      {{"imo-text", "txt", "Report to IMO (MSC.1/Circ.1333), as text"}, &MakeImoTextExporter},
      {{"imo-html", "html", "Report to IMO (MSC.1/Circ.1333), a page each, to print"},
       &MakeImoHtmlExporter},
      {{"gisis", "csv", "The 16 columns of IMO GISIS (CSV)"}, &MakeGisisExporter},
  };
  return *entries;
}

}  // namespace

const std::vector<ExportFormat>& ExportFormats() {
  static const auto* const formats = [] {
    auto* list = new std::vector<ExportFormat>;
    for (const Entry& entry : Entries()) list->push_back(entry.format);
    return list;
  }();
  return *formats;
}

absl::StatusOr<std::unique_ptr<Exporter>> MakeExporter(absl::string_view format,
                                                       const ExportContext& context) {
  for (const Entry& entry : Entries()) {
    if (entry.format.name == format) return entry.make(context);
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", format, "\" is no format; there are ",
      absl::StrJoin(ExportFormats(), ", ",
                    [](std::string* out, const ExportFormat& known) { *out += known.name; })));
}

}  // namespace lightship::formats
