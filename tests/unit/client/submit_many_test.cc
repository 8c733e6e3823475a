// Many submissions at nodes that have streams for them, at nodes that have none, and over streams that break.
#include "client/sdk/submit_many.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "node/base/mutex.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::sdk {
namespace {

using Stream = grpc::ServerReaderWriter<v1::SubmitStreamResponse, v1::SubmitStreamRequest>;

google::rpc::Status WireOf(absl::StatusCode code, const std::string& reason, absl::Duration delay) {
  google::rpc::Status wire;
  wire.set_code(static_cast<int>(code));
  wire.set_message(reason);
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("lightship");
  wire.add_details()->PackFrom(info);
  if (delay > absl::ZeroDuration()) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(absl::IDivDuration(delay, absl::Seconds(1), &delay));
    retry.mutable_retry_delay()->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(delay)));
    wire.add_details()->PackFrom(retry);
  }
  return wire;
}

// A node that has what its test gives it. Statements are known by the text that stands for their manifest.
class Book final : public v1::SubmissionService::Service {
 public:
  grpc::Status Submit(grpc::ServerContext*, const v1::SubmitRequest* request, v1::SubmitResponse* response) override {
    base::MutexLock lock(mutex_);
    ++alone;
    Admit(*request, *response);
    return grpc::Status::OK;
  }
  grpc::Status SubmitStream(grpc::ServerContext*, Stream* stream) override {
    ++streams;
    if (!grants.ok()) return grants;
    v1::SubmitStreamRequest message;
    while (stream->Read(&message)) {
      v1::SubmitStreamResponse response;
      for (const v1::NumberedSubmission& submission : message.submissions()) {
        base::MutexLock lock(mutex_);
        ++sent[submission.request().statement().manifest()];
        Answer(submission, *response.add_outcomes());
      }
      // Answers in another order than they were asked for.
      std::reverse(response.mutable_outcomes()->begin(), response.mutable_outcomes()->end());
      stream->Write(response);
      if (breaks_after > 0 && --breaks_after == 0) return grpc::Status(grpc::StatusCode::UNAVAILABLE, "broken");
    }
    return grpc::Status::OK;
  }

  grpc::Status grants;
  std::atomic<int> streams{0}, alone{0}, with_chains{0};
  int breaks_after = 0;                     // messages
  bool loses_outcomes = false;              // of the last message before it breaks
  bool log_knows_signers = true;
  std::map<std::string, google::rpc::Status> refused, refused_once;
  std::map<std::string, int> admitted, sent;

 private:
  void Admit(const v1::SubmitRequest& request, v1::SubmitResponse& response) {
    response.set_already_admitted(admitted[request.statement().manifest()]++ > 0);
    response.set_statement_id(request.statement().manifest());
  }
  void Answer(const v1::NumberedSubmission& submission, v1::SubmissionOutcome& outcome) {
    const std::string& manifest = submission.request().statement().manifest();
    outcome.set_number(submission.number());
    with_chains += submission.request().chains_size();
    if (submission.request().chains_size() > 0) log_knows_signers = true;
    if (auto once = refused_once.find(manifest); once != refused_once.end()) {
      *outcome.mutable_error() = once->second;
      refused_once.erase(once);
    } else if (auto refusal = refused.find(manifest); refusal != refused.end()) {
      *outcome.mutable_error() = refusal->second;
    } else if (!log_knows_signers) {
      *outcome.mutable_error() = WireOf(absl::StatusCode::kPermissionDenied, "UNKNOWN_KEY", {});
    } else {
      Admit(submission.request(), *outcome.mutable_response());
    }
    if (loses_outcomes && breaks_after == 1) outcome.set_number(1'000'000);  // nobody has asked for that
  }

  base::Mutex mutex_;
};

class SubmitManyTest : public ::testing::Test {
 protected:
  SubmitManyTest() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&book_);
    server_ = builder.BuildAndStart();
    stub_ = v1::SubmissionService::NewStub(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
  }
  ~SubmitManyTest() override { server_->Shutdown(std::chrono::system_clock::now()); }

  static std::string Name(uint64_t number) { return absl::StrCat("statement ", number); }
  // What became of each of so many.
  std::map<uint64_t, absl::StatusOr<v1::SubmitResponse>> Submit(uint64_t count, bool stream = true) {
    std::map<uint64_t, absl::StatusOr<v1::SubmitResponse>> outcomes;
    uint64_t given = 0;
    bool ended = false;
    const SubmittedMany submitted = SubmitMany(
        *stub_, clock_, {absl::Seconds(30), 128, stream},
        [&](v1::SubmitRequest& request) {
          EXPECT_FALSE(ended) << "asked though there is no more";
          ended = given == count;
          if (ended) return false;
          request.mutable_statement()->set_manifest(Name(given++));
          request.add_chains()->add_certificates("certificate");
          return true;
        },
        [&](uint64_t number, absl::StatusOr<v1::SubmitResponse> outcome) {
          EXPECT_TRUE(outcomes.emplace(number, std::move(outcome)).second) << number << " is told of twice";
        });
    EXPECT_EQ(outcomes.size(), given);
    has_stream_ = submitted.has_stream;
    stopped_ = submitted.stopped;
    EXPECT_EQ(ended, stopped_.ok());
    return outcomes;
  }
  void ExpectAllAdmitted(const std::map<uint64_t, absl::StatusOr<v1::SubmitResponse>>& outcomes, uint64_t count) {
    ASSERT_EQ(outcomes.size(), count);
    for (const auto& [number, outcome] : outcomes) {
      ASSERT_TRUE(outcome.ok()) << outcome.status();
      EXPECT_EQ(outcome->statement_id(), Name(number));
    }
    EXPECT_EQ(book_.admitted.size(), count);
  }

  base::SystemClock clock_;
  Book book_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::SubmissionService::Stub> stub_;
  bool has_stream_ = false;
  absl::Status stopped_;
};

