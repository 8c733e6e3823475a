// KML 2.2 (OGC 07-147r2): a Placemark an incident, with its interval of time, coloured by how grave the act is.
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/formats/exporter.h"
#include "client/formats/xml.h"

namespace lightship::formats {
namespace {

const char* StyleOf(const ExportView& incident) {
  if (!incident.mark.empty()) return "#exercise";
  switch (incident.incident.summary().act_stage()) {
    case v1::ACT_STAGE_HIJACKED:
    case v1::ACT_STAGE_KIDNAPPING:
    case v1::ACT_STAGE_HIJACK_AND_KIDNAP:
    case v1::ACT_STAGE_FIRED_UPON:
      return "#grave";
    case v1::ACT_STAGE_BOARDED:
    case v1::ACT_STAGE_ROBBERY:
      return "#boarded";
    default:
      return "#other";
  }
}

std::string StyleText(const char* id, const char* colour) {
  return absl::StrFormat(
      "  <Style id=\"%s\"><IconStyle><color>%s</color><Icon>"
      "<href>http://maps.google.com/mapfiles/kml/shapes/placemark_circle.png</href></Icon></IconStyle>"
      "</Style>\n",
      id, colour);
}

class KmlExporter final : public Exporter {
 public:
  std::string Begin() override {
    // Colours are alpha, blue, green, red.
    return absl::StrCat(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n"
        "  <name>Incidents</name>\n",
        StyleText("grave", "ff0000ff"), StyleText("boarded", "ff0080ff"),
        StyleText("other", "ff00ffff"), StyleText("exercise", "ffff00ff"));
  }

  std::string Write(const ExportView& incident) override {
    pugi::xml_document document;
    pugi::xml_node placemark = document.append_child("Placemark");
    AddElement(placemark, "name", incident.title);
    AddElement(placemark, "description", incident.Field("narrative"));
    if (incident.from && incident.until) {
      pugi::xml_node span = placemark.append_child("TimeSpan");
      AddElement(span, "begin", Rfc3339(*incident.from));
      AddElement(span, "end", Rfc3339(*incident.until));
    }
    AddElement(placemark, "styleUrl", StyleOf(incident));
    pugi::xml_node data = placemark.append_child("ExtendedData");
    for (const ExportField& field : incident.fields) {
      if (field.text.empty() || field.name == "narrative" || field.name == "title") continue;
      pugi::xml_node one = data.append_child("Data");
      one.append_attribute("name") = field.name.c_str();
      AddElement(one, "value", field.text);
    }
    if (incident.point) {
      AddElement(placemark.append_child("Point"), "coordinates",
                 absl::StrCat(incident.Field("longitude"), ",", incident.Field("latitude")));
    }
    return XmlText(placemark);
  }

  std::string End() override { return "</Document>\n</kml>\n"; }
};

}  // namespace

std::unique_ptr<Exporter> MakeKmlExporter(const ExportContext&) {
  return std::make_unique<KmlExporter>();
}

}  // namespace lightship::formats
