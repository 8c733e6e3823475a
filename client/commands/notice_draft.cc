#include "client/commands/notice_draft.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/commands/exit_code.h"
#include "client/commands/notice_find.h"
#include "client/commands/say.h"
#include "client/formats/times.h"
#include "node/base/encoding.h"
#include "node/base/status.h"
#include "node/maritime/position.h"
#include "node/maritime/vocabulary.h"
#include "node/statement/open.h"

namespace lightship::commands {
namespace {

absl::Status BadNoticeFlag(absl::string_view flag, absl::string_view what) {
  return UsageError(absl::StrCat(flag, ": ", what));
}

absl::Status SetNoticeTime(absl::string_view flag, const std::string& text,
                     google::protobuf::Timestamp* time) {
  auto parsed = formats::TimeFromText(text);
  if (!parsed.ok()) return BadNoticeFlag(flag, parsed.status().message());
  *time = statement::ToTimestamp(*parsed);
  return absl::OkStatus();
}

absl::Status SetValidity(const NoticeFlags& flags, absl::Time now, v1::Notice& notice) {
  if (!flags.valid_from.empty()) {
    RETURN_IF_ERROR(SetNoticeTime("--valid-from", flags.valid_from, notice.mutable_valid_from()));
  }
  if (!flags.valid_until.empty() && !flags.valid_for.empty()) {
    return UsageError("say --valid-until or --valid-for, not both");
  }
  if (!flags.valid_until.empty()) {
    RETURN_IF_ERROR(SetNoticeTime("--valid-until", flags.valid_until, notice.mutable_valid_until()));
  } else if (!flags.valid_for.empty()) {
    absl::Duration lasts;
    if (!absl::ParseDuration(flags.valid_for, &lasts) || lasts <= absl::ZeroDuration()) {
      return BadNoticeFlag("--valid-for", absl::StrCat("\"", flags.valid_for, "\" should be such as 12h or 36h30m"));
    }
    absl::Time from = now;
    if (notice.has_valid_from()) from = statement::ToTime(notice.valid_from()).value_or(now);
    *notice.mutable_valid_until() = statement::ToTimestamp(from + lasts);
  }
  if (notice.has_valid_until() && statement::ToTime(notice.valid_until()).value_or(now) <= now) {
    return BadNoticeFlag(flags.valid_for.empty() ? "--valid-until" : "--valid-for",
                   absl::StrCat(formats::TimeText(notice.valid_until()), " is past"));
  }
  return absl::OkStatus();
}

absl::Status SetArea(const NoticeFlags& flags, v1::Notice& notice) {
  if (flags.radius_nm != 0 && flags.position.empty()) return UsageError("--radius needs --position");
  if (!flags.position.empty()) {
    auto position = maritime::ParsePosition(flags.position);
    if (!position.ok()) return BadNoticeFlag("--position", position.status().message());
    if (!position->has_lat_e7()) {
      return BadNoticeFlag("--position", absl::StrCat("\"", flags.position, "\" holds no latitude and longitude"));
    }
    *notice.mutable_position() = *std::move(position);
    if (flags.radius_nm > 0) notice.set_radius_nm(flags.radius_nm);
  }
  notice.set_area_text(flags.area);
  return absl::OkStatus();
}

bool SaysWhere(const v1::Notice& notice) {
  return notice.has_position() || !notice.area_text().empty();
}

// The incident's own place serves where none is named.
absl::Status TakeIncident(const NoticeFlags& flags, sdk::Node& node, NoticeDraft& draft) {
  ASSIGN_OR_RETURN(Named named, Look(flags.incident, node));
  draft.manifest.set_subject(named.incident);
  if (named.manifest.exercise_status() != v1::EXERCISE_STATUS_ACTUAL) {
    draft.manifest.set_exercise_status(named.manifest.exercise_status());
  }
  if (SaysWhere(draft.notice)) return absl::OkStatus();
  v1::GetIncidentRequest request;
  request.mutable_incident()->set_incident_id(named.incident);
  ASSIGN_OR_RETURN(v1::GetIncidentResponse incident, node.GetIncident(request));
  if (incident.summary().position().has_lat_e7()) {
    *draft.notice.mutable_position() = incident.summary().position();
  }
  draft.notice.set_area_text(incident.summary().place_text());
  return absl::OkStatus();
}

// An update does not put in force what is not yet.
void TakeStart(const v1::Notice& former, absl::Time now, v1::Notice& notice) {
  if (notice.level() != v1::NOTICE_LEVEL_UPDATE || !former.has_valid_from()) return;
  if (statement::ToTime(former.valid_from()).value_or(now) > now) *notice.mutable_valid_from() = former.valid_from();
}

absl::Status TakeFormer(const NoticeFlags& flags, const v1::PostedNotice& former, sdk::Node& node,
                        absl::Time now, NoticeDraft& draft) {
  ASSIGN_OR_RETURN(Named named, Look(former.address(), node));
  draft.manifest.add_supersedes(named.statement_id);
  draft.manifest.set_subject(named.manifest.subject());
  draft.manifest.set_exercise_status(named.manifest.exercise_status());
  draft.manifest.set_tlp(named.manifest.tlp());
  draft.manifest.set_agency(named.manifest.agency());
  draft.manifest.set_audience(named.manifest.audience());
  draft.notice.set_number(former.notice().number());
  draft.notice.set_language(former.notice().language());
  if (!SaysWhere(draft.notice)) {
    if (former.notice().has_position()) {
      *draft.notice.mutable_position() = former.notice().position();
    }
    if (former.notice().has_radius_nm()) draft.notice.set_radius_nm(former.notice().radius_nm());
    draft.notice.set_area_text(former.notice().area_text());
  }
  if (flags.valid_from.empty()) TakeStart(former.notice(), now, draft.notice);
  if (draft.notice.level() == v1::NOTICE_LEVEL_UPDATE && flags.valid_until.empty() &&
      flags.valid_for.empty() && former.notice().has_valid_until()) {
    *draft.notice.mutable_valid_until() = former.notice().valid_until();
  }
  const bool clears = draft.notice.level() == v1::NOTICE_LEVEL_ALL_CLEAR;
  draft.title = absl::StrCat(clears ? "ALL CLEAR, ends " : "UPDATE, replaces ", former.title(), " (",
                             former.address(), ")");
  return absl::OkStatus();
}

absl::Status TakeHandling(const NoticeFlags& flags, v1::Manifest& manifest) {
  if (!flags.audience.empty()) manifest.set_audience(flags.audience);
  if (!flags.agency.empty()) manifest.set_agency(flags.agency);
  if (flags.tlp.empty()) return absl::OkStatus();
  auto tlp = maritime::ParseValue<v1::Tlp>(flags.tlp);
  if (!tlp.ok()) return BadNoticeFlag("--tlp", tlp.status().message());
  manifest.set_tlp(*tlp);
  return absl::OkStatus();
}

absl::Status SetNumber(const NoticeFlags& flags, const std::string& economy, sdk::Node& node,
                       absl::Time now, NoticeDraft& draft) {
  const bool exercise = draft.manifest.exercise_status() != v1::EXERCISE_STATUS_ACTUAL;
  if (!flags.number.empty()) {
    auto number = statement::NoticeNumber::Parse(flags.number);
    if (!number.ok()) return BadNoticeFlag("--number", number.status().message());
    draft.notice.set_number(number->ToString());
  } else {
    ASSIGN_OR_RETURN(std::vector<v1::PostedNotice> issued, NoticesOf(economy, exercise, node));
    ASSIGN_OR_RETURN(statement::NoticeNumber next, NextNumber(issued, draft.notice.level(), now));
    draft.notice.set_number(next.ToString());
  }
  draft.title = absl::StrCat(absl::AsciiStrToUpper(maritime::DisplayName(draft.notice.level())), " ",
                             draft.notice.number());
  return absl::OkStatus();
}

// "SG-WARNING-002-FEB-2018-6f1a09c3": CAP identifiers are unique for ever, numbers may collide.
std::string NewCapId(const std::string& economy, const v1::Notice& notice, base::Entropy& entropy) {
  return absl::StrCat(
      economy, "-", absl::AsciiStrToUpper(absl::StrReplaceAll(maritime::DisplayName(notice.level()), {{" ", "-"}})),
      "-", absl::StrReplaceAll(notice.number(), {{"/", "-"}}), "-", base::Hex(entropy.Bytes(4)));
}

}  // namespace

absl::StatusOr<NoticeDraft> DraftNotice(const NoticeFlags& flags, const std::string& economy,
                                        sdk::Node& node, Context& context) {
  const absl::Time now = context.clock.Now();
  NoticeDraft draft;
  auto level = maritime::ParseValue<v1::NoticeLevel>(flags.level);
  if (!level.ok()) return BadNoticeFlag("--level", level.status().message());
  const bool refers = *level == v1::NOTICE_LEVEL_UPDATE || *level == v1::NOTICE_LEVEL_ALL_CLEAR;
  if (refers != !flags.refers_to.empty()) {
    return UsageError("--updates NUMBER goes with --level update; `lightship notice clear NUMBER` ends a notice");
  }
  if (refers && !flags.number.empty()) return UsageError("an update or all clear keeps the number of what it refers to");
  draft.notice.set_level(*level);
  draft.notice.set_text(flags.text);
  draft.notice.set_language(flags.language);
  draft.manifest.set_audience("all");
  draft.manifest.set_tlp(v1::TLP_CLEAR);
  draft.manifest.set_exercise_status(flags.exercise ? v1::EXERCISE_STATUS_EXERCISE
                                                    : v1::EXERCISE_STATUS_ACTUAL);
  RETURN_IF_ERROR(SetArea(flags, draft.notice));
  if (refers) {
    ASSIGN_OR_RETURN(std::vector<v1::PostedNotice> issued, NoticesOf(economy, flags.exercise, node));
    ASSIGN_OR_RETURN(v1::PostedNotice former, FindStanding(issued, flags.refers_to));
    RETURN_IF_ERROR(TakeFormer(flags, former, node, now, draft));
  } else {
    if (!flags.incident.empty()) RETURN_IF_ERROR(TakeIncident(flags, node, draft));
    if (!SaysWhere(draft.notice)) return UsageError("say where: --position, --area, or --incident");
    RETURN_IF_ERROR(SetNumber(flags, economy, node, now, draft));
  }
  RETURN_IF_ERROR(SetValidity(flags, now, draft.notice));
  RETURN_IF_ERROR(TakeHandling(flags, draft.manifest));
  draft.notice.set_cap_id(NewCapId(economy, draft.notice, context.entropy));
  return draft;
}

}  // namespace lightship::commands
