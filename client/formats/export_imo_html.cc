// The report to IMO as HTML, a printed page an incident. Well-formed as XML, and without anything from elsewhere.
#include <string>

#include "absl/strings/str_cat.h"
#include "client/formats/exporter.h"
#include "client/formats/imo_form.h"
#include "client/formats/xml.h"

namespace lightship::formats {
namespace {

constexpr char kHead[] = R"(<!DOCTYPE html>
<html lang="en" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="UTF-8" />
<title>Reports on piracy and armed robbery against ships</title>
<style>
body { font: 10pt/1.35 serif; margin: 2em; }
section { page-break-after: always; }
h1 { font-size: 13pt; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #666; padding: 3px 6px; text-align: left; vertical-align: top; white-space: pre-wrap; }
th { width: 30%; font-weight: normal; background: #eee; }
.mark { border: 3px solid #c00; color: #c00; font-weight: bold; text-align: center; letter-spacing: .3em; padding: .3em; }
@page { size: A4; margin: 18mm; }
@media print { body { margin: 0; } }
</style>
</head>
<body>
)";

class ImoHtmlExporter final : public Exporter {
 public:
  std::string Begin() override { return kHead; }

  std::string Write(const ExportView& incident) override {
    pugi::xml_document document;
    pugi::xml_node section = document.append_child("section");
    AddMark(section, incident);
    AddElement(section, "h1", "Report on piracy or armed robbery against a ship (MSC.1/Circ.1333)");
    AddElement(section, "p",
               absl::StrCat("Incident ", incident.id, ", as held on ", incident.Field("updated_at"),
                            ", TLP:", incident.Field("tlp").empty() ? "not stated" : incident.Field("tlp")));
    pugi::xml_node table = section.append_child("table");
    for (const ImoItem& item : ImoItems(incident)) {
      pugi::xml_node row = table.append_child("tr");
      AddElement(row, "th", item.label);
      AddElement(row, "td", item.text);
    }
    AddMark(section, incident);
    return XmlText(section);
  }

  std::string End() override { return "</body>\n</html>\n"; }

 private:
  static void AddMark(pugi::xml_node section, const ExportView& incident) {
    if (incident.banner.empty()) return;
    AddElement(section, "p", incident.banner).append_attribute("class") = "mark";
  }
};

}  // namespace

std::unique_ptr<Exporter> MakeImoHtmlExporter(const ExportContext&) {
  return std::make_unique<ImoHtmlExporter>();
}

}  // namespace lightship::formats
