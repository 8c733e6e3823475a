// Incidents in other systems' formats, by name. From incidents to text; no I/O.
#ifndef LIGHTSHIP_CLIENT_FORMATS_EXPORTER_H_
#define LIGHTSHIP_CLIENT_FORMATS_EXPORTER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "client/formats/export_view.h"

namespace lightship::formats {

// Writes one document of many incidents: what Begin, Write for each incident, and End return, one after another. What is
// withheld is said wherever it would stand, and exercises are marked. For one thread.
class Exporter {
 public:
  virtual ~Exporter() = default;
  virtual std::string Begin() { return ""; }
  virtual std::string Write(const ExportView& incident) = 0;
  virtual std::string End() { return ""; }
  // The format knows documents of one incident only.
  virtual bool one_each() const { return false; }
};

struct ExportContext {
  std::string economy;  // of who exports, ISO 3166-1 alpha-2
  absl::Time now;       // when
};

struct ExportFormat {
  std::string name;         // "geojson"
  std::string extension;    // "geojson"
  std::string description;  // "GeoJSON (RFC 7946)"
};

const std::vector<ExportFormat>& ExportFormats();

// INVALID_ARGUMENT with the known formats when there is no such.
absl::StatusOr<std::unique_ptr<Exporter>> MakeExporter(absl::string_view format,
                                                       const ExportContext& context);

// One each; see the files of their names.
std::unique_ptr<Exporter> MakeGeoJsonExporter(const ExportContext& context);
std::unique_ptr<Exporter> MakeKmlExporter(const ExportContext& context);
std::unique_ptr<Exporter> MakeCsvExporter(const ExportContext& context);
std::unique_ptr<Exporter> MakeJsonLinesExporter(const ExportContext& context);
std::unique_ptr<Exporter> MakeCapExporter(const ExportContext& context);
std::unique_ptr<Exporter> MakeCiseExporter(const ExportContext& context);
std::unique_ptr<Exporter> MakeImoTextExporter(const ExportContext& context);
std::unique_ptr<Exporter> MakeImoHtmlExporter(const ExportContext& context);
std::unique_ptr<Exporter> MakeGisisExporter(const ExportContext& context);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_EXPORTER_H_
