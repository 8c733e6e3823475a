// Streams of submissions to a node that takes none, or not from this officer; and what is refused does not count.
#include <algorithm>
#include <future>
#include <map>
#include <vector>

#include "node/base/reasons.h"
#include "node/base/status.h"
#include "tests/unit/rpc/submission_stream_fixture.h"

namespace lightship::rpc {
namespace {

class SubmissionStreamRefusal : public SubmissionStreamTest {
 protected:
  // So many more are within the quota.
  void Leave(uint64_t statements) {
    ASSERT_TRUE(quota_.Take(officer_.identity.Uri(), 2000 - statements, sg_.clock.Now()).ok());
  }
  static size_t CountOf(const std::map<uint64_t, v1::SubmissionOutcome>& outcomes, absl::string_view reason) {
    return static_cast<size_t>(std::count_if(outcomes.begin(), outcomes.end(), [reason](const auto& outcome) {
      return outcome.second.has_error() && base::ReasonOf(ErrorOf(outcome.second)) == reason;
    }));
  }
  static size_t Admitted(const std::map<uint64_t, v1::SubmissionOutcome>& outcomes) {
    return static_cast<size_t>(
        std::count_if(outcomes.begin(), outcomes.end(), [](const auto& outcome) { return outcome.second.has_response(); }));
  }
};

TEST_F(SubmissionStreamRefusal, ANodeThatStandsByTellsEachWhyAndGoesOnAfterwards) {
  sg_.standby.Set(ledger::Standby::Why::kCopying, "copying");
  Call call(*stub_);
  ASSERT_TRUE(call.Write(Reports(20)));
  const auto outcomes = call.Read(20);
  EXPECT_EQ(CountOf(outcomes, base::reason::kRecovering), 20u);
  for (const auto& [number, outcome] : outcomes) EXPECT_GT(base::RetryDelayOf(ErrorOf(outcome)), absl::ZeroDuration());
  EXPECT_EQ(Examined(), 0u);
  sg_.standby.Clear(ledger::Standby::Why::kCopying);
  ASSERT_TRUE(call.Write(Reports(20)));
  EXPECT_EQ(Admitted(call.Read(20)), 20u);
  EXPECT_TRUE(call.End().ok());
}

TEST_F(SubmissionStreamRefusal, OnAFullDiskOnlyWhatBarsOrTakesBackIsAdmitted) {
  const testing::Signer& chief = sg_.economy.officer(Role::kAdministrator);
  ASSERT_TRUE(SubmitAlone(sg_.Report()).ok());
  room_.See((1 << 20) - 1);
  const auto stub = StubOf("chief", chief);
  Call call(*stub);
  std::vector<v1::SubmitRequest> requests = Reports(5);
  requests.push_back(sg_.RequestOf(testing::RevocationOf(sg_.economy, officer_), chief));
  ASSERT_TRUE(call.Write(requests));
  const auto outcomes = call.Read(6);
  ASSERT_EQ(outcomes.size(), 6u);
  EXPECT_EQ(CountOf(outcomes, base::reason::kDiskFull), 5u);
  EXPECT_TRUE(outcomes.at(5).has_response()) << ErrorOf(outcomes.at(5));
  room_.See(1 << 30);
  ASSERT_TRUE(call.Write({sg_.Definition("patrol", {"SG"})}));
  EXPECT_EQ(Admitted(call.Read(1)), 1u);
  EXPECT_TRUE(call.End().ok());
}

TEST_F(SubmissionStreamRefusal, AnOfficerIsToldOfEachWhatHisRoleDoesNotAllow) {
  const testing::Signer& analyst = sg_.economy.officer(Role::kAnalyst);
  const v1::SubmitRequest own =
      sg_.RequestOf(testing::SealBy({&analyst}, testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "SG"),
                                    {testing::Draft("facts", testing::SampleFacts()), testing::Draft("vessel", testing::SampleVessel())}),
                    analyst);
  const auto stub = StubOf("analyst", analyst);
  Call call(*stub);
  ASSERT_TRUE(call.Write({own, sg_.Report(), own}));
  const auto outcomes = call.Read(3);
  ASSERT_EQ(outcomes.size(), 3u);
  for (const uint64_t number : {0, 2}) EXPECT_EQ(ErrorOf(outcomes.at(number)).code(), absl::StatusCode::kPermissionDenied);
  EXPECT_TRUE(outcomes.at(1).has_response()) << "a colleague's";
  EXPECT_TRUE(call.End().ok());
}

TEST_F(SubmissionStreamRefusal, WhoeverIsNoOfficerGetsNoStream) {
  const auto stub = StubOf("other-node", sg_.economy.node());
  Call call(*stub);
  call.Write(Reports(5));
  EXPECT_TRUE(call.Read(1).empty());
  EXPECT_EQ(FromGrpc(call.End()).code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Examined(), 0u);
}

TEST_F(SubmissionStreamRefusal, WhatTheWriterRefusesDoesNotCountAgainstTheQuota) {
  Leave(10);
  std::promise<void> open = HoldWriter(0);
  Call call(*stub_);
  ASSERT_TRUE(call.Write(Reports(kOfCaller)));
  AwaitWaiting(kOfCaller);
  const v1::SubmitRequest report = sg_.Report();
  std::future<absl::Status> alone = std::async(std::launch::async, [&] { return SubmitAlone(report); });
  AwaitWaiting(kOfCaller + 1);
  sg_.standby.Set(ledger::Standby::Why::kDuplicate, "two");
  open.set_value();
  EXPECT_EQ(CountOf(call.Read(kOfCaller), base::reason::kDuplicateNode), kOfCaller);
  EXPECT_EQ(base::ReasonOf(alone.get()), base::reason::kDuplicateNode);
  sg_.standby.Clear(ledger::Standby::Why::kDuplicate);
  ASSERT_TRUE(call.Write(Reports(11)));
  EXPECT_EQ(CountOf(call.Read(11), base::reason::kOverQuota), 1u);
}

TEST_F(SubmissionStreamRefusal, WhatWaitedForRoomAndIsRefusedThenDoesNotCountAgainstTheQuota) {
  Leave(10);
  Call call(*stub_);
  std::promise<void> open = HoldWriter(10);  // six places are left
  ASSERT_TRUE(call.Write(Reports(kOfCaller)));
  AwaitWaiting(kInbox);
  room_.See(0);
  open.set_value();
  const auto outcomes = call.Read(kOfCaller);
  EXPECT_EQ(Admitted(outcomes), 6u);
  EXPECT_EQ(CountOf(outcomes, base::reason::kDiskFull), 2u);
  room_.See(1 << 30);
  ASSERT_TRUE(call.Write(Reports(5)));
  EXPECT_EQ(CountOf(call.Read(5), base::reason::kOverQuota), 1u);
}

}  // namespace
}  // namespace lightship::rpc