TEST_F(SubmitManyTest, GoOverOneStream) {
  ExpectAllAdmitted(Submit(1000), 1000);
  EXPECT_EQ(book_.streams, 1);
  EXPECT_EQ(book_.alone, 0);
  EXPECT_TRUE(has_stream_);
}

TEST_F(SubmitManyTest, GoAloneToANodeOfAnEarlierRelease) {
  book_.grants = grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "");
  ExpectAllAdmitted(Submit(200), 200);
  EXPECT_FALSE(has_stream_);
  EXPECT_EQ(book_.alone, 200);
  EXPECT_EQ(book_.streams, 1);
  ExpectAllAdmitted(Submit(200, has_stream_), 200);
  EXPECT_EQ(book_.streams, 1) << "it is not asked again";
}

TEST_F(SubmitManyTest, GoAloneWhileTheNodeGrantsNoStream) {
  const google::rpc::Status wire = WireOf(absl::StatusCode::kResourceExhausted, std::string(base::reason::kTooManyStreams), {});
  book_.grants = grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, "", wire.SerializeAsString());
  ExpectAllAdmitted(Submit(200), 200);
  EXPECT_TRUE(has_stream_);
}

TEST_F(SubmitManyTest, WhatABrokenStreamLeavesUnansweredIsSentAgainAndNothingElse) {
  book_.breaks_after = 2;
  book_.loses_outcomes = true;
  const auto outcomes = Submit(300);
  ExpectAllAdmitted(outcomes, 300);
  EXPECT_EQ(book_.streams, 2);
  size_t again = 0, twice = 0;
  for (const auto& [number, outcome] : outcomes) again += outcome->already_admitted() ? 1 : 0;
  for (const auto& [name, times] : book_.sent) twice += times > 1 ? 1 : 0;
  EXPECT_GT(again, 0u);
  EXPECT_EQ(twice, again);
}

TEST_F(SubmitManyTest, AreToldWhenTheCallerMayNotSubmit) {
  book_.grants = grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "not you");
  const auto outcomes = Submit(40);
  EXPECT_FALSE(outcomes.empty());
  for (const auto& [number, outcome] : outcomes) EXPECT_EQ(outcome.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(stopped_.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(book_.streams, 1) << "the others would be told the same";
}

TEST_F(SubmitManyTest, AreNotAskedForAfterTheLastThoughNoStreamIsGranted) {
  book_.grants = grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "");
  ExpectAllAdmitted(Submit(1), 1);
}

TEST_F(SubmitManyTest, StopAtANodeThatStaysOutOfReach) {
  for (uint64_t number = 0; number < 1000; ++number) {
    book_.refused[Name(number)] = WireOf(absl::StatusCode::kResourceExhausted, "OVER_QUOTA", absl::Hours(3));
  }
  EXPECT_LT(Submit(1000).size(), 1000u);
  EXPECT_EQ(base::ReasonOf(stopped_), "OVER_QUOTA");
}

TEST_F(SubmitManyTest, WaitAsLongAsTheNodeSaysAndAreRefusedOneByOne) {
  book_.refused_once[Name(3)] = WireOf(absl::StatusCode::kResourceExhausted, "OVERLOADED", absl::Milliseconds(300));
  book_.refused[Name(5)] = WireOf(absl::StatusCode::kInvalidArgument, "INVALID_STATEMENT", {});
  const absl::Time begin = absl::Now();
  const auto outcomes = Submit(20);
  EXPECT_GE(absl::Now() - begin, absl::Milliseconds(300));
  EXPECT_TRUE(outcomes.at(3).ok());
  EXPECT_EQ(base::ReasonOf(outcomes.at(5).status()), "INVALID_STATEMENT");
  EXPECT_EQ(book_.admitted.size(), 19u);
}

TEST_F(SubmitManyTest, CarryTheirCertificatesUntilTheLogKnowsTheSigner) {
  book_.log_knows_signers = false;
  ExpectAllAdmitted(Submit(500), 500);
  EXPECT_GT(book_.with_chains, 0);
  EXPECT_LT(book_.with_chains, 200);
}

TEST_F(SubmitManyTest, ShowTheirCertificatesToANodeThatAsksForThemAgain) {
  book_.refused_once[Name(400)] = WireOf(absl::StatusCode::kPermissionDenied, "UNKNOWN_KEY", {});
  ExpectAllAdmitted(Submit(500), 500);
  EXPECT_EQ(book_.sent[Name(400)], 2);
}

}  // namespace
}  // namespace lightship::sdk
