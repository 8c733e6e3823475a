#include "client/console/outbox.h"

#include <filesystem>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"
#include "node/base/encoding.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"
#include "node/statement/open.h"
#include "node/statement/seal.h"
#include "tests/unit/client/console/folder.h"
#include "tests/unit/client/fake_node.h"

namespace lightship::console {
namespace {

class OutboxTest : public ::testing::Test {
 protected:
  OutboxTest() : request_(StatementWith({})), id_(IdOf(request_)) {}

  // Another one with each call.
  lightship::v1::SubmitRequest StatementWith(const std::vector<lightship::v1::Attachment>& attachments) {
    lightship::v1::Manifest manifest;
    manifest.set_economy("SG");
    manifest.set_kind(lightship::v1::STATEMENT_KIND_REPORT);
    manifest.set_audience("all");
    std::vector<statement::PartDraft> parts = {{"facts", "", ""}};
    for (const auto& attachment : attachments) {
      parts.push_back({absl::StrCat("attachment/", parts.size()), attachment.SerializeAsString(), ""});
    }
    auto sealed = statement::SealUnsigned(manifest, std::move(parts), entropy_);
    EXPECT_TRUE(sealed.ok()) << sealed.status();
    lightship::v1::SubmitRequest request;
    *request.mutable_statement() = *sealed;
    return request;
  }
  static std::string IdOf(const lightship::v1::SubmitRequest& request) {
    return crypto::AsString(statement::StatementId(request.statement().manifest()));
  }
  static sdk::AttachedFile FileOf(const std::string& bytes) {
    sdk::AttachedFile file;
    file.bytes = bytes;
    file.attachment.set_sha256(crypto::AsString(crypto::Sha256(bytes)));
    file.attachment.set_size(bytes.size());
    return file;
  }
  lightship::v1::Attachment Attach(const std::string& bytes) {
    EXPECT_TRUE(outbox_.KeepAttachment(FileOf(bytes)).ok());
    return FileOf(bytes).attachment;
  }
  absl::StatusOr<v1::SendResponse> Send(const lightship::v1::SubmitRequest& request,
                                        const std::vector<lightship::v1::Attachment>& attachments) {
    ASSIGN_OR_RETURN(Outbox::Kept kept, outbox_.Keep(request, attachments));
    return outbox_.HandIn(kept);
  }
  size_t Files(const std::string& ending) const {
    size_t found = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
      found += entry.path().extension() == ending ? 1 : 0;
    }
    return found;
  }

