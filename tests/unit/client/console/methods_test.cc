#include "client/console/methods.h"

#include <gtest/gtest.h>

namespace lightship::console {
namespace {

bool IsOfWatch(absl::string_view name) {
  absl::StatusOr<Method> method = FindMethod(name);
  EXPECT_TRUE(method.ok()) << name;
  return method.ok() && console::IsOfWatch(*method);
}

TEST(Methods, AllowALockedDeskItsAlarmAndNothingElse) {
  EXPECT_TRUE(IsOfWatch("lightship.v1.IncidentService/WatchIncidents"));
  EXPECT_TRUE(IsOfWatch("lightship.v1.NodeService/GetStatus"));
  EXPECT_FALSE(IsOfWatch("lightship.v1.IncidentService/GetIncident"));
  EXPECT_FALSE(IsOfWatch("lightship.v1.IncidentService/ListIncidents"));
  EXPECT_FALSE(IsOfWatch("lightship.v1.NoticeService/ListNotices"));
  EXPECT_FALSE(IsOfWatch("lightship.console.v1.DeskService/GetDesk"));
}

TEST(Methods, PassOnNothingThatChangesTheNode) {
  EXPECT_EQ(FindMethod("lightship.v1.SubmissionService/Submit").status().code(), absl::StatusCode::kUnimplemented);
}

}  // namespace
}  // namespace lightship::console
