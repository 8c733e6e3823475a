// The limits of limits.h at their edges, over HTTP.
#include "client/console/server.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <semaphore>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/sdk/identity.h"
#include "gmock/gmock.h"
#include "lightship/console/v1/desk.pb.h"
#include "node/maritime/position.h"
#include "node/maritime/time.h"
#include "tests/unit/client/console/folder.h"
#include "tests/unit/client/console/wire.h"
#include "tests/unit/client/desk.h"

namespace lightship::console {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kStatusPath[] = "lightship.v1.NodeService/GetStatus";
constexpr char kKeep[] = "lightship.console.v1.DeskService/KeepAttachment";
constexpr char kSend[] = "lightship.console.v1.DeskService/Send";
constexpr size_t kAttachmentBytes = base::limits::kAttachmentBytes;
constexpr size_t kPartsBytes = base::limits::kPartsOfStatementBytes;

// Holds each call until it may leave.
class HeldForward final : public sdk::Forward {
 public:
  absl::StatusOr<std::string> Call(const std::string&, const std::string&, absl::Duration, const Cancelled&) override {
    const size_t now = ++inside_;
    for (size_t seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
    }
    arrived.release();
    may_leave.acquire();
    --inside_;
    return "";
  }
  absl::Status Stream(const std::string&, const std::string&, const OnMessage&, const Cancelled&) override {
    return absl::OkStatus();
  }

  std::counting_semaphore<> arrived{0}, may_leave{0};
  std::atomic<size_t> most = 0;  // at once

 private:
  std::atomic<size_t> inside_ = 0;
};

// Connections and all else that this process has open.
size_t OpenFiles() {
  const std::filesystem::directory_iterator files("/proc/self/fd");
  return static_cast<size_t>(std::distance(begin(files), end(files)));
}

bool AwaitOpenFiles(size_t files) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (OpenFiles() != files) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

class ServerTest : public commands::Desk {
 protected:
  ServerTest() {
    web_.Write("index.html", "page");
    assets_ = *Assets::Load(web_.path());
    Start(limits::kBodyWithin);
  }
  // Or a failed test would wait for what it holds.
  ~ServerTest() override { node_.may_leave.release(1000); }

  void Start(absl::Duration body_within) {
    server_.reset();
    server_ = *Server::Start(gateway_, 0, body_within);
    at_rest_ = OpenFiles();
    const std::string opened =
        Ask("/session/open", "application/json", absl::StrCat(R"({"token":")", gateway_.NewToken(), "\"}"));
    key_ = opened.substr(opened.size() - 66, 64);  // {"key":"..."}
  }
  std::string Head(const std::string& path, const std::string& type, size_t bytes) const {
    return absl::StrCat("POST ", path, " HTTP/1.1\r\nHost: 127.0.0.1:", server_->port(), "\r\nContent-Type: ", type,
                        "\r\nAuthorization: Bearer ", key_, "\r\nContent-Length: ", bytes, "\r\n\r\n");
  }
  std::string Ask(const std::string& path, const std::string& type, const std::string& body) const {
    Wire wire(server_->port());
    wire.Send(Head(path, type, body.size()));
    wire.Send(body);
    return wire.Answer();
  }
  std::string Call(const char* method, const google::protobuf::Message& message) const {
    return Ask(absl::StrCat("/rpc/", method), "application/proto", message.SerializeAsString());
  }
  std::string StatusRequest() const { return Head(absl::StrCat("/rpc/", kStatusPath), "application/proto", 0); }

  Folder web_;
  Assets assets_;
  sdk::OfficerIdentity officer_ = *sdk::LoadIdentity(Path("watch-1"));
  statement::PinnedRoots roots_;
  sdk::FakeNode fake_node_{log_};
  console::Desk desk_{{officer_, roots_, fake_node_, clock_, entropy_, "node", Path("spool"), 15}};
  HeldForward node_;
  Gateway gateway_{{assets_, desk_, node_, clock_, entropy_, absl::Minutes(15)}};
  std::unique_ptr<Server> server_;
  std::string key_;
  size_t at_rest_ = 0;  // files open while nobody is connected
};

