// What a comparison of two reports looks at, made of the parts of one report that are at hand.
// Immutable once made; for any thread.
#ifndef LIGHTSHIP_NODE_INCIDENT_CORRELATION_ACCOUNT_H_
#define LIGHTSHIP_NODE_INCIDENT_CORRELATION_ACCOUNT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lightship/v1/report.pb.h"
#include "node/incident/correlation/name.h"
#include "node/incident/correlation/prose.h"
#include "node/maritime/geometry.h"

namespace lightship::incident::correlation {

// Ships of one report that are compared; a report of more is compared by the first ones.
inline constexpr size_t kShipsCompared = 16;

struct Ship {
  std::vector<Name> names;  // the present one first, then a former one; empty: not known
  uint32_t imo_number = 0;  // 0: none
  bool imo_valid = false;
  uint32_t mmsi = 0;      // 0: none
  std::string call_sign;  // letters and figures alone, in capitals; empty: none
  v1::ShipType type = v1::SHIP_TYPE_UNSPECIFIED;
  bool operator==(const Ship&) const = default;
};

// UTC, seconds since 1970. A bare date is its 24 hours in the middle of the stated interval, which
// zone and precision have widened.
struct When {
  int64_t begin_s = 0;
  int64_t end_s = 0;
  bool to_the_hour = false;  // stated to a few hours or better, zone included
  bool operator==(const When&) const = default;
};

// Another system's number for the incident. A national case number is one of the economy and
// agency that its series names.
struct Reference {
  v1::RefScheme scheme = v1::REF_SCHEME_UNSPECIFIED;
  std::string series;
  std::string id;
  bool operator==(const Reference&) const = default;
};

struct Account {
  std::string source;  // "IMB": whose record it is, for the words of reasons; empty: not known
  std::vector<Reference> references;
  // Which of a collection's records it is, "IMB" and "record 12": two of one collection are two of
  // its records. The same number says nothing, it is a row of whatever file was read.
  std::string collection, record;
  bool in_imo_list = false;  // has the number of an IMO circular, whose list holds an event once
  std::optional<When> when;
  std::optional<maritime::Point> point;
  double uncertainty_m = 0;
  bool centre_of_place = false;  // the point stands for a named place, not for a measured position
  std::vector<Ship> ships;
  Prose prose;
  v1::ShipStatus status = v1::SHIP_STATUS_UNSPECIFIED;
  v1::ActStage act = v1::ACT_STAGE_UNSPECIFIED;
  std::optional<uint32_t> perpetrators_min, perpetrators_max;
  bool operator==(const Account&) const = default;
};

// `vessel` and `narrative` are nullptr where they are withheld from the reader or erased. `keeper`
// is the economy and agency whose case numbers the report has; without it these count nothing.
Account MakeAccount(const v1::Facts& facts, const v1::VesselDetails* vessel,
                    const v1::Narrative* narrative, absl::string_view keeper = "");

}  // namespace lightship::incident::correlation

#endif  // LIGHTSHIP_NODE_INCIDENT_CORRELATION_ACCOUNT_H_
