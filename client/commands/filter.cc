#include "client/commands/filter.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/commands/exit_code.h"
#include "client/commands/verb.h"
#include "client/formats/times.h"
#include "node/maritime/vocabulary.h"
#include "node/base/status.h"
#include "node/maritime/geometry.h"
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

absl::StatusOr<v1::Circle> CircleFlag(const FilterFlags& flags) {
  auto position = maritime::ParsePosition(flags.near);
  if (!position.ok()) return BadFlag("--near", position.status().message());
  if (!position->has_lat_e7()) {
    return BadFlag("--near", absl::StrCat("\"", flags.near, "\" holds no latitude and longitude"));
  }
  v1::Circle circle;
  circle.set_lat_e7(position->lat_e7());
  circle.set_lon_e7(position->lon_e7());
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
  if (!flags.box.empty() && !flags.near.empty()) return UsageError("use --box or --near, not both");
  if (flags.radius_nm != 0 && flags.near.empty()) return UsageError("--radius needs --near POSITION");
  if (!flags.box.empty()) {
    ASSIGN_OR_RETURN(*filter.mutable_box(), BoxFlag(flags.box));
  } else if (!flags.near.empty()) {
    ASSIGN_OR_RETURN(*filter.mutable_circle(), CircleFlag(flags));
  }
  return absl::OkStatus();
}

}  // namespace

void AddFilterFlags(Verb sub, FilterFlags& flags) {
  sub.Option("--since", flags.since, "Occurred at or after: a date, or a time in UTC");
  sub.Option("--until", flags.until, "Occurred before: a date, or a time in UTC");
  sub.Option("--box", flags.box, "south,west,north,east in degrees");
  sub.Option("--near", flags.near, "Position in any notation, with --radius");
  sub.Option("--radius", flags.radius_nm, "Nautical miles about --near (25)");
  sub.Option("--economy", flags.economies, "Reported by; may be repeated");
  sub.Option("--act", flags.acts, "boarded, robbery, hijacked, ...; may be repeated");
  sub.Option("--ship-type", flags.ship_types, "bulk-carrier, tug, ...; may be repeated");
  sub.Option("--status", flags.statuses, "underway, anchored, berthed, ...; may be repeated");
  sub.Option("--ship", flags.ship, "Words of the ship's name");
  sub.Option("--imo", flags.imo_number, "IMO ship number");
  sub.Option("--exercise", flags.exercise,
             "exercise, test, ...: instead of actual incidents; may be repeated");
  sub.Switch("--retracted", flags.retracted, "Include what its author has retracted");
}

absl::StatusOr<v1::IncidentFilter> MakeFilter(const FilterFlags& flags) {
  v1::IncidentFilter filter;
  if (!flags.since.empty()) {
    ASSIGN_OR_RETURN(*filter.mutable_occurred_from(), TimeFlag("--since", flags.since));
  }
  if (!flags.until.empty()) {
    ASSIGN_OR_RETURN(*filter.mutable_occurred_until(), TimeFlag("--until", flags.until));
  }
  RETURN_IF_ERROR(AddArea(flags, filter));
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
  filter.set_include_retracted(flags.retracted);
  return filter;
}

}  // namespace lightship::commands
