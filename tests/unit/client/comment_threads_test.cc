#include "client/formats/comment_threads.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/statement/open.h"

namespace lightship::formats {
namespace {

using ::testing::HasSubstr;

class ThreadsTest : public ::testing::Test {
 protected:
  // Admitted `minute` minutes after 09:00.
  v1::IncidentStatement& Add(const std::string& address, v1::StatementKind kind, int minute) {
    v1::IncidentStatement& statement = *incident_.add_statements();
    statement.set_statement_id("id of " + address);
    statement.set_address(address);
    statement.mutable_manifest()->set_kind(kind);
    *statement.mutable_admitted_at() = statement::ToTimestamp(
        absl::FromCivil(absl::CivilMinute(2026, 3, 14, 9, minute), absl::UTCTimeZone()));
    return statement;
  }
  v1::IncidentStatement& Remark(const std::string& address, int minute, const std::string& text, const std::string& answered = "") {
    v1::IncidentStatement& statement = Add(address, v1::STATEMENT_KIND_COMMENT, minute);
    statement.mutable_comment()->set_text(text);
    if (!answered.empty()) statement.mutable_comment()->set_in_reply_to("id of " + answered);
    return statement;
  }
  std::string Text() const { return CommentThreads(incident_, 100); }

  v1::GetIncidentResponse incident_;
};

TEST_F(ThreadsTest, StandsEachAnswerUnderWhatItAnswersByTime) {
  Remark("SG/2", 0, "Seen again off Nipah");
  Remark("ID/5", 1, "Another matter");
  Remark("ID/6", 2, "When?", "SG/2");
  Remark("MY/3", 3, "Which craft?", "SG/2");
  Remark("SG/4", 4, "At 0310Z", "ID/6");
  EXPECT_EQ(Text(),
            "\nComments\n"
            "  2026-03-14 09:00Z SG/2 Seen again off Nipah\n"
            "    2026-03-14 09:02Z ID/6 When?\n"
            "      2026-03-14 09:04Z SG/4 At 0310Z\n"
            "    2026-03-14 09:03Z MY/3 Which craft?\n"
            "  2026-03-14 09:01Z ID/5 Another matter\n");
}

TEST_F(ThreadsTest, NamesWhatElseIsAnswered) {
  Add("ID/44", v1::STATEMENT_KIND_RESPONSE, 0);
  Remark("SG/5", 1, "Which pier?", "ID/44");
  Remark("SG/6", 2, "And this?", "PH/1");
  EXPECT_THAT(Text(), HasSubstr("SG/5 on ID/44 (response): Which pier?"));
  EXPECT_THAT(Text(), HasSubstr("SG/6 on a statement that is not held here: And this?"));
}

TEST_F(ThreadsTest, MarksWhatNoLongerStandsOrIsInDoubtAndKeepsTheThread) {
  Remark("SG/2", 0, "Wrong").set_retracted(true);
  Remark("ID/6", 1, "Why?", "SG/2").set_doubted_by("ID/9");
  EXPECT_THAT(Text(), HasSubstr("SG/2 [retracted] Wrong"));
  EXPECT_THAT(Text(), HasSubstr("    2026-03-14 09:01Z ID/6 [IN DOUBT] Why?"));
}

TEST_F(ThreadsTest, SaysWhatIsWithheldAndIsSilentWithoutComments) {
  Add("ID/44", v1::STATEMENT_KIND_RESPONSE, 0);
  EXPECT_EQ(Text(), "");
  v1::IncidentStatement& comment = Add("SG/2", v1::STATEMENT_KIND_COMMENT, 1);
  comment.add_withheld()->set_audience("SG/straits-patrol@3");
  EXPECT_THAT(Text(), HasSubstr("withheld (SG/straits-patrol@3)"));
}

TEST_F(ThreadsTest, OfOtherPeopleCannotMoveTheCursor) {
  Remark("SG/2", 0, "a\x1b[2Jb\nc");
  EXPECT_EQ(Text().find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace lightship::formats
