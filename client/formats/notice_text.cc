#include "client/formats/notice_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/formats/csv.h"
#include "client/formats/safe_text.h"
#include "client/formats/times.h"
#include "client/formats/words.h"
#include "node/base/encoding.h"
#include "node/maritime/position.h"

namespace lightship::formats {
namespace {

bool IsExercise(const v1::PostedNotice& notice) {
  return notice.exercise_status() != v1::EXERCISE_STATUS_ACTUAL;
}

// "01°15.00'N 104°00.00'E, 20 nm; Singapore Strait, westbound lane"
std::string AreaText(const v1::Notice& notice) {
  std::string text;
  if (notice.has_position()) text = maritime::FormatPosition(notice.position());
  if (notice.has_radius_nm()) absl::StrAppend(&text, ", ", notice.radius_nm(), " nm");
  if (text.empty() || notice.area_text().empty()) return text + notice.area_text();
  return absl::StrCat(text, "; ", notice.area_text());
}

std::string IssuerText(const v1::PostedNotice& notice) {
  return notice.agency().empty() ? notice.economy()
                                 : absl::StrCat(notice.economy(), " (", notice.agency(), ")");
}

// What else a reader should know, one remark each.
std::vector<std::string> Remarks(const v1::PostedNotice& notice) {
  std::vector<std::string> remarks;
  if (!notice.refers_to().empty()) remarks.push_back(absl::StrCat("refers to ", notice.refers_to()));
  if (!notice.same_number().empty()) {
    remarks.push_back(absl::StrCat("SAME NUMBER as ", absl::StrJoin(notice.same_number(), ", ")));
  }
  if (notice.doubtful()) {
    remarks.push_back("IN DOUBT: signed by a key that was revoked as compromised by then");
  }
  if (notice.has_restricted()) remarks.push_back("not for all");
  return remarks;
}

}  // namespace

std::string NoticeStateText(const v1::PostedNotice& notice) {
  const std::string from = TimeText(notice.notice().valid_from());
  const std::string until = TimeText(notice.notice().valid_until());
  switch (notice.state()) {
    case v1::NOTICE_STATE_IN_FORCE:
      return until.empty() ? "in force until further notice" : absl::StrCat("in force until ", until);
    case v1::NOTICE_STATE_NOT_YET:
      return absl::StrCat("in force from ", from);
    case v1::NOTICE_STATE_EXPIRED:
      return absl::StrCat("expired ", until);
    case v1::NOTICE_STATE_REPLACED:
      return absl::StrCat("replaced by ", notice.ended_by());
    case v1::NOTICE_STATE_CLEARED:
      return notice.ended_by().empty() ? "all clear" : absl::StrCat("cleared by ", notice.ended_by());
    case v1::NOTICE_STATE_RETRACTED:
      return "retracted";
    default:
      return "";
  }
}

std::string NoticeBlock(const v1::PostedNotice& notice, size_t columns) {
  const std::string state = NoticeStateText(notice);
  std::string head = absl::StrCat(IssuerText(notice), "  ", notice.title());
  for (const std::string& more : {notice.address(), state}) {
    if (!more.empty()) absl::StrAppend(&head, "  ", more);
  }
  std::string block = absl::StrCat(SafeLine(head), "\n");
  if (const std::string area = AreaText(notice.notice()); !area.empty()) {
    absl::StrAppend(&block, Wrap(SafeLine(area), columns, 2));
  }
  absl::StrAppend(&block, Wrap(SafeLine(notice.notice().text()), columns, 2));
  const std::vector<std::string> remarks = Remarks(notice);
  if (!remarks.empty()) {
    absl::StrAppend(&block, Wrap(SafeLine(absl::StrJoin(remarks, "; ")), columns, 2));
  }
  return block;
}

std::string NoticeLine(const v1::PostedNotice& notice) {
  return SafeLine(absl::StrCat(IssuerText(notice), " ", notice.title(), " (", notice.address(), ") ",
                               NoticeStateText(notice), ": ", notice.notice().text()));
}

std::string NoticeCsvHeader() {
  return CsvLine({"address", "economy", "agency", "title", "exercise", "level", "number", "state",
                  "issued", "valid_from", "valid_until", "position", "radius_nm", "area", "text",
                  "refers_to", "ended_by", "incident_id", "cap_id"});
}

std::string NoticeCsv(const v1::PostedNotice& notice) {
  const v1::Notice& content = notice.notice();
  return CsvLine({notice.address(), notice.economy(), notice.agency(), notice.title(),
                  IsExercise(notice) ? "EXERCISE EXERCISE EXERCISE" : "", Words(content.level()),
                  content.number(), NoticeStateText(notice), TimeText(notice.admitted_at()),
                  TimeText(content.valid_from()), TimeText(content.valid_until()),
                  content.has_position() ? maritime::FormatPosition(content.position()) : "",
                  content.has_radius_nm() ? absl::StrCat(content.radius_nm()) : "",
                  content.area_text(), content.text(), notice.refers_to(), notice.ended_by(),
                  base::Hex(notice.incident_id()), content.cap_id()});
}

}  // namespace lightship::formats