TEST_F(ServerTest, SoManyAreAnsweredAtOnceSoManyWaitAndTheRestIsNotAcceptedYet) {
  // The listening thread has one more in its hand.
  constexpr size_t kAccepted = limits::kAnsweredAtOnce + limits::kWaiting + 1, kAll = kAccepted + 5;
  std::vector<std::unique_ptr<Wire>> wires;
  auto connect = [&] {
    wires.push_back(std::make_unique<Wire>(server_->port()));
    wires.back()->Send(StatusRequest());
  };
  while (wires.size() < kAccepted) {
    connect();
    ASSERT_TRUE(AwaitOpenFiles(at_rest_ + 2 * wires.size())) << "both ends of " << wires.size();
  }
  for (size_t begun = 0; begun < limits::kAnsweredAtOnce; ++begun) node_.arrived.acquire();
  while (wires.size() < kAll) connect();
  for (size_t begun = limits::kAnsweredAtOnce; begun < kAll; ++begun) {
    EXPECT_LE(OpenFiles(), at_rest_ + kAccepted + kAll) << "one is accepted for each that is answered";
    node_.may_leave.release();
    node_.arrived.acquire();
  }
  node_.may_leave.release(limits::kAnsweredAtOnce);
  for (const auto& wire : wires) EXPECT_THAT(wire->Answer(), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(node_.most, limits::kAnsweredAtOnce);
}

TEST_F(ServerTest, ABodyThatTricklesInIsGivenUpAndSaysWhy) {
  Start(absl::Milliseconds(20));
  Wire wire(server_->port());
  wire.Send(Head(absl::StrCat("/rpc/", kStatusPath), "application/proto", 4096));
  size_t sent = 0;
  for (; sent < 4095 && !wire.Answers(); ++sent) wire.Send("x");
  EXPECT_LT(sent, 4095u);
  const std::string answer = wire.Answer();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 504 "));
  EXPECT_THAT(answer, HasSubstr("the request did not arrive whole within 20ms"));
}

TEST_F(ServerTest, ABodyThatComesInPiecesInTimeIsTaken) {
  node_.may_leave.release();
  Wire wire(server_->port());
  wire.Send(Head(absl::StrCat("/rpc/", kStatusPath), "application/json", 2));
  wire.Send("{");
  EXPECT_FALSE(wire.Answers());
  wire.Send("}");
  EXPECT_THAT(wire.Answer(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(ServerTest, AnAttachmentMayHaveTheMostBytesAndNotOneMore) {
  v1::KeepAttachmentRequest keep;
  keep.set_file_name("bridge.txt");
  keep.set_caption(std::string(base::limits::kFieldTextBytes, 'c'));
  keep.set_content(std::string(kAttachmentBytes, 'a'));
  EXPECT_THAT(Call(kKeep, keep), StartsWith("HTTP/1.1 200 "));
  keep.mutable_content()->push_back('a');
  const std::string refused = Call(kKeep, keep);
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(refused, HasSubstr("bridge.txt: 67108865 bytes; an attachment has 1 to 67108864"));
}

TEST_F(ServerTest, WhatIsLargerThanACallMayBeIsToldTheMost) {
  for (const auto& [method, most] : {std::pair(kKeep, limits::kAttachmentRequestBytes),
                                     std::pair(kSend, limits::kRequestBytes)}) {
    Wire wire(server_->port());
    wire.Send(Head(absl::StrCat("/rpc/", method), "application/proto", most + 1));
    const std::string answer = wire.Answer();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 "));
    EXPECT_THAT(answer, HasSubstr(absl::StrCat("larger than the ", most, " bytes")));
  }
}

TEST_F(ServerTest, TheLargestStatementIsSentAndOneByteMoreIsRefused) {
  v1::SendRequest send;
  lightship::v1::Manifest& manifest = *send.mutable_draft()->mutable_manifest();
  manifest.set_audience("all");
  manifest.set_tlp(lightship::v1::TLP_AMBER);
  manifest.set_exercise_status(lightship::v1::EXERCISE_STATUS_ACTUAL);
  v1::ReportContent& report = *send.mutable_draft()->mutable_report();
  *report.mutable_facts()->mutable_occurred() = *maritime::ParseOccurrence("2026-03-14 0326 UTC");
  *report.mutable_facts()->mutable_position() = *maritime::ParsePosition("01:15.25N 104:02.41E");
  report.mutable_facts()->set_report_kind(lightship::v1::REPORT_KIND_INITIAL_ALERT);
  for (int text = 0; text < 5; ++text) {
    lightship::v1::NarrativeText& told = *report.mutable_narrative()->add_texts();
    told.set_language("und");
    told.set_text(std::string(200 * 1024, 'x'));
  }
  std::string& last = *report.mutable_narrative()->mutable_texts(0)->mutable_text();
  last.append(kPartsBytes - report.facts().ByteSizeLong() - report.narrative().ByteSizeLong(), 'x');
  ASSERT_EQ(report.facts().ByteSizeLong() + report.narrative().ByteSizeLong(), kPartsBytes);
  EXPECT_THAT(Call(kSend, send), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(log_.admitted.size(), 1u);
  last.push_back('x');
  const std::string refused = Call(kSend, send);
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(refused, HasSubstr("1048577; at most 1048576"));
  EXPECT_EQ(log_.admitted.size(), 1u);
}

}  // namespace
}  // namespace lightship::console
