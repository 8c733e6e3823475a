#include "client/formats/counting_rule.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "client/formats/safe_text.h"
#include "node/maritime/vocabulary.h"

namespace lightship::formats {
namespace {

std::string Day(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d", absl::FromUnixSeconds(time.seconds()), absl::UTCTimeZone());
}

std::string Incidents(uint64_t count) {
  return absl::StrCat(count, count == 1 ? " incident" : " incidents");
}

std::string Zone(int minutes) {
  if (minutes == 0) return "UTC";
  const int size = minutes < 0 ? -minutes : minutes;
  return absl::StrFormat("UTC%c%02d:%02d", minutes < 0 ? '-' : '+', size / 60, size % 60);
}

// "2015-01-01 to 2019-12-31": what was asked for, and where that is open, what there is.
std::string Period(const v1::CountIncidentsRequest& request, const v1::CountIncidentsResponse& cells) {
  const v1::IncidentFilter& filter = request.filter();
  std::string text = Incidents(cells.incidents());
  if (filter.has_occurred_from()) absl::StrAppend(&text, " from ", Day(filter.occurred_from()));
  if (filter.has_occurred_until()) absl::StrAppend(&text, " until before ", Day(filter.occurred_until()));
  if (cells.has_oldest()) {
    absl::StrAppend(&text, ", the oldest of ", Day(cells.oldest()), ", the newest of ", Day(cells.newest()));
  }
  return absl::StrCat(text, " (by the middle of the time stated, ", Zone(request.utc_offset_minutes()), ").");
}

std::string Sources(const v1::CountIncidentsResponse& sources) {
  std::vector<std::string> parts;
  for (const v1::CountRow& row : sources.rows()) {
    parts.push_back(absl::StrCat(row.keys(0).empty() ? "source not stated" : SafeLine(row.keys(0)), " ", row.count()));
  }
  return parts.empty() ? "" : absl::StrCat("Sources: ", absl::StrJoin(parts, ", "), ".");
}

std::string Statuses(const v1::IncidentFilter& filter) {
  const std::string retracted = filter.include_retracted() ? "Retracted reports are counted."
                                                           : "Retracted reports are not counted.";
  if (filter.exercise_statuses().empty()) {
    return absl::StrCat("Exercises and tests are not counted. ", retracted);
  }
  std::vector<std::string> names;
  for (int status : filter.exercise_statuses()) {
    names.push_back(maritime::DisplayName(v1::ExerciseStatus_descriptor(), status));
  }
  return absl::StrCat("COUNTED BY STATUS: ", absl::StrJoin(names, ", "), ". ", retracted);
}

// Dimensions of which an incident may have several values.
bool HasSeveral(const v1::CountIncidentsRequest& request) {
  static const std::set<int> several = {
      v1::DIMENSION_AREA,  v1::DIMENSION_COASTAL_STATE, v1::DIMENSION_FLAG,
      v1::DIMENSION_WEAPON, v1::DIMENSION_CREW_CONSEQUENCE, v1::DIMENSION_LOSS,
      v1::DIMENSION_CRAFT, v1::DIMENSION_CRAFT_INDICATOR, v1::DIMENSION_ECONOMY,
      v1::DIMENSION_SOURCE};
  for (int dimension : request.dimensions()) {
    if (several.contains(dimension)) return true;
  }
  return false;
}

}  // namespace

std::string CountingRule(const v1::CountIncidentsRequest& request,
                         const v1::CountIncidentsResponse& cells,
                         const v1::CountIncidentsResponse& sources) {
  std::vector<std::string> rule = {Period(request, cells), Sources(sources)};
  rule.push_back(absl::StrCat("Each incident counts once, however many reports tell of it; ",
                              cells.linked(), cells.linked() == 1 ? " is" : " are",
                              " told by several. ", Statuses(request.filter())));
  if (cells.doubtful() > 0) {
    rule.push_back(absl::StrCat("Counted though a statement it rests on is in doubt: ", cells.doubtful(), "."));
  }
  if (cells.uncounted_by_source() > 0) {
    rule.push_back(absl::StrCat("Left out because their sources do not count them: ", cells.uncounted_by_source(), "."));
  }
  if (cells.partly_unknown() > 0) {
    rule.push_back(absl::StrCat("Not stated for some heading: ", cells.partly_unknown(), "."));
  }
  if (HasSeveral(request)) {
    rule.push_back("An incident stands under each of its values: lines or columns may add up to more than the totals, which count incidents.");
  }
  rule.push_back(request.filter().has_known_at()
                     ? absl::StrCat("As they were known before ", Day(request.filter().known_at()),
                                    ", from what this node holds; it may hold less than others.")
                     : "As this node knows them now; it may hold less than others.");
  rule.erase(std::remove(rule.begin(), rule.end(), ""), rule.end());
  return absl::StrJoin(rule, " ");
}

}  // namespace lightship::formats
