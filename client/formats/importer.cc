#include "client/formats/importer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/formats/asam_report.h"
#include "client/formats/asam_rows.h"
#include "client/formats/circ_text.h"
#include "client/formats/country_codes.h"
#include "client/formats/gisis_csv.h"
#include "client/formats/imb_csv.h"
#include "client/formats/imb_report.h"
#include "client/formats/template_csv.h"
#include "node/base/status.h"
#include "node/maritime/economy.h"

namespace lightship::formats {
namespace {

using Opened = absl::StatusOr<std::unique_ptr<Importer>>;

class ImbImporter final : public Importer {
 public:
  static Opened Open(absl::string_view bytes) {
    ASSIGN_OR_RETURN(ImbReader reader, ImbReader::Open(bytes));
    return std::make_unique<ImbImporter>(std::move(reader));
  }
  explicit ImbImporter(ImbReader reader) : reader_(std::move(reader)) {}

  bool Find(FoundRow& row) override {
    ImbRow found;
    if (!reader_.Next(found)) return false;
    row = {found.line, found.record, found.content, nullptr};
    row.read = [found = std::move(found)] { return FoundRow::Reading{ReportFromImb(found), Alpha2Of(found.nearest_country)}; };
    return true;
  }
  double progress() const override { return reader_.progress(); }

 private:
  ImbReader reader_;
};

class AsamImporter final : public Importer {
 public:
  static Opened OpenCsv(absl::string_view bytes) { return Open(ReadAsamCsv(bytes)); }
  static Opened OpenJson(absl::string_view bytes) { return Open(ReadAsamJson(bytes)); }
  explicit AsamImporter(std::vector<AsamRow> rows) : rows_(std::move(rows)) {}

  bool Find(FoundRow& row) override {
    if (next_ == rows_.size()) return false;
    const AsamRow& found = rows_[next_++];
    row = {found.line, found.record, found.content, [&found] { return Read(found); }};
    return true;
  }
  double progress() const override {
    return rows_.empty() ? 1 : static_cast<double>(next_) / static_cast<double>(rows_.size());
  }

 private:
  static Opened Open(absl::StatusOr<std::vector<AsamRow>> rows) {
    RETURN_IF_ERROR(rows.status());
    return std::make_unique<AsamImporter>(*std::move(rows));
  }
  static FoundRow::Reading Read(const AsamRow& row) {
    FoundRow::Reading read{ReportFromAsam(row)};
    if (!read.report.ok()) return read;
    auto coast = maritime::Alpha2OfName(read.report->facts.place_text());
    read.nearest = std::string(coast.value_or(""));
    return read;
  }

  std::vector<AsamRow> rows_;
  size_t next_ = 0;
};

class GisisImporter final : public Importer {
 public:
  static Opened Open(absl::string_view bytes) {
    ASSIGN_OR_RETURN(std::vector<GisisRow> rows, ReadGisisCsv(bytes));
    return std::make_unique<GisisImporter>(std::move(rows));
  }
  explicit GisisImporter(std::vector<GisisRow> rows) : rows_(std::move(rows)) {}

  bool Find(FoundRow& row) override {
    if (next_ == rows_.size()) return false;
    const GisisRow& found = rows_[next_++];
    row = {found.line, found.record, found.content, [&found] { return FoundRow::Reading{ReportFromGisis(found)}; }};
    return true;
  }
  double progress() const override {
    return rows_.empty() ? 1 : static_cast<double>(next_) / static_cast<double>(rows_.size());
  }

 private:
  std::vector<GisisRow> rows_;
  size_t next_ = 0;
};

class TemplateImporter final : public Importer {
 public:
  static Opened Open(absl::string_view bytes) {
    ASSIGN_OR_RETURN(TemplateReader reader, TemplateReader::Open(bytes));
    return std::make_unique<TemplateImporter>(std::move(reader));
  }
  explicit TemplateImporter(TemplateReader reader) : reader_(std::move(reader)) {}

