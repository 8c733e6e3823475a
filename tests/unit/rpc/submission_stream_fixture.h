// A server with streams of submissions, and calls as officers make them.
#ifndef LIGHTSHIP_TESTS_UNIT_RPC_SUBMISSION_STREAM_FIXTURE_H_
#define LIGHTSHIP_TESTS_UNIT_RPC_SUBMISSION_STREAM_FIXTURE_H_

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
#include "node/rpc/server.h"
#include "node/rpc/status_map.h"
#include "node/rpc/submission_stream.h"
#include "node/rpc/tls.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::rpc {

using ledger::Role;

inline constexpr size_t kInbox = 16;
inline constexpr size_t kOfCaller = kInbox / 2;
inline constexpr char kStream[] = "SubmissionService/SubmitStream";

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
    return Write(message);
  }
  bool Write(const v1::SubmitStreamRequest& message) { return stream_->Write(message); }
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

inline absl::Status ErrorOf(const v1::SubmissionOutcome& outcome) {
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
    stub_ = StubOf("officer", officer_);
  }
  ~SubmissionStreamTest() override {
    server_->Shutdown(absl::ZeroDuration());
    std::filesystem::remove_all(directory_);
  }

  SubmissionBackend Backend() {
    return {&gate_, &sg_.clock, &sg_.roots, sg_.origin(), [this] { return sg_.rules; }, sg_.heads.get(), sg_.reader.get(), &sg_.indexer, &writer_,
            2 * kInbox, &sg_.standby, &room_, &pool_, &audit_, &quota_, &sg_.clock, &commits_, 3, 2, &counts_};
  }
  std::unique_ptr<v1::SubmissionService::Stub> StubOf(const std::string& name, const testing::Signer& signer) {
    grpc::ChannelArguments arguments;
    // A window that stays as it is.
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    return v1::SubmissionService::NewStub(grpc::CreateCustomChannel(
        server_->address(), PeerCredentials(TlsOf(name, signer), &sg_.roots, &sg_.clock, sg_.heads.get(), "SG"), arguments));
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

  // Statements that were examined, and found to be sound.
  size_t Examined() const { return sg_.indexer.asked_ahead.load(); }

  std::string directory_;
  ledger::Desk sg_{"SG"};
  const testing::Signer& officer_ = sg_.economy.officer(Role::kSubmitter);
  Gate gate_{"SG", &sg_.roots, &sg_.clock, sg_.heads.get()};
  Bell commits_;
  base::Counts counts_;
  ledger::DiskRoom room_{1 << 20, 1 << 10};
  Quota quota_{{{"submissions_per_day", "statements in a day", 2000, absl::Hours(24)}}};
  WorkerPool pool_{3, 1000};
  ledger::Writer writer_{std::move(sg_.ledger), {kInbox, 8, &sg_.clock}, [this] { commits_.Ring(); }};
  AuditTrail audit_{&sg_.clock, &writer_, &pool_};
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::SubmissionService::Stub> stub_;
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_TESTS_UNIT_RPC_SUBMISSION_STREAM_FIXTURE_H_
