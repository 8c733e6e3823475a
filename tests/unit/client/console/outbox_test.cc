#include "client/console/outbox.h"

#include <filesystem>

#include "gtest/gtest.h"
#include "node/crypto/digest.h"
#include "node/statement/open.h"
#include "node/statement/seal.h"
#include "tests/unit/client/console/folder.h"
#include "tests/unit/client/fake_node.h"

namespace lightship::console {
namespace {

class OutboxTest : public ::testing::Test {
 protected:
  OutboxTest() {
    base::SystemEntropy entropy;
    lightship::v1::Manifest manifest;
    manifest.set_economy("SG");
    manifest.set_kind(lightship::v1::STATEMENT_KIND_COMMENT);
    manifest.set_audience("all");
    auto sealed = statement::SealUnsigned(manifest, {{"comment", "", ""}}, entropy);
    EXPECT_TRUE(sealed.ok()) << sealed.status();
    *request_.mutable_statement() = *sealed;
    id_ = crypto::AsString(statement::StatementId(sealed->manifest()));
  }
  size_t Files(const std::string& ending) const {
    size_t found = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
      found += entry.path().extension() == ending ? 1 : 0;
    }
    return found;
  }

  Folder folder_;
  sdk::FakeLog log_;
  sdk::FakeNode node_{log_};
  Outbox outbox_{folder_.path(), node_};
  lightship::v1::SubmitRequest request_;
  std::string id_;
};

TEST_F(OutboxTest, NothingStaysOfWhatTheNodeTook) {
  const auto sent = outbox_.Send(request_, {});
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_TRUE(sent->has_receipt());
  EXPECT_EQ(sent->statement_id(), id_);
  EXPECT_EQ(Files(".submit"), 0u);
}

TEST_F(OutboxTest, NothingStaysOfWhatTheNodeRefused) {
  log_.refused.insert(id_);
  const auto sent = outbox_.Send(request_, {});
  EXPECT_EQ(sent.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Files(".submit"), 0u);
}

TEST_F(OutboxTest, WithoutTheNodeItWaitsUntilItIsSentAgain) {
  log_.reachable_calls = 0;
  const auto sent = outbox_.Send(request_, {});
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

TEST_F(OutboxTest, AFileThatIsNotKeptHereCannotGoAlong) {
  lightship::v1::Attachment attachment;
  attachment.set_sha256(crypto::AsString(crypto::Sha256("x")));
  EXPECT_EQ(outbox_.Send(request_, {attachment}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(log_.requests.empty()) << "before anything is sent";
}

TEST_F(OutboxTest, FilesOfDraftsThatAreNeverSentDoNotPileUp) {
  for (size_t i = 0; i < Outbox::kFiles + 3; ++i) {
    sdk::AttachedFile file;
    file.bytes = absl::StrCat("photo ", i);
    file.attachment.set_sha256(crypto::AsString(crypto::Sha256(file.bytes)));
    ASSERT_TRUE(outbox_.KeepAttachment(file).ok());
  }
  const std::filesystem::directory_iterator files(folder_.Path("files"));
  EXPECT_EQ(static_cast<size_t>(std::distance(begin(files), end(files))), Outbox::kFiles);
}

}  // namespace
}  // namespace lightship::console
