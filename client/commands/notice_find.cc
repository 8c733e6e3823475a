#include "client/commands/notice_find.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/commands/say.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

bool Stands(const v1::PostedNotice& notice) {
  return notice.state() == v1::NOTICE_STATE_IN_FORCE || notice.state() == v1::NOTICE_STATE_NOT_YET ||
         notice.state() == v1::NOTICE_STATE_EXPIRED;
}

// "warning 002/feb/2018" and "002/FEB/2018" both name "EXERCISE ... WARNING 002/FEB/2018 UPDATE 1".
bool IsNamed(const v1::PostedNotice& notice, absl::string_view name) {
  if (notice.address() == name) return true;
  const std::string wanted = absl::AsciiStrToUpper(name);
  if (notice.notice().number() == wanted) return true;
  const std::string& title = notice.title();
  const size_t at = title.find(wanted);
  if (at == std::string::npos) return false;
  const size_t end = at + wanted.size();
  return (at == 0 || title[at - 1] == ' ') && (end == title.size() || title[end] == ' ') &&
         absl::StrContains(wanted, notice.notice().number());
}

}  // namespace

absl::StatusOr<v1::ListNoticesResponse> AllNotices(v1::ListNoticesRequest request,
                                                   sdk::Node& node) {
  v1::ListNoticesResponse all;
  do {
    ASSIGN_OR_RETURN(v1::ListNoticesResponse page, node.ListNotices(request));
    all.mutable_notices()->MergeFrom(page.notices());
    all.set_total(page.total());
    all.set_without_position(page.without_position());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return all;
}

absl::StatusOr<std::vector<v1::PostedNotice>> NoticesOf(const std::string& economy, bool exercise,
                                                        sdk::Node& node) {
  v1::ListNoticesRequest request;
  request.set_all(true);
  request.add_economies(economy);
  request.add_exercise_statuses(v1::EXERCISE_STATUS_ACTUAL);
  if (exercise) {
    request.clear_exercise_statuses();
    for (v1::ExerciseStatus status : ExerciseStatuses()) request.add_exercise_statuses(status);
  }
  ASSIGN_OR_RETURN(v1::ListNoticesResponse all, AllNotices(std::move(request), node));
  return std::vector<v1::PostedNotice>(all.notices().begin(), all.notices().end());
}

absl::StatusOr<v1::PostedNotice> FindStanding(absl::Span<const v1::PostedNotice> notices,
                                              absl::string_view name) {
  std::vector<const v1::PostedNotice*> found;
  for (const v1::PostedNotice& notice : notices) {
    if (Stands(notice) && IsNamed(notice, name)) found.push_back(&notice);
  }
  if (found.size() == 1) return *found.front();
  if (found.empty()) {
    return absl::NotFoundError(absl::StrCat(
        "your economy has no notice \"", std::string(name),
        "\" that could be updated or ended; `lightship notice list --all` shows those that were"));
  }
  std::string choices;
  for (const v1::PostedNotice* one : found) {
    absl::StrAppend(&choices, choices.empty() ? "" : ", ", one->title(), " (", one->address(), ")");
  }
  return UsageError(absl::StrCat("\"", std::string(name), "\" could be ", choices,
                                 ": give its level too, or its address"));
}

absl::StatusOr<statement::NoticeNumber> NextNumber(absl::Span<const v1::PostedNotice> notices,
                                                   v1::NoticeLevel level, absl::Time issued_at) {
  statement::NoticeNumber next = statement::NumberAt(1, issued_at);
  for (const v1::PostedNotice& notice : notices) {
    if (notice.notice().level() != level) continue;
    const auto number = statement::NoticeNumber::Parse(notice.notice().number());
    if (!number.ok() || number->year != next.year) continue;
    next.serial = std::max(next.serial, number->serial + 1);
  }
  if (statement::NoticeNumber::Parse(next.ToString()).ok()) return next;
  return absl::FailedPreconditionError(absl::StrCat(
      "no number is left after those of ", next.year, "; give one with --number"));
}

}  // namespace lightship::commands