  base::SystemEntropy entropy_;
  Folder folder_;
  sdk::FakeLog log_;
  sdk::FakeNode node_{log_};
  Outbox outbox_{folder_.path(), node_};
  lightship::v1::SubmitRequest request_;
  std::string id_;
};

TEST_F(OutboxTest, NothingStaysOfWhatTheNodeTook) {
  const auto sent = Send(request_, {});
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_TRUE(sent->has_receipt());
  EXPECT_EQ(sent->statement_id(), id_);
  EXPECT_EQ(Files(".submit"), 0u);
}

TEST_F(OutboxTest, NothingStaysOfWhatTheNodeRefused) {
  log_.refused.insert(id_);
  const auto sent = Send(request_, {});
  EXPECT_EQ(sent.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Files(".submit"), 0u);
}

TEST_F(OutboxTest, WithoutTheNodeItWaitsUntilItIsSentAgain) {
  log_.reachable_calls = 0;
  const auto sent = Send(request_, {});
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_FALSE(sent->has_receipt());
  EXPECT_EQ(sent->waits_because(), "no answer");
  EXPECT_EQ(outbox_.List()->waiting(0).statement_id(), sent->statement_id());
  EXPECT_EQ(outbox_.SendAll()->left(), 1u);
  log_.reachable_calls = SIZE_MAX;
  const auto all = outbox_.SendAll();
  EXPECT_EQ(all->sent(), 1u);
  EXPECT_EQ(all->addresses_size(), 1);
  EXPECT_EQ(outbox_.List()->waiting_size(), 0);
}

TEST_F(OutboxTest, SaysWhatTheDiskDoesNotLetGoOf) {
  log_.reachable_calls = 0;
  ASSERT_TRUE(Send(request_, {}).ok());
  log_.reachable_calls = SIZE_MAX;
  log_.refused.insert(id_);
  folder_.Write("refused", "no directory");
  const auto all = outbox_.SendAll();
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_EQ(all->left(), 1u);
  EXPECT_NE(all->disk_trouble(), "");
}

TEST_F(OutboxTest, AFileThatIsNotKeptHereCannotGoAlong) {
  lightship::v1::Attachment attachment;
  attachment.set_sha256(crypto::AsString(crypto::Sha256("x")));
  EXPECT_EQ(Send(request_, {attachment}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(log_.requests.empty()) << "before anything is sent";
}

TEST_F(OutboxTest, FilesOfDraftsThatAreNeverSentDoNotPileUp) {
  for (size_t i = 0; i < Outbox::kFiles + 3; ++i) {
    ASSERT_TRUE(outbox_.KeepAttachment(FileOf(absl::StrCat("photo ", i))).ok());
  }
  const std::filesystem::directory_iterator files(folder_.Path("files"));
  EXPECT_EQ(static_cast<size_t>(std::distance(begin(files), end(files))), Outbox::kFiles);
}

TEST_F(OutboxTest, AnAlertIsHandedInWhileAnAttachmentIsStillOnItsWay) {
  const auto photo = Attach("a large photo");
  const auto report = StatementWith({photo});
  absl::Notification uploading, go_on;
  log_.on_upload = [&] {
    uploading.Notify();
    go_on.WaitForNotification();
  };
  std::thread slow([&] { EXPECT_TRUE(Send(report, {photo}).ok()); });
  uploading.WaitForNotification();
  absl::Notification handed_in;
  std::thread urgent([&] {
    const auto sent = Send(request_, {});
    EXPECT_TRUE(sent.ok() && sent->has_receipt());
    handed_in.Notify();
  });
  EXPECT_TRUE(handed_in.WaitForNotificationWithTimeout(absl::Seconds(10)));
  go_on.Notify();
  slow.join();
  urgent.join();
  EXPECT_EQ(log_.admitted.size(), 2u);
}

TEST_F(OutboxTest, TheUploadUnderWayTakesTheFilesOfAnotherStatementToo) {
  const auto photo = Attach("photo"), map = Attach("map");
  const auto first = StatementWith({photo}), second = StatementWith({map});
  bool nested = false;
  log_.on_upload = [&] {
    if (std::exchange(nested, true)) return;
    const auto sent = Send(second, {map});
    ASSERT_TRUE(sent.ok()) << sent.status();
    EXPECT_NE(sent->attachments_wait_because(), "");
  };
  ASSERT_TRUE(Send(first, {photo}).ok());
  EXPECT_EQ(log_.files.size(), 2u);
  EXPECT_EQ(Files(".attachment"), 0u);
}

TEST_F(OutboxTest, WhatIsInTheLogIsNoErrorWhateverTheDiskDoes) {
  const auto photo = Attach("photo");
  const auto report = StatementWith({photo});
  folder_.Write(base::Hex(crypto::AsString(crypto::Sha256("old"))) + ".attachment", "damaged meanwhile");
  // In the place of the statement's file: something that cannot be removed.
  log_.on_submit = [&] {
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
      if (entry.path().extension() != ".submit") continue;
      std::filesystem::remove(entry.path());
      std::filesystem::create_directories(entry.path() / "in the way");
      return;
    }
  };
  const auto sent = Send(report, {photo});
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_TRUE(sent->has_receipt());
  EXPECT_NE(sent->disk_trouble(), "");
  EXPECT_EQ(sent->attachments_wait_because(), "");
  EXPECT_EQ(log_.files.size(), 1u);
}

TEST_F(OutboxTest, ItSaysThatAttachmentsOfWhatIsInTheLogStillWait) {
  const auto photo = Attach("photo");
  const auto report = StatementWith({photo});
  log_.uploads_fail = true;
  const auto sent = Send(report, {photo});
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_TRUE(sent->has_receipt());
  EXPECT_EQ(sent->waits_because(), "");
  EXPECT_EQ(sent->attachments_wait_because(), "no answer");
  ASSERT_EQ(outbox_.List()->attachments_size(), 1);
  EXPECT_EQ(outbox_.List()->attachments(0).sha256(), photo.sha256());
  EXPECT_EQ(outbox_.List()->attachments(0).size(), 5u);
  EXPECT_EQ(outbox_.SendAll()->left(), 1u);
  log_.uploads_fail = false;
  EXPECT_EQ(outbox_.SendAll()->left(), 0u);
  EXPECT_EQ(outbox_.List()->attachments_size(), 0);
}

TEST_F(OutboxTest, AnAttachmentThatTheNodeTookInPartWaits) {
  const auto photo = Attach("photo");
  log_.upload_bytes = 2;
  const auto sent = Send(StatementWith({photo}), {photo});
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->attachments_wait_because(), "the node holds 2 of 5 bytes");
  EXPECT_EQ(outbox_.SendAll()->left(), 1u);
}

TEST_F(OutboxTest, AFileWithoutAStatementInTheLogCountsAsWaiting) {
  folder_.Write(base::Hex(crypto::AsString(crypto::Sha256("photo"))) + ".attachment", "photo");
  EXPECT_EQ(outbox_.SendAll()->left(), 1u);
}

TEST_F(OutboxTest, ARefusalLeavesTheFilesThatAnotherWaitingStatementNames) {
  const auto photo = Attach("photo");
  const auto waiting = StatementWith({photo}), refused = StatementWith({photo});
  log_.reachable_calls = 0;
  ASSERT_TRUE(Send(waiting, {photo}).ok());
  log_.reachable_calls = SIZE_MAX;
  log_.refused.insert(IdOf(refused));
  EXPECT_FALSE(Send(refused, {photo}).ok());
  EXPECT_EQ(Files(".attachment"), 1u);
  EXPECT_EQ(outbox_.SendAll()->left(), 0u);
  EXPECT_EQ(log_.files.size(), 1u);
}

TEST_F(OutboxTest, ARefusalLeavesTheFilesThatAStatementInTheLogNames) {
  const auto photo = Attach("photo");
  log_.uploads_fail = true;
  ASSERT_TRUE(Send(StatementWith({photo}), {photo}).ok());
  const auto refused = StatementWith({photo});
  log_.refused.insert(IdOf(refused));
  EXPECT_FALSE(Send(refused, {photo}).ok());
  EXPECT_EQ(Files(".attachment"), 1u);
}

TEST_F(OutboxTest, NothingStaysOfTheFilesOfWhatTheNodeRefused) {
  const auto photo = Attach("photo");
  const auto refused = StatementWith({photo});
  log_.refused.insert(IdOf(refused));
  EXPECT_FALSE(Send(refused, {photo}).ok());
  EXPECT_EQ(Files(".attachment"), 0u);
  EXPECT_TRUE(std::filesystem::exists(folder_.Path("files"))) << "of the draft it is kept";
  log_.refused.clear();
  EXPECT_TRUE(Send(StatementWith({photo}), {photo}).ok());
}

TEST_F(OutboxTest, WhatIsRefusedLaterIsPutAsideWithItsFiles) {
  const auto photo = Attach("photo");
  const auto refused = StatementWith({photo});
  log_.reachable_calls = 0;
  ASSERT_TRUE(Send(refused, {photo}).ok());
  log_.reachable_calls = SIZE_MAX;
  log_.refused.insert(IdOf(refused));
  const auto all = outbox_.SendAll();
  EXPECT_EQ(all->refused(), 1u);
  EXPECT_EQ(all->left(), 0u) << "nothing is called waiting that will never be taken";
  EXPECT_EQ(Files(".attachment"), 0u);
}

TEST_F(OutboxTest, TheSameFileMayBeAttachedByManyAtOnce) {
  const std::string bytes(1 << 20, 'x');
  std::vector<std::thread> tabs;
  for (int i = 0; i < 8; ++i) {
    tabs.emplace_back([&] { EXPECT_TRUE(outbox_.KeepAttachment(FileOf(bytes)).ok()); });
  }
  for (std::thread& tab : tabs) tab.join();
  EXPECT_TRUE(Send(request_, {FileOf(bytes).attachment}).ok());
}

TEST_F(OutboxTest, AFileThatWasDamagedOnTheDiskDoesNotGoAlong) {
  const auto photo = Attach("photo");
  folder_.Write("files/" + base::Hex(photo.sha256()) + ".attachment", "phot0");
  EXPECT_EQ(Send(StatementWith({photo}), {photo}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(log_.requests.empty());
  const auto spool = sdk::Spool::Open(folder_.Path("files"));
  EXPECT_EQ(spool->Attachment(photo.sha256()).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(OutboxTest, OnlyAttachmentsAreDroppedAsTooMany) {
  folder_.Write("files/another", "kept");
  for (size_t i = 0; i <= Outbox::kFiles; ++i) Attach(absl::StrCat("photo ", i));
  EXPECT_TRUE(std::filesystem::exists(folder_.Path("files/another")));
}

TEST_F(OutboxTest, TheSpoolIsForTheOfficerAloneFromItsRootOn) {
  Outbox outbox(folder_.Path("desk/spool"), node_);
  ASSERT_TRUE(outbox.KeepAttachment(FileOf("photo")).ok());
  for (const char* made : {"desk", "desk/spool", "desk/spool/files"}) {
    EXPECT_EQ(std::filesystem::status(folder_.Path(made)).permissions(), std::filesystem::perms::owner_all) << made;
  }
}

}  // namespace
}  // namespace lightship::console
