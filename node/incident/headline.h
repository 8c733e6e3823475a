// The headline view of an incident: one line for lists, picked from reports that stand side by side. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_HEADLINE_H_
#define LIGHTSHIP_NODE_INCIDENT_HEADLINE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "lightship/v1/incident.pb.h"
#include "lightship/v1/report.pb.h"
#include "node/incident/standing.h"

namespace lightship::incident {

// Seven digits, whatever the check digit: reports are searched by what they say.
bool IsImoShaped(uint32_t number);
// Nine digits.
bool IsMmsiShaped(uint32_t number);

// A report with the parts that the fold looks at.
struct Report {
  const Member* member = nullptr;
  std::optional<v1::Facts> facts;
  std::optional<v1::VesselDetails> vessel;
  // What its author says of it: the author's newest verification claim, else the report's own.
  v1::Verification verification = v1::VERIFICATION_UNSPECIFIED;
};

// The reports that speak for the incident: those in force; when all were taken back, those taken back last (not
// replaced). First the one that the headline shows: one not in doubt before any other, an actual one before an exercise, one
// whose facts are held, then the best verified, then the newest by its author's clock, then the smallest statement id.
std::vector<Report> SpeakingReports(absl::Span<const Member> members);

// Newer by the author's clock, ties by the smaller id. A total order over different statements.
bool Newer(const Member& a, const Member& b);

// Sets how far the incident counts as confirmed: the strongest claim not in doubt among every economy's newest; without any claim,
// what the headline's report says of itself. All of these claims that are not for all are added to `restricted`: they also
// decide which report is shown.
void FillVerification(absl::Span<const Member> members, const Report* headline, v1::IncidentSummary& summary);

// Fields of the summary that come from one report. Values that no honest reporter can have sent (a latitude of 91 degrees,
// an end before the start) are left out: they count as not known.
void FillFromReport(const Report& report, v1::IncidentSummary& summary);

// Adds the statement to `restricted` if it has any of these parts that is not for all.
void AddRestricted(const Member& member, const std::vector<absl::string_view>& shown,
                   v1::IncidentSummary& summary);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_HEADLINE_H_
