// What a filter may ask for.
#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/incident/filter.h"
#include "node/incident/headline.h"
#include "node/maritime/area.h"
#include "node/maritime/geometry.h"
#include "node/maritime/named_area.h"
#include "node/maritime/polygon.h"
#include "node/maritime/port.h"
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
  absl::StatusOr<absl::Time> updated = statement::ToTime(filter.updated_from());
  absl::StatusOr<absl::Time> known = statement::ToTime(filter.known_at());
  if (!known.ok()) {
    violations.push_back({"filter.known_at", std::string(known.status().message())});
  }
  if (!updated.ok()) {
    violations.push_back({"filter.updated_from", std::string(updated.status().message())});
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

// Lists are bounded like every other input.
bool IsShort(absl::string_view field, int size, Violations& violations) {
  if (size <= base::limits::kValuesOfCondition) return true;
  violations.push_back({absl::StrCat("filter.", field),
                        absl::StrCat("at most ", base::limits::kValuesOfCondition)});
  return false;
}

// `known` is the enumeration's own test for its values.
template <typename Values>
void CheckValues(absl::string_view field, const Values& values, bool (*known)(int),
                 Violations& violations) {
  if (!IsShort(field, values.size(), violations)) return;
  for (int i = 0; i < values.size(); ++i) {
    if (known(values[i])) continue;
    violations.push_back({absl::StrCat("filter.", field, "[", i, "]"),
                          absl::StrCat(static_cast<int>(values[i]),
                                       " is no value that this release knows")});
  }
}

void CheckPolygon(const v1::Polygon& polygon, Violations& violations) {
  if (polygon.vertices_size() > base::limits::kPolygonVertices) {
    violations.push_back({"filter.polygon.vertices",
                          absl::StrCat("at most ", base::limits::kPolygonVertices)});
    return;
  }
  std::vector<maritime::Point> vertices;
  for (const v1::Vertex& vertex : polygon.vertices()) {
    vertices.push_back({vertex.lat_e7(), vertex.lon_e7()});
  }
  const absl::Status made = maritime::Polygon::Make(vertices).status();
  if (!made.ok()) violations.push_back({"filter.polygon.vertices", std::string(made.message())});
}

void CheckPlaces(const v1::IncidentFilter& filter, Violations& violations) {
  if (IsShort("areas", filter.areas_size(), violations)) {
    for (int i = 0; i < filter.areas_size(); ++i) {
      const absl::Status found = maritime::FindNamedArea(filter.areas(i)).status();
      if (found.ok()) continue;
      violations.push_back({absl::StrCat("filter.areas[", i, "]"), std::string(found.message())});
    }
  }
  if (IsShort("navareas", filter.navareas_size(), violations)) {
    for (int i = 0; i < filter.navareas_size(); ++i) {
      if (!maritime::NavareaName(static_cast<int>(std::min(filter.navareas(i), 99u))).empty()) {
        continue;
      }
      violations.push_back({absl::StrCat("filter.navareas[", i, "]"), "1 to 21"});
    }
  }
  if (!IsShort("unlocodes", filter.unlocodes_size(), violations)) return;
  for (int i = 0; i < filter.unlocodes_size(); ++i) {
    if (maritime::IsUnlocode(filter.unlocodes(i))) continue;
    violations.push_back({absl::StrCat("filter.unlocodes[", i, "]"),
                          "two letters of a country and three of a place (UN/LOCODE), such as "
                          "\"SGSIN\""});
  }
}

template <typename Codes>
void CheckCodes(absl::string_view field, const Codes& codes, Violations& violations) {
  if (!IsShort(field, codes.size(), violations)) return;
  for (int i = 0; i < codes.size(); ++i) {
    if (statement::IsEconomyCode(codes[i])) continue;
    violations.push_back({absl::StrCat("filter.", field, "[", i, "]"),
                          "two upper-case letters (ISO 3166-1 alpha-2), such as \"SG\""});
  }
}

void CheckVessel(const v1::IncidentFilter& filter, Violations& violations) {
  if (filter.imo_number() != 0 && !IsImoShaped(filter.imo_number())) {
    violations.push_back({"filter.imo_number", absl::StrCat(filter.imo_number(),
                                                            " does not have seven digits")});
  }
  if (filter.mmsi() != 0 && !IsMmsiShaped(filter.mmsi())) {
    violations.push_back({"filter.mmsi", absl::StrCat(filter.mmsi(),
                                                      " does not have nine digits")});
  }
  if (filter.vessel_name().size() > base::limits::kVesselNameBytes) {
    violations.push_back({"filter.vessel_name",
                          absl::StrCat("at most ", base::limits::kVesselNameBytes, " bytes")});
  } else if (!filter.vessel_name().empty() && maritime::NormaliseName(filter.vessel_name()).empty()) {
    violations.push_back({"filter.vessel_name", "holds no word of a name to look for"});
  }
}

void CheckClassifications(const v1::IncidentFilter& filter, Violations& violations) {
  if (!IsShort("classifications", filter.classifications_size(), violations)) return;
  for (int i = 0; i < filter.classifications_size(); ++i) {
    const int scheme = filter.classifications(i).scheme();
    if (scheme != 0 && v1::ClassificationScheme_IsValid(scheme)) continue;
    violations.push_back({absl::StrCat("filter.classifications[", i, "].scheme"),
                          absl::StrCat(scheme, " is no scheme that this release knows")});
  }
}

void CheckNumbers(const v1::IncidentFilter& filter, Violations& violations) {
  if (filter.perpetrators_most() != 0 &&
      filter.perpetrators_least() > filter.perpetrators_most()) {
    violations.push_back({"filter.perpetrators_least", "more than perpetrators_most"});
  }
}

void CheckLists(const v1::IncidentFilter& filter, Violations& violations) {
  CheckValues("act_stages", filter.act_stages(), v1::ActStage_IsValid, violations);
  CheckValues("ship_types", filter.ship_types(), v1::ShipType_IsValid, violations);
  CheckValues("ship_statuses", filter.ship_statuses(), v1::ShipStatus_IsValid, violations);
  CheckValues("exercise_statuses", filter.exercise_statuses(), v1::ExerciseStatus_IsValid,
              violations);
  CheckValues("reporting_areas", filter.reporting_areas(), v1::ReportingArea_IsValid, violations);
  CheckValues("sea_zones", filter.sea_zones(), v1::SeaZone_IsValid, violations);
  CheckValues("weapons", filter.weapons(), v1::Weapon_IsValid, violations);
  CheckValues("weapons_statements", filter.weapons_statements(), v1::StatedState_IsValid,
              violations);
  CheckValues("crew_consequences", filter.crew_consequences(), v1::CrewConsequence_IsValid,
              violations);
  CheckValues("losses", filter.losses(), v1::LossKind_IsValid, violations);
  CheckValues("craft", filter.craft(), v1::CraftKind_IsValid, violations);
  CheckValues("craft_indicators", filter.craft_indicators(), v1::CraftIndicator_IsValid,
              violations);
  CheckValues("verifications", filter.verifications(), v1::Verification_IsValid, violations);
  CheckValues("legal_classes", filter.legal_classes(), v1::LegalClass_IsValid, violations);
  CheckValues("lights", filter.lights(), v1::Light_IsValid, violations);
  CheckValues("located", filter.located(), v1::Located_IsValid, violations);
}

}  // namespace

std::vector<base::Violation> CheckFilter(const v1::IncidentFilter& filter) {
  Violations violations;
  CheckTimes(filter, violations);
  if (filter.has_box()) CheckBox(filter.box(), violations);
  if (filter.has_circle()) CheckCircle(filter.circle(), violations);
  if (filter.has_polygon()) CheckPolygon(filter.polygon(), violations);
  CheckCodes("economies", filter.economies(), violations);
  CheckCodes("coastal_states", filter.coastal_states(), violations);
  CheckCodes("flags", filter.flags(), violations);
  CheckPlaces(filter, violations);
  CheckLists(filter, violations);
  CheckClassifications(filter, violations);
  CheckNumbers(filter, violations);
  CheckVessel(filter, violations);
  if (!filter.text().empty()) {
    for (base::Violation& violation : base::ViolationsOf(TextQuery::Parse(filter.text()).status())) {
      violations.push_back(std::move(violation));
    }
  }
  return violations;
}

}  // namespace lightship::incident
