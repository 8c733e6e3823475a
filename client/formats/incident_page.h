// One incident on one page: headline, each report side by side, what was said about it, who holds it.
#ifndef LIGHTSHIP_CLIENT_FORMATS_INCIDENT_PAGE_H_
#define LIGHTSHIP_CLIENT_FORMATS_INCIDENT_PAGE_H_

#include <cstddef>
#include <string>

#include "lightship/v1/incident.pb.h"

namespace lightship::formats {

// Safe to print; lines of at most `columns` where words allow.
std::string IncidentPage(const v1::GetIncidentResponse& incident, size_t columns);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_INCIDENT_PAGE_H_
