#include "client/formats/counts_json.h"

#include "client/formats/json.h"
#include "client/formats/safe_text.h"
#include "nlohmann/json.hpp"

namespace lightship::formats {

std::string CountsJson(absl::string_view title, const std::vector<std::string>& dimensions,
                       const v1::CountIncidentsResponse& cells, absl::string_view rule) {
  using Json = nlohmann::ordered_json;
  Json rows = Json::array();
  for (const v1::CountRow& row : cells.rows()) {
    Json object;
    for (size_t i = 0; i < dimensions.size(); ++i) {
      const std::string key = SafeLine(row.keys(static_cast<int>(i)));
      object[dimensions[i]] = key.empty() ? Json() : Json(key);
    }
    object["count"] = row.count();
    rows.push_back(std::move(object));
  }
  Json document = {{"title", std::string(title)}, {"dimensions", dimensions},
                   {"incidents", cells.incidents()}, {"rows", std::move(rows)},
                   {"rule", std::string(rule)}};
  return EscapeControls(document.dump(-1, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace lightship::formats
