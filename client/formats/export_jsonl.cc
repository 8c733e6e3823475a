// JSON lines: each incident with all its statements, as the node answers, one object a line.
#include <string>

#include "client/formats/exporter.h"
#include "client/formats/json.h"

namespace lightship::formats {
namespace {

class JsonLinesExporter final : public Exporter {
 public:
  std::string Write(const ExportView& incident) override { return JsonLine(incident.incident); }
};

}  // namespace

std::unique_ptr<Exporter> MakeJsonLinesExporter(const ExportContext&) {
  return std::make_unique<JsonLinesExporter>();
}

}  // namespace lightship::formats
