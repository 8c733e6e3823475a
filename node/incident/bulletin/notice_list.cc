#include "node/incident/bulletin/notice_list.h"

#include "node/base/status.h"
#include "node/incident/bulletin/page.h"
#include "node/statement/open.h"

namespace lightship::incident::bulletin {
namespace {

absl::Status Check(const v1::ListNoticesRequest& request) {
  v1::IncidentFilter filter;
  if (request.has_near()) *filter.mutable_circle() = request.near();
  *filter.mutable_economies() = request.economies();
  *filter.mutable_exercise_statuses() = request.exercise_statuses();
  return CheckListRequest(filter, request.at(), request.page_size());
}

bool Matches(const v1::ListNoticesRequest& request, const v1::PostedNotice& notice) {
  if (!request.all() && notice.state() != v1::NOTICE_STATE_IN_FORCE) return false;
  if (request.economies_size() > 0 && !IsAmong(request.economies(), notice.economy())) return false;
  return IsAsked(request.exercise_statuses(), notice.exercise_status());
}

bool IsNear(const v1::Circle& near, const NoticeView& view) {
  const double apart =
      maritime::DistanceMetres({near.lat_e7(), near.lon_e7()}, *view.centre);
  return apart <= near.radius_m() + view.radius_m;
}

}  // namespace

absl::StatusOr<v1::ListNoticesResponse> ListNotices(const Board& board,
                                                    const v1::ListNoticesRequest& request,
                                                    absl::Time now) {
  RETURN_IF_ERROR(Check(request));
  ASSIGN_OR_RETURN(const size_t start, PageStart(board.notices, request.page_token()));
  if (request.has_at()) now = statement::ToTime(request.at()).value();
  const int most = static_cast<int>(PageSize(request.page_size()));
  v1::ListNoticesResponse response;
  for (size_t i = 0; i < board.notices.size(); ++i) {
    const NoticeView& view = board.notices[i];
    v1::PostedNotice notice = view.shown;
    notice.set_state(StateAt(view, now));
    if (!Matches(request, notice)) continue;
    if (request.has_near() && !view.centre.has_value()) {
      response.set_without_position(response.without_position() + 1);
      continue;
    }
    if (request.has_near() && !IsNear(request.near(), view)) continue;
    response.set_total(response.total() + 1);
    if (i < start) continue;
    if (response.notices_size() < most) {
      *response.add_notices() = std::move(notice);
    } else if (response.next_page_token().empty()) {
      response.set_next_page_token(
          PageToken(response.notices(response.notices_size() - 1).statement_id()));
    }
  }
  return response;
}

}  // namespace lightship::incident::bulletin
