// What a filter may ask for.
#include <cmath>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/incident/filter.h"
#include "node/incident/headline.h"
#include "node/maritime/geometry.h"
#include "node/maritime/vessel.h"
#include "node/statement/address.h"
#include "node/statement/open.h"

namespace lightship::incident {
namespace {

// Half the Earth's circumference at the equator, metres: no two points are further apart.
constexpr double kRadiusMostMetres = 20037508.0;

using Violations = std::vector<base::Violation>;

void CheckLatitude(absl::string_view field, int32_t lat_e7, Violations& violations) {
  if (std::abs(int64_t{lat_e7}) <= maritime::kLatMostE7) return;
  violations.push_back({std::string(field), absl::StrCat(lat_e7, " is no latitude; -900000000 to "
                                                         "900000000 (degrees times 10^7)")});
}

void CheckLongitude(absl::string_view field, int32_t lon_e7, Violations& violations) {
  if (std::abs(int64_t{lon_e7}) <= maritime::kLonMostE7) return;
  violations.push_back({std::string(field), absl::StrCat(lon_e7, " is no longitude; -1800000000 "
                                                         "to 1800000000 (degrees times 10^7)")});
}

void CheckTimes(const v1::IncidentFilter& filter, Violations& violations) {
  absl::StatusOr<absl::Time> from = statement::ToTime(filter.occurred_from());
  absl::StatusOr<absl::Time> until = statement::ToTime(filter.occurred_until());
  if (!from.ok()) {
    violations.push_back({"filter.occurred_from", std::string(from.status().message())});
  }
  if (!until.ok()) {
    violations.push_back({"filter.occurred_until", std::string(until.status().message())});
  }
  if (!from.ok() || !until.ok()) return;
  if (filter.has_occurred_from() && filter.has_occurred_until() && *from >= *until) {
    violations.push_back({"filter.occurred_until", "not later than occurred_from; the interval "
                                                   "[from, until) must hold some time"});
  }
}

void CheckBox(const v1::Box& box, Violations& violations) {
  CheckLatitude("filter.box.south_e7", box.south_e7(), violations);
  CheckLatitude("filter.box.north_e7", box.north_e7(), violations);
  CheckLongitude("filter.box.west_e7", box.west_e7(), violations);
  CheckLongitude("filter.box.east_e7", box.east_e7(), violations);
  if (box.south_e7() > box.north_e7()) {
    violations.push_back({"filter.box.south_e7", "north of north_e7; south must not exceed north"});
  }
}

void CheckCircle(const v1::Circle& circle, Violations& violations) {
  CheckLatitude("filter.circle.lat_e7", circle.lat_e7(), violations);
  CheckLongitude("filter.circle.lon_e7", circle.lon_e7(), violations);
  if (std::isfinite(circle.radius_m()) && circle.radius_m() > 0 &&
      circle.radius_m() <= kRadiusMostMetres) {
    return;
  }
  violations.push_back({"filter.circle.radius_m", "more than 0 and at most 20,037,508 metres"});
}

// `known` is the enumeration's own test for its values.
template <typename Values>
void CheckValues(absl::string_view field, const Values& values, bool (*known)(int),
                 Violations& violations) {
  for (int i = 0; i < values.size(); ++i) {
    if (known(values[i])) continue;
    violations.push_back({absl::StrCat("filter.", field, "[", i, "]"),
                          absl::StrCat(static_cast<int>(values[i]),
                                       " is no value that this release knows")});
  }
}

void CheckEconomies(const v1::IncidentFilter& filter, Violations& violations) {
  if (filter.economies_size() > static_cast<int>(base::limits::kEconomies)) {
    violations.push_back({"filter.economies", absl::StrCat("at most ", base::limits::kEconomies)});
    return;
  }
  for (int i = 0; i < filter.economies_size(); ++i) {
    if (statement::IsEconomyCode(filter.economies(i))) continue;
    violations.push_back({absl::StrCat("filter.economies[", i, "]"),
                          "two upper-case letters (ISO 3166-1 alpha-2), such as \"SG\""});
  }
}

void CheckVessel(const v1::IncidentFilter& filter, Violations& violations) {
  if (filter.imo_number() != 0 && !IsImoShaped(filter.imo_number())) {
    violations.push_back({"filter.imo_number", absl::StrCat(filter.imo_number(),
                                                            " does not have seven digits")});
  }
  if (!filter.vessel_name().empty() && maritime::NormaliseName(filter.vessel_name()).empty()) {
    violations.push_back({"filter.vessel_name", "holds no word of a name to look for"});
  }
}

}  // namespace

std::vector<base::Violation> CheckFilter(const v1::IncidentFilter& filter) {
  Violations violations;
  CheckTimes(filter, violations);
  if (filter.has_box()) CheckBox(filter.box(), violations);
  if (filter.has_circle()) CheckCircle(filter.circle(), violations);
  CheckEconomies(filter, violations);
  CheckValues("act_stages", filter.act_stages(), v1::ActStage_IsValid, violations);
  CheckValues("ship_types", filter.ship_types(), v1::ShipType_IsValid, violations);
  CheckValues("ship_statuses", filter.ship_statuses(), v1::ShipStatus_IsValid, violations);
  CheckValues("exercise_statuses", filter.exercise_statuses(), v1::ExerciseStatus_IsValid,
              violations);
  CheckVessel(filter, violations);
  return violations;
}

}  // namespace lightship::incident
