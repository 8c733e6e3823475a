// What an incident is counted by, in few bytes, so that counting reads no document. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_COUNTABLE_H_
#define LIGHTSHIP_NODE_INCIDENT_COUNTABLE_H_

#include <array>
#include <cstdint>
#include <limits>
#include <string>

#include "absl/container/inlined_vector.h"
#include "lightship/v1/incident.pb.h"
#include "lightship/v1/statistics.pb.h"

namespace lightship::incident {

// Values of the dimensions that are lists of this project's own (names: dimension.h).
enum Perpetrators : uint8_t { kOneToThree = 1, kFourToSix, kSevenToNine, kMoreThanNine };
enum Arms : uint8_t { kGuns = 1, kKnivesOrOther, kNotArmed };
enum ImbArms : uint8_t { kImbGuns = 1, kImbKnives, kImbOther, kImbNone };
enum Treatment : uint8_t { kKilledOrMissing = 1, kKidnapped, kHeld, kAssaulted, kThreatened, kUnhurt };
enum Outcome : uint8_t { kActual = 1, kAttempted, kNeither };
enum CraftSpeed : uint8_t { kUnderTenKnots = 1, kTenKnots, kTwentyKnots, kThirtyKnots };
enum Arrests : uint8_t { kArrested = 1, kNoneArrested };
// 1 to 4: as classified; 11 to 14: as the rule table proposes.
enum RecaapCategory : uint8_t { kEconomiesDiffer = 5, kCategoryAttempted = 6, kProposed = 10 };

// Those of Countable::values.
inline constexpr std::array kListedDimensions = {
    v1::DIMENSION_LIGHT, v1::DIMENSION_REPORTING_AREA, v1::DIMENSION_NAVAREA, v1::DIMENSION_SEA_ZONE,
    v1::DIMENSION_ACT, v1::DIMENSION_OUTCOME, v1::DIMENSION_LEGAL_CLASS, v1::DIMENSION_RECAAP_CATEGORY,
    v1::DIMENSION_SHIP_STATUS, v1::DIMENSION_SHIP_TYPE, v1::DIMENSION_PERPETRATORS, v1::DIMENSION_ARMS,
    v1::DIMENSION_WEAPON, v1::DIMENSION_TREATMENT, v1::DIMENSION_CREW_CONSEQUENCE, v1::DIMENSION_LOSS,
    v1::DIMENSION_CRAFT, v1::DIMENSION_CRAFT_INDICATOR, v1::DIMENSION_CRAFT_SPEED, v1::DIMENSION_VERIFICATION,
    v1::DIMENSION_SOURCE, v1::DIMENSION_REPORTED, v1::DIMENSION_IMB_ARMS, v1::DIMENSION_ARRESTS};

// Place in kListedDimensions; -1: none of these.
constexpr int ListedPlace(v1::Dimension dimension) {
  for (size_t i = 0; i < kListedDimensions.size(); ++i) {
    if (kListedDimensions[i] == dimension) return static_cast<int>(i);
  }
  return -1;
}

inline constexpr int16_t kUnknownOffset = std::numeric_limits<int16_t>::min();

struct Countable {
  // By v1::Dimension, for those that are lists of at most 31 values: bit n for value n. None: not known.
  std::array<uint32_t, v1::Dimension_ARRAYSIZE> values{};
  absl::InlinedVector<uint8_t, 3> areas;            // places in maritime::NamedAreas, the most specific first
  std::string port;                                 // UN/LOCODE, else the place as written, unless that is a State; empty: not known
  int16_t utc_offset_minutes = kUnknownOffset;      // of the reporter
  bool uncounted_by_source = false;
  bool doubtful = false;
  bool linked = false;                              // several reports tell of it
  bool restricted = false;                          // parts shown that are not for all
};

// What a map tells of DIMENSION_RECAAP_CATEGORY (MapIncidentsResponse.categories).
uint8_t MapCategoryOf(const Countable& countable);

// REQUIRES: FillWaters (row.h) was called.
Countable MakeCountable(const v1::IncidentSummary& summary);

// An hour of the day can be told of an incident when its interval is at most this long.
inline constexpr int64_t kHourKnownUs = int64_t{2} * 3600 * 1'000'000;

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_COUNTABLE_H_
