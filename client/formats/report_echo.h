// What was understood of a report, for its author to read before it is signed for ever.
#ifndef LIGHTSHIP_CLIENT_FORMATS_REPORT_ECHO_H_
#define LIGHTSHIP_CLIENT_FORMATS_REPORT_ECHO_H_

#include <string>

#include "lightship/v1/report.pb.h"

namespace lightship::formats {

// Position in two notations with its NAVAREA and radius, time in the reporter's zone and in UTC, IMO check digit, and
// what is doubtful, each on a line of its own. `vessel` may have no victims.
std::string ReportEcho(const v1::Facts& facts, const v1::VesselDetails& vessel);

// "01°15.25'N 104°02.41'E = 1.2541667, 104.0401667 (NAVAREA XI, within 10 m)".
std::string PositionEcho(const v1::Position& position);

// "2020-05-03 03:45 UTC+8 = 2020-05-02 19:45Z".
std::string TimeEcho(const v1::OccurrenceTime& occurred);

// "4 to 6", "about 5", "as written".
std::string PeopleText(const v1::Perpetrators& people);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_REPORT_ECHO_H_
