#include "node/app/own_log_watch.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "tests/support/pki.h"

namespace lightship::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class OwnLogWatchTest : public ::testing::Test {
 protected:
  std::string Reason() const { return base::ReasonOf(standby_.Check()); }

  ledger::Standby standby_;
  rpc::WarningBoard warnings_;
  testing::FakeClock clock_;
  int all_heard_ = 0;
  OwnLogWatch watch_{"SG", &clock_, &standby_, &warnings_, [this] { ++all_heard_; }};
  exchange::IdentityView view_;
  const absl::Time start_ = absl::FromUnixSeconds(1'000'000);
};

TEST_F(OwnLogWatchTest, NamesThePeersThatItWaitsForAndEndsWhenAllAreHeard) {
  watch_.Listen({"ID", "PH"}, start_, absl::Seconds(15));
  EXPECT_EQ(Reason(), base::reason::kRecovering);
  view_.heard = {"ID"};
  watch_.Look(view_, start_);
  EXPECT_THAT(standby_.Text(), HasSubstr("until 12:00:15 UTC for PH"));
  view_.heard.insert("PH");
  watch_.Look(view_, start_);
  EXPECT_EQ(standby_.Text(), "");
}

TEST_F(OwnLogWatchTest, DoesNotWaitLongerThanItShouldForPeersThatDoNotCome) {
  watch_.Listen({"ID"}, start_, absl::Seconds(15));
  watch_.Look(view_, start_ + absl::Seconds(14));
  EXPECT_NE(standby_.Text(), "");
  watch_.Look(view_, start_ + absl::Seconds(15));
  EXPECT_EQ(standby_.Text(), "");
  EXPECT_EQ(all_heard_, 0);
}

