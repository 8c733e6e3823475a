// Clones, and what peers show of this node's own log.
#include <algorithm>

#include "tests/unit/exchange/scripted_peer.h"

namespace lightship::exchange {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class OnlyNodeTest : public ExchangeTest {
 protected:
  void ConnectInstance(SessionId session, Desk& peer, const std::string& instance) {
    v1::Frame hello = HelloOf(peer);
    hello.mutable_hello()->set_instance(instance);
    exchange->OnConnected(session, peer.economy.code(), now);
    Receive(session, hello);
  }
};

TEST_F(OnlyNodeTest, TheSecondNodeOfAnEconomyIsRefusedWhileTheFirstIsConnected) {
  ConnectInstance(1, id, "first");
  ConnectInstance(2, id, "clone");
  EXPECT_EQ(Ended(2), v1::BYE_REASON_DUPLICATE);
  EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED);
  EXPECT_THAT(exchange->Identity(now).doubles, ElementsAre("ID"));
  EXPECT_THAT(exchange->Identity(now + absl::Minutes(10)).doubles, IsEmpty());
  exchange->OnClosed(1, now);
  ConnectInstance(3, id, "clone");
  EXPECT_EQ(Ended(3), v1::BYE_REASON_UNSPECIFIED);
}

TEST_F(OnlyNodeTest, TheSameNodeComesBackWhileItsOldStreamStillSeemsOpen) {
  ConnectInstance(1, id, "one");
  ConnectInstance(2, id, "one");
  EXPECT_EQ(Ended(1), v1::BYE_REASON_REPLACED);
  EXPECT_EQ(Ended(2), v1::BYE_REASON_UNSPECIFIED);
  EXPECT_THAT(exchange->Identity(now).doubles, IsEmpty());
}

TEST_F(OnlyNodeTest, ANodeThatIsRefusedKnowsByWhomUntilAStreamThereHasSettled) {
  Connect(1, id);
  Receive(1, MakeBye(v1::BYE_REASON_DUPLICATE, "another node of SG is connected"));
  exchange->OnClosed(1, now);
  EXPECT_THAT(exchange->Identity(now).refused_by, ElementsAre("ID"));
  Connect(2, id);
  Pass(absl::Seconds(1));
  EXPECT_THAT(exchange->Identity(now).refused_by, ElementsAre("ID")) << "a Bye may be on its way";
  EXPECT_THAT(exchange->Identity(now).heard, IsEmpty());
  Pass(absl::Seconds(1));
  EXPECT_THAT(exchange->Identity(now).refused_by, IsEmpty());
  EXPECT_THAT(exchange->Identity(now).heard, ElementsAre("ID"));
}

TEST_F(OnlyNodeTest, AnInstanceTooLongIsRefused) {
  ConnectInstance(1, id, std::string(kInstanceBytes + 1, 'x'));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_PROTOCOL);
}

TEST_F(OnlyNodeTest, IsBehindUntilWhatAPeerShowsOfTheOwnLogIsHeld) {
  ledger::Desk before("SG");  // as this node was when it lost its newest entries
  ASSERT_TRUE(before.Submit(before.Report()).ok());
  ph.Follow(before, sg.origin());
  Connect(1, id);
  EXPECT_FALSE(exchange->Identity(now).behind);
  Receive(1, MakeAnnounce(sg.origin(), before.Own().checkpoint));
  EXPECT_TRUE(exchange->Identity(now).behind);
  Pass(absl::Seconds(1));
  Receive(1, BatchFrame(BatchOf(ph, sg, sg.Own().size)));
  Ingest();
  EXPECT_FALSE(exchange->Identity(now).behind);
  EXPECT_FALSE(sg.ledger->recovering());
}

// Should ID have lost its newest entries, it must not sign others in their place.
TEST_F(OnlyNodeTest, TellsALogsOwnNodeHowLargeItIsKnownToBeWhileItIsBeingCopied) {
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(id.Submit(id.Report()).ok());
  const auto larger = [&](const google::protobuf::RepeatedPtrField<v1::Announce>& heads) {
    return std::any_of(heads.begin(), heads.end(), [&](const v1::Announce& head) {
      auto shown = merkle::SignedCheckpoint::FromNote(head.checkpoint());
      return head.origin() == id.origin() && shown.ok() && shown->checkpoint.size == id.Own().size;
    });
  };
  Connect(1, id, false);
  const auto first = id.reader->ReadBatch(id.origin(), 0, {2, 1 << 20}, "SG");
  ASSERT_TRUE(first.ok() && sg.Take(*first).ok());
  exchange->OnHeadsChanged(now);
  google::protobuf::RepeatedPtrField<v1::Announce> told;
  for (const v1::Frame& frame : Sent(1, v1::Frame::kAnnounce)) *told.Add() = frame.announce();
  EXPECT_TRUE(larger(told)) << "to one that is connected";
  ASSERT_TRUE(sg.Reopen().ok());
  Restart({});
  Connect(2, id, false);
  EXPECT_TRUE(larger(Sent(2, v1::Frame::kHello).at(0).hello().heads())) << "to one that comes, also after a restart";
  Connect(3, ph, false);
  EXPECT_FALSE(larger(Sent(3, v1::Frame::kHello).at(0).hello().heads())) << "others could ask for what is not here";
  sg.Follow(ph, ph.origin());
  exchange->OnHeadsChanged(now);
  Connect(4, ph, false);
  EXPECT_EQ(Sent(4, v1::Frame::kHello).at(0).hello().heads(0).origin(), ph.origin()) << "before all others";
  sg.Follow(id, id.origin());
  EXPECT_EQ(sg.Head(id.origin()).reaching, "");
}

