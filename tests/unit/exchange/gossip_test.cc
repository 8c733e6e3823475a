// What peers are told of logs that do not pass between them and this node, and what they need not be told.
#include "tests/unit/exchange/scripted_peer.h"

namespace lightship::exchange {
namespace {

TEST_F(ExchangeTest, ThatThereIsALogIsToldHoweverMuchThereIsToTellOfOthers) {
  Options options;
  options.tell_one_of_all_every = absl::Seconds(7);
  Restart(options);
  Connect(1, id);
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  exchange->OnHeadsChanged(now);
  Pass(absl::Seconds(10));
  Forget();
  sg.Follow(ph, ph.origin());
  exchange->OnHeadsChanged(now);
  Pass(absl::Seconds(6));
  ASSERT_EQ(Sent(1, v1::Frame::kAnnounce).size(), 1u);
  EXPECT_EQ(Sent(1, v1::Frame::kAnnounce)[0].announce().origin(), ph.origin());
}

TEST_F(ExchangeTest, APeerThatALogIsNoLongerCopiedFromHearsOfItNowAndThen) {
  ph.Follow(id, id.origin());
  Connect(1, ph);
  Receive(1, MakeAnnounce(id.origin(), ph.Head(id.origin()).checkpoint));
  ASSERT_EQ(Fetches(1).size(), 2u) << "its own log, and the other";
  Connect(2, id);
  Receive(2, BatchFrame(BatchOf(id, id, 0)));
  Ingest();
  Pass(absl::Seconds(10));
  Forget();
  ASSERT_TRUE(id.Submit(id.Report()).ok());
  Receive(2, BatchFrame(BatchOf(id, id, Held(id))));
  Ingest();
  Pass(absl::Seconds(1));
  EXPECT_TRUE(Sent(1, v1::Frame::kAnnounce).empty());
  Pass(absl::Seconds(5));
  EXPECT_EQ(Sent(1, v1::Frame::kAnnounce).size(), 1u);
}

// The store was ahead of what the exchange had heard of: the batch has brought all there is to tell.
TEST_F(ExchangeTest, WhoWasSentANewerCheckpointWithABatchIsNotToldOfItAgain) {
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  exchange->OnHeadsChanged(now);
  Connect(1, id);
  Pass(absl::Seconds(10));
  Forget();
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  Receive(1, MakeFetch(sg.origin(), 0, 4000, 8 << 20));
  ASSERT_EQ(Sent(1, v1::Frame::kBatch).size(), 1u);
  EXPECT_EQ(Sent(1, v1::Frame::kBatch)[0].batch().checkpoint(), sg.Own().checkpoint);
  Pass(absl::Milliseconds(500));
  EXPECT_TRUE(Sent(1, v1::Frame::kAnnounce).empty());
}

}  // namespace
}  // namespace lightship::exchange
