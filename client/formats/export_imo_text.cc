// The report to IMO as text, one form after another with a form feed between them.
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/formats/exporter.h"
#include "client/formats/imo_form.h"
#include "client/formats/safe_text.h"

namespace lightship::formats {
namespace {

constexpr size_t kImoColumns = 78;
constexpr size_t kImoIndent = 6;

class ImoTextExporter final : public Exporter {
 public:
  std::string Write(const ExportView& incident) override {
    std::string banner;
    if (!incident.banner.empty()) {
      banner = absl::StrFormat("*** %s *** %s *** %s ***\n", incident.banner, incident.banner, incident.banner);
    }
    std::string form = absl::StrCat(
        count_++ == 0 ? "" : "\f", banner,
        "REPORT ON PIRACY OR ARMED ROBBERY AGAINST A SHIP (MSC.1/Circ.1333)\n",
        "Incident ", incident.id, ", as held on ", incident.Field("updated_at"), ", TLP:",
        incident.Field("tlp").empty() ? "not stated" : incident.Field("tlp"), "\n\n");
    size_t number = 0;
    for (const ImoItem& item : ImoItems(incident)) {
      absl::StrAppend(&form, absl::StrFormat("%3d.  %s:\n", ++number, item.label),
                      Wrap(item.text, kImoColumns, kImoIndent));
    }
    return form + banner;
  }

 private:
  size_t count_ = 0;
};

}  // namespace

std::unique_ptr<Exporter> MakeImoTextExporter(const ExportContext&) {
  return std::make_unique<ImoTextExporter>();
}

}  // namespace lightship::formats
