#include "node/incident/bulletin/notice_changes.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/bulletin/page.h"

namespace lightship::incident::bulletin {
namespace {

using maritime::Point;

// The point of the box that is nearest to `point`, or near enough to it: its own parallel or meridian, else a corner.
Point NearestOf(const v1::Box& box, const Point& point) {
  Point nearest{std::clamp(point.lat_e7, box.south_e7(), box.north_e7()), point.lon_e7};
  if (maritime::Contains(box, nearest)) return nearest;
  const Point west{nearest.lat_e7, box.west_e7()}, east{nearest.lat_e7, box.east_e7()};
  return maritime::DistanceMetres(west, point) < maritime::DistanceMetres(east, point) ? west : east;
}

bool Meets(const v1::IncidentFilter& filter, const NoticeView& view) {
  if (!view.centre.has_value()) return true;
  if (filter.has_circle()) {
    const Point centre{filter.circle().lat_e7(), filter.circle().lon_e7()};
    return maritime::DistanceMetres(centre, *view.centre) <=
           filter.circle().radius_m() + view.radius_m;
  }
  if (!filter.has_box()) return true;
  return maritime::DistanceMetres(NearestOf(filter.box(), *view.centre), *view.centre) <=
         view.radius_m;
}

bool IsMeant(const v1::IncidentFilter& filter, const NoticeView& view) {
  const v1::PostedNotice& notice = view.shown;
  if (filter.economies_size() > 0 && !IsAmong(filter.economies(), notice.economy())) return false;
  return IsAsked(filter.exercise_statuses(), notice.exercise_status()) && Meets(filter, view);
}

}  // namespace

absl::StatusOr<NoticeChanges> NoticesAfter(const Board& board, const v1::IncidentFilter& filter,
                                           uint64_t cursor, size_t most, absl::Time now) {
  if (cursor > board.newest_change) {
    return base::InvalidFields(
        base::reason::kInvalidCursor,
        {{"cursor", absl::StrCat("ahead of this node's newest change of notices, ", board.newest_change,
                                 ": its database is older than the cursor; start again from 0")}});
  }
  std::vector<const NoticeView*> found;
  for (const NoticeView& view : board.notices) {
    if (view.changed > cursor && IsMeant(filter, view)) found.push_back(&view);
  }
  std::sort(found.begin(), found.end(),
            [](const NoticeView* a, const NoticeView* b) { return a->changed < b->changed; });
  NoticeChanges changes;
  changes.cursor = board.newest_change;
  for (const NoticeView* view : found) {
    if (changes.notices.size() == most) {
      changes.cursor = changes.positions.back();
      break;
    }
    v1::PostedNotice& notice = changes.notices.emplace_back(view->shown);
    notice.set_state(StateAt(*view, now));
    changes.positions.push_back(view->changed);
  }
  return changes;
}

}  // namespace lightship::incident::bulletin
