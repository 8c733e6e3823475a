#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/commands/top_picture.h"
#include "client/formats/safe_text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lightship::commands {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const absl::Time kNow = absl::FromUnixSeconds(1'780'000'000);

void AddPeer(v1::GetStatusResponse& status, const std::string& economy, bool connected, uint64_t bytes_in = 0) {
  v1::PeerStatus& peer = *status.add_peers();
  peer.set_economy(economy);
  peer.set_connected(connected);
  peer.set_bytes_in(bytes_in);
  if (!connected) peer.set_last_error("connection refused");
}

v1::LogStatus& AddLog(v1::GetStatusResponse& status, const std::string& origin, uint64_t size) {
  v1::LogStatus& log = *status.add_logs();
  log.set_origin(origin);
  log.set_size(size);
  return log;
}

v1::GetStatusResponse Small(uint64_t entries = 40, uint64_t bytes = 1000) {
  v1::GetStatusResponse status;
  status.set_economy("SG");
  status.set_origin("lightship/SG/1");
  status.set_software_version("0.1.0");
  status.mutable_started_at()->set_seconds(absl::ToUnixSeconds(kNow) - 3700);
  v1::CosignerStatus& cosigner = *AddLog(status, status.origin(), entries).add_cosigners();
  cosigner.set_economy("ID");
  cosigner.set_size(entries - 3);
  AddPeer(status, "ID", true, bytes);
  AddPeer(status, "PH", false);
  return status;
}

std::string Drawn(const TopView& view, size_t rows = 24, size_t columns = 80) {
  const std::vector<TopLine> lines = DrawTop(view, rows, columns);
  EXPECT_LE(lines.size(), rows);
  for (const TopLine& line : lines) EXPECT_LE(formats::DisplayWidth(line.text), columns) << line.text;
  return absl::StrJoin(lines, "\n", [](std::string* out, const TopLine& line) { absl::StrAppend(out, line.text); });
}

TEST(Top, ShowsTheNodeItsPeersAndLogsAndWhatCame) {
  TopView view;
  view.now = {Small(), kNow};
  view.incidents = {"SG/39  2026-03-01, boarded", "SG/38  2026-03-01, attempted"};
  const std::string drawn = Drawn(view);
  EXPECT_THAT(drawn, AllOf(HasSubstr("lightship/SG/1  0.1.0  up 1h1m"), HasSubstr("Takes submissions"),
                           ::testing::ContainsRegex("ID +connected +- +3 "), ::testing::ContainsRegex("PH +AWAY +- +40 "),
                           HasSubstr("connection refused"), HasSubstr("SG/39  2026-03-01, boarded\nSG/38")));
  EXPECT_LT(drawn.find("PH "), drawn.find("ID ")) << "who is in trouble comes first";
}

TEST(Top, ShowsWhatWasAddedInASecondOnceTwoAnswersOfOneRunAreThere) {
  TopView view;
  view.now = {Small(), kNow};
  EXPECT_THAT(Drawn(view), ::testing::ContainsRegex("ID +connected +- +3 +- "));
  view.before = {Small(20, 0), kNow - absl::Seconds(2)};
  EXPECT_THAT(Drawn(view), ::testing::ContainsRegex("ID +connected +- +3 +500 "));
  EXPECT_THAT(Drawn(view), ::testing::ContainsRegex("lightship/SG/1 +40 +10 "));
  view.before->status.mutable_started_at()->set_seconds(1);
  EXPECT_THAT(Drawn(view), ::testing::ContainsRegex("ID +connected +- +3 +- "));
}

TEST(Top, ShowsAForkALagWarningsAndWhyNothingIsTaken) {
  TopView view;
  v1::GetStatusResponse status = Small();
  status.set_not_accepting("the log is being copied back");
  AddLog(status, "lightship/PH/1", 5).set_frozen(true);
  v1::LogStatus& behind = AddLog(status, "lightship/ID/1", 10);
  behind.set_announced_size(17);
  behind.mutable_behind_since()->set_seconds(absl::ToUnixSeconds(kNow) - 61);
  for (int i = 0; i < 5; ++i) {
    v1::Warning& warning = *status.add_warnings();
    warning.set_code("FORK");
    warning.set_subject(absl::StrCat("log ", i));
    warning.set_text("two histories\x1b[2J");
  }
  view.now = {status, kNow};
  view.trouble = "connection refused";
  const std::string drawn = Drawn(view, 40);
  EXPECT_THAT(drawn, AllOf(HasSubstr("TAKES NO SUBMISSIONS: the log is being copied back"), HasSubstr("NO ANSWER: connection refused"),
                           HasSubstr("WARNING FORK log 0"), HasSubstr("and 2 more"), HasSubstr("FORKED, frozen"),
                           ::testing::ContainsRegex("lightship/ID/1 +10 +- +7 +1m1s"), Not(HasSubstr("\x1b"))));
}

TEST(Top, AnyNetworkFitsAnyTerminalAndNothingIsLeftOutUnsaid) {
  TopView view;
  v1::GetStatusResponse status = Small();
  for (int i = 0; i < 300; ++i) {
    AddPeer(status, absl::StrCat("A", i), i != 17);
    AddLog(status, absl::StrCat("lightship/A", i, "/1"), 5);
  }
  view.now = {status, kNow};
  for (int i = 0; i < 200; ++i) view.incidents.push_back(std::string(300, 'x'));
  const std::string drawn = Drawn(view);
  EXPECT_THAT(drawn, AllOf(HasSubstr("A17 "), HasSubstr(" more peers"), HasSubstr(" more logs"), HasSubstr("LAST INCIDENTS")));
  for (size_t rows = 1; rows < 60; ++rows) {
    for (size_t columns : {1, 10, 40, 80, 200}) Drawn(view, rows, columns);
  }
}

TEST(Top, BeforeTheFirstAnswerItSaysWhatItWaitsFor) {
  EXPECT_THAT(Drawn(TopView()), HasSubstr("asking the node"));
  TopView view;
  view.trouble = "connection refused";
  EXPECT_THAT(Drawn(view), HasSubstr("NO ANSWER: connection refused"));
}

}  // namespace
}  // namespace lightship::commands
