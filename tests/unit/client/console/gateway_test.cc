#include "client/console/gateway.h"

#include <functional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/console/limits.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lightship/v1/incident.pb.h"
#include "lightship/v1/node.pb.h"
#include "tests/unit/client/console/folder.h"
#include "tests/unit/client/fake_node.h"

namespace lightship::console {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr int kPort = 8400;
constexpr char kList[] = "/rpc/lightship.v1.IncidentService/ListIncidents";
constexpr char kStatus[] = "/rpc/lightship.v1.NodeService/GetStatus";
constexpr char kWatch[] = "/rpc/lightship.v1.IncidentService/WatchIncidents";
constexpr char kDownload[] = "/rpc/lightship.v1.AttachmentService/Download";

class HandClock final : public base::Clock {
 public:
  absl::Time Now() const override { return now; }
  absl::Time now = absl::FromUnixSeconds(1'800'000'000);
};

// Answers what it is told to, after `meanwhile` has happened.
class FakeForward final : public sdk::Forward {
 public:
  absl::StatusOr<std::string> Call(const std::string& method, const std::string&, absl::Duration,
                                   const Cancelled&) override {
    called.push_back(method);
    if (meanwhile) meanwhile();
    return answer;
  }
  absl::Status Stream(const std::string& method, const std::string&, const OnMessage& on_message,
                      const Cancelled& cancelled) override {
    called.push_back(method);
    for (const std::string& message : messages) {
      if (cancelled() || !on_message(message)) break;
      if (meanwhile) meanwhile();
    }
    // The real one goes on asking, too.
    return cancelled() ? absl::CancelledError("by the console") : absl::OkStatus();
  }

  std::vector<std::string> called;
  std::function<void()> meanwhile;
  absl::StatusOr<std::string> answer;
  std::vector<std::string> messages;
};

class GatewayTest : public ::testing::Test {
 protected:
  GatewayTest() {
    web_.Write("index.html", "page");
    assets_ = *Assets::Load(web_.path());
    lightship::v1::GetStatusResponse status;
    status.set_economy("SG");
    node_.answer = status.SerializeAsString();
    Open();
  }
  void Open() { key_ = TextAfter(Post("/session/open", absl::StrCat(R"({"token":")", gateway_.NewToken(), "\"}")).body); }
  static std::string TextAfter(const std::string& json) { return json.substr(8, 64); }  // of {"key":"..."}

  Request Asks(const std::string& path, const std::string& type = "application/json") const {
    Request request;
    request.claims = {"POST", "127.0.0.1:8400", "http://127.0.0.1:8400", "same-origin", "cors", "empty", type, ""};
    request.path = path;
    request.authorization = absl::StrCat("Bearer ", key_);
    request.content_length = "2";
    return request;
  }
  Answer Post(const std::string& path, const std::string& body = "{}") {
    return gateway_.Respond(Asks(path), body, kPort);
  }
  void Lock() { EXPECT_EQ(Post("/session/lock").http_status, 200); }
  // All that a stream writes.
  std::string Stream(const std::string& path) {
    Answer answer = gateway_.Respond(Asks(path, "application/connect+json"), Envelope("{}"), kPort);
    std::string written = answer.body;
    auto write = [&](const std::string& bytes) {
      written += bytes;
      return true;
    };
    if (answer.stream) answer.stream({write, [] { return true; }});
    return written;
  }

