// Streams of submissions over real connections: every statement as a single one would be, at the pace of the slower side.
#include "node/rpc/submission_stream.h"

#include <malloc.h>

#include <atomic>
#include <future>
#include <memory>
#include <thread>
#include <vector>

#include "node/base/limits.h"
#include "tests/unit/rpc/submission_stream_fixture.h"

namespace lightship::rpc {
namespace {

namespace limits = base::limits;

TEST_F(SubmissionStreamTest, AnswersEachByItsNumberAsASingleSubmissionWouldBe) {
  const std::vector<v1::SubmitRequest> reports = Reports(40);
  const v1::SubmitRequest forged = Forged(), empty;
  Call call(*stub_);
  ASSERT_TRUE(call.Write(reports));
  ASSERT_TRUE(call.Write({forged, empty}));
  const auto outcomes = call.Read(42);
  ASSERT_EQ(outcomes.size(), 42u);
  EXPECT_EQ(sg_.indexer.derived_ahead, 40u);
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
  EXPECT_EQ(Examined(), 100u) << "those for which there was no room, too, are examined once";
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
  const uint64_t size = sg_.Own().size;
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
  const auto outcomes = again.Read(kOfCaller);
  EXPECT_EQ(outcomes.size(), kOfCaller);
  for (const auto& [number, outcome] : outcomes) EXPECT_TRUE(outcome.response().already_admitted()) << number;
  EXPECT_TRUE(again.End().ok());
  EXPECT_EQ(sg_.Own().size, size + 1 + kOfCaller) << "with the grant, each once";
}

TEST_F(SubmissionStreamTest, AMessageOfManyEmptyStatementsIsNotKept) {
  std::promise<void> open = HoldWriter(0);
  Call call(*stub_);
  ASSERT_TRUE(call.Write(Reports(1)));
  AwaitWaiting(1);
  constexpr int kMany = 1'000'000;
  constexpr size_t kMuch = size_t{32} << 20;
  v1::SubmitStreamRequest message;
  const size_t before = mallinfo2().uordblks;
  for (int i = 0; i < kMany; ++i) message.add_submissions();
  ASSERT_GT(message.SpaceUsedLong(), kMuch);
  ASSERT_TRUE(call.Write(message));
  v1::SubmitStreamRequest().Swap(&message);
  // The stream cannot end before the writer has said what becomes of the first.
  const auto held = [&] { return mallinfo2().uordblks > before + kMuch; };
  const absl::Time arrived = absl::Now() + absl::Seconds(5), gone = absl::Now() + absl::Seconds(30);
  while (!held() && absl::Now() < arrived) std::this_thread::yield();
  while (held() && absl::Now() < gone) std::this_thread::yield();
  EXPECT_FALSE(held());
  open.set_value();
  EXPECT_EQ(call.Read(2).size(), 1u);
  EXPECT_EQ(base::ReasonOf(FromGrpc(call.End())), base::reason::kTooLarge);
}

}  // namespace
}  // namespace lightship::rpc
