#include "client/sdk/spool.h"

#include <fstream>

#include "client/sdk/derived_entropy.h"
#include "client/sdk/grpc_status.h"
#include "client/sdk/sign.h"
#include "gmock/gmock.h"
#include "node/base/status.h"
#include "tests/unit/client/desk.h"

namespace lightship::sdk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class SpoolTest : public commands::Desk {
 protected:
  SpoolTest() : spool_(*Spool::Open(Path("spool"))) {}

  v1::SubmitRequest Signed(const std::string& content) {
    v1::SubmitRequest request;
    request.mutable_statement()->set_manifest(content);
    return request;
  }
  std::string IdOf(const v1::SubmitRequest& request) {
    return crypto::AsString(statement::StatementId(request.statement().manifest()));
  }
  SpoolOutcome Send() {
    FakeNode node(log_);
    auto outcome = spool_.SendAll(node, [](const auto&, const auto&) {});
    EXPECT_TRUE(outcome.ok()) << outcome.status();
    return *outcome;
  }
  std::vector<std::string> Sent() {
    std::vector<std::string> manifests;
    for (const auto& request : log_.requests) manifests.push_back(request.statement().manifest());
    return manifests;
  }

  Spool spool_;
};

TEST_F(SpoolTest, SendsInTheOrderOfKeepingEachOnce) {
  for (const char* content : {"first", "second", "third", "second"}) {
    ASSERT_TRUE(spool_.Keep(Signed(content)).ok());
  }
  EXPECT_EQ(Send().sent, 3u);
  EXPECT_THAT(Sent(), ElementsAre("first", "second", "third"));
  EXPECT_EQ(Send().sent, 0u);
}

// Neither waits for the other; what speaks of an incident waits for all before it.
TEST_F(SpoolTest, SendsReportsTogetherAndWhatSpeaksOfThemInItsTurn) {
  auto statement = [](v1::StatementKind kind, const std::string& nonce) {
    v1::Manifest manifest;
    manifest.set_kind(kind);
    manifest.set_nonce(nonce);
    return manifest.SerializeAsString();
  };
  const std::vector<std::string> kept = {
      statement(v1::STATEMENT_KIND_REPORT, "1"), statement(v1::STATEMENT_KIND_REPORT, "2"), statement(v1::STATEMENT_KIND_WITHDRAWAL, "3"),
      statement(v1::STATEMENT_KIND_REPORT, "4"), statement(v1::STATEMENT_KIND_REPORT, "5")};
  for (const std::string& manifest : kept) ASSERT_TRUE(spool_.Keep(Signed(manifest)).ok());
  log_.refused.insert(IdOf(Signed(kept[1])));
  const SpoolOutcome outcome = Send();
  EXPECT_EQ(outcome.sent, 4u);
  EXPECT_EQ(outcome.refused, 1u);
  EXPECT_THAT(Sent(), ::testing::ElementsAreArray(kept));
  EXPECT_EQ(log_.many, 2u);
}

TEST_F(SpoolTest, StopsAtAnUnreachableNodeAndGoesOnLater) {
  for (const char* content : {"first", "second", "third"}) {
    ASSERT_TRUE(spool_.Keep(Signed(content)).ok());
  }
  log_.reachable_calls = 1;
  SpoolOutcome outcome = Send();
  EXPECT_EQ(outcome.sent, 1u);
  EXPECT_EQ(outcome.left, 2u);
  log_.reachable_calls = SIZE_MAX;
  EXPECT_EQ(Send().sent, 2u);
  EXPECT_THAT(Sent(), ElementsAre("first", "second", "third"));
}

TEST_F(SpoolTest, PutsAsideWhatIsRefused) {
  ASSERT_TRUE(spool_.Keep(Signed("bad")).ok());
  ASSERT_TRUE(spool_.Keep(Signed("good")).ok());
  log_.refused.insert(IdOf(Signed("bad")));
  SpoolOutcome outcome = Send();
  EXPECT_EQ(outcome.refused, 1u);
  EXPECT_EQ(outcome.sent, 1u);
  EXPECT_TRUE(spool_.List()->empty());
  EXPECT_FALSE(std::filesystem::is_empty(Path("spool/refused")));
}

TEST_F(SpoolTest, PutsAsideAllThatTheNodeTakesFromNobodyLikeTheOfficer) {
  for (const char* nonce : {"1", "2", "3"}) {
    v1::Manifest manifest;
    manifest.set_kind(v1::STATEMENT_KIND_REPORT);
    manifest.set_nonce(nonce);
    ASSERT_TRUE(spool_.Keep(Signed(manifest.SerializeAsString())).ok());
  }
  log_.ends_streams = absl::PermissionDeniedError("the key is revoked");
  const SpoolOutcome outcome = Send();
  EXPECT_EQ(outcome.sent, 1u);
  EXPECT_EQ(outcome.refused, 2u);
  EXPECT_EQ(outcome.left, 0u);
  EXPECT_EQ(log_.many, 1u);
}

