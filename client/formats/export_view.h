// What all exports of an incident share: the report that speaks for it, everything in words, and what is not shown.
#ifndef LIGHTSHIP_CLIENT_FORMATS_EXPORT_VIEW_H_
#define LIGHTSHIP_CLIENT_FORMATS_EXPORT_VIEW_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lightship/v1/incident.pb.h"
#include "node/maritime/geometry.h"

namespace lightship::formats {

struct ExportField {
  std::string name;  // "ship_name"
  std::string text;  // empty: not stated; "withheld (SG/straits-patrol@3)": not held here
};

struct ExportView {
  v1::GetIncidentResponse incident;
  // The report that the summary shows, so that title, status and words are of one; with empty members when no report is
  // held. Points into `incident`.
  const v1::IncidentStatement* report = nullptr;
  std::string id;     // "SG/12", or the incident's id in hexadecimal
  std::string mark;   // "EXERCISE", "TEST", ...; empty for actual incidents
  std::string banner;  // the mark, and whether the report was taken back or is in doubt: "EXERCISE, RETRACTED"
  std::string title;  // one line with the banner in front
  std::optional<maritime::Point> point;
  std::optional<absl::Time> from, until;  // interval of occurrence
  absl::Time updated;                     // newest admission
  std::vector<std::string> withheld;      // "vessel withheld (SG/straits-patrol@3)", one a part
  // The strictest marks of all its statements.
  v1::Tlp tlp = v1::TLP_UNSPECIFIED;
  std::set<std::string> audiences;  // of statements and parts held: "all", "SG/straits-patrol@3"
  bool personal_data = false;
  std::optional<absl::Time> retain_until;
  v1::Purpose purpose = v1::PURPOSE_UNSPECIFIED;
  // Everything in words, in a fixed order with fixed names.
  std::vector<ExportField> fields;

  std::string Field(absl::string_view name) const;
};

// Names of the fields, in their order.
std::vector<std::string> ExportFieldNames();

ExportView MakeExportView(v1::GetIncidentResponse incident);

// "2020-05-03T03:45:00Z".
std::string Rfc3339(absl::Time time);

// The date on the reporter's calendar, as far as the interval tells.
std::optional<absl::CivilDay> DayOf(const v1::OccurrenceTime& occurred);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_EXPORT_VIEW_H_
