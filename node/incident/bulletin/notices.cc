#include "node/incident/bulletin/notices.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "node/ledger/audit.h"
#include "node/maritime/vocabulary.h"
#include "node/statement/open.h"

namespace lightship::incident::bulletin {
namespace {

using Members = std::vector<Member>;

constexpr absl::string_view kExercise = "EXERCISE EXERCISE EXERCISE ";

bool Refers(const v1::Notice& notice) {
  return notice.level() == v1::NOTICE_LEVEL_UPDATE || notice.level() == v1::NOTICE_LEVEL_ALL_CLEAR;
}

// The notice that `member` updates or ends; nullptr when it is not held, or not one that it could act on.
const Member* Former(const Members& members, const Member& member) {
  for (const std::string& id : member.statement->manifest.supersedes()) {
    const Member* former = FindMember(members, id);
    if (former == nullptr || former->log.economy != member.log.economy) continue;
    if (former->statement->manifest.kind() != v1::STATEMENT_KIND_NOTICE) continue;
    if (std::tie(former->log, former->statement->index) >=
        std::tie(member.log, member.statement->index)) {
      continue;
    }
    return former;
  }
  return nullptr;
}

std::string LevelWord(v1::NoticeLevel level) {
  return absl::AsciiStrToUpper(maritime::DisplayName(level));
}

// Of the notices that one goes back to, itself included.
struct Line {
  int updates = 0;
  std::string first;  // level of the oldest that refers to none, and a blank
};
using Lines = std::map<const Member*, Line>;

// What a notice refers to are earlier statements: the walk ends. Each is walked once, however long the line.
const Line& LineOf(const Members& members, const Member& member, Lines& lines) {
  std::vector<const Member*> unknown;
  const Member* at = &member;
  while (at != nullptr && !lines.contains(at)) {
    unknown.push_back(at);
    at = Former(members, *at);
  }
  Line line = at == nullptr ? Line() : lines.at(at);
  while (!unknown.empty()) {
    const auto notice = ParsePart<v1::Notice>(*unknown.back()->statement, "notice");
    if (!notice.has_value()) {
      line = Line();
    } else {
      if (notice->level() == v1::NOTICE_LEVEL_UPDATE) ++line.updates;
      if (!Refers(*notice) && line.first.empty()) line.first = absl::StrCat(LevelWord(notice->level()), " ");
    }
    lines[unknown.back()] = line;
    unknown.pop_back();
  }
  return lines.at(&member);
}

// "WARNING 002/FEB/2018 UPDATE 1".
std::string TitleOf(const Members& members, const Member& member, const v1::Notice& notice,
                    Lines& lines) {
  const std::string mark(
      member.statement->manifest.exercise_status() == v1::EXERCISE_STATUS_ACTUAL ? "" : kExercise);
  if (!Refers(notice)) return absl::StrCat(mark, LevelWord(notice.level()), " ", notice.number());
  const Line& line = LineOf(members, member, lines);
  if (notice.level() == v1::NOTICE_LEVEL_ALL_CLEAR) {
    return absl::StrCat(mark, "ALL CLEAR ", line.first, notice.number());
  }
  return absl::StrCat(mark, line.first, notice.number(), " UPDATE ", line.updates);
}

absl::Time ValidFrom(const ledger::NewStatement& statement) {
  const auto notice = ParsePart<v1::Notice>(statement, "notice");
  if (!notice.has_value()) return SpeaksFrom(statement);
  return TimeOr(notice->has_valid_from(), notice->valid_from(), SpeaksFrom(statement));
}

void Describe(const Members& members, const Member& member, Lines& lines, NoticeView& view) {
  const ledger::NewStatement& statement = *member.statement;
  v1::PostedNotice& shown = view.shown;
  shown.set_statement_id(crypto::AsString(statement.id));
  shown.set_address(AddressOf(&member));
  shown.set_economy(member.log.economy);
  shown.set_agency(statement.manifest.agency());
  *shown.mutable_admitted_at() = statement::ToTimestamp(statement.admitted_at);
  shown.set_exercise_status(statement.manifest.exercise_status());
  shown.set_title(TitleOf(members, member, shown.notice(), lines));
  shown.set_refers_to(AddressOf(Former(members, member)));
  shown.set_incident_id(statement.manifest.subject());
  shown.set_doubtful(statement.doubtful);
  v1::AuditedRead read =
      ledger::RestrictedAmong(shown.address(), statement.manifest, {"notice"});
  if (read.part_names_size() > 0) *shown.mutable_restricted() = std::move(read);
}

void SetTimes(const Members& members, const Member& member, NoticeView& view) {
  const v1::Notice& notice = view.shown.notice();
  view.from = ValidFrom(*member.statement);
  view.until = TimeOr(notice.has_valid_until(), notice.valid_until(), absl::InfiniteFuture());
  view.cleared = notice.level() == v1::NOTICE_LEVEL_ALL_CLEAR;
  if (member.replaced_by != nullptr) {
    const auto by = ParsePart<v1::Notice>(*member.replaced_by, "notice");
    view.replaced_at = ValidFrom(*member.replaced_by);
    view.cleared = view.cleared || (by.has_value() && by->level() == v1::NOTICE_LEVEL_ALL_CLEAR);
    view.shown.set_ended_by(AddressOf(FindMember(members, crypto::AsView(member.replaced_by->id))));
  }
  if (member.retracted_by != nullptr) view.retracted_at = SpeaksFrom(*member.retracted_by);
}

void SetArea(NoticeView& view) {
  const v1::Notice& notice = view.shown.notice();
  if (!notice.has_position()) return;
  view.centre = maritime::PointOf(notice.position());
  view.radius_m = notice.radius_nm() * maritime::kMetresPerNauticalMile;
}

// Who took a statement back, and who took that back, changes it too. Withdrawals only act on what is earlier in their log.
std::map<crypto::Digest, uint64_t> Changes(absl::Span<const Posting* const> postings) {
  std::map<crypto::Digest, uint64_t> changes;
  std::vector<const Posting*> newest_first(postings.begin(), postings.end());
  std::sort(newest_first.begin(), newest_first.end(), [](const Posting* a, const Posting* b) {
    return std::tie(a->statement.origin, a->statement.index) >
           std::tie(b->statement.origin, b->statement.index);
  });
  for (const Posting* posting : newest_first) {
    uint64_t& changed = changes[posting->statement.id];
    changed = std::max(changed, posting->changed);
    const auto withdrawal = ParsePart<v1::Withdrawal>(posting->statement, "withdrawal");
    if (!withdrawal.has_value() || !withdrawal->has_retract()) continue;
    const auto target = crypto::DigestFromBytes(withdrawal->target());
    if (!target.ok()) continue;
    const uint64_t passed_on = changed;
    uint64_t& of_target = changes[*target];
    of_target = std::max(of_target, passed_on);
  }
  return changes;
}

// Enough to tell the desks at fault; all of them would be quadratic in what a broken program issues.
constexpr int kSameNumbers = 10;

// Notices that bear one number name each other.
void FindSameNumbers(std::vector<NoticeView>& notices) {
  using Key = std::tuple<std::string, bool, int, std::string>;
  std::map<Key, std::vector<NoticeView*>> by_number;
  for (NoticeView& view : notices) {
    const v1::PostedNotice& shown = view.shown;
    if (Refers(shown.notice()) || view.retracted_at != absl::InfiniteFuture()) continue;
    by_number[{shown.economy(), shown.exercise_status() == v1::EXERCISE_STATUS_ACTUAL,
               shown.notice().level(), shown.notice().number()}]
        .push_back(&view);
  }
  for (auto& [key, same] : by_number) {
    for (NoticeView* one : same) {
      for (const NoticeView* other : same) {
        if (one->shown.same_number_size() == kSameNumbers) break;
        if (other != one) one->shown.add_same_number(other->shown.address());
      }
    }
  }
}

}  // namespace

v1::NoticeState StateAt(const NoticeView& notice, absl::Time at) {
  if (at >= notice.retracted_at) return v1::NOTICE_STATE_RETRACTED;
  if (notice.shown.notice().level() == v1::NOTICE_LEVEL_ALL_CLEAR) return v1::NOTICE_STATE_CLEARED;
  if (at >= notice.replaced_at) {
    return notice.cleared ? v1::NOTICE_STATE_CLEARED : v1::NOTICE_STATE_REPLACED;
  }
  if (at < notice.from) return v1::NOTICE_STATE_NOT_YET;
  return at < notice.until ? v1::NOTICE_STATE_IN_FORCE : v1::NOTICE_STATE_EXPIRED;
}

std::vector<NoticeView> DeriveNotices(absl::Span<const Posting* const> postings) {
  const Members members = JudgedMembers(postings);
  const std::map<crypto::Digest, uint64_t> changes = Changes(postings);
  std::vector<NoticeView> notices;
  Lines lines;
  for (const Member& member : members) {
    if (member.statement->manifest.kind() != v1::STATEMENT_KIND_NOTICE) continue;
    auto content = ParsePart<v1::Notice>(*member.statement, "notice");
    if (!content.has_value() || content->ByteSizeLong() > kContentBytes) continue;
    NoticeView& view = notices.emplace_back();
    *view.shown.mutable_notice() = *std::move(content);
    Describe(members, member, lines, view);
    SetTimes(members, member, view);
    SetArea(view);
    view.changed = changes.at(member.statement->id);
  }
  std::stable_sort(notices.begin(), notices.end(), [](const NoticeView& a, const NoticeView& b) {
    const auto at = [](const NoticeView& view) {
      return statement::ToTime(view.shown.admitted_at()).value_or(absl::InfinitePast());
    };
    return at(a) > at(b);
  });
  FindSameNumbers(notices);
  return notices;
}

}  // namespace lightship::incident::bulletin
