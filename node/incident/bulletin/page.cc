#include "node/incident/bulletin/page.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "node/incident/filter.h"
#include "node/statement/open.h"

namespace lightship::incident::bulletin {

absl::Status CheckListRequest(const v1::IncidentFilter& filter,
                              const google::protobuf::Timestamp& at, uint32_t page_size) {
  std::vector<base::Violation> violations = CheckFilter(filter);
  for (base::Violation& violation : violations) {
    absl::string_view field = absl::StripPrefix(violation.field, "filter.");
    const bool near = absl::ConsumePrefix(&field, "circle");
    violation.field = absl::StrCat(near ? "near" : "", field);
  }
  if (absl::StatusOr<absl::Time> time = statement::ToTime(at); !time.ok()) {
    violations.push_back({"at", std::string(time.status().message())});
  }
  if (page_size > base::limits::kPostingsOfPage) {
    violations.push_back({"page_size", absl::StrCat(page_size, " is more than ",
                                                    base::limits::kPostingsOfPage)});
  }
  return violations.empty() ? absl::OkStatus()
                            : base::InvalidFields(base::reason::kInvalidFilter, violations);
}

bool IsAsked(const google::protobuf::RepeatedField<int>& statuses, v1::ExerciseStatus status) {
  if (statuses.empty()) return status == v1::EXERCISE_STATUS_ACTUAL;
  return IsAmong(statuses, static_cast<int>(status));
}

}  // namespace lightship::incident::bulletin