TEST_F(OnlyNodeTest, ShowsTheLedgerAgainWhatItCouldNotCheckWithoutTheLog) {
  ledger::Desk before("SG");
  ph.Follow(before, sg.origin());
  ASSERT_TRUE(before.Submit(before.Report()).ok());
  sg.disk = std::make_unique<store::MemoryStore>();
  sg.keeper.note.clear();
  ASSERT_TRUE(sg.Reopen().ok());
  Restart({});
  Connect(1, ph);
  Connect(2, id);
  Receive(1, MakeAnnounce(sg.origin(), ph.Head(sg.origin()).checkpoint));
  Receive(2, MakeAnnounce(sg.origin(), before.Own().checkpoint));
  EXPECT_FALSE(exchange->Identity(now).behind) << "nothing to judge it by yet";
  EXPECT_THAT(exchange->Identity(now).claimants, ElementsAre("ID", "PH"));
  // ID holds the most, but PH is heard first.
  ASSERT_EQ(Fetches(1).front().fetch().origin(), ph.origin());
  ASSERT_TRUE(sg.Take(BatchOf(ph, sg, 0)).ok());
  exchange->OnHeadsChanged(now);
  EXPECT_TRUE(sg.ledger->recovering()) << "ID's larger checkpoint can be checked now";
  EXPECT_THAT(exchange->Identity(now).claimants, IsEmpty());
  EXPECT_TRUE(exchange->Identity(now).behind);
}

TEST_F(OnlyNodeTest, ACheckpointThatTheLogDidNotSignIsNotWaitedFor) {
  sg.disk = std::make_unique<store::MemoryStore>();
  sg.keeper.note.clear();
  ledger::Desk before("SG");
  ASSERT_TRUE(sg.Reopen().ok());
  Restart({});
  std::string forged = id.Own().checkpoint;
  forged.replace(0, forged.find('\n', forged.find('\n') + 1), sg.origin() + "\n1000");
  Connect(1, id);
  Receive(1, MakeAnnounce(sg.origin(), forged));
  ASSERT_TRUE(sg.Take(BatchOf(before, sg, 0)).ok());
  exchange->OnHeadsChanged(now);
  EXPECT_FALSE(exchange->Identity(now).behind);
  EXPECT_FALSE(sg.ledger->recovering());
}

TEST_F(OnlyNodeTest, ARefusalThatIsNotRepeatedIsForgotten) {
  const v1::Frame refusal = MakeBye(v1::BYE_REASON_DUPLICATE, "another node of SG is connected");
  for (SessionId session : {1, 2}) {
    Connect(session, id);
    Receive(session, refusal);
    exchange->OnClosed(session, now);
    Pass(absl::Seconds(119));
    EXPECT_THAT(exchange->Identity(now).refused_by, ElementsAre("ID")) << "said again, or not long ago";
  }
  Pass(absl::Seconds(1));
  EXPECT_THAT(exchange->Identity(now).refused_by, IsEmpty());
}

TEST_F(OnlyNodeTest, OnePeersWordCountsWhileNoOtherHasTakenThisNodeIn) {
  Connect(1, id);
  Receive(1, MakeBye(v1::BYE_REASON_DUPLICATE, "another node of SG is connected"));
  EXPECT_TRUE(exchange->Identity(now).IsDouble());
  Connect(2, ph);
  EXPECT_TRUE(exchange->Identity(now).IsDouble()) << "a Bye may be on its way";
  Pass(absl::Seconds(2));
  EXPECT_FALSE(exchange->Identity(now).IsDouble());
  EXPECT_THAT(exchange->Identity(now).refused_by, ElementsAre("ID")) << "operators are told all the same";
  Receive(2, MakeBye(v1::BYE_REASON_DUPLICATE, "another node of SG is connected"));
  EXPECT_TRUE(exchange->Identity(now).IsDouble()) << "two say so";
}

TEST_F(OnlyNodeTest, APeerWhoseWordIsSetAsideIsNotBelieved) {
  Options options;
  options.disbelieved = {"ID"};
  Restart(options);
  Connect(1, id);
  Receive(1, MakeBye(v1::BYE_REASON_DUPLICATE, "another node of SG is connected"));
  EXPECT_THAT(exchange->Identity(now).refused_by, IsEmpty());
}

TEST_F(OnlyNodeTest, ShowsTheLedgerThatItIsBehindUntilItsInboxHasRoom) {
  ledger::Desk before("SG");
  ASSERT_TRUE(before.Submit(before.Report()).ok());
  Connect(1, id);
  world.inbox_is_full = true;
  Receive(1, MakeAnnounce(sg.origin(), before.Own().checkpoint));
  Pass(absl::Seconds(1));
  EXPECT_TRUE(exchange->Identity(now).behind);
  EXPECT_FALSE(sg.ledger->recovering());
  world.inbox_is_full = false;
  Pass(absl::Seconds(1));
  EXPECT_TRUE(sg.ledger->recovering());
  const int offered = world.cosignatures_offered;
  Pass(absl::Seconds(1));
  EXPECT_EQ(world.cosignatures_offered, offered) << "once it knows, that is enough";
}

}  // namespace
}  // namespace lightship::exchange