TEST_F(SpoolTest, GoesOnToTheOthersWhenTheDiskDoesNotLetGoOfOne) {
  for (const char* content : {"kept", "bad", "good"}) {
    ASSERT_TRUE(spool_.Keep(Signed(content)).ok());
  }
  log_.refused.insert(IdOf(Signed("bad")));
  FakeNode node(log_);
  const auto outcome = spool_.SendAll(node, [&](const SpooledStatement& spooled, const auto& response) {
    // Nobody, not even root, removes a directory with something in it, or puts a file in the place of one.
    const std::string stuck = response.ok() ? "spool/" : "spool/refused/";
    if (spooled.request.statement().manifest() == "good") return;
    std::filesystem::remove(Path(stuck + spooled.file));
    std::filesystem::create_directories(Path(stuck + spooled.file + "/something"));
  });
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_THAT(Sent(), ElementsAre("kept", "bad", "good"));
  EXPECT_EQ(outcome->sent, 1u);
  EXPECT_EQ(outcome->refused, 0u);
  EXPECT_EQ(outcome->left, 2u);
  EXPECT_THAT(outcome->disk.message(), HasSubstr("00000001-"));
}

// gRPC says INTERNAL by itself when a stream is reset: no node has refused anything.
TEST_F(SpoolTest, KeepsWhatMayNotHaveReachedTheNode) {
  ASSERT_TRUE(spool_.Keep(Signed("first")).ok());
  log_.reachable_calls = 0;
  log_.away = absl::InternalError("RST_STREAM");
  SpoolOutcome outcome = Send();
  EXPECT_EQ(outcome.left, 1u);
  EXPECT_EQ(outcome.refused, 0u);
  log_.away = base::Error(absl::StatusCode::kInternal, "OF_THE_NODE", "it says so itself");
  outcome = Send();
  EXPECT_EQ(outcome.left, 0u);
  EXPECT_EQ(outcome.refused, 1u);
}

TEST_F(SpoolTest, NamesAFileThatCannotBeReadBack) {
  ASSERT_TRUE(ReplaceFile(Path("spool/00000001-x.submit"), "\xFF", Access::kOwnerOnly).ok());
  EXPECT_THAT(spool_.List().status().message(), HasSubstr("00000001-x.submit"));
}

TEST_F(SpoolTest, PassesOverWhatAnotherHasSentMeanwhile) {
  ASSERT_TRUE(spool_.Keep(Signed("first")).ok());
  // Listed, and gone when it is read.
  std::filesystem::create_symlink(Path("nothing"), Path("spool/00000002-x.submit"));
  std::filesystem::create_symlink(Path("nothing"), Path("spool/") + std::string(64, '0') + ".attachment");
  const auto waiting = spool_.List();
  ASSERT_TRUE(waiting.ok()) << waiting.status();
  EXPECT_EQ(waiting->size(), 1u);
  EXPECT_EQ(Send().sent, 1u);
  FakeNode node(log_);
  EXPECT_TRUE(spool_.SendAttachments(node, [](const auto&) {}).ok());
}

TEST(DerivedEntropy, RepeatsItselfAndDiffersBySeed) {
  DerivedEntropy a("seed"), b("seed"), c("other");
  std::string first = a.Bytes(16), second = a.Bytes(40);
  EXPECT_EQ(b.Bytes(16), first);
  EXPECT_EQ(b.Bytes(40), second);
  EXPECT_EQ(second.size(), 40u);
  EXPECT_NE(first, second.substr(0, 16));
  EXPECT_NE(c.Bytes(16), first);
}

// Two nested messages by hand: field `number`, wire type 2.
std::string Field(int number, const std::string& bytes) {
  return std::string{static_cast<char>(number << 3 | 2), static_cast<char>(bytes.size())} + bytes;
}

std::string Detail(const std::string& type, const std::string& value) {
  return Field(3, Field(1, "type.googleapis.com/google.rpc." + type) + Field(2, value));
}

TEST(GrpcStatus, KeepsReasonFieldsAndDelay) {
  absl::Status invalid = StatusFromWire(
      3, "wrong",
      Detail("ErrorInfo", Field(1, "INVALID_STATEMENT")) +
          Detail("BadRequest", Field(1, Field(1, "facts.position") + Field(2, "too far north"))));
  EXPECT_EQ(invalid.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(base::ReasonOf(invalid), "INVALID_STATEMENT");
  ASSERT_EQ(base::ViolationsOf(invalid).size(), 1u);
  EXPECT_EQ(base::ViolationsOf(invalid)[0].field, "facts.position");

  absl::Status busy = StatusFromWire(8, "full", Detail("ErrorInfo", Field(1, "OVERLOADED")) +
                                                    Detail("RetryInfo", Field(1, "\x08\x02")));
  EXPECT_EQ(base::RetryDelayOf(busy), absl::Seconds(2));
  EXPECT_TRUE(IsUnreachable(busy));
}

TEST(GrpcStatus, SurvivesDetailsThatAreNonsense) {
  absl::Status status = StatusFromWire(5, "no such", "\xFF\xFF\x1A\x7F");
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "no such");
  EXPECT_EQ(StatusFromWire(99, "odd", "").code(), absl::StatusCode::kUnknown);
  EXPECT_TRUE(StatusFromWire(0, "", "").ok());
}

}  // namespace
}  // namespace lightship::sdk