TEST_F(OwnLogWatchTest, OnARestoredDatabaseWaitsForEveryPeerAndWhatItHoldsHoweverLongThatTakes) {
  watch_.Listen({"ID", "PH"}, start_, absl::InfiniteDuration());
  view_.heard = {"ID"};
  watch_.Look(view_, start_);
  view_.heard.clear();
  watch_.Look(view_, start_ + absl::Hours(10'000));
  EXPECT_EQ(Reason(), base::reason::kRecovering);
  EXPECT_THAT(standby_.Text(), AllOf(HasSubstr("it waits for PH."), HasSubstr("lightshipd-tool accept-restored")));
  view_.heard = {"PH"};
  view_.behind = true;
  watch_.Look(view_, start_ + absl::Hours(10'000));
  EXPECT_THAT(standby_.Text(), HasSubstr("what they hold more of it"));
  EXPECT_EQ(all_heard_, 0);
  view_.behind = false;
  watch_.Look(view_, start_ + absl::Hours(10'000));
  watch_.Look(view_, start_ + absl::Hours(10'000));
  EXPECT_EQ(standby_.Text(), "");
  EXPECT_EQ(all_heard_, 1);
}

TEST_F(OwnLogWatchTest, OnARestoredDatabaseWaitsForPeersThatAreConfiguredMeanwhileToo) {
  watch_.Listen({"ID"}, start_, absl::InfiniteDuration());
  watch_.Adjust({"ID", "PH"});
  view_.heard = {"ID"};
  watch_.Look(view_, start_);
  EXPECT_THAT(standby_.Text(), HasSubstr("it waits for PH."));
  view_.heard = {"PH"};
  watch_.Look(view_, start_);
  EXPECT_EQ(standby_.Text(), "");
  watch_.Adjust({"ID", "PH", "MY"});
  watch_.Look(view_, start_);
  EXPECT_EQ(standby_.Text(), "") << "the wait is over";
}

TEST_F(OwnLogWatchTest, OnARestoredDatabaseSaysThatItStillWaitsForAPeerThatIsConfiguredNoMore) {
  watch_.Listen({"ID", "PH"}, start_, absl::InfiniteDuration());
  watch_.Adjust({"ID"});
  view_.heard = {"ID"};
  watch_.Look(view_, start_);
  EXPECT_THAT(standby_.Text(), HasSubstr("it waits for PH, PH of these without being configured any more."));
  watch_.Adjust({});
  watch_.Look(view_, start_);
  EXPECT_EQ(all_heard_, 0);
}

TEST_F(OwnLogWatchTest, APeerEndsTheWaitOfARestoredDatabaseThatHadNone) {
  watch_.Listen({}, start_, absl::InfiniteDuration());
  watch_.Adjust({"ID"});
  watch_.Look(view_, start_);
  EXPECT_THAT(standby_.Text(), HasSubstr("it waits for ID."));
  view_.heard = {"ID"};
  watch_.Look(view_, start_);
  EXPECT_EQ(standby_.Text(), "");
}

TEST_F(OwnLogWatchTest, OnARestoredDatabaseWaitsAlsoForWhatAnotherKeySigns) {
  watch_.Listen({"ID"}, start_, absl::InfiniteDuration());
  view_.heard = {"ID"};
  view_.claimants = {"ID"};
  watch_.Look(view_, start_);
  EXPECT_THAT(standby_.Text(), HasSubstr("by a key that is not known here as the log's, is shown by ID."));
  EXPECT_EQ(all_heard_, 0);
  view_.claimants.clear();
  watch_.Look(view_, start_);
  EXPECT_EQ(all_heard_, 1);
  view_.claimants = {"ID"};
  watch_.Look(view_, start_);
  EXPECT_EQ(standby_.Text(), "") << "one peer alone does not stop a node that knows its log";
}

TEST_F(OwnLogWatchTest, SaysThatAllWereHeardUntilTheLedgerHasTakenItIn) {
  watch_.Listen({"ID"}, start_, absl::InfiniteDuration());
  view_.heard = {"ID"};
  for (int i = 0; i < 2; ++i) watch_.Look(view_, start_);
  EXPECT_EQ(all_heard_, 1) << "the ledger has not answered";
  watch_.OnAllHeard(absl::ResourceExhaustedError("the inbox is full"));
  view_.behind = true;
  watch_.Look(view_, start_);
  EXPECT_EQ(all_heard_, 1) << "not while there is more to come";
  view_.behind = false;
  watch_.Look(view_, start_);
  EXPECT_EQ(all_heard_, 2);
  watch_.OnAllHeard(absl::OkStatus());
  watch_.Look(view_, start_);
  EXPECT_EQ(all_heard_, 2);
}

TEST_F(OwnLogWatchTest, OnARestoredDatabaseWithoutPeersWaitsForAnAdministrator) {
  watch_.Listen({}, start_, absl::InfiniteDuration());
  watch_.Look(view_, start_ + absl::Hours(10'000));
  EXPECT_THAT(standby_.Text(), HasSubstr("no peer is configured"));
  EXPECT_EQ(all_heard_, 0);
}

TEST_F(OwnLogWatchTest, WaitsBeyondThatWhileAPeerHoldsMoreOfTheLog) {
  watch_.Listen({"ID"}, start_, absl::Seconds(15));
  view_.heard = {"ID"};
  view_.behind = true;
  watch_.Look(view_, start_ + absl::Seconds(20));
  EXPECT_EQ(Reason(), base::reason::kRecovering);
  view_.behind = false;
  watch_.Look(view_, start_ + absl::Seconds(20));
  EXPECT_EQ(standby_.Text(), "");
}

TEST_F(OwnLogWatchTest, ANodeRefusedAsADuplicateAddsNothingAndSaysSo) {
  view_.refused_by = {"ID"};
  watch_.Look(view_, start_);
  EXPECT_EQ(Reason(), base::reason::kDuplicateNode);
  ASSERT_EQ(warnings_.All().size(), 1u);
  EXPECT_EQ(warnings_.All()[0].subject(), "SG");
  EXPECT_EQ(warnings_.All()[0].since().seconds(), absl::ToUnixSeconds(clock_.Now()));
  view_.refused_by.clear();
  watch_.Look(view_, start_);
  EXPECT_TRUE(standby_.Check().ok());
  EXPECT_TRUE(warnings_.All().empty());
}

TEST_F(OwnLogWatchTest, WarnsOfAnotherEconomysDuplicateAsLongAsItIsShown) {
  view_.doubles = {"ID"};
  watch_.Look(view_, start_);
  ASSERT_EQ(warnings_.All().size(), 1u);
  EXPECT_EQ(warnings_.All()[0].subject(), "ID");
  EXPECT_TRUE(standby_.Check().ok());
  view_.doubles.clear();
  watch_.Look(view_, start_);
  EXPECT_TRUE(warnings_.All().empty());
}

TEST_F(OwnLogWatchTest, OnePeersWordAgainstAnothersIsWarnedOfAndNotFollowed) {
  view_.refused_by = {"ID"};
  view_.heard = {"PH"};
  watch_.Look(view_, start_);
  EXPECT_TRUE(standby_.Check().ok());
  ASSERT_EQ(warnings_.All().size(), 1u);
  EXPECT_THAT(warnings_.All()[0].text(), HasSubstr("ID says"));
  view_.refused_by.insert("MY");
  watch_.Look(view_, start_);
  EXPECT_EQ(Reason(), base::reason::kDuplicateNode);
  view_.refused_by = {"ID"};
  watch_.Look(view_, start_);
  EXPECT_TRUE(standby_.Check().ok());
  EXPECT_EQ(warnings_.All().size(), 1u);
}

TEST_F(OwnLogWatchTest, StandsByAlsoLaterWhileAPeerShowsMoreOfTheLog) {
  watch_.Look(view_, start_);
  EXPECT_TRUE(standby_.Check().ok());
  view_.behind = true;
  watch_.Look(view_, start_);
  EXPECT_EQ(Reason(), base::reason::kRecovering);
  view_.behind = false;
  watch_.Look(view_, start_);
  EXPECT_TRUE(standby_.Check().ok());
}

}  // namespace
}  // namespace lightship::app
