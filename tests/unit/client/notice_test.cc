#include <string>

#include "client/commands/notice_find.h"
#include "client/formats/notice_text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lightship/v1/claims.pb.h"
#include "node/statement/open.h"
#include "tests/unit/client/desk.h"

namespace lightship::commands {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::PostedNotice Posted(const std::string& number, v1::NoticeState state = v1::NOTICE_STATE_IN_FORCE,
                        v1::NoticeLevel level = v1::NOTICE_LEVEL_WARNING) {
  v1::PostedNotice notice;
  notice.set_address("SG/" + number.substr(0, 3));
  notice.set_economy("SG");
  notice.set_exercise_status(v1::EXERCISE_STATUS_ACTUAL);
  notice.mutable_notice()->set_level(level);
  notice.mutable_notice()->set_number(number);
  notice.mutable_notice()->set_text("Keep clear.");
  notice.set_title((level == v1::NOTICE_LEVEL_WARNING ? "WARNING " : "ADVISORY ") + number);
  notice.set_state(state);
  return notice;
}

absl::Time In2026() { return absl::FromCivil(absl::CivilDay(2026, 2, 3), absl::UTCTimeZone()); }

std::string Next(const std::vector<v1::PostedNotice>& notices) {
  return NextNumber(notices, v1::NOTICE_LEVEL_WARNING, In2026()).value().ToString();
}

TEST(NextNumber, CountsEachLevelThroughTheYearAndUsesNoneTwice) {
  EXPECT_EQ(Next({}), "001/FEB/2026");
  EXPECT_EQ(Next({Posted("004/JAN/2026"), Posted("002/JAN/2026")}), "005/FEB/2026");
  EXPECT_EQ(Next({Posted("004/JAN/2026", v1::NOTICE_STATE_RETRACTED)}), "005/FEB/2026");
  EXPECT_EQ(Next({Posted("044/DEC/2025")}), "001/FEB/2026");
  EXPECT_EQ(Next({Posted("009/JAN/2026", v1::NOTICE_STATE_IN_FORCE, v1::NOTICE_LEVEL_ADVISORY)}), "001/FEB/2026");
  EXPECT_FALSE(NextNumber({Posted("999999/JAN/2026")}, v1::NOTICE_LEVEL_WARNING, In2026()).ok());
}

TEST(FindStanding, TakesNumberTitleOrAddressOfOneThatStands) {
  const std::vector<v1::PostedNotice> notices = {
      Posted("001/JAN/2026"), Posted("002/JAN/2026", v1::NOTICE_STATE_CLEARED),
      Posted("003/JAN/2026"), Posted("003/JAN/2026", v1::NOTICE_STATE_EXPIRED, v1::NOTICE_LEVEL_ADVISORY)};
  for (const char* name : {"001/JAN/2026", "warning 001/jan/2026", "SG/001"}) {
    EXPECT_EQ(FindStanding(notices, name).value().title(), "WARNING 001/JAN/2026") << name;
  }
  EXPECT_TRUE(absl::IsNotFound(FindStanding(notices, "002/JAN/2026").status()));
  EXPECT_TRUE(absl::IsNotFound(FindStanding(notices, "WARNING").status()));
  EXPECT_TRUE(absl::IsNotFound(FindStanding(notices, "01/JAN/2026").status()));
  const absl::Status both = FindStanding(notices, "003/JAN/2026").status();
  EXPECT_THAT(std::string(both.message()), HasSubstr("ADVISORY 003/JAN/2026 (SG/003)"));
  EXPECT_EQ(FindStanding(notices, "advisory 003/JAN/2026").value().state(), v1::NOTICE_STATE_EXPIRED);
}

class NoticeDesk : public Desk {
 protected:
  NoticeDesk() {
    EXPECT_TRUE(IssueOfficer(Path("pki"), {"desk-1", {"liaison"}, {}, {}, 30}, clock_.Now(), Path("desk-1")).ok());
  }
  int Notice(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "notice");
    for (const std::string& flag : {std::string("--node"), std::string("node:1"), std::string("--identity"),
                                    Path("desk-1"), std::string("--trust"), Path("trust"), std::string("--yes")}) {
      arguments.push_back(flag);
    }
    return Lightship(arguments);
  }
  v1::Notice Sent() {
    v1::Notice notice;
    EXPECT_FALSE(log_.requests.empty());
    if (!log_.requests.empty()) notice.ParseFromString(log_.requests.back().statement().parts(0).content());
    return notice;
  }
  v1::Manifest Manifest() { return statement::ParseManifest(log_.requests.back().statement().manifest()).value(); }
};

