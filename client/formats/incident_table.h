// Lists of incidents as tables and CSV.
#ifndef LIGHTSHIP_CLIENT_FORMATS_INCIDENT_TABLE_H_
#define LIGHTSHIP_CLIENT_FORMATS_INCIDENT_TABLE_H_

#include <string>
#include <vector>

#include "client/formats/table.h"
#include "lightship/v1/incident.pb.h"

namespace lightship::formats {

// The name people use for the incident: its address, or the id where the founding report is not held here.
std::string IncidentTitle(const v1::IncidentSummary& incident);

// "MV Emerald", "withheld (SG/straits-patrol@3)", or "".
std::string VesselText(const v1::IncidentSummary& incident);

Table MakeIncidentTable();
void AddTo(Table& table, const v1::IncidentSummary& incident);

// One line for `watch` and other running text.
std::string IncidentLine(const v1::IncidentSummary& incident);

std::string IncidentCsvHeader();
std::string IncidentCsv(const v1::IncidentSummary& incident);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_INCIDENT_TABLE_H_
