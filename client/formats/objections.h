// What others hold to be wrong in a report: disputes and corrections in force. Pure functions.
#ifndef LIGHTSHIP_CLIENT_FORMATS_OBJECTIONS_H_
#define LIGHTSHIP_CLIENT_FORMATS_OBJECTIONS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lightship/v1/incident.pb.h"

namespace lightship::formats {

struct Objection {
  std::string report;  // statement id
  std::string field;   // its path; empty: the report as a whole
  std::string text;    // "ID/5 says 9074729 instead of 9074720: read off the stern"
};

// One that names no report means the founding one, which is the manifest's subject.
std::vector<Objection> ObjectionsIn(const v1::GetIncidentResponse& incident);

// Whether `field` is the field at `path` or lies in it: "facts.position.lat_e7" in "facts.position".
bool IsWithin(absl::string_view field, absl::string_view path);

// All of them, a paragraph each, with the report's address and the field.
std::string ObjectionsText(const v1::GetIncidentResponse& incident,
                           const std::vector<Objection>& objections, size_t columns);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_OBJECTIONS_H_
