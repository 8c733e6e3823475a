// Sending logs to peers within their credit.
#include "absl/strings/str_cat.h"
#include "tests/unit/exchange/scripted_peer.h"

namespace lightship::exchange {
namespace {

class ServingTest : public ExchangeTest {
 protected:
  void SetUp() override {
    for (int i = 0; i < 4; ++i) ASSERT_TRUE(sg.Submit(sg.Report()).ok());
    Connect(1, id, false);
    exchange->OnHeadsChanged(now);
  }
  std::vector<v1::Frame> Batches() { return Sent(1, v1::Frame::kBatch); }
  uint64_t SentTo() {
    uint64_t end = 0;
    for (const v1::Frame& frame : Batches()) {
      end = std::max<uint64_t>(end, frame.batch().from() + frame.batch().items_size());
    }
    return end;
  }
};

TEST_F(ServingTest, SendsFromTheIndexAskedForAndThenWhatIsNew) {
  Receive(1, MakeFetch(sg.origin(), 1, 100, 1 << 20));
  ASSERT_EQ(Batches().size(), 1u);
  EXPECT_EQ(Batches()[0].batch().from(), 1u);
  EXPECT_EQ(SentTo(), sg.Own().size);
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  exchange->OnHeadsChanged(now);
  EXPECT_EQ(Batches().size(), 2u);
  EXPECT_EQ(SentTo(), sg.Own().size);
}

TEST_F(ServingTest, SendsNoMoreThanTheWindowUntilItIsPaidFor) {
  Receive(1, MakeFetch(sg.origin(), 0, 2, 1 << 20));
  EXPECT_EQ(SentTo(), 2u);
  Pass(absl::Seconds(1));
  EXPECT_EQ(SentTo(), 2u);
  Receive(1, CommittedFrame(sg.origin(), 1));
  EXPECT_EQ(SentTo(), 3u);
  Receive(1, CommittedFrame(sg.origin(), 3));
  EXPECT_EQ(SentTo(), 5u);
}

TEST_F(ServingTest, CountsBytesAsWellAsEntries) {
  Receive(1, MakeFetch(sg.origin(), 0, 100, 1));
  EXPECT_EQ(SentTo(), 1u);  // one entry may exceed the window
  Receive(1, CommittedFrame(sg.origin(), 1));
  EXPECT_EQ(SentTo(), 2u);
}

TEST_F(ServingTest, SendsSmallBatchesWhileNothingIsKnownOfTheLink) {
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  exchange->OnHeadsChanged(now);
  Receive(1, MakeFetch(sg.origin(), 0, 1000, 1 << 20));
  ASSERT_GT(Batches().size(), 1u);
  EXPECT_LE(Batches()[0].ByteSizeLong(), 20u * 1024);
}

TEST_F(ServingTest, SendsNoSmallBatchForALittleCreditWhileMoreIsUnderWay) {
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  exchange->OnHeadsChanged(now);
  Receive(1, MakeFetch(sg.origin(), 0, 40, 1 << 20));
  for (uint64_t size = 1; size <= sg.Own().size; ++size) Receive(1, CommittedFrame(sg.origin(), size));
  EXPECT_EQ(SentTo(), sg.Own().size);
  const std::vector<v1::Frame> batches = Batches();
  for (size_t i = 0; i + 1 < batches.size(); ++i) EXPECT_GE(batches[i].batch().items_size(), 10) << i;
}

TEST_F(ServingTest, StopsWhenNoMoreIsWanted) {
  Receive(1, MakeFetch(sg.origin(), 0, 1, 1 << 20));
  Receive(1, MakeFetch(sg.origin(), 1, 0, 0));
  Pass(absl::Seconds(1));
  EXPECT_EQ(SentTo(), 1u);
}

TEST_F(ServingTest, WaitsForALogThatItDoesNotHold) {
  Receive(1, MakeFetch(ph.origin(), 0, 100, 1 << 20));
  EXPECT_TRUE(Batches().empty());
  EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED);
  sg.Follow(ph, ph.origin());
  exchange->OnHeadsChanged(now);
  EXPECT_EQ(Batches().size(), 1u);
}

TEST_F(ServingTest, EndsAPeerThatAsksForMoreLogsThanThereCanBe) {
  for (size_t epoch = 1; epoch <= 2 * kLogsOfPeer; ++epoch) {
    Receive(1, MakeFetch(absl::StrCat("lightship/PH/", epoch), 0, 1, 1 << 20));
  }
  EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED);
  Receive(1, MakeFetch(sg.origin(), 0, 1, 1 << 20));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_PROTOCOL);
}

TEST_F(ServingTest, EndsAPeerThatCommitsWhatItWasNotSent) {
  Receive(1, MakeFetch(sg.origin(), 0, 2, 1 << 20));
  Receive(1, CommittedFrame(sg.origin(), 3));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_PROTOCOL);
}

TEST_F(ServingTest, EndsAPeerThatCommitsALogItDidNotAskFor) {
  Receive(1, CommittedFrame(sg.origin(), 0));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_PROTOCOL);
}

TEST_F(ServingTest, DoesNotAnnounceASizeThatABatchHasBrought) {
  Receive(1, MakeFetch(sg.origin(), 0, 100, 1 << 20));
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  exchange->OnHeadsChanged(now);
  Forget();
  Pass(absl::Seconds(1));
  EXPECT_TRUE(world.sent[1].empty());
}

TEST_F(ServingTest, DoesNotAnnounceASizeThatABatchWillBringOncePaidFor) {
  Pass(absl::Seconds(1));
  Receive(1, MakeFetch(sg.origin(), 0, 1, 1 << 20));
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  exchange->OnHeadsChanged(now);
  Forget();
  Pass(absl::Seconds(1));
  EXPECT_TRUE(Sent(1, v1::Frame::kAnnounce).empty());
}

TEST_F(ServingTest, AnnouncesASizeToThoseWhoDoNotFollow) {
  Pass(absl::Seconds(1));
  Forget();
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  exchange->OnHeadsChanged(now);
  Pass(absl::Seconds(1));
  ASSERT_EQ(Sent(1, v1::Frame::kAnnounce).size(), 1u);
  EXPECT_EQ(Sent(1, v1::Frame::kAnnounce)[0].announce().checkpoint(), sg.Own().checkpoint);
}

TEST_F(ServingTest, LeavesOutWhatThePeerMayNotHave) {
  ASSERT_TRUE(sg.Submit(sg.Report("own")).ok());
  exchange->OnHeadsChanged(now);
  Receive(1, MakeFetch(sg.origin(), sg.Own().size - 1, 100, 1 << 20));
  ASSERT_EQ(Batches().size(), 1u);
  EXPECT_TRUE(Batches()[0].batch().items(0).has_withheld());
}

TEST_F(ServingTest, AnswersForSingleEntriesEvenWhenItHasNone) {
  v1::Frame fetch = MakeFetch(ph.origin(), 0, 0, 0);
  fetch.mutable_fetch()->add_missing(0);
  Receive(1, fetch);
  ASSERT_EQ(Batches().size(), 1u);
  EXPECT_TRUE(Batches()[0].batch().backfill());
  EXPECT_TRUE(Batches()[0].batch().items().empty());
  fetch.mutable_fetch()->set_origin(sg.origin());
  Receive(1, fetch);
  ASSERT_EQ(Batches().size(), 2u);
  EXPECT_EQ(Batches()[1].batch().items_size(), 1);
}

}  // namespace
}  // namespace lightship::exchange
