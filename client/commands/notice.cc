// lightship notice: what seafarers are told; issued, listed, ended.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/commands/filter.h"
#include "client/commands/notice_draft.h"
#include "client/commands/notice_find.h"
#include "client/commands/say.h"
#include "client/commands/verb.h"
#include "client/commands/verbs.h"
#include "client/formats/json.h"
#include "client/formats/notice_text.h"
#include "client/formats/times.h"
#include "node/base/status.h"
#include "node/statement/canonical.h"
#include "node/statement/open.h"

namespace lightship::commands {
namespace {

constexpr absl::string_view kExercise = "EXERCISE EXERCISE EXERCISE ";

// The notice as it will read, without an address yet.
std::string Preview(const NoticeDraft& draft, const std::string& economy, size_t columns) {
  v1::PostedNotice shown;
  shown.set_economy(economy);
  shown.set_agency(draft.manifest.agency());
  shown.set_exercise_status(draft.manifest.exercise_status());
  *shown.mutable_notice() = draft.notice;
  const bool marked = absl::StrContains(draft.title, kExercise);
  const bool actual = draft.manifest.exercise_status() == v1::EXERCISE_STATUS_ACTUAL;
  shown.set_title(absl::StrCat(actual || marked ? "" : kExercise, draft.title));
  if (draft.notice.level() != v1::NOTICE_LEVEL_ALL_CLEAR) shown.set_state(v1::NOTICE_STATE_IN_FORCE);
  std::string preview = formats::NoticeBlock(shown, columns);
  if (draft.notice.has_valid_from()) {
    absl::StrAppend(&preview, "  from ", formats::TimeText(draft.notice.valid_from()), "\n");
  }
  preview.pop_back();
  return preview;
}

// Two desks may have taken one number at once; nobody can keep them from it, but both shall hear of it.
absl::Status TellCollision(const NoticeDraft& draft, const std::string& economy, sdk::Node& node,
                           Context& context) {
  const bool exercise = draft.manifest.exercise_status() != v1::EXERCISE_STATUS_ACTUAL;
  ASSIGN_OR_RETURN(std::vector<v1::PostedNotice> issued, NoticesOf(economy, exercise, node));
  for (const v1::PostedNotice& notice : issued) {
    if (notice.notice().cap_id() != draft.notice.cap_id() || notice.same_number().empty()) continue;
    context.terminal.err << "ATTENTION: " << notice.same_number(0) << " bears the number "
                         << draft.notice.number() << " too. Take one of the two back with `lightship withdraw "
                         << notice.address() << " --retract duplicate` and issue it again.\n";
  }
  return absl::OkStatus();
}

absl::Status Issue(const NoticeFlags& flags, Context& context) {
  ASSIGN_OR_RETURN(sdk::OfficerIdentity officer, context.Officer());
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  const std::string& economy = officer.who.economy;
  ASSIGN_OR_RETURN(NoticeDraft draft, DraftNotice(flags, economy, *node, context));
  const Saying saying{v1::STATEMENT_KIND_NOTICE, "notice",
                      statement::SerializeDeterministic(draft.notice),
                      Preview(draft, economy, context.terminal.columns)};
  RETURN_IF_ERROR(Utter(draft.manifest, saying, flags.yes, officer, *node, context));
  if (!context.sign_only_file.empty()) return absl::OkStatus();
  return TellCollision(draft, economy, *node, context);
}

struct NoticeListFlags {
  std::string at, near;
  double radius_nm = 0;
  std::vector<std::string> economies;
  bool all = false, exercise = false;
};

absl::StatusOr<v1::ListNoticesRequest> RequestFrom(const NoticeListFlags& flags) {
  v1::ListNoticesRequest request;
  FilterFlags place;
  place.near = flags.near;
  place.radius_nm = flags.radius_nm;
  ASSIGN_OR_RETURN(v1::IncidentFilter filter, MakeFilter(place));
  if (filter.has_circle()) *request.mutable_near() = filter.circle();
  if (!flags.at.empty()) {
    auto at = formats::TimeFromText(flags.at);
    if (!at.ok()) return UsageError(absl::StrCat("--at: ", at.status().message()));
    *request.mutable_at() = statement::ToTimestamp(*at);
  }
  for (const std::string& economy : flags.economies) request.add_economies(economy);
  request.set_all(flags.all);
  if (flags.exercise) {
    for (v1::ExerciseStatus status : ExerciseStatuses()) request.add_exercise_statuses(status);
  }
  return request;
}

absl::Status List(const NoticeListFlags& flags, Context& context) {
  ASSIGN_OR_RETURN(v1::ListNoticesRequest request, RequestFrom(flags));
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ASSIGN_OR_RETURN(v1::ListNoticesResponse found, AllNotices(std::move(request), *node));
  std::ostream& out = context.terminal.out;
  if (context.form() == OutputForm::kCsv) out << formats::NoticeCsvHeader();
  for (const v1::PostedNotice& notice : found.notices()) {
    if (context.form() == OutputForm::kJson) out << formats::JsonLine(notice);
    if (context.form() == OutputForm::kCsv) out << formats::NoticeCsv(notice);
    if (context.form() == OutputForm::kTable) {
      out << formats::NoticeBlock(notice, context.terminal.columns) << "\n";
    }
  }
  if (context.form() != OutputForm::kTable) return absl::OkStatus();
  out << found.total() << (found.total() == 1 ? " notice" : " notices")
      << (flags.all ? "" : " in force");
  if (found.without_position() > 0) {
    out << "; " << found.without_position() << " more without a position: list without --near";
  }
  out << "\n";
  return absl::OkStatus();
}

void AddHandlingFlags(Verb verb, NoticeFlags& flags) {
  verb.Option("--audience,--to", flags.audience, "all, own, or SG/straits-patrol@3");
  verb.Option("--tlp", flags.tlp, "clear, green, amber, ...");
  verb.Option("--agency", flags.agency, "Agency that issues it, such as coast-guard");
  verb.Switch("--exercise", flags.exercise, "An exercise: marked in every output, numbered apart");
  verb.Switch("-y,--yes", flags.yes, "Do not ask before signing and sending");
}

void AddIssueVerb(Verb notice, Context& context) {
  auto flags = std::make_shared<NoticeFlags>();
  Verb issue = notice.Add("issue", "Issue an advisory, a warning or an update");
  issue.Option("--level", flags->level, "advisory, warning, update").Required();
  issue.Option("--text", flags->text, "What seafarers are told").Required();
  issue.Option("--incident", flags->incident, "About this incident, whose place serves where none is named");
  issue.Option("--position", flags->position, "Centre of the area, in any notation");
  issue.Option("--radius", flags->radius_nm, "Nautical miles about --position");
  issue.Option("--area", flags->area, "The area in words");
  issue.Option("--valid-from", flags->valid_from, "UTC; otherwise at once");
  issue.Option("--valid-until", flags->valid_until, "UTC; otherwise until further notice");
  issue.Option("--valid-for", flags->valid_for, "Instead: 12h, 36h30m");
  issue.Option("--number", flags->number, "002/FEB/2018; otherwise the next free one");
  issue.Option("--updates", flags->refers_to, "With --level update: number or address of what it replaces");
  issue.Option("--language", flags->language, "BCP 47").ShowDefault();
  AddHandlingFlags(issue, *flags);
  issue.Footer(
      "Examples (role liaison):\n"
      "  lightship notice issue --level warning --incident SG/12 --radius 20 --position \"01:15N 104:00E\" \\\n"
      "      --valid-for 24h --text \"Armed boarding reported. Keep clear and report suspicious craft.\"\n"
      "  lightship notice issue --level update --updates 002/FEB/2026 --text \"Two skiffs seen heading south\"");
  issue.Runs(context, [=, &context] { return Issue(*flags, context); });
}

void AddClearVerb(Verb notice, Context& context) {
  auto flags = std::make_shared<NoticeFlags>();
  flags->level = "all clear";
  flags->text = "The danger has passed. This notice is cancelled.";
  Verb clear = notice.Add("clear", "End a notice by an all clear");
  clear.Option("number", flags->refers_to, "002/FEB/2018, \"WARNING 002/FEB/2018\" or SG/14")
      .Required();
  clear.Option("--text", flags->text, "What seafarers are told").ShowDefault();
  AddHandlingFlags(clear, *flags);
  clear.Footer("Example (role liaison):\n  lightship notice clear \"WARNING 002/FEB/2026\"");
  clear.Runs(context, [=, &context] { return Issue(*flags, context); });
}

void AddNoticeList(Verb notice, Context& context) {
  auto flags = std::make_shared<NoticeListFlags>();
  Verb list = notice.Add("list", "Notices in force, newest first");
  list.Switch("--all", flags->all, "Those not in force too, and all clears");
  list.Option("--at", flags->at, "As they stood then, UTC: 2026-03-14T02:10Z");
  list.Option("--near", flags->near, "Whose circle meets this position's, with --radius");
  list.Option("--radius", flags->radius_nm, "Nautical miles about --near (25)");
  list.Option("--economy", flags->economies, "Issued by; may be repeated");
  list.Switch("--exercise", flags->exercise, "Those of exercises and tests instead of actual ones");
  list.Footer(
      "Examples:\n"
      "  lightship notice list --near \"01:15N 104:00E\" --radius 60\n"
      "  lightship notice list --all --economy SG --csv");
  list.Runs(context, [=, &context] { return List(*flags, context); });
}

}  // namespace

void AddNotice(Verb app, Context& context) {
  Verb notice = app.Add("notice", "Issue, list and end notices to seafarers");
  notice.NeedsVerb();
  AddIssueVerb(notice, context);
  AddNoticeList(notice, context);
  AddClearVerb(notice, context);
}

}  // namespace lightship::commands
