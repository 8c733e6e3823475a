// Notices to test with.
#ifndef LIGHTSHIP_TESTS_UNIT_INCIDENT_BULLETIN_POSTED_H_
#define LIGHTSHIP_TESTS_UNIT_INCIDENT_BULLETIN_POSTED_H_

#include <optional>
#include <string>
#include <vector>

#include "node/incident/bulletin/notices.h"
#include "tests/unit/incident/made.h"

namespace lightship::incident::bulletin {

// A warning about 1.25 N 104 E, 20 nm, without limits of time.
v1::Notice Warning(absl::string_view number = "001/MAR/2026");
v1::Notice Of(v1::NoticeLevel level, absl::string_view number = "001/MAR/2026");

// Issued at Hour(`hour`) by `economy`; replacing `former`, if there is one.
Statement Issued(Logs& logs, absl::string_view economy, const v1::Notice& notice, double hour = 0,
                 const Statement* former = nullptr,
                 v1::ExerciseStatus status = v1::EXERCISE_STATUS_ACTUAL);
// Takes `target` back at Hour(3).
Statement TakenBack(Logs& logs, const Statement& target);

// What is derived; changes are numbered from 1 in the given order.
std::vector<NoticeView> Derived(const std::vector<Statement>& statements);

// Of the notice that `statement` is.
const NoticeView& Of(const std::vector<NoticeView>& views, const Statement& statement);

}  // namespace lightship::incident::bulletin

#endif  // LIGHTSHIP_TESTS_UNIT_INCIDENT_BULLETIN_POSTED_H_
