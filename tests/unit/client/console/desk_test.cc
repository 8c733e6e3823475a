#include "client/console/desk.h"

#include "client/sdk/identity.h"
#include "node/maritime/position.h"
#include "node/maritime/time.h"
#include "tests/unit/client/desk.h"

namespace lightship::console {
namespace {

class DeskTest : public commands::Desk {
 protected:
  DeskTest() {
    lightship::v1::Manifest& manifest = *request_.mutable_draft()->mutable_manifest();
    manifest.set_audience("all");
    manifest.set_tlp(lightship::v1::TLP_AMBER);
    manifest.set_exercise_status(lightship::v1::EXERCISE_STATUS_ACTUAL);
    lightship::v1::Facts& facts = *request_.mutable_draft()->mutable_report()->mutable_facts();
    *facts.mutable_occurred() = *maritime::ParseOccurrence("2026-03-14 0326 UTC");
    *facts.mutable_position() = *maritime::ParsePosition("01:15.25N 104:02.41E");
    facts.set_report_kind(lightship::v1::REPORT_KIND_INITIAL_ALERT);
    request_.set_attempt("report-1");
  }
  absl::StatusOr<v1::SendResponse> Send() {
    absl::StatusOr<std::string> answer = desk_.Call("Send", request_.SerializeAsString());
    if (!answer.ok()) return answer.status();
    v1::SendResponse response;
    response.ParseFromString(*answer);
    return response;
  }

  sdk::OfficerIdentity officer_ = *sdk::LoadIdentity(Path("watch-1"));
  statement::PinnedRoots roots_;
  sdk::FakeNode node_{log_};
  base::SystemEntropy entropy_;
  console::Desk desk_{{officer_, roots_, node_, clock_, entropy_, "node", Path("spool")}};
  v1::SendRequest request_;
};

TEST_F(DeskTest, AnAnswerThatGotLostMakesNoSecondStatement) {
  const auto lost = Send();
  ASSERT_TRUE(lost.ok()) << lost.status();
  const auto again = Send();
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->statement_id(), lost->statement_id());
  EXPECT_EQ(again->receipt().address(), lost->receipt().address());
  EXPECT_EQ(log_.admitted.size(), 1u);
}

TEST_F(DeskTest, AnAttemptIsOfOneDraft) {
  ASSERT_TRUE(Send().ok());
  request_.mutable_draft()->mutable_manifest()->set_audience("own");
  EXPECT_EQ(Send().status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(log_.admitted.size(), 1u);
}

TEST_F(DeskTest, WhatWasRefusedIsSignedAnew) {
  log_.refuse_all = true;
  EXPECT_FALSE(Send().ok());
  log_.refuse_all = false;
  EXPECT_TRUE(Send().ok());
  ASSERT_EQ(log_.requests.size(), 2u);
  EXPECT_NE(log_.requests[0].statement().manifest(), log_.requests[1].statement().manifest());
}

TEST_F(DeskTest, WithoutAnAttemptEachIsAStatement) {
  request_.clear_attempt();
  ASSERT_TRUE(Send().ok());
  ASSERT_TRUE(Send().ok());
  EXPECT_EQ(log_.admitted.size(), 2u);
}

TEST_F(DeskTest, TheFilesOfWhatIsInTheLogNeedNotBeAttachedAgain) {
  v1::KeepAttachmentRequest keep;
  keep.set_file_name("note.txt");
  keep.set_content("seen from the bridge");
  const auto kept = desk_.Call("KeepAttachment", keep.SerializeAsString());
  ASSERT_TRUE(kept.ok()) << kept.status();
  v1::KeepAttachmentResponse attached;
  attached.ParseFromString(*kept);
  *request_.mutable_draft()->mutable_report()->add_attachments() = attached.attachment();
  ASSERT_TRUE(Send().ok());
  const auto again = Send();
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(log_.admitted.size(), 1u);
  EXPECT_EQ(log_.files.size(), 1u);
}

}  // namespace
}  // namespace lightship::console
