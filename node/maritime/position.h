// Positions as people and other systems write them, read into v1::Position and written back. Pure
// functions.
//
// Read are (domain: GISIS, IMB, ASAM, UKMTO; hyphen, any dash or blanks between the parts;
// typographic quotes):
//   1° 42.00' N 101° 27.50' E      degrees and decimal minutes
//   01:15.25N – 104:02.41E         the same; what follows the last colon is minutes, never seconds
//   04:05N - 003:50W, 13-43N 121-02E, 20 15N 059 02.3E, 1256.49N 04312.17E
//   1°16'52.8"N 104°19'06"E        degrees, minutes, seconds; 60 minutes or seconds carry over
//   -12.016667, 77.1               decimal degrees, latitude first; or 12.016667S 77.1E,
//   S 12.016667 E 77.1
// "Lat", "Long", "Posn:" and the like may stand before them, and anything after them.
//
// A position is given a radius (`uncertainty_m`): half a unit of the last place written, on both
// axes; half a minute where both values are whole minutes, however they are written, because whole
// minutes are what was measured (ROUNDED_TO_MINUTE). MINUTES_OR_SECONDS_AMBIGUOUS marks
// "01:15.25N", which other readers have taken for 15' 25": two places below 60, no sign that tells
// them apart. Doubts that need more than the text (hemisphere, whole degree, land) are for whoever
// knows the place.
#ifndef LIGHTSHIP_NODE_MARITIME_POSITION_H_
#define LIGHTSHIP_NODE_MARITIME_POSITION_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/report.pb.h"

namespace lightship::maritime {

// Reads a position and keeps the words in `as_written`. A text that names a place ("Kabil Port,
// Batam") or a range and bearing ("2.7nm NW of Pulau Nipah") is a position without latitude and
// longitude. INVALID_ARGUMENT (MALFORMED), with what was not understood and a right example: an
// empty text; figures that are no position; a missing hemisphere letter; a value beyond its range;
// only one of latitude and longitude.
absl::StatusOr<v1::Position> ParsePosition(absl::string_view text);

// The same from two columns, read as one text with a blank between. If one of them is empty the
// result has neither latitude nor longitude, only `as_written`: half a position is kept, not used.
// Both empty: INVALID_ARGUMENT.
absl::StatusOr<v1::Position> ParsePosition(absl::string_view latitude, absl::string_view longitude);

// "01°15.25'N 104°02.41'E": nautical form to a hundredth of a minute (19 m), which ParsePosition
// reads again. Without latitude and longitude, what was written; empty if nothing was.
std::string FormatPosition(const v1::Position& position);

// The same for bare coordinates, degrees times 10^7. REQUIRES: on the globe.
std::string FormatPosition(int32_t lat_e7, int32_t lon_e7);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_POSITION_H_