  Folder web_, spool_;
  Assets assets_;
  HandClock clock_;
  base::SystemEntropy entropy_;
  sdk::FakeLog log_;
  sdk::FakeNode fake_node_{log_};
  sdk::OfficerIdentity officer_{{}, *crypto::PrivateKey::Generate(crypto::Algorithm::kEd25519), {}, "", ""};
  statement::PinnedRoots roots_;
  Desk desk_{{officer_, roots_, fake_node_, clock_, entropy_, "node:1", spool_.path(), 15}};
  FakeForward node_;
  Gateway gateway_{{assets_, desk_, node_, clock_, entropy_, absl::Minutes(15)}};
  std::string key_;
};

TEST_F(GatewayTest, QuestionsGoToTheNodeAndCommandsDoNot) {
  const Answer answer = Post(kStatus);
  EXPECT_EQ(answer.http_status, 200);
  EXPECT_THAT(answer.body, HasSubstr(R"("economy":"SG")"));
  EXPECT_EQ(gateway_.Respond(Asks(kStatus, "application/proto"), "", kPort).body, *node_.answer) << "as the node says it";
  const Answer refused = Post("/rpc/lightship.v1.SubmissionService/Submit");
  EXPECT_THAT(refused.body, HasSubstr("unimplemented"));
  EXPECT_THAT(node_.called, ElementsAre("lightship.v1.NodeService/GetStatus", "lightship.v1.NodeService/GetStatus"));
  node_.answer = absl::UnavailableError("away");
  EXPECT_EQ(Post(kStatus).http_status, 503);
  EXPECT_EQ(Post(kStatus, "{").http_status, 400);
  Request foreign = Asks(kStatus);
  foreign.claims.origin = "http://evil.example";
  EXPECT_EQ(gateway_.Respond(foreign, "{}", kPort).http_status, 403);
  Request stranger = Asks(kStatus);
  stranger.authorization = "Bearer x";
  EXPECT_EQ(gateway_.Respond(stranger, "{}", kPort).http_status, 401);
}

TEST_F(GatewayTest, NothingIsShownThatIsAnsweredAfterTheLock) {
  node_.meanwhile = [this] { Lock(); };
  const Answer late = Post(kList);
  EXPECT_EQ(late.http_status, 401);
  EXPECT_EQ(late.body.find("SG"), std::string::npos);
  EXPECT_TRUE(gateway_.Locked());
  EXPECT_EQ(Post(kList).http_status, 401);
  EXPECT_EQ(node_.called.size(), 1u) << "a locked console does not ask";
}

TEST_F(GatewayTest, ALockedConsoleStillTellsHowTheNodeIs) {
  Lock();
  EXPECT_EQ(Post(kStatus).http_status, 200);
  EXPECT_TRUE(gateway_.Locked());
}

TEST_F(GatewayTest, ALockedWatchTellsThatSomethingHappenedAndOtherStreamsEnd) {
  lightship::v1::WatchIncidentsResponse event, heartbeat;
  event.mutable_incident()->set_address("SG/12");
  heartbeat.set_cursor("7");
  node_.messages = {event.SerializeAsString(), heartbeat.SerializeAsString(), event.SerializeAsString()};
  node_.meanwhile = [this] { Lock(); };
  const std::string written = Stream(kWatch);
  EXPECT_EQ(written.find("SG/12"), written.rfind("SG/12")) << "before the lock alone";
  EXPECT_THAT(written, HasSubstr("SG/12"));
  EXPECT_THAT(written, testing::EndsWith(Envelope("{}") + EndOfStream(absl::OkStatus())));
  Open();
  node_.messages = {"", ""};
  EXPECT_THAT(Stream(kDownload), HasSubstr("the console is locked"));
}

TEST_F(GatewayTest, AStreamEndsWithItsSessionAndSaysWhatEndedIt) {
  node_.messages = {"", ""};
  node_.meanwhile = [this] { Open(); };
  EXPECT_THAT(Stream(kWatch), HasSubstr("the session has ended"));
  node_.meanwhile = nullptr;
  node_.messages = {"\xff no message"};
  const std::string broken = Stream(kWatch);
  EXPECT_THAT(broken, HasSubstr(R"({"error":)"));
  EXPECT_EQ(broken.find("by the console"), std::string::npos);
  gateway_.Stop();
  EXPECT_THAT(Stream(kWatch), HasSubstr("the console stops"));
}

TEST_F(GatewayTest, AStreamBelongsToTheSessionThatAskedForIt) {
  Answer answer = gateway_.Respond(Asks(kWatch, "application/connect+json"), Envelope("{}"), kPort);
  Open();
  std::string written;
  answer.stream({[&](const std::string& bytes) { return written += bytes, true; }, [] { return true; }});
  EXPECT_THAT(written, HasSubstr("the session has ended"));
}

TEST_F(GatewayTest, SoManyStreamsAndNoMore) {
  int open = 0;
  std::string last;
  node_.messages = {""};
  // Each is open while the next begins; the first that ends is the one too many.
  node_.meanwhile = [&] {
    ++open;
    const std::string written = Stream(kWatch);
    if (last.empty()) last = written;
  };
  Stream(kWatch);
  EXPECT_EQ(open, limits::kStreams);
  EXPECT_THAT(last, HasSubstr("too many streams"));
  node_.meanwhile = nullptr;
  EXPECT_THAT(Stream(kWatch), testing::EndsWith(EndOfStream(absl::OkStatus()))) << "those have ended";
}

TEST_F(GatewayTest, BodiesAreRefusedBeforeTheyAreReadBeyondTheirLimit) {
  const std::string keep = "/rpc/lightship.console.v1.DeskService/KeepAttachment";
  const std::string whole = key_;
  auto status = [&](const std::string& path, const std::string& key, size_t bytes) {
    Request request = Asks(path);
    request.authorization = absl::StrCat("Bearer ", key);
    request.content_length = absl::StrCat(bytes);
    const auto refusal = gateway_.Refuse(request, kPort);
    return refusal ? refusal->http_status : 0;
  };
  EXPECT_EQ(status(kStatus, whole, limits::kRequestBytes), 0);
  EXPECT_EQ(status(kStatus, whole, limits::kRequestBytes + 1), 400);
  EXPECT_EQ(status(keep, whole, limits::kAttachmentRequestBytes), 0);
  EXPECT_EQ(status(keep, whole, limits::kAttachmentRequestBytes + 1), 400);
  EXPECT_EQ(status(keep, "x", limits::kStrangersRequestBytes), 0) << "read, and refused then";
  EXPECT_EQ(status(keep, "x", limits::kStrangersRequestBytes + 1), 401);
  Lock();
  EXPECT_EQ(status(keep, whole, limits::kStrangersRequestBytes + 1), 401);
}

}  // namespace
}  // namespace lightship::console
