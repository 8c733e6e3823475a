#include "tests/unit/incident/bulletin/posted.h"

#include "gtest/gtest.h"

namespace lightship::incident::bulletin {

v1::Notice Of(v1::NoticeLevel level, absl::string_view number) {
  v1::Notice notice;
  notice.set_level(level);
  notice.set_number(std::string(number));
  notice.set_text("Keep clear.");
  notice.mutable_position()->set_lat_e7(12'500'000);
  notice.mutable_position()->set_lon_e7(1'040'000'000);
  notice.set_radius_nm(20);
  return notice;
}

v1::Notice Warning(absl::string_view number) { return Of(v1::NOTICE_LEVEL_WARNING, number); }

Statement Issued(Logs& logs, absl::string_view economy, const v1::Notice& notice, double hour,
                 const Statement* former, v1::ExerciseStatus status) {
  v1::Manifest manifest = Logs::Draft(v1::STATEMENT_KIND_NOTICE, hour);
  manifest.set_exercise_status(status);
  if (former != nullptr) manifest.add_supersedes(crypto::AsString(former->id));
  return logs.Admit(economy, manifest, {{"notice", notice.SerializeAsString()}});
}

Statement TakenBack(Logs& logs, const Statement& target) {
  v1::Withdrawal withdrawal;
  withdrawal.set_target(crypto::AsString(target.id));
  withdrawal.mutable_retract()->set_reason(v1::RETRACT_REASON_WRONG);
  return logs.Admit(target.manifest.economy(), Logs::Draft(v1::STATEMENT_KIND_WITHDRAWAL, 3),
                    {{"withdrawal", withdrawal.SerializeAsString()}});
}

std::vector<NoticeView> Derived(const std::vector<Statement>& statements) {
  std::vector<Posting> postings;
  for (const Statement& statement : statements) postings.push_back({statement, postings.size() + 1});
  std::vector<const Posting*> pointers;
  for (const Posting& posting : postings) pointers.push_back(&posting);
  return DeriveNotices(pointers);
}

const NoticeView& Of(const std::vector<NoticeView>& views, const Statement& statement) {
  static const NoticeView none;
  for (const NoticeView& view : views) {
    if (view.shown.statement_id() == crypto::AsString(statement.id)) return view;
  }
  ADD_FAILURE() << "no such notice";
  return none;
}

}  // namespace lightship::incident::bulletin
