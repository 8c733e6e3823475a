#include "client/formats/report_echo.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/formats/safe_text.h"
#include "client/formats/times.h"
#include "client/formats/words.h"
#include "node/maritime/area.h"
#include "node/maritime/geometry.h"
#include "node/maritime/position.h"
#include "node/maritime/time.h"
#include "node/statement/open.h"

namespace lightship::formats {
namespace {

void AddLine(std::string& echo, absl::string_view name, const std::string& value) {
  if (!value.empty()) absl::StrAppendFormat(&echo, "  %-10s %s\n", name, SafeLine(value));
}

// What the author should look at twice.
void AddDoubt(std::string& echo, const std::string& doubt) { AddLine(echo, "  !", doubt); }

void AddPositionDoubts(std::string& echo, const v1::Position& position) {
  for (int value : position.quality_flags()) {
    switch (value) {
      case v1::POSITION_QUALITY_FLAG_MINUTES_OR_SECONDS_AMBIGUOUS:
        AddDoubt(echo, "taken as degrees and decimal minutes, not seconds");
        break;
      case v1::POSITION_QUALITY_FLAG_ROUNDED_TO_MINUTE:
        AddDoubt(echo, "whole minutes only; more digits help if the ship has them");
        break;
      default:
        AddDoubt(echo, Words(static_cast<v1::PositionQualityFlag>(value)));
    }
  }
  if (!position.has_lat_e7() && !position.as_written().empty()) {
    AddDoubt(echo, "no latitude and longitude in it: the report will not be found by area");
  }
}

void AddTimeDoubts(std::string& echo, const v1::OccurrenceTime& occurred) {
  if (occurred.zone_basis() == v1::ZONE_BASIS_ASSUMED_LOCAL) {
    AddDoubt(echo, "zone taken from the longitude; end the time with UTC or +08:00 to be exact");
  } else if (occurred.zone_basis() == v1::ZONE_BASIS_UNKNOWN) {
    AddDoubt(echo, "zone not known; end the time with UTC, LT or +08:00");
  }
}

std::string ImoText(const v1::Vessel& vessel) {
  switch (vessel.imo_check()) {
    case v1::IMO_CHECK_VALID:
      return absl::StrCat(vessel.imo_number(), ", check digit right");
    case v1::IMO_CHECK_BAD_CHECK_DIGIT:
      return absl::StrCat(vessel.imo_number(), ", CHECK DIGIT WRONG: is it read off correctly?");
    case v1::IMO_CHECK_MALFORMED:
      return absl::StrCat("\"", vessel.imo_as_written(), "\" IS NOT SEVEN DIGITS");
    default:
      return "";
  }
}

void AddShips(std::string& echo, const v1::Facts& facts, const v1::VesselDetails& vessel) {
  for (int i = 0; i < facts.ships_size(); ++i) {
    std::string flag = facts.ships(i).flag();
    AddLine(echo, "ship", absl::StrCat(Words(facts.ships(i).type()), flag.empty() ? "" : ", flag ",
                                       flag));
    if (i >= vessel.victims_size()) continue;
    const v1::Vessel& victim = vessel.victims(i);
    if (victim.name_state() == v1::NAME_STATE_GIVEN) {
      AddLine(echo, "name", absl::StrCat(victim.name_as_written(), "  (found as ",
                                         victim.name_normalised(), ")"));
    } else if (!victim.name_as_written().empty()) {
      AddLine(echo, "name", absl::StrCat("none: \"", victim.name_as_written(), "\" is taken as ",
                                         Words(victim.name_state())));
    }
    AddLine(echo, "IMO", ImoText(victim));
    if (victim.mmsi() != 0) AddLine(echo, "MMSI", absl::StrFormat("%09d", victim.mmsi()));
    AddLine(echo, "call sign", victim.call_sign());
  }
}

std::string WeaponsEcho(const v1::Facts& facts) {
  if (facts.weapons_statement() == v1::STATED_STATE_NONE) return "none";
  std::vector<std::string> weapons;
  for (const v1::WeaponSeen& seen : facts.weapons()) weapons.push_back(Words(seen.weapon()));
  return weapons.empty() ? "not stated" : absl::StrJoin(weapons, ", ");
}

}  // namespace

std::string PositionEcho(const v1::Position& position) {
  std::string text = maritime::FormatPosition(position);
  auto point = maritime::PointOf(position);
  if (!point.has_value()) return text;
  absl::StrAppendFormat(&text, " = %.7f, %.7f (NAVAREA %s", maritime::ToDegrees(point->lat_e7),
                        maritime::ToDegrees(point->lon_e7),
                        maritime::NavareaName(maritime::NavareaOf(*point).number));
  if (position.has_uncertainty_m()) {
    absl::StrAppend(&text, ", within ", position.uncertainty_m(), " m");
  }
  return absl::StrCat(text, ")");
}

std::string TimeEcho(const v1::OccurrenceTime& occurred) {
  std::string text = maritime::FormatOccurrence(occurred);
  if (!occurred.has_start()) return text;
  auto start = statement::ToTime(occurred.start()), end = statement::ToTime(occurred.end());
  if (!start.ok() || !end.ok()) return text;
  absl::StrAppend(&text, " = ", TimeText(*start));
  if (*end - *start > absl::Minutes(1)) absl::StrAppend(&text, " to ", TimeText(*end));
  return text;
}

std::string PeopleText(const v1::Perpetrators& people) {
  if (people.count_state() == v1::COUNT_STATE_NONE) return "none seen";
  if (!people.has_count_min()) return people.count_as_written();
  std::string text = people.count_min() == people.count_max()
                         ? absl::StrCat(people.count_min())
                         : absl::StrCat(people.count_min(), " to ", people.count_max());
  bool about = people.count_state() == v1::COUNT_STATE_ESTIMATED &&
               people.count_min() == people.count_max();
  return about ? absl::StrCat("about ", text) : text;
}

std::string ReportEcho(const v1::Facts& facts, const v1::VesselDetails& vessel) {
  std::string echo;
  AddLine(echo, "when", TimeEcho(facts.occurred()));
  AddTimeDoubts(echo, facts.occurred());
  AddLine(echo, "where", PositionEcho(facts.position()));
  AddPositionDoubts(echo, facts.position());
  AddLine(echo, "place", facts.place_text());
  AddLine(echo, "act", Words(facts.act_stage()));
  AddLine(echo, "status", Words(facts.ship_status()));
  AddShips(echo, facts, vessel);
  if (facts.has_perpetrators()) AddLine(echo, "people", PeopleText(facts.perpetrators()));
  AddLine(echo, "weapons", WeaponsEcho(facts));
  return echo;
}

}  // namespace lightship::formats
