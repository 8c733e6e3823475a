#include "node/incident/bulletin/contact_find.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/bulletin/page.h"
#include "node/maritime/area.h"
#include "node/maritime/economy.h"
#include "node/maritime/named_area.h"
#include "node/maritime/position.h"
#include "node/maritime/words.h"
#include "node/statement/open.h"

namespace lightship::incident::bulletin {
namespace {

using maritime::Point;

constexpr double kNavareaKm2 = 361e6 / 21;
constexpr double kKmOfDegree = 1.852 * 60;

struct Candidate {
  const CardView* view;
  v1::FoundContact found;
  double km2 = 0;  // of the area that holds the position
};

bool Better(const Candidate& a, const Candidate& b) {
  const auto order = [](const Candidate& card) {
    return std::pair(card.km2, RoleRank(card.found.card().contact().role()));
  };
  if (order(a) != order(b)) return order(a) < order(b);
  return a.view->confirmed_at > b.view->confirmed_at;
}

std::string ReasonOf(const v1::AreaOfResponsibility& area, const Point& point) {
  switch (area.shape_case()) {
    case v1::AreaOfResponsibility::kNavarea:
      return absl::StrCat("NAVAREA ", maritime::NavareaName(static_cast<int>(area.navarea())));
    case v1::AreaOfResponsibility::kCircle: {
      const Point centre{area.circle().lat_e7(), area.circle().lon_e7()};
      return absl::StrFormat(
          "%.1f nm from the centre of %s (%.0f nm)", maritime::DistanceNauticalMiles(centre, point),
          area.name().empty() ? maritime::FormatPosition(centre.lat_e7, centre.lon_e7) : area.name(),
          area.circle().radius_m() / maritime::kMetresPerNauticalMile);
    }
    case v1::AreaOfResponsibility::kArea: {
      const auto named = maritime::FindNamedArea(area.area());
      return absl::StrCat("in ", named.ok() ? (*named)->title : area.area());
    }
    default:
      return absl::StrCat("in ", area.name().empty() ? "a box of its own" : area.name());
  }
}

// The smallest of the card's areas that holds the point.
const v1::AreaOfResponsibility* AreaOf(const v1::Contact& contact, const Point& point) {
  const v1::AreaOfResponsibility* best = nullptr;
  for (const v1::AreaOfResponsibility& area : contact.areas()) {
    if (!Holds(area, point)) continue;
    if (best == nullptr || SquareKilometres(area) < SquareKilometres(*best)) best = &area;
  }
  return best;
}

std::vector<Candidate> Callable(const Board& board, const v1::FindContactsRequest& request,
                                absl::Time at) {
  std::vector<Candidate> cards;
  for (const CardView& view : board.cards) {
    if (StateAt(view, at) != v1::CONTACT_STATE_CURRENT || view.shown.doubtful()) continue;
    if (!IsAsked(request.exercise_statuses(), view.shown.exercise_status())) continue;
    Candidate& candidate = cards.emplace_back();
    candidate.view = &view;
    *candidate.found.mutable_card() = CardAt(view, at);
  }
  return cards;
}

void KeepThoseOfArea(const Point& point, std::vector<Candidate>& cards) {
  std::erase_if(cards, [&](Candidate& card) {
    const v1::AreaOfResponsibility* area = AreaOf(card.found.card().contact(), point);
    if (area == nullptr) return true;
    card.km2 = SquareKilometres(*area);
    card.found.set_reason(ReasonOf(*area, point));
    return false;
  });
}

void KeepThoseOfCoordinator(int navarea, std::vector<Candidate>& cards) {
  const std::optional<absl::string_view> economy =
      maritime::Alpha2OfName(maritime::NavareaCoordinator(navarea));
  std::erase_if(cards, [&](Candidate& card) {
    card.found.set_reason(absl::StrCat("coordinates NAVAREA ", maritime::NavareaName(navarea)));
    return !economy.has_value() || card.found.card().economy() != *economy;
  });
}

absl::Status Check(const v1::FindContactsRequest& request) {
  v1::IncidentFilter filter;
  *filter.mutable_exercise_statuses() = request.exercise_statuses();
  RETURN_IF_ERROR(CheckListRequest(filter, request.at(), 0));
  if (maritime::IsOnGlobe({request.lat_e7(), request.lon_e7()})) return absl::OkStatus();
  return base::InvalidFields(base::reason::kInvalidFilter,
                             {{"lat_e7", "no position on the globe; degrees times 10^7"}});
}

}  // namespace

bool Holds(const v1::AreaOfResponsibility& area, const Point& point) {
  switch (area.shape_case()) {
    case v1::AreaOfResponsibility::kCircle:
      return maritime::Contains(area.circle(), point);
    case v1::AreaOfResponsibility::kBox:
      return maritime::Contains(area.box(), point);
    case v1::AreaOfResponsibility::kNavarea:
      return maritime::NavareaOf(point).number == static_cast<int>(area.navarea());
    case v1::AreaOfResponsibility::kArea: {
      // One that this release does not know holds nothing.
      const auto named = maritime::FindNamedArea(area.area());
      return named.ok() && (*named)->Contains(point);
    }
    case v1::AreaOfResponsibility::SHAPE_NOT_SET:
      return false;
  }
  return false;
}

double SquareKilometres(const v1::AreaOfResponsibility& area) {
  if (area.has_circle()) {
    const double radius_km = area.circle().radius_m() / 1000;
    return std::numbers::pi * radius_km * radius_km;
  }
  if (area.has_area()) {
    const auto named = maritime::FindNamedArea(area.area());
    double square_metres = 0;
    if (!named.ok()) return kNavareaKm2;
    for (const maritime::Polygon& piece : (*named)->pieces) square_metres += piece.SquareMetres();
    return square_metres / 1e6;
  }
  if (!area.has_box()) return kNavareaKm2;
  const v1::Box& box = area.box();
  const double south = maritime::ToDegrees(box.south_e7()), north = maritime::ToDegrees(box.north_e7());
  double width = maritime::ToDegrees(box.east_e7()) - maritime::ToDegrees(box.west_e7());
  if (width < 0) width += 360;
  const double middle = (south + north) / 2 * std::numbers::pi / 180;
  return (north - south) * kKmOfDegree * width * kKmOfDegree * std::cos(middle);
}

int RoleRank(absl::string_view role) {
  const std::string words = absl::StrCat(" ", maritime::WordKey(role), " ");
  const auto has = [&words](absl::string_view word) { return words.find(std::string(word)) != std::string::npos; };
  if (has("rcc ") || has(" rescue ")) return 0;
  if (has(" operations ") || has(" operation ") || has(" ops ")) return 1;
  return has(" focal point ") ? 2 : 3;
}

absl::StatusOr<v1::FindContactsResponse> FindContacts(const Board& board,
                                                      const v1::FindContactsRequest& request,
                                                      absl::Time now) {
  RETURN_IF_ERROR(Check(request));
  if (request.has_at()) now = statement::ToTime(request.at()).value();
  const Point point{request.lat_e7(), request.lon_e7()};
  const maritime::Navarea navarea = maritime::NavareaOf(point);
  v1::FindContactsResponse response;
  response.set_navarea(static_cast<uint32_t>(navarea.number));
  response.set_nearest(navarea.nearest);
  response.set_coordinator(std::string(maritime::NavareaCoordinator(navarea.number)));
  std::vector<Candidate> cards = Callable(board, request, now);
  std::vector<Candidate> of_area = cards;
  KeepThoseOfArea(point, of_area);
  response.set_by_coordinator(of_area.empty());
  if (of_area.empty()) {
    KeepThoseOfCoordinator(navarea.number, cards);
  } else {
    cards = std::move(of_area);
  }
  // Ties stay in the order of lists, which every node shares.
  std::stable_sort(cards.begin(), cards.end(), Better);
  for (const Candidate& card : cards) {
    if (response.contacts_size() == base::limits::kContactsFound) break;
    *response.add_contacts() = card.found;
  }
  return response;
}

}  // namespace lightship::incident::bulletin
