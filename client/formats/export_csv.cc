// CSV (RFC 4180): a header, then one line an incident with everything in words.
#include <string>

#include "client/formats/csv.h"
#include "client/formats/exporter.h"

namespace lightship::formats {
namespace {

class CsvExporter final : public Exporter {
 public:
  std::string Begin() override { return CsvLine(ExportFieldNames()); }

  std::string Write(const ExportView& incident) override {
    std::vector<std::string> cells;
    for (const ExportField& field : incident.fields) cells.push_back(field.text);
    return CsvLine(cells);
  }
};

}  // namespace

std::unique_ptr<Exporter> MakeCsvExporter(const ExportContext&) {
  return std::make_unique<CsvExporter>();
}

}  // namespace lightship::formats
