#include "node/app/lookout.h"

#include "node/store/schema.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::app {
namespace {

using ledger::Cosignatures;
using ledger::Desk;
using ::testing::HasSubstr;
using ::testing::Not;

class LookoutTest : public ::testing::Test {
 protected:
  LookoutTest() {
    sg.Follow(id, id.origin());  // so that ID's cosignatures can be verified
    policy.set_at_least(2);
    policy.set_within_s(60);
  }
  void Look() {
    if (lookout == nullptr) {
      lookout = std::make_unique<Lookout>(Lookout::World{sg.origin(), policy, &sg.clock,
                                                         sg.heads.get(), sg.reader.get(), &board, [this] { return failure; }});
    }
    lookout->LookForFailedWrites();
    lookout->LookForForks();
    lookout->LookForUnheld();
  }
  std::string Report(const std::string& audience = "all") {
    auto outcome = sg.Submit(sg.Report(audience));
    EXPECT_TRUE(outcome.ok()) << outcome.status();
    return absl::StrCat("SG/", outcome->index);
  }
  void CopyToId() {
    id.Follow(sg, sg.origin());
    ASSERT_TRUE(sg.CommitOne(Cosignatures{sg.origin(), id.Head(sg.origin()).checkpoint}).ok());
  }
  // The text of the one warning; empty when there is none.
  std::string Warning() {
    auto all = board.All();
    EXPECT_LE(all.size(), 1u);
    if (all.empty()) return "";
    return absl::StrCat(all[0].code(), " ", all[0].subject(), " ", all[0].text());
  }

  Desk sg{"SG"}, id{"ID"};
  config::v1::Holders policy;
  absl::Status failure;
  rpc::WarningBoard board;
  std::unique_ptr<Lookout> lookout;
};

TEST_F(LookoutTest, SaysThatNothingIsWrittenAnyMore) {
  Look();
  EXPECT_EQ(Warning(), "");
  failure = absl::InternalError("no space left on device");
  Look();
  EXPECT_THAT(Warning(), AllOf(HasSubstr("STORAGE node nothing is written any more"), HasSubstr("no space left on device")));
}

TEST_F(LookoutTest, NamesAReportThatTooFewHoldInTimeAndClearsItWhenTheyDo) {
  const std::string late = Report();
  Look();
  EXPECT_EQ(Warning(), "") << "it has a minute";
  sg.clock.Advance(absl::Seconds(59));
  Look();
  EXPECT_EQ(Warning(), "");
  sg.clock.Advance(absl::Seconds(1));
  const std::string young = Report();
  Look();
  EXPECT_THAT(Warning(), HasSubstr("NOT_HELD_IN_TIME lightship/SG/1 1 statements"));
  EXPECT_THAT(Warning(), HasSubstr(late));
  EXPECT_THAT(Warning(), Not(HasSubstr(young)));
  CopyToId();
  Look();
  EXPECT_EQ(Warning(), "");
  sg.clock.Advance(absl::Hours(1));
  Look();
  EXPECT_EQ(Warning(), "") << "ID holds the younger one too";
}

TEST_F(LookoutTest, IsContentWhenAllOfASmallAudienceHoldIt) {
  Report("own");
  sg.clock.Advance(absl::Hours(1));
  Look();
  EXPECT_EQ(Warning(), "");
}

TEST_F(LookoutTest, SaysNothingWithoutAPolicy) {
  policy.set_at_least(0);
  Report();
  sg.clock.Advance(absl::Hours(1));
  Look();
  EXPECT_EQ(Warning(), "");
}

TEST_F(LookoutTest, AnotherPolicyIsAppliedToTheWholeLog) {
  Report();
  sg.clock.Advance(absl::Hours(1));
  Look();
  EXPECT_NE(Warning(), "");
  policy.set_at_least(1);
  lookout->SetHolders(policy);
  EXPECT_EQ(Warning(), "");
  Look();
  EXPECT_EQ(Warning(), "");
  policy.set_at_least(2);
  lookout->SetHolders(policy);
  Look();
  EXPECT_THAT(Warning(), HasSubstr("1 statements are held by fewer than 2"));
}

TEST_F(LookoutTest, NamesTenAndCountsAll) {
  for (int i = 0; i < 15; ++i) Report();
  sg.clock.Advance(absl::Hours(1));
  Look();
  EXPECT_THAT(Warning(), HasSubstr("15 statements"));
  EXPECT_THAT(Warning(), HasSubstr(" ..."));
}

TEST_F(LookoutTest, WarnsOfAForkedLogAndKeepsWarning) {
  Desk twin{"ID"};
  ASSERT_TRUE(id.Submit(id.Report()).ok());
  sg.Follow(id, id.origin());
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(twin.Submit(twin.Report("own")).ok());
  auto fork = twin.reader->FindFork(
      merkle::SignedCheckpoint::FromNote(sg.Head(id.origin()).checkpoint).value());
  ASSERT_TRUE(fork.ok() && fork->has_value());
  Look();
  EXPECT_EQ(Warning(), "");
  ASSERT_TRUE(sg.CommitOne(**fork).ok());
  Look();
  EXPECT_THAT(Warning(), HasSubstr("FORK lightship/ID/1"));
  EXPECT_THAT(Warning(), HasSubstr("after its 3 entries"));
  Look();
  EXPECT_THAT(Warning(), HasSubstr("FORK"));
}

TEST_F(LookoutTest, TellsAMonthBeforeTheNodesCertificateEnds) {
  Look();
  const crypto::PublicKey key = sg.keys.node_key.public_key();
  auto until = [&](absl::Duration from_now) {
    return std::vector<crypto::Certificate>{
        sg.economy.Certify(key, {"lightship:sg:node:sg-1"}, {testing::Noon() - absl::Hours(1),
                                                            testing::Noon() + from_now})};
  };
  lookout->LookForExpiry(until(absl::Hours(24 * 31)));
  EXPECT_EQ(Warning(), "");
  lookout->LookForExpiry(until(absl::Hours(24 * 29)));
  EXPECT_THAT(Warning(), HasSubstr("CERTIFICATE node"));
  EXPECT_THAT(Warning(), HasSubstr("ends on 2026-03-30"));
  lookout->LookForExpiry(until(absl::Hours(24 * 31)));
  EXPECT_EQ(Warning(), "");
}

}  // namespace
}  // namespace lightship::app
