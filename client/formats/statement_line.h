// What a statement says, in one line.
#ifndef LIGHTSHIP_CLIENT_FORMATS_STATEMENT_LINE_H_
#define LIGHTSHIP_CLIENT_FORMATS_STATEMENT_LINE_H_

#include <string>

#include "lightship/v1/incident.pb.h"

namespace lightship::formats {

// "report (follow up)", "verification: authority verified (AIS track)", "retracts SG/12: duplicate"; ends with ", RETRACTED",
// ", replaced" and ", IN DOUBT: ..." where that is so. Other statements are named as `incident` has them. Other people's
// text in it is not made safe here.
std::string StatementLine(const v1::IncidentStatement& statement,
                          const v1::GetIncidentResponse& incident);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_STATEMENT_LINE_H_
