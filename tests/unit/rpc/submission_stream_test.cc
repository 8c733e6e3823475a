// Streams of submissions over real connections: every statement as a single one would be, at the pace of the slower side.
#include "node/rpc/submission_stream.h"

#include <stdlib.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/support/channel_arguments.h"
#include "lightship/v1/submission.grpc.pb.h"
#include "node/base/limits.h"
#include "node/rpc/server.h"
#include "node/rpc/status_map.h"
#include "node/rpc/tls.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::rpc {
namespace {

namespace limits = base::limits;
using ledger::Role;

constexpr size_t kInbox = 16;
constexpr size_t kOfCaller = kInbox / 2;
constexpr char kStream[] = "SubmissionService/SubmitStream";

// A call as an officer makes it, for one thread.
class Call {
 public:
  explicit Call(v1::SubmissionService::Stub& stub) {
    context_.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
    stream_ = stub.SubmitStream(&context_);
  }
  ~Call() { context_.TryCancel(); }

  bool Write(const std::vector<v1::SubmitRequest>& requests) {
    v1::SubmitStreamRequest message;
    for (const v1::SubmitRequest& request : requests) {
      v1::NumberedSubmission& submission = *message.add_submissions();
      submission.set_number(next_++);
      *submission.mutable_request() = request;
    }
    return stream_->Write(message);
  }
  // By number, until so many have come or no more do.
  std::map<uint64_t, v1::SubmissionOutcome> Read(size_t count) {
    std::map<uint64_t, v1::SubmissionOutcome> outcomes;
    v1::SubmitStreamResponse message;
    while (outcomes.size() < count && stream_->Read(&message)) {
      for (v1::SubmissionOutcome& outcome : *message.mutable_outcomes()) {
        const uint64_t number = outcome.number();
        EXPECT_TRUE(outcomes.emplace(number, std::move(outcome)).second) << number;
      }
    }
    return outcomes;
  }
  grpc::Status End() {
    stream_->WritesDone();
    EXPECT_TRUE(Read(SIZE_MAX).empty());
    return stream_->Finish();
  }
  void Cancel() { context_.TryCancel(); }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::SubmitStreamRequest, v1::SubmitStreamResponse>> stream_;
  uint64_t next_ = 0;
};

absl::Status ErrorOf(const v1::SubmissionOutcome& outcome) {
  return FromGrpc(grpc::Status(static_cast<grpc::StatusCode>(outcome.error().code()), outcome.error().message(),
                               outcome.error().SerializeAsString()));
}

class SubmissionStreamTest : public ::testing::Test {
 protected:
  SubmissionStreamTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "submit.XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
    room_.See(1 << 30);
    auto server = Server::Start("127.0.0.1:0", ServerCredentials(TlsOf("node", sg_.economy.node()), &sg_.roots, &sg_.clock),
                                {MakeSubmissionService(Backend())}, {size_t{1} << 40, {}}, &sg_.entropy);
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    grpc::ChannelArguments arguments;
    // A window that stays as it is.
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    stub_ = v1::SubmissionService::NewStub(grpc::CreateCustomChannel(
        server_->address(), PeerCredentials(TlsOf("officer", officer_), &sg_.roots, &sg_.clock, sg_.heads.get(), "SG"), arguments));
  }
  ~SubmissionStreamTest() override {
    server_->Shutdown(absl::ZeroDuration());
    std::filesystem::remove_all(directory_);
  }

  SubmissionBackend Backend() {
    return {&gate_, &sg_.clock, &sg_.roots, sg_.origin(), [this] { return sg_.rules; }, sg_.heads.get(), sg_.reader.get(), &writer_,
            2 * kInbox, &sg_.standby, &room_, &pool_, &audit_, &quota_, &sg_.clock, &commits_, 3, 2, &counts_};
  }
  TlsIdentity TlsOf(const std::string& name, const testing::Signer& signer) {
    const std::string base = directory_ + "/" + name;
    std::ofstream(base + ".pem") << signer.chain.front().pem();
    std::ofstream(base + ".key") << signer.key.ToPem().value();
    return {base + ".pem", base + ".key"};
  }
  std::vector<v1::SubmitRequest> Reports(size_t count) {
    std::vector<v1::SubmitRequest> reports;
    for (size_t i = 0; i < count; ++i) reports.push_back(sg_.Report());
    return reports;
  }
  v1::SubmitRequest Forged() {
    v1::SubmitRequest request = sg_.Report();
    request.mutable_statement()->mutable_signatures(0)->set_signature(std::string(64, 'x'));
    return request;
  }
  absl::Status SubmitAlone(const v1::SubmitRequest& request) {
    grpc::ClientContext context;
    v1::SubmitResponse response;
    return FromGrpc(stub_->Submit(&context, request, &response));
  }
  // The writer does nothing until the returned promise is kept, and has `others` operations in its inbox.
  std::promise<void> HoldWriter(size_t others) {
    std::promise<void> open;
    auto gate = std::make_shared<std::future<void>>(open.get_future());
    auto busy = std::make_shared<std::promise<void>>();
    writer_.Submit(ledger::Expire(), [gate, busy](const absl::StatusOr<ledger::Outcome>&) {
      busy->set_value();
      gate->wait();
    });
    busy->get_future().wait();
    for (size_t i = 0; i < others; ++i) writer_.Submit(ledger::Expire(), [](const absl::StatusOr<ledger::Outcome>&) {});
    return open;
  }
  void AwaitWaiting(size_t count) {
    const absl::Time until = absl::Now() + absl::Seconds(30);
    while (writer_.waiting() < count && absl::Now() < until) std::this_thread::yield();
    EXPECT_EQ(writer_.waiting(), count);
  }
  void Revoke(const testing::Signer& signer) {
    const v1::SubmitRequest request =
        sg_.RequestOf(testing::RevocationOf(sg_.economy, signer), sg_.economy.officer(Role::kAdministrator));
    std::promise<absl::Status> done;
    writer_.Submit(*sg_.Examined(request), [&](const absl::StatusOr<ledger::Outcome>& outcome) { done.set_value(outcome.status()); });
    EXPECT_TRUE(done.get_future().get().ok());
  }

