#include "client/console/understand.h"

#include <string>
#include <utility>

#include "client/formats/report_echo.h"
#include "client/formats/typed_field.h"
#include "node/maritime/area.h"
#include "node/maritime/landmark.h"
#include "node/maritime/named_area.h"
#include "node/maritime/position.h"
#include "node/maritime/vessel.h"

namespace lightship::console {
namespace {

constexpr double kLandmarkWithinNm = 100;

void UnderstandPosition(const std::string& text, v1::UnderstandResponse& response) {
  auto position = maritime::ParsePosition(text);
  if (!position.ok()) {
    response.set_position_error(std::string(position.status().message()));
    return;
  }
  *response.mutable_position() = *std::move(position);
  response.set_position_echo(formats::PositionEcho(response.position()));
  if (auto point = maritime::PointOf(response.position()); point.has_value()) {
    *response.mutable_place() = PlaceOf(*point);
  }
}

void UnderstandTime(const std::string& text, v1::UnderstandResponse& response) {
  auto occurred = formats::OccurredFrom(text, response.position());
  if (!occurred.ok()) {
    response.set_time_error(std::string(occurred.status().message()));
    return;
  }
  *response.mutable_time() = *std::move(occurred);
  response.set_time_echo(formats::TimeEcho(response.time()));
}

}  // namespace

v1::Place PlaceOf(const maritime::Point& point) {
  v1::Place place;
  if (auto seen = maritime::WhereaboutsOf(point, kLandmarkWithinNm); seen.has_value()) {
    place.set_landmark(seen->landmark->name);
    place.set_distance_nm(seen->distance_nm);
    place.set_bearing_deg(seen->bearing_deg);
  }
  for (const maritime::NamedArea* area : maritime::AreasAt(point)) place.add_areas(area->title);
  place.set_navarea(static_cast<uint32_t>(maritime::NavareaOf(point).number));
  place.set_reporting_area(maritime::ReportingAreaAt(point));
  return place;
}

v1::UnderstandResponse Understand(const v1::UnderstandRequest& request) {
  v1::UnderstandResponse response;
  if (!request.position().empty()) UnderstandPosition(request.position(), response);
  if (!request.time().empty()) UnderstandTime(request.time(), response);
  if (!request.people().empty()) {
    *response.mutable_people() = formats::PerpetratorsFrom(request.people());
  }
  if (!request.imo_number().empty()) {
    uint32_t number = 0;
    response.set_imo_check(maritime::CheckImoNumber(request.imo_number(), &number));
    response.set_imo_number(number);
  }
  response.set_ship_name_normalised(maritime::NormaliseName(request.ship_name()));
  return response;
}

}  // namespace lightship::console
