// One incident as the table holds it: the values that filters look at, and the rest behind a shared pointer. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_ROW_H_
#define LIGHTSHIP_NODE_INCIDENT_ROW_H_

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "node/incident/countable.h"
#include "node/incident/record.h"
#include "node/incident/row_detail.h"
#include "node/statement/address.h"

namespace lightship::incident {

// An interval or a position that is not known: matches no time and no area, sorts last.
inline constexpr int64_t kUnknownTime = std::numeric_limits<int64_t>::min();
inline constexpr int32_t kUnknownDegrees = std::numeric_limits<int32_t>::min();
// Days that are not known, and those that 16 bits do not hold.
inline constexpr uint16_t kUnknownDay = std::numeric_limits<uint16_t>::max();
inline constexpr uint16_t kFarDay = kUnknownDay - 1;
inline constexpr uint32_t kMostPersons = std::numeric_limits<uint32_t>::max();

// The texts that searches look in (IncidentDocument).
struct RowTexts {
  std::string open;
  std::string restricted;
};

struct Row {
  int64_t start_us = kUnknownTime;  // microseconds since 1970, UTC; [start, end)
  int64_t end_us = kUnknownTime;
  uint16_t day = kUnknownDay;       // since 1970, UTC; of the middle of the interval
  uint64_t cell = 0;                // S2 leaf cell; 0: no position
  int32_t lat_e7 = kUnknownDegrees;
  int32_t lon_e7 = kUnknownDegrees;
  uint64_t ship_types = 0;          // one bit per value, here and in the next
  uint64_t weapons = 0;
  uint64_t crew_consequences = 0;
  uint64_t losses = 0;
  uint64_t craft = 0;
  uint64_t craft_indicators = 0;
  uint64_t legal_classes = 0;       // claimed by a report, or held by an economy
  uint64_t economies = 0;           // ValueBit of each; a hint, RowDetail decides
  uint64_t ships = 0;               // ShipBits of the numbers and of the names' words; a hint
  uint64_t changed = 0;
  int64_t updated_us = kUnknownTime;
  uint32_t perpetrators_least = kMostPersons;  // both as stated; least > most: not stated
  uint32_t perpetrators_most = 0;
  uint32_t uncertainty_m = 0;       // of the position; 0: not known
  uint8_t act_stage = 0;            // values that this release does not know: kOtherValue
  uint8_t ship_status = 0;
  uint8_t exercise_status = 0;
  uint8_t verification = 0;
  uint8_t light = 0;
  uint8_t sea_zone = 0;
  uint8_t navarea = 0;              // 1 to 21; 0: not known
  uint8_t reporting_area = 0;
  uint8_t weapons_statement = 0;    // what is silent: NOT_STATED
  uint8_t located = v1::LOCATED_NOT;
  uint8_t map_category = 0;         // MapCategoryOf
  // Countable, as far as one value tells it: by ListedPlace, 0 for what is not known, kSeveralValues.
  std::array<uint8_t, kListedDimensions.size()> listed{};
  uint16_t economy = 0;             // EconomyNumber of the only one; 0: none; kSeveralEconomies: look at the detail
  uint8_t counting = 0;             // of Counting
  bool restricted = false;          // Countable
  bool retracted = false;
  bool part_of_another = false;
  RowDetailPointer detail;
  std::shared_ptr<const RowTexts> texts;        // null: TextsOf
  std::optional<statement::Address> address;    // of the founding report
};

inline constexpr uint8_t kSeveralValues = std::numeric_limits<uint8_t>::max();
inline constexpr uint16_t kSeveralEconomies = std::numeric_limits<uint16_t>::max();
// Flags of Countable.
enum Counting : uint8_t { kUncountedBySource = 1, kDoubtful = 2, kLinked = 4 };

// Values of enumerations are bits of a word in filters; this one is never asked for.
inline constexpr uint8_t kOtherValue = 63;

// The record is in the store, or will be when the row is seen.
Row MakeRow(Record record);
// The row keeps it.
Row MakeKeptRow(Record record);

// NAVAREA and reporting area from the position, where the report tells none. Not part of the fold: the polygons may be drawn
// better in another release, and the same statements still give the same documents.
void FillWaters(v1::IncidentSummary& summary);

// Silence is one value, whether the field was left out or says so.
v1::StatedState StatementOf(v1::StatedState state);

// "SG" as a small number. Anything but two upper-case letters has none that matches.
uint16_t EconomyNumber(absl::string_view code);
// Which of 64 bits stands for a value. Different ones may share a bit.
uint64_t ValueBit(uint32_t value);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_ROW_H_
