#include "client/commands/filter.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/commands/exit_code.h"
#include "client/commands/verb.h"
#include "client/formats/times.h"
#include "node/maritime/vocabulary.h"
#include "node/base/status.h"
#include "node/maritime/area.h"
#include "node/maritime/geometry.h"
#include "node/maritime/named_area.h"
#include "node/maritime/port.h"
#include "node/maritime/position.h"
#include "node/statement/open.h"

namespace lightship::commands {
namespace {

constexpr double kDefaultRadiusNm = 25;

absl::Status BadFlag(absl::string_view flag, absl::string_view what) {
  return UsageError(absl::StrCat(flag, ": ", what));
}

absl::StatusOr<google::protobuf::Timestamp> TimeFlag(absl::string_view flag,
                                                     const std::string& text) {
  auto time = formats::TimeFromText(text);
  if (!time.ok()) return BadFlag(flag, time.status().message());
  return statement::ToTimestamp(*time);
}

absl::StatusOr<v1::Box> BoxFlag(const std::string& text) {
  std::vector<double> degrees;
  for (absl::string_view part : absl::StrSplit(text, ',')) {
    double value = 0;
    if (!absl::SimpleAtod(part, &value)) break;
    degrees.push_back(value);
  }
  bool right = degrees.size() == 4 && degrees[0] >= -90 && degrees[2] <= 90 &&
               degrees[0] <= degrees[2] && degrees[1] >= -180 && degrees[1] <= 180 &&
               degrees[3] >= -180 && degrees[3] <= 180;
  if (!right) {
    return BadFlag("--box", absl::StrCat("\"", text,
                                         "\" should be south,west,north,east in degrees, such as "
                                         "-5,95,8,141; a box with west > east crosses the 180th meridian"));
  }
  v1::Box box;
  box.set_south_e7(maritime::ToE7(degrees[0]));
  box.set_west_e7(maritime::ToE7(degrees[1]));
  box.set_north_e7(maritime::ToE7(degrees[2]));
  box.set_east_e7(maritime::ToE7(degrees[3]));
  return box;
}

// A position in any notation, or a port.
absl::StatusOr<maritime::Point> PlaceFlag(absl::string_view flag, absl::string_view text) {
  auto port = maritime::FindPort(text);
  if (port.ok()) return (*port)->position;
  auto position = maritime::ParsePosition(text);
  const bool has_digit = std::any_of(text.begin(), text.end(), absl::ascii_isdigit);
  if (!position.ok()) {
    return BadFlag(flag, has_digit ? position.status().message() : port.status().message());
  }
  const std::optional<maritime::Point> point = maritime::PointOf(*position);
  if (!point.has_value()) {
    return BadFlag(flag, absl::StrCat("\"", text, "\" holds no latitude and longitude"));
  }
  return *point;
}

absl::StatusOr<v1::Polygon> PolygonFlag(const std::string& text) {
  v1::Polygon polygon;
  for (absl::string_view pair : absl::StrSplit(text, absl::ByAnyChar("; "), absl::SkipEmpty())) {
    const std::vector<absl::string_view> degrees = absl::StrSplit(pair, ',');
    double lat = 0;
    double lon = 0;
    if (degrees.size() != 2 || !absl::SimpleAtod(degrees[0], &lat) ||
        !absl::SimpleAtod(degrees[1], &lon) || std::abs(lat) > 90 || std::abs(lon) > 180) {
      return BadFlag("--polygon", absl::StrCat("\"", pair, "\" should be latitude,longitude in "
                                               "degrees, as in \"1.2,103.5 1.4,104.5 1.1,104\""));
    }
    v1::Vertex& vertex = *polygon.add_vertices();
    vertex.set_lat_e7(maritime::ToE7(lat));
    vertex.set_lon_e7(maritime::ToE7(lon));
  }
  return polygon;
}

absl::StatusOr<v1::Circle> CircleFlag(const FilterFlags& flags) {
  ASSIGN_OR_RETURN(const maritime::Point centre, PlaceFlag("--near", flags.near));
  v1::Circle circle;
  circle.set_lat_e7(centre.lat_e7);
  circle.set_lon_e7(centre.lon_e7);
  double radius = flags.radius_nm > 0 ? flags.radius_nm : kDefaultRadiusNm;
  circle.set_radius_m(radius * maritime::kMetresPerNauticalMile);
  return circle;
}

template <typename Enum, typename Field>
absl::Status AddWords(absl::string_view flag, const std::vector<std::string>& texts, Field* field) {
  for (const std::string& text : texts) {
    auto value = maritime::ParseValue<Enum>(text);
    if (!value.ok()) return BadFlag(flag, value.status().message());
    field->Add(*value);
  }
  return absl::OkStatus();
}

absl::Status AddArea(const FilterFlags& flags, v1::IncidentFilter& filter) {
  if (!flags.box.empty() + !flags.near.empty() + !flags.polygon.empty() > 1) {
    return UsageError("use one of --box, --near and --polygon");
  }
  if (flags.radius_nm != 0 && flags.near.empty()) return UsageError("--radius needs --near POSITION");
  if (!flags.box.empty()) {
    ASSIGN_OR_RETURN(*filter.mutable_box(), BoxFlag(flags.box));
  } else if (!flags.near.empty()) {
    ASSIGN_OR_RETURN(*filter.mutable_circle(), CircleFlag(flags));
  } else if (!flags.polygon.empty()) {
    ASSIGN_OR_RETURN(*filter.mutable_polygon(), PolygonFlag(flags.polygon));
  }
  return absl::OkStatus();
}

absl::Status AddWaters(const FilterFlags& flags, v1::IncidentFilter& filter) {
  for (const std::string& name : flags.areas) {
    auto area = maritime::FindNamedArea(name);
    if (!area.ok()) return BadFlag("--area", area.status().message());
    filter.add_areas((*area)->name);
  }
  for (const std::string& text : flags.navareas) {
    std::optional<int> number = maritime::ParseNavarea(text);
    if (!number.has_value()) {
      return BadFlag("--navarea", absl::StrCat("\"", text, "\" should be I to XXI, or 1 to 21"));
    }
    filter.add_navareas(static_cast<uint32_t>(*number));
  }
  for (const std::string& text : flags.ports) {
    auto port = maritime::FindPort(text);
    const std::string code = absl::AsciiStrToUpper(absl::StrReplaceAll(text, {{" ", ""}}));
    if (!port.ok() && !maritime::IsUnlocode(code)) return BadFlag("--port", port.status().message());
    filter.add_unlocodes(port.ok() ? (*port)->unlocode : code);
  }
  filter.mutable_coastal_states()->Assign(flags.coastal_states.begin(),
                                          flags.coastal_states.end());
  RETURN_IF_ERROR(AddWords<v1::ReportingArea>("--reporting-area", flags.reporting_areas,
                                              filter.mutable_reporting_areas()));
  RETURN_IF_ERROR(AddWords<v1::Located>("--located", flags.located, filter.mutable_located()));
  return AddWords<v1::SeaZone>("--zone", flags.zones, filter.mutable_sea_zones());
}

// "5-10", "5-", "-10" or "5".
absl::Status AddPerpetrators(const std::string& text, v1::IncidentFilter& filter) {
  if (text.empty()) return absl::OkStatus();
  const std::vector<absl::string_view> ends = absl::StrSplit(text, absl::MaxSplits('-', 1));
  uint32_t least = 0;
  uint32_t most = 0;
  const bool right = (ends[0].empty() || absl::SimpleAtoi(ends[0], &least)) &&
                     (ends.back().empty() || absl::SimpleAtoi(ends.back(), &most)) &&
                     (least != 0 || most != 0);
  if (!right) {
    return BadFlag("--perpetrators",
                   absl::StrCat("\"", text, "\" should be a number or a range, such as 5-10"));
  }
  filter.set_perpetrators_least(least);
  filter.set_perpetrators_most(most);
  return absl::OkStatus();
}

absl::Status AddAct(const FilterFlags& flags, v1::IncidentFilter& filter) {
  RETURN_IF_ERROR(AddWords<v1::Weapon>("--weapon", flags.weapons, filter.mutable_weapons()));
  if (flags.unarmed) filter.add_weapons_statements(v1::STATED_STATE_NONE);
  RETURN_IF_ERROR(
      AddWords<v1::CrewConsequence>("--harm", flags.harm, filter.mutable_crew_consequences()));
  RETURN_IF_ERROR(AddWords<v1::LossKind>("--stolen", flags.stolen, filter.mutable_losses()));
  RETURN_IF_ERROR(AddWords<v1::CraftKind>("--craft", flags.craft, filter.mutable_craft()));
  RETURN_IF_ERROR(AddWords<v1::CraftIndicator>("--indicator", flags.indicators,
                                               filter.mutable_craft_indicators()));
  if (flags.dark) filter.add_lights(v1::LIGHT_DARKNESS);
  if (flags.light) filter.add_lights(v1::LIGHT_DAYLIGHT);
  return AddPerpetrators(flags.perpetrators, filter);
}

absl::Status AddJudgements(const FilterFlags& flags, v1::IncidentFilter& filter) {
  RETURN_IF_ERROR(AddWords<v1::Verification>("--verification", flags.verifications,
                                             filter.mutable_verifications()));
  RETURN_IF_ERROR(AddWords<v1::LegalClass>("--legal-class", flags.legal_classes,
                                           filter.mutable_legal_classes()));
  for (const std::string& text : flags.categories) {
    v1::ClassificationTest& test = *filter.add_classifications();
    const std::vector<std::string> halves = absl::StrSplit(text, absl::MaxSplits('=', 1));
    test.set_scheme(v1::CLASSIFICATION_SCHEME_RECAAP_CAT);
    if (halves.size() == 2) {
      auto scheme = maritime::ParseValue<v1::ClassificationScheme>(halves[0]);
      if (!scheme.ok()) return BadFlag("--category", scheme.status().message());
      test.set_scheme(*scheme);
    }
    test.set_value(halves.back());
  }
  return absl::OkStatus();
}

absl::Status AddTimes(const FilterFlags& flags, v1::IncidentFilter& filter) {
  if (!flags.since.empty()) {
    ASSIGN_OR_RETURN(*filter.mutable_occurred_from(), TimeFlag("--since", flags.since));
  }
  if (!flags.until.empty()) {
    ASSIGN_OR_RETURN(*filter.mutable_occurred_until(), TimeFlag("--until", flags.until));
  }
  if (!flags.updated_since.empty()) {
    ASSIGN_OR_RETURN(*filter.mutable_updated_from(),
                     TimeFlag("--updated-since", flags.updated_since));
  }
  if (!flags.known_on.empty()) {
    ASSIGN_OR_RETURN(*filter.mutable_known_at(), TimeFlag("--known-on", flags.known_on));
  }
  return absl::OkStatus();
}

void AddWaterFlags(Verb sub, FilterFlags& flags) {
  sub.Option("--area", flags.areas, "Named area (singapore-strait); may be repeated");
  sub.Option("--navarea", flags.navareas, "I to XXI; may be repeated");
  sub.Option("--reporting-area", flags.reporting_areas,
                 "Area that regional tables are made by; may be repeated");
  sub.Option("--coastal-state", flags.coastal_states, "Waters of (ID); may be repeated");
  sub.Option("--zone", flags.zones, "territorial waters, port area, ...; may be repeated");
  sub.Option("--located", flags.located, "precisely (within 5 nm), roughly or not; may be repeated");
  sub.Option("--port", flags.ports, "UN/LOCODE or name, as reported; may be repeated");
}

void AddActFlags(Verb sub, FilterFlags& flags) {
  sub.Option("--weapon", flags.weapons, "knife, firearm, ...; may be repeated");
  sub.Switch("--unarmed", flags.unarmed, "Said to have been without weapons");
  sub.Option("--perpetrators", flags.perpetrators, "How many, as stated: 5-10, 5-, -10");
  sub.Option("--harm", flags.harm, "What happened to the crew; may be repeated");
  sub.Option("--stolen", flags.stolen, "Kind of loss; may be repeated");
  sub.Option("--craft", flags.craft, "Kind of the attackers' craft; may be repeated");
  sub.Option("--indicator", flags.indicators, "ladder, weapons visible, ...; may be repeated");
  sub.Switch("--dark", flags.dark, "In darkness");
  sub.Switch("--light", flags.light, "In daylight");
  sub.Option("--verification", flags.verifications, "authority verified, ...; may be repeated");
  sub.Option("--category", flags.categories,
                 "ReCAAP category 1 to 4, or SCHEME=VALUE, as any economy holds it");
  sub.Option("--legal-class", flags.legal_classes, "piracy, theft, ...; may be repeated");
}

}  // namespace

void AddFilterFlags(Verb sub, FilterFlags& flags) {
  sub.Option("--since", flags.since, "Occurred at or after: a date, or a time in UTC");
  sub.Option("--until", flags.until, "Occurred before: a date, or a time in UTC");
  sub.Option("--updated-since", flags.updated_since, "Newest statement admitted at or after");
  sub.Option("--known-on", flags.known_on, "Told from what had been admitted by then");
  sub.Option("--text", flags.text,
                 "Words of the accounts: robbers AND (knife OR parang*) NOT \"no injuries\"");
  sub.Option("--box", flags.box, "south,west,north,east in degrees");
  sub.Option("--near", flags.near, "Position in any notation, or a port, with --radius");
  sub.Option("--radius", flags.radius_nm, "Nautical miles about --near (25)");
  sub.Option("--polygon", flags.polygon, "lat,lon lat,lon ... in degrees, joined by great circles");
  AddWaterFlags(sub, flags);
  AddActFlags(sub, flags);
  sub.Option("--economy", flags.economies, "Reported by; may be repeated");
  sub.Option("--act", flags.acts, "boarded, robbery, hijacked, ...; may be repeated");
  sub.Option("--ship-type", flags.ship_types, "bulk-carrier, tug, ...; may be repeated");
  sub.Option("--status", flags.statuses, "underway, anchored, berthed, ...; may be repeated");
  sub.Option("--ship", flags.ship, "Words of the ship's name");
  sub.Option("--imo", flags.imo_number, "IMO ship number");
  sub.Option("--mmsi", flags.mmsi, "MMSI");
  sub.Option("--flag", flags.flags, "Flag of the ship attacked (SG); may be repeated");
  sub.Option("--exercise", flags.exercise,
             "exercise, test, ...: instead of actual incidents; may be repeated");
  sub.Switch("--retracted", flags.retracted, "Include what its author has retracted");
}

absl::StatusOr<v1::IncidentFilter> MakeFilter(const FilterFlags& flags) {
  v1::IncidentFilter filter;
  RETURN_IF_ERROR(AddTimes(flags, filter));
  RETURN_IF_ERROR(AddArea(flags, filter));
  RETURN_IF_ERROR(AddWaters(flags, filter));
  RETURN_IF_ERROR(AddAct(flags, filter));
  RETURN_IF_ERROR(AddJudgements(flags, filter));
  for (const std::string& economy : flags.economies) filter.add_economies(economy);
  RETURN_IF_ERROR(AddWords<v1::ActStage>("--act", flags.acts, filter.mutable_act_stages()));
  RETURN_IF_ERROR(
      AddWords<v1::ShipType>("--ship-type", flags.ship_types, filter.mutable_ship_types()));
  RETURN_IF_ERROR(
      AddWords<v1::ShipStatus>("--status", flags.statuses, filter.mutable_ship_statuses()));
  RETURN_IF_ERROR(AddWords<v1::ExerciseStatus>("--exercise", flags.exercise,
                                               filter.mutable_exercise_statuses()));
  filter.set_vessel_name(flags.ship);
  filter.set_imo_number(flags.imo_number);
  filter.set_mmsi(flags.mmsi);
  filter.mutable_flags()->Assign(flags.flags.begin(), flags.flags.end());
  filter.set_text(flags.text);
  filter.set_include_retracted(flags.retracted);
  return filter;
}

}  // namespace lightship::commands
