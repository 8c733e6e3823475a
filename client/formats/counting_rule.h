// Which incidents a table counts, in words, for below it: a count without its rule says nothing. Pure.
#ifndef LIGHTSHIP_CLIENT_FORMATS_COUNTING_RULE_H_
#define LIGHTSHIP_CLIENT_FORMATS_COUNTING_RULE_H_

#include <string>

#include "lightship/v1/statistics.pb.h"

namespace lightship::formats {

// Sentences, without line breaks: period, sources, what is counted once, what is left out, what is not known. `cells` answers
// `request`; `sources` counts the same by DIMENSION_SOURCE.
std::string CountingRule(const v1::CountIncidentsRequest& request,
                         const v1::CountIncidentsResponse& cells,
                         const v1::CountIncidentsResponse& sources);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_COUNTING_RULE_H_