  bool Find(FoundRow& row) override {
    CsvRecord record;
    if (!reader_.Next(record)) return false;
    row = {record.line, record.number, absl::StrJoin(record.fields, "\n"), nullptr};
    row.read = [this, record = std::move(record)]() -> FoundRow::Reading {
      if (!reader_.IsComplete(record)) {
        return {absl::InvalidArgumentError("has not as many fields as the header; is a quote missing?")};
      }
      return {ReportFromValues(reader_.ValuesOf(record))};
    };
    return true;
  }
  double progress() const override { return reader_.progress(); }

 private:
  TemplateReader reader_;
};

class CircImporter final : public Importer {
 public:
  static Opened Open(absl::string_view bytes) {
    ASSIGN_OR_RETURN(std::vector<CircForm> forms, ReadCircText(bytes));
    return std::make_unique<CircImporter>(std::move(forms));
  }
  explicit CircImporter(std::vector<CircForm> forms) : forms_(std::move(forms)) {}

  bool Find(FoundRow& row) override {
    if (next_ == forms_.size()) return false;
    const CircForm& found = forms_[next_++];
    row = {found.line, found.record, found.content, [&found] { return FoundRow::Reading{ReportFromValues(found.values)}; }};
    return true;
  }
  double progress() const override {
    return forms_.empty() ? 1 : static_cast<double>(next_) / static_cast<double>(forms_.size());
  }

 private:
  std::vector<CircForm> forms_;
  size_t next_ = 0;
};

struct ImporterEntry {
  ImportFormat format;
  Opened (*open)(absl::string_view bytes);
};

const std::vector<ImporterEntry>& ImporterEntries() {
  static const auto* const entries = new std::vector<ImporterEntry>{
      {{"imb", "IMB incident set (CSV), full or facts only"}, &ImbImporter::Open},
      {{"asam", "NGA Anti-Shipping Activity Messages (CSV)"}, &AsamImporter::OpenCsv},
      {{"asam-json", "NGA Anti-Shipping Activity Messages, answer of the public interface (JSON)"},
       &AsamImporter::OpenJson},
      {{"gisis", "IMO GISIS piracy and armed-robbery reports, 16 columns (CSV)"},
       &GisisImporter::Open},
      {{"template", "Lightship's own table (CSV); --write-template makes an empty one"},
       &TemplateImporter::Open},
      {{"circ", "Forms of MSC.1/Circ.1333 and 1334 filled in as text or e-mail"},
       &CircImporter::Open},
  };
  return *entries;
}

std::string NamesOfFormats() {
  return absl::StrJoin(ImportFormats(), ", ",
                       [](std::string* out, const ImportFormat& format) { *out += format.name; });
}

}  // namespace

const std::vector<ImportFormat>& ImportFormats() {
  static const auto* const formats = [] {
    auto* list = new std::vector<ImportFormat>;
    for (const ImporterEntry& entry : ImporterEntries()) list->push_back(entry.format);
    return list;
  }();
  return *formats;
}

bool Importer::Next(ImportedRow& row) {
  FoundRow found;
  if (!Find(found)) return false;
  FoundRow::Reading read = found.read();
  row = {found.line, found.record, std::move(found.content), std::move(read.nearest), std::move(read.report)};
  return true;
}

absl::StatusOr<std::unique_ptr<Importer>> OpenImporter(absl::string_view format,
                                                       absl::string_view bytes) {
  for (const ImporterEntry& entry : ImporterEntries()) {
    if (entry.format.name == format) return entry.open(bytes);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", format, "\" is no format; there are ", NamesOfFormats()));
}

absl::StatusOr<std::string> FormatOf(absl::string_view bytes) {
  for (const ImporterEntry& entry : ImporterEntries()) {
    if (entry.open(bytes).ok()) return entry.format.name;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "is like none of the known formats (", NamesOfFormats(), "); name one with --format"));
}

}  // namespace lightship::formats
