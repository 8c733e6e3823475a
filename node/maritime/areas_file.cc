#include "node/maritime/areas_file.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace lightship::maritime {
namespace {

using google::protobuf::Value;

std::vector<Vertex> RingOf(absl::string_view file, const Value& vertices) {
  std::vector<Vertex> ring;
  for (const Value& pair : vertices.list_value().values()) {
    if (pair.list_value().values_size() < 2) DieOfAreas(file, "a vertex has no two numbers");
    ring.push_back({pair.list_value().values(0).number_value(),
                    pair.list_value().values(1).number_value()});
  }
  if (ring.size() < 4) DieOfAreas(file, "a ring has fewer than four vertices");
  return ring;
}

const Value& Field(absl::string_view file, const Value& value, const char* name) {
  const auto& fields = value.struct_value().fields();
  const auto found = fields.find(name);
  if (found == fields.end()) DieOfAreas(file, absl::StrCat("no ", name));
  return found->second;
}

}  // namespace

void DieOfAreas(absl::string_view file, absl::string_view what) {
  std::fprintf(stderr, "config/areas/%s as compiled in: %s\n", std::string(file).c_str(),
               std::string(what).c_str());
  std::abort();
}

std::vector<AreaFeature> ReadAreas(absl::string_view file, const char* geojson) {
  Value root;
  if (!google::protobuf::util::JsonStringToMessage(geojson, &root).ok()) {
    DieOfAreas(file, "no JSON");
  }
  std::vector<AreaFeature> features;
  for (const Value& feature : Field(file, root, "features").list_value().values()) {
    AreaFeature& read = features.emplace_back();
    for (const auto& [name, value] : Field(file, feature, "properties").struct_value().fields()) {
      read.properties[name] = value.kind_case() == Value::kStringValue
                                  ? value.string_value()
                                  : absl::StrCat(static_cast<int>(value.number_value()));
    }
    const Value& polygons = Field(file, Field(file, feature, "geometry"), "coordinates");
    for (const Value& polygon : polygons.list_value().values()) {
      if (polygon.list_value().values_size() != 1) DieOfAreas(file, "a polygon with holes");
      read.rings.push_back(RingOf(file, polygon.list_value().values(0)));
    }
  }
  return features;
}

}  // namespace lightship::maritime
