// GeoJSON (RFC 7946): a FeatureCollection, one Feature an incident. Positions are WGS 84, longitude first, at most seven
// decimals; an incident without a position has the geometry null.
#include <string>

#include "absl/strings/str_cat.h"
#include "client/formats/exporter.h"
#include "client/formats/json.h"
#include "nlohmann/json.hpp"

namespace lightship::formats {
namespace {

using Json = nlohmann::ordered_json;

std::string Text(const Json& json) {
  return EscapeControls(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

class GeoJsonExporter final : public Exporter {
 public:
  std::string Begin() override { return "{\"type\":\"FeatureCollection\",\"features\":[\n"; }

  std::string Write(const ExportView& incident) override {
    Json feature;
    feature["type"] = "Feature";
    feature["id"] = incident.id;
    feature["geometry"] = nullptr;
    if (incident.point.has_value()) {
      feature["geometry"] = Json{{"type", "Point"},
                                 {"coordinates",
                                  {maritime::ToDegrees(incident.point->lon_e7),
                                   maritime::ToDegrees(incident.point->lat_e7)}}};
    }
    Json& properties = feature["properties"];
    for (const ExportField& field : incident.fields) {
      if (!field.text.empty()) properties[field.name] = field.text;
    }
    return absl::StrCat(first_ ? (first_ = false, "") : ",\n", Text(feature));
  }

  std::string End() override { return "\n]}\n"; }

 private:
  bool first_ = true;
};

}  // namespace

std::unique_ptr<Exporter> MakeGeoJsonExporter(const ExportContext&) {
  return std::make_unique<GeoJsonExporter>();
}

}  // namespace lightship::formats
