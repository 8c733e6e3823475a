// What the prose of a report states about itself: time of day, dates, position, ships' names. Found by form alone, so
// that every find is a reading of the words and no more. Pure functions.
#ifndef LIGHTSHIP_CLIENT_FORMATS_ACCOUNT_H_
#define LIGHTSHIP_CLIENT_FORMATS_ACCOUNT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "lightship/v1/report.pb.h"

namespace lightship::formats {

struct AccountTime {
  std::string clock;  // "03:45"
  std::string zone;   // "LT" or "UTC"
  std::optional<absl::CivilDay> day;  // the date that stands by it, if one does
};

// The first time of day with a zone word ("at 0345 local time", "0230 UTC", "0520Z", "060711 UTC May"). Dates without a
// year are given the one that brings them nearest to `near`.
std::optional<AccountTime> TimeOfAccount(absl::string_view prose, absl::CivilDay near);

// All dates ("28 April", "April 28, 2015", "3 Sep 08", "08.01.2015") in the order of the text.
std::vector<absl::CivilDay> DatesOfAccount(absl::string_view prose, absl::CivilDay near);

// The first pair of coordinates ("near position 01-16N 104-17E", "Posn: 01:15.25N – 104:02.41E").
std::optional<v1::Position> PositionOfAccount(absl::string_view prose);

// Ships' names of the first sentences, as written: words in capitals in prose that is not ("the tanker STI MAGISTER"),
// and what stands in brackets or after M/V. Mentioned ships (mother ships, rescuers) are not told apart.
std::vector<std::string> NamesOfAccount(absl::string_view prose);

// The names in a field that holds type or name or both ("BULK CARRIER NORD MUMBAI", "Anchored tanker PUFFIN PACIFIC",
// "Tug MTS VANTAGE and barge BM 2021"); empty if it names none ("Tug and barge").
std::vector<std::string> NamesInVictim(absl::string_view victim);

// "PHILIPPINES" of "PHILIPPINES: On 28 April, ..." and of "(U) PHILIPPINES: ..."; empty when the prose starts otherwise.
std::string PlaceOfAccount(absl::string_view prose);

// "Marshall Islands" of "the Marshall Islands-flagged tanker"; empty when no flag is named.
std::string FlagOfAccount(absl::string_view prose);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_ACCOUNT_H_