TEST_F(NoticeDesk, IssuesUnderTheNextNumberForAllAtFirst) {
  *log_.notices.add_notices() = Posted("006/JAN/2027");
  ASSERT_EQ(Notice({"issue", "--level", "warning", "--position", "01:15N 104:00E", "--radius", "20", "--text", "Keep clear",
                    "--valid-for", "24h"}), 0) << err_;
  const v1::Notice sent = Sent();
  EXPECT_EQ(sent.number(), "007/JAN/2027");  // of the desk's clock
  EXPECT_EQ(sent.radius_nm(), 20);
  EXPECT_EQ(sent.valid_until().seconds() - 1'800'000'000, 24 * 3600);
  EXPECT_THAT(sent.cap_id(), ::testing::MatchesRegex("SG-WARNING-007-JAN-2027-[0-9a-f]{8}"));
  EXPECT_EQ(Manifest().audience(), "all");
  EXPECT_EQ(Manifest().exercise_status(), v1::EXERCISE_STATUS_ACTUAL);
  EXPECT_THAT(out_, HasSubstr("SG  WARNING 007/JAN/2027"));
  EXPECT_THAT(out_, Not(HasSubstr("EXERCISE")));
}

TEST_F(NoticeDesk, MarksAnExerciseAndAsksForItsOwnNumbers) {
  ASSERT_EQ(Notice({"issue", "--level", "advisory", "--area", "Phillip Channel", "--text", "Drill", "--exercise"}), 0) << err_;
  EXPECT_THAT(log_.last_notices.exercise_statuses(), ::testing::Contains(v1::EXERCISE_STATUS_EXERCISE));
  EXPECT_THAT(log_.last_notices.exercise_statuses(), Not(::testing::Contains(v1::EXERCISE_STATUS_ACTUAL)));
  EXPECT_EQ(Manifest().exercise_status(), v1::EXERCISE_STATUS_EXERCISE);
  EXPECT_THAT(out_, HasSubstr("EXERCISE EXERCISE EXERCISE ADVISORY 001/JAN/2027"));
}

TEST_F(NoticeDesk, ClearsWhatItRefersToInItsAudienceAndPlace) {
  ASSERT_EQ(Notice({"issue", "--level", "warning", "--area", "Phillip Channel", "--text", "Keep clear", "--audience",
                    "own", "--tlp", "green"}), 0) << err_;
  v1::PostedNotice posted = Posted("001/JAN/2027");
  *posted.mutable_notice() = Sent();
  posted.set_address("SG/1");
  *log_.notices.add_notices() = posted;
  ASSERT_EQ(Notice({"clear", "001/JAN/2027"}), 0) << err_;
  EXPECT_EQ(Sent().level(), v1::NOTICE_LEVEL_ALL_CLEAR);
  EXPECT_EQ(Sent().number(), "001/JAN/2027");
  EXPECT_EQ(Sent().area_text(), "Phillip Channel");
  EXPECT_EQ(Manifest().audience(), "own");
  ASSERT_EQ(Manifest().supersedes_size(), 1);
  EXPECT_EQ(Manifest().supersedes(0), crypto::AsString(statement::StatementId(log_.requests[0].statement().manifest())));
}

TEST_F(NoticeDesk, AnUpdateOfWhatIsStillToComeBeginsWhenThatWouldHave) {
  ASSERT_EQ(Notice({"issue", "--level", "warning", "--area", "Phillip Channel", "--text", "Drill at noon", "--valid-from",
                    "2027-06-01T12:00Z"}), 0) << err_;
  v1::PostedNotice posted = Posted("001/JAN/2027");
  *posted.mutable_notice() = Sent();
  posted.set_address("SG/1");
  *log_.notices.add_notices() = posted;
  const google::protobuf::Timestamp begins = Sent().valid_from();
  ASSERT_EQ(Notice({"issue", "--level", "update", "--updates", "001/JAN/2027", "--text", "Drill at noon, in rain too"}), 0) << err_;
  EXPECT_EQ(Sent().valid_from().seconds(), begins.seconds());
}

TEST_F(NoticeDesk, RefusesFlagsThatMakeNoSense) {
  const std::vector<std::string> base = {"issue", "--level", "warning", "--text", "x", "--area", "y"};
  const auto with = [&](std::vector<std::string> more) {
    std::vector<std::string> arguments = base;
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Notice(arguments);
  };
  EXPECT_EQ(with({"--valid-until", "2020-01-01"}), 1);
  EXPECT_THAT(err_, HasSubstr("is past"));
  EXPECT_EQ(with({"--valid-for", "soon"}), 1);
  EXPECT_EQ(with({"--valid-for", "1h", "--valid-until", "2030-01-01"}), 1);
  EXPECT_EQ(with({"--number", "1/1/1"}), 1);
  EXPECT_EQ(with({"--updates", "001/JAN/2027"}), 1);
  EXPECT_EQ(with({"--radius", "5"}), 1);
  EXPECT_EQ(Notice({"issue", "--level", "warning", "--text", "x"}), 1);
  EXPECT_THAT(err_, HasSubstr("say where"));
  EXPECT_EQ(Notice({"clear", "001/JAN/2027"}), 4);
  EXPECT_TRUE(log_.requests.empty());
}

TEST_F(NoticeDesk, TellsBothDesksOfANumberTakenTwice) {
  ASSERT_EQ(Notice({"issue", "--level", "warning", "--area", "y", "--text", "x", "--number", "003/JAN/2027"}), 0);
  v1::PostedNotice posted = Posted("003/JAN/2027");
  EXPECT_THAT(formats::NoticeBlock(posted, 100), Not(HasSubstr("SAME NUMBER")));
  posted.add_same_number("SG/9");
  EXPECT_THAT(formats::NoticeBlock(posted, 100), HasSubstr("SAME NUMBER as SG/9"));
}

TEST(NoticeText, MarksExercisesInEveryForm) {
  v1::PostedNotice drill = Posted("001/JAN/2026");
  drill.set_exercise_status(v1::EXERCISE_STATUS_EXERCISE);
  drill.set_title("EXERCISE EXERCISE EXERCISE WARNING 001/JAN/2026");
  EXPECT_THAT(formats::NoticeBlock(drill, 100), HasSubstr("EXERCISE EXERCISE EXERCISE"));
  EXPECT_THAT(formats::NoticeLine(drill), HasSubstr("EXERCISE EXERCISE EXERCISE"));
  EXPECT_THAT(formats::NoticeCsv(drill), HasSubstr("EXERCISE EXERCISE EXERCISE"));
}

}  // namespace
}  // namespace lightship::commands