  std::string directory_;
  ledger::Desk sg_{"SG"};
  const testing::Signer& officer_ = sg_.economy.officer(Role::kSubmitter);
  Gate gate_{"SG", &sg_.roots, &sg_.clock, sg_.heads.get()};
  Bell commits_;
  base::Counts counts_;
  ledger::DiskRoom room_{1 << 20, 1 << 20};
  Quota quota_{{{"submissions_per_day", "statements in a day", 2000, absl::Hours(24)}}};
  WorkerPool pool_{3, 1000};
  ledger::Writer writer_{std::move(sg_.ledger), {kInbox, 8, &sg_.clock}, [this] { commits_.Ring(); }};
  AuditTrail audit_{&sg_.clock, &writer_, &pool_};
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::SubmissionService::Stub> stub_;
};

TEST_F(SubmissionStreamTest, AnswersEachByItsNumberAsASingleSubmissionWouldBe) {
  const std::vector<v1::SubmitRequest> reports = Reports(40);
  const v1::SubmitRequest forged = Forged(), empty;
  Call call(*stub_);
  ASSERT_TRUE(call.Write(reports));
  ASSERT_TRUE(call.Write({forged, empty}));
  const auto outcomes = call.Read(42);
  ASSERT_EQ(outcomes.size(), 42u);
  for (uint64_t n = 0; n < 40; ++n) {
    ASSERT_TRUE(outcomes.at(n).has_response()) << ErrorOf(outcomes.at(n));
    EXPECT_EQ(outcomes.at(n).response().statement_id(),
              crypto::AsString(statement::StatementId(reports[n].statement().manifest())));
    EXPECT_FALSE(outcomes.at(n).response().receipt().tlog_proof().empty());
  }
  for (uint64_t n : {40, 41}) {
    const absl::Status alone = SubmitAlone(n == 40 ? forged : empty), here = ErrorOf(outcomes.at(n));
    EXPECT_EQ(here, alone);
    EXPECT_EQ(base::ReasonOf(here), base::ReasonOf(alone));
  }
  ASSERT_TRUE(call.Write({reports[7]}));
  EXPECT_TRUE(call.Read(1).at(42).response().already_admitted());
  EXPECT_TRUE(call.End().ok());
}

TEST_F(SubmissionStreamTest, AFullInboxHoldsTheStreamUpAndNothingIsRefused) {
  Call call(*stub_);
  // Others have left six of the eight places that a caller may have.
  std::promise<void> open = HoldWriter(10);
  ASSERT_TRUE(call.Write(Reports(100)));
  AwaitWaiting(kInbox);
  open.set_value();
  const auto outcomes = call.Read(100);
  ASSERT_EQ(outcomes.size(), 100u);
  for (const auto& [number, outcome] : outcomes) EXPECT_TRUE(outcome.has_response()) << number << " " << ErrorOf(outcome);
  EXPECT_TRUE(call.End().ok());
}

TEST_F(SubmissionStreamTest, WhoeverImportsCanFileAReportMeanwhile) {
  Call call(*stub_);
  std::promise<void> open = HoldWriter(0);
  ASSERT_TRUE(call.Write(Reports(100)));
  AwaitWaiting(kOfCaller);
  const v1::SubmitRequest report = sg_.Report();
  std::future<absl::Status> alone = std::async(std::launch::async, [&] { return SubmitAlone(report); });
  AwaitWaiting(kOfCaller + 1);
  open.set_value();
  EXPECT_TRUE(alone.get().ok());
  EXPECT_EQ(call.Read(100).size(), 100u);
}

TEST_F(SubmissionStreamTest, WhatIsRefusedGivesItsPlaceToAnotherStreamOfTheCaller) {
  Call first(*stub_), second(*stub_);
  for (int round = 0; round < 5; ++round) {
    ASSERT_TRUE(first.Write(std::vector<v1::SubmitRequest>(200)));
    ASSERT_TRUE(second.Write(std::vector<v1::SubmitRequest>(200)));
    EXPECT_EQ(first.Read(200).size(), 200u);
    EXPECT_EQ(second.Read(200).size(), 200u);
  }
}

