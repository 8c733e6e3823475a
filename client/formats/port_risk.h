// What a port's risk assessment needs of incidents, as CSV. Pure.
#ifndef LIGHTSHIP_CLIENT_FORMATS_PORT_RISK_H_
#define LIGHTSHIP_CLIENT_FORMATS_PORT_RISK_H_

#include <string>

#include "lightship/v1/statistics.pb.h"

namespace lightship::formats {

// Counts of the same incidents, each by port and one dimension more.
struct PortCounts {
  v1::CountIncidentsResponse years, outcomes, acts, arms, treatments;
  // By port alone: the last twelve months, and the five times twelve before.
  v1::CountIncidentsResponse recent, before;
};

// One line a port (UN/LOCODE) or place as written, most incidents first:
//   per_year            incidents a year, from the first year that any port has to the last
//   hijacked_kidnapped  hijackings and kidnappings; guns, knives_or_other, crew_harmed: severity, where stated
//   change_percent      last_12_months against mean_12_months of the five years before
//   weapons_stated, crew_stated   percent of incidents that say a word about it: how far the mix can be trusted
//   note                why a figure must be taken with care
std::string PortRiskCsv(const PortCounts& counts);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_PORT_RISK_H_
