// What identifies a ship: IMO number, MMSI, name. Pure functions.
#ifndef LIGHTSHIP_NODE_MARITIME_VESSEL_H_
#define LIGHTSHIP_NODE_MARITIME_VESSEL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/report.pb.h"

namespace lightship::maritime {

// --- IMO ship number (A.1078(28)): seven digits; the last is the last digit of the first six times
// 7 to 2, summed.

// Reads "9074729", "IMO 9074729", "IMO No. 9074729" into `number`: seven digits also when the check
// digit is wrong; 0 when ABSENT (empty, "NA", "-", "UNKNOWN") or MALFORMED ("POL 118", six digits).
// A wrong number is kept, because it may still be the one digit away from a right one that links
// two reports.
v1::ImoCheck CheckImoNumber(absl::string_view text, uint32_t* number);
// For a number already at hand; 0 is ABSENT.
v1::ImoCheck CheckImoNumber(uint32_t number);

// --- MMSI (ITU-R M.585): nine digits whose first ones tell what it stands for.

enum class MmsiKind {
  kInvalid,
  kShip,             // MIDxxxxxx
  kGroup,            // 0MIDxxxxx
  kCoastStation,     // 00MIDxxxx, coast stations and rescue co-ordination centres
  kAircraft,         // 111MIDxxx
  kHandheld,         // 8MIDxxxxx
  kAuxiliary,        // 98MIDxxxx, craft of a parent ship
  kAidToNavigation,  // 99MIDxxxx
  kLocator,          // 970, 972, 974: AIS-SART, man overboard, EPIRB
};

// `mmsi` as in v1::Vessel, leading zeros left out.
MmsiKind KindOfMmsi(uint32_t mmsi);

// Exactly nine digits, blanks allowed between them, that stand for something above.
// INVALID_ARGUMENT (MALFORMED) otherwise.
absl::StatusOr<uint32_t> ParseMmsi(absl::string_view text);

// --- Names.

// What searches and comparisons use: Latin capitals without marks; without M/V, MT, M.T., S/S, F/V,
// LPG/C and the like in front, without parentheses and "EX ..."; punctuation as single blanks
// ("No.628" and "No. 628" are NO 628, "P.U. 2406" is PU 2406); a Roman numeral at the end as
// figures (BLUE SKY I and Blue Sky 1 are BLUE SKY 1). Empty if no name was given (NameStateOf).
// Idempotent. Letters other than Latin stay as they are.
std::string NormaliseName(absl::string_view name);

// GIVEN, or why there is none: "NAME WITHHELD" (and misspelt), "NA", "NOT REPORTED", "Unspecified",
// "-", "NO NAME". An empty text is NOT_REPORTED.
v1::NameState NameStateOf(absl::string_view name);

// The ships of a field that names several: "SAMPLE TUG 3 & SAMPLE BARGE 31", "A/B", "A and B". One
// element, trimmed, if there is but one; "M/V X", "P & O NEDLLOYD" and "N/A" are one. Parentheses
// are not looked into.
std::vector<std::string> SplitNames(absl::string_view names);

// Sets the three name fields of `vessel`.
void SetName(absl::string_view name, v1::Vessel* vessel);
// Sets the three fields of the IMO number.
void SetImoNumber(absl::string_view text, v1::Vessel* vessel);

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_VESSEL_H_