TEST_F(SubmissionStreamTest, ReadsNoMoreThanItsBoundFromWhoeverDoesNotReadItsOutcomes) {
  Call call(*stub_);
  const std::vector<v1::SubmitRequest> nonsense(limits::kSubmissionsOfMessage);
  constexpr size_t kMessages = 100;
  std::atomic<size_t> written{0};
  std::thread writing([&] {
    while (written < kMessages && call.Write(nonsense)) ++written;
  });
  const base::Counter& refused = counts_.refused.Of(kStream, std::string(base::ReasonOf(SubmitAlone(nonsense.front()))));
  auto judged = [&] { return refused.value(); };
  const absl::Time until = absl::Now() + absl::Seconds(60);
  while (judged() < limits::kSubmissionsOpen && absl::Now() < until) std::this_thread::yield();
  // Others are served all the while; so the stream has had its turns, too.
  for (int n = 0; n < 200; ++n) EXPECT_FALSE(SubmitAlone(v1::SubmitRequest()).ok());
  // Beside the bound, the message that was read last and what the connection holds unread.
  constexpr size_t kOnTheWay = 2048;
  EXPECT_GE(judged(), limits::kSubmissionsOpen);
  EXPECT_LT(judged(), limits::kSubmissionsOpen + limits::kSubmissionsOfMessage + kOnTheWay);
  call.Cancel();
  writing.join();
}

TEST_F(SubmissionStreamTest, WhoseKeyIsRevokedInMidStreamIsRefusedFromThenOn) {
  Call call(*stub_);
  ASSERT_TRUE(call.Write(Reports(5)));
  EXPECT_EQ(call.Read(5).size(), 5u);
  Revoke(officer_);
  const uint64_t size = sg_.Own().size;
  call.Write(Reports(5));
  EXPECT_TRUE(call.Read(1).empty());
  const absl::Status ended = FromGrpc(call.End());
  EXPECT_EQ(ended.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(base::ReasonOf(ended), base::reason::kRevokedKey);
  EXPECT_EQ(sg_.Own().size, size);
}

TEST_F(SubmissionStreamTest, OverTheQuotaEachStatementIsToldWhenThereIsRoomAgain) {
  EXPECT_TRUE(quota_.Take(officer_.identity.Uri(), 1990, sg_.clock.Now()).ok());
  Call call(*stub_);
  ASSERT_TRUE(call.Write(Reports(15)));
  size_t over = 0;
  for (const auto& [number, outcome] : call.Read(15)) {
    if (outcome.has_response()) continue;
    ++over;
    EXPECT_EQ(base::ReasonOf(ErrorOf(outcome)), base::reason::kOverQuota);
    EXPECT_GT(base::RetryDelayOf(ErrorOf(outcome)), absl::ZeroDuration());
  }
  EXPECT_EQ(over, 5u);
  EXPECT_EQ(quota_.refused()[0].times, 5u);
}

TEST_F(SubmissionStreamTest, AMessageOfTooManyEndsTheStream) {
  Call call(*stub_);
  call.Write(std::vector<v1::SubmitRequest>(limits::kSubmissionsOfMessage + 1));
  EXPECT_TRUE(call.Read(1).empty());
  EXPECT_EQ(base::ReasonOf(FromGrpc(call.End())), base::reason::kTooLarge);
}

TEST_F(SubmissionStreamTest, OneCallerHasSoManyStreams) {
  auto first = std::make_unique<Call>(*stub_);
  Call second(*stub_);
  for (Call* call : {first.get(), &second}) {
    ASSERT_TRUE(call->Write(Reports(1)));
    EXPECT_EQ(call->Read(1).size(), 1u);
  }
  EXPECT_EQ(base::ReasonOf(FromGrpc(Call(*stub_).End())), base::reason::kTooManyStreams);
  EXPECT_TRUE(first->End().ok());
  const absl::Time until = absl::Now() + absl::Seconds(30);
  while (!Call(*stub_).End().ok() && absl::Now() < until) {
  }
  EXPECT_LT(absl::Now(), until);
}

TEST_F(SubmissionStreamTest, AStreamThatIsGivenUpLosesNothingThatIsWithTheWriter) {
  std::promise<void> open = HoldWriter(0);
  const std::vector<v1::SubmitRequest> reports = Reports(kOfCaller);
  {
    Call call(*stub_);
    ASSERT_TRUE(call.Write(reports));
    AwaitWaiting(kOfCaller);
  }
  open.set_value();
  Call again(*stub_);
  ASSERT_TRUE(again.Write(reports));
  for (const auto& [number, outcome] : again.Read(kOfCaller)) EXPECT_TRUE(outcome.response().already_admitted()) << number;
  EXPECT_TRUE(again.End().ok());
}

}  // namespace
}  // namespace lightship::rpc
