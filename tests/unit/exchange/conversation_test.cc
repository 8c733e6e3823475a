// Beginning, misbehaving, ending; and what is passed on in between.
#include "absl/strings/str_replace.h"
#include "node/base/limits.h"
#include "tests/unit/exchange/scripted_peer.h"

namespace lightship::exchange {
namespace {

TEST_F(ExchangeTest, GreetsFirstWithVersionEconomyAndHeads) {
  exchange->OnConnected(1, "ID", now);
  ASSERT_EQ(world.sent[1].size(), 1u);
  const v1::Hello& hello = world.sent[1].front().hello();
  EXPECT_EQ(hello.versions(0), kProtocolVersion);
  EXPECT_EQ(hello.economy(), "SG");
  ASSERT_EQ(hello.heads_size(), 1);
  EXPECT_EQ(hello.heads(0).checkpoint(), sg.Own().checkpoint);
}

TEST_F(ExchangeTest, EndsASessionThatDoesNotBeginWithHello) {
  exchange->OnConnected(1, "ID", now);
  Receive(1, MakeFetch(sg.origin(), 0, 10, 1000));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_PROTOCOL);
  EXPECT_FALSE(exchange->FaultOf(1).ok());
}

TEST_F(ExchangeTest, EndsASessionOfAnotherEconomyThanItsCertificate) {
  exchange->OnConnected(1, "ID", now);
  Receive(1, HelloOf(ph));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_IDENTITY);
}

TEST_F(ExchangeTest, EndsASessionWithoutACommonVersion) {
  v1::Frame hello = HelloOf(id);
  hello.mutable_hello()->set_versions(0, 2);
  exchange->OnConnected(1, "ID", now);
  Receive(1, hello);
  EXPECT_EQ(Ended(1), v1::BYE_REASON_VERSION);
}

TEST_F(ExchangeTest, TakesTheVersionItSpeaksAmongNewerOnes) {
  v1::Frame hello = HelloOf(id);
  hello.mutable_hello()->clear_versions();
  hello.mutable_hello()->add_versions(9);
  hello.mutable_hello()->add_versions(1);
  exchange->OnConnected(1, "ID", now);
  Receive(1, hello);
  EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED);
  EXPECT_EQ(Fetches(1).size(), 1u);
}

TEST_F(ExchangeTest, EndsASessionThatGreetsTwiceOrNeverOrIsOfItsOwnOrNoMember) {
  Connect(1, id);
  Receive(1, HelloOf(id));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_PROTOCOL);
  exchange->OnConnected(2, "PH", now);
  Pass(absl::Seconds(29));
  EXPECT_EQ(Ended(2), v1::BYE_REASON_UNSPECIFIED);
  exchange->OnPiece(2, now);
  Pass(absl::Seconds(29));
  EXPECT_EQ(Ended(2), v1::BYE_REASON_UNSPECIFIED) << "a Hello of many logs comes in over a slow link";
  Pass(absl::Seconds(2));
  EXPECT_EQ(Ended(2), v1::BYE_REASON_PROTOCOL);
  exchange->OnConnected(3, "SG", now);
  EXPECT_EQ(Ended(3), v1::BYE_REASON_IDENTITY);
  exchange->OnConnected(4, "ZZ", now);
  EXPECT_EQ(Ended(4), v1::BYE_REASON_IDENTITY);
}

TEST_F(ExchangeTest, LetsANewerSessionOfAnEconomyReplaceTheOlder) {
  Connect(1, id);
  Connect(2, id);
  EXPECT_EQ(Ended(1), v1::BYE_REASON_REPLACED);
  EXPECT_TRUE(exchange->FaultOf(1).ok());
  EXPECT_EQ(Fetches(2).size(), 1u);
}

TEST_F(ExchangeTest, CopiesItsOwnLogBackWhenAPeerHoldsMoreOfIt) {
  ledger::Desk before("SG");  // as this node was when it lost its newest entries
  ASSERT_TRUE(before.Submit(before.Report()).ok());
  Connect(1, id);
  const size_t fetches = Fetches(1).size();
  Receive(1, MakeAnnounce(sg.origin(), before.Own().checkpoint));
  EXPECT_TRUE(sg.ledger->recovering());
  Pass(absl::Seconds(1));
  ASSERT_EQ(Fetches(1).size(), fetches + 1);
  EXPECT_EQ(Fetches(1).back().fetch().origin(), sg.origin());
  EXPECT_EQ(Fetches(1).back().fetch().from(), sg.Own().size);
  Receive(1, BatchFrame(BatchOf(before, sg, sg.Own().size)));
  Ingest();
  EXPECT_FALSE(sg.ledger->recovering());
  EXPECT_EQ(Fetches(1).back().fetch().window_entries(), 0u);
  EXPECT_TRUE(Sent(1, v1::Frame::kCommitted).empty()) << "it does not serve the log any more";
}

TEST_F(ExchangeTest, CopiesItsOwnLogBackAlsoWhenTheLedgerFindsItBehindOnlyLater) {
  ledger::Desk before("SG");
  ASSERT_TRUE(before.Submit(before.Report()).ok());
  Connect(1, id);
  const size_t fetches = Fetches(1).size();
  world.ledger_is_slow = true;
  Receive(1, MakeAnnounce(sg.origin(), before.Own().checkpoint));
  Pass(absl::Seconds(1));
  EXPECT_EQ(Fetches(1).size(), fetches);
  world.ledger_is_slow = false;
  Pass(absl::Seconds(1));
  ASSERT_EQ(Fetches(1).size(), fetches + 1);
  EXPECT_EQ(Fetches(1).back().fetch().origin(), sg.origin());
}

TEST_F(ExchangeTest, IgnoresFramesOfALaterRelease) {
  Connect(1, id);
  Receive(1, v1::Frame());
  EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED);
}

TEST_F(ExchangeTest, SaysByeToAllWhenItShutsDown) {
  Connect(1, id);
  Connect(2, ph);
  exchange->Shutdown(now);
  EXPECT_EQ(Ended(1), v1::BYE_REASON_SHUTDOWN);
  EXPECT_EQ(Ended(2), v1::BYE_REASON_SHUTDOWN);
  EXPECT_TRUE(exchange->Peers().empty());
}

TEST_F(ExchangeTest, EndsOneMisbehavingPeerAndGoesOnWithTheOther) {
  Connect(1, id);
  Connect(2, ph);
  Receive(1, BatchFrame(BatchOf(ph, ph, 0)));  // PH's log was asked of PH
  EXPECT_EQ(Ended(1), v1::BYE_REASON_PROTOCOL);
  Receive(2, BatchFrame(BatchOf(ph, ph, 0)));
  Ingest();
  EXPECT_EQ(Held(ph), 1u);
  EXPECT_EQ(Ended(2), v1::BYE_REASON_UNSPECIFIED);
}

TEST_F(ExchangeTest, PassesACosignatureOnToOthersOnce) {
  ph.Follow(sg, sg.origin());
  sg.Follow(ph, ph.origin());
  Restart({});
  Connect(1, id, false);
  Connect(2, ph);
  Pass(absl::Seconds(1));
  Forget();
  Receive(2, MakeAnnounce(sg.origin(), ph.Head(sg.origin()).checkpoint));
  EXPECT_EQ(world.cosignatures_offered, 1);
  exchange->OnHeadsChanged(now);
  Pass(absl::Seconds(1));
  ASSERT_EQ(Sent(1, v1::Frame::kAnnounce).size(), 1u);
  EXPECT_EQ(Sent(1, v1::Frame::kAnnounce)[0].announce().checkpoint(), sg.Own().checkpoint);
  EXPECT_TRUE(sg.Own().cosigned.contains("PH"));
  // PH knows already, and nobody is told again.
  EXPECT_TRUE(Sent(2, v1::Frame::kAnnounce).empty());
  Receive(2, MakeAnnounce(sg.origin(), ph.Head(sg.origin()).checkpoint));
  Pass(absl::Seconds(1));
  EXPECT_EQ(Sent(1, v1::Frame::kAnnounce).size(), 1u);
  EXPECT_EQ(world.cosignatures_offered, 1);
}

TEST_F(ExchangeTest, KeepsACosignatureUntilTheCosignersLogIsHeld) {
  ph.Follow(sg, sg.origin());
  Connect(2, ph);
  Receive(2, MakeAnnounce(sg.origin(), ph.Head(sg.origin()).checkpoint));
  EXPECT_EQ(world.cosignatures_offered, 0);
  Receive(2, BatchFrame(BatchOf(ph, ph, 0)));
  Ingest();
  EXPECT_GE(world.cosignatures_offered, 1);
  EXPECT_TRUE(sg.Own().cosigned.contains("PH"));
}

TEST_F(ExchangeTest, EndsASessionThatAnnouncesAForgedCheckpoint) {
  Connect(1, id);
  std::string forged = sg.Own().checkpoint;
  forged.replace(forged.find("\n1\n"), 3, "\n9\n");
  Receive(1, MakeAnnounce(sg.origin(), forged));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_VERIFICATION);
}

TEST_F(ExchangeTest, EndsASessionThatAnnouncesOneLogUnderTheNameOfAnother) {
  Connect(1, id);
  Receive(1, MakeAnnounce(ph.origin(), id.Own().checkpoint));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_PROTOCOL);
}

TEST_F(ExchangeTest, EndsASessionThatSpeaksOfMoreLogsThanThereCanBe) {
  Connect(1, id);
  const std::string tail = ph.Own().checkpoint.substr(ph.Own().checkpoint.find('\n'));
  for (size_t epoch = 1; epoch <= 2 * kLogsOfPeer && Ended(1) == v1::BYE_REASON_UNSPECIFIED; ++epoch) {
    const std::string origin = absl::StrCat("lightship/PH/", epoch);
    Receive(1, MakeAnnounce(origin, origin + tail));
    if (epoch < kLogsOfPeer - 2) {
      EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED) << epoch;
    }
  }
  EXPECT_EQ(Ended(1), v1::BYE_REASON_PROTOCOL);
}

TEST_F(ExchangeTest, EndsASessionThatSendsABatchWhichNobodyAskedFor) {
  Connect(1, id);
  Receive(1, BatchFrame(BatchOf(ph, ph, 0)));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_PROTOCOL);
  EXPECT_TRUE(world.ingests.empty());
}

TEST_F(ExchangeTest, DoesNotFollowEconomiesWithoutPinnedRoots) {
  Connect(1, id);
  Forget();
  std::string note = absl::StrReplaceAll(id.Own().checkpoint, {{"/ID/", "/ZZ/"}});
  Receive(1, MakeAnnounce("lightship/ZZ/1", note));
  EXPECT_TRUE(Fetches(1).empty());
  EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED);
}

TEST_F(ExchangeTest, APeerThatMayNotBeTalkedToAnyMoreIsToldWhyAndHeardNoMore) {
  Connect(1, id);
  const absl::Status why = base::Error(absl::StatusCode::kPermissionDenied, base::reason::kRevokedKey, "revoked by ID/9");
  exchange->Refuse(1, why, now);
  EXPECT_EQ(Ended(1), v1::BYE_REASON_IDENTITY);
  EXPECT_EQ(exchange->FaultOf(1), why);
  Forget();
  Receive(1, BatchFrame(BatchOf(id, id, 0)));
  exchange->Refuse(1, why, now);
  EXPECT_TRUE(world.sent[1].empty());
  EXPECT_TRUE(world.ingests.empty());
}

TEST_F(ExchangeTest, APeerThatDoesNotTakeWhatItIsSentGetsNoMoreUntilItDoes) {
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  exchange->OnHeadsChanged(now);
  Connect(1, id);
  world.queued[1] = base::limits::kOutboxMarkBytes;
  Forget();
  v1::Frame fetch;
  fetch.mutable_fetch()->set_origin(sg.origin());
  fetch.mutable_fetch()->set_window_entries(1000);
  fetch.mutable_fetch()->set_window_bytes(1 << 20);
  Receive(1, fetch);
  v1::Frame blob;
  blob.mutable_fetch_blob()->set_sha256(std::string(32, 'b'));
  blob.mutable_fetch_blob()->set_length(1000);
  Receive(1, blob);
  sg.Follow(ph, ph.origin());
  exchange->OnHeadsChanged(now);
  Pass(absl::Seconds(1));
  EXPECT_TRUE(world.sent[1].empty()) << world.sent[1].front().DebugString();
  world.queued[1] = 0;
  Pass(absl::Seconds(10));
  EXPECT_EQ(Sent(1, v1::Frame::kBatch).size(), 1u);
  EXPECT_EQ(Sent(1, v1::Frame::kBlobChunk).size(), 1u);
  EXPECT_EQ(Sent(1, v1::Frame::kAnnounce).size(), 1u);
}

TEST_F(ExchangeTest, APeerHearsOnlyNowAndThenOfALogThatDoesNotPassBetweenTheTwo) {
  exchange->OnHeadsChanged(now);
  Connect(1, id);
  Pass(absl::Seconds(10));
  Forget();
  sg.Follow(ph, ph.origin());
  exchange->OnHeadsChanged(now);
  Pass(absl::Seconds(3));
  EXPECT_TRUE(Sent(1, v1::Frame::kAnnounce).empty());
  Pass(absl::Seconds(3));
  EXPECT_EQ(Sent(1, v1::Frame::kAnnounce).size(), 1u);
}

TEST_F(ExchangeTest, APeerHearsMoreRarelyOfSuchLogsWhenThereIsMuchToTell) {
  Options options;
  options.tell_one_of_all_every = absl::Seconds(7);
  Restart(options);
  sg.Follow(ph, ph.origin());
  exchange->OnHeadsChanged(now);
  Connect(1, id);
  ASSERT_TRUE(ph.Submit(ph.Report()).ok());
  sg.Follow(ph, ph.origin());
  exchange->OnHeadsChanged(now);
  Pass(absl::Seconds(1));
  Forget();
  ASSERT_TRUE(ph.Submit(ph.Report()).ok());
  sg.Follow(ph, ph.origin());
  exchange->OnHeadsChanged(now);
  Pass(absl::Seconds(15));
  EXPECT_TRUE(Sent(1, v1::Frame::kAnnounce).empty());
  Pass(absl::Seconds(10));
  EXPECT_EQ(Sent(1, v1::Frame::kAnnounce).size(), 1u);
}

// The peer's note has this node's cosignature, from before this node lost its disk: there is nothing in it to tell the peer.
TEST_F(ExchangeTest, APeerHearsOnceThatALogItSpokeOfIsHeldHereToo) {
  ledger::Desk before("SG");
  before.Follow(ph, ph.origin());
  const std::string note = before.Head(ph.origin()).checkpoint;
  Connect(1, id);
  Receive(1, MakeAnnounce(ph.origin(), note));
  Pass(absl::Seconds(10));
  EXPECT_TRUE(Sent(1, v1::Frame::kAnnounce).empty());
  sg.Follow(ph, ph.origin());
  exchange->OnHeadsChanged(now);
  for (int second = 0; second < 60; ++second) Pass(absl::Seconds(1));
  ASSERT_EQ(Sent(1, v1::Frame::kAnnounce).size(), 1u);
  EXPECT_EQ(Sent(1, v1::Frame::kAnnounce)[0].announce().origin(), ph.origin());
  Receive(1, MakeAnnounce(ph.origin(), note));
  for (int second = 0; second < 60; ++second) Pass(absl::Seconds(1));
  EXPECT_EQ(Sent(1, v1::Frame::kAnnounce).size(), 1u);
}

TEST_F(ExchangeTest, APeerThatHeldMoreOfTheOwnLogHearsThatItIsBackHere) {
  ledger::Desk before("SG");
  ASSERT_TRUE(before.Submit(before.Report()).ok());
  Connect(1, id);
  Receive(1, MakeAnnounce(sg.origin(), before.Own().checkpoint));
  Pass(absl::Seconds(1));
  Receive(1, BatchFrame(BatchOf(before, sg, sg.Own().size)));
  Ingest();
  ASSERT_EQ(sg.Own().size, before.Own().size);
  for (int second = 0; second < 60; ++second) Pass(absl::Seconds(1));
  ASSERT_EQ(Sent(1, v1::Frame::kAnnounce).size(), 1u);
  EXPECT_EQ(Sent(1, v1::Frame::kAnnounce)[0].announce().checkpoint(), sg.Own().checkpoint);
}

TEST_F(ExchangeTest, ALogsOwnNodeHearsOfCosignaturesWithinASecond) {
  exchange->OnHeadsChanged(now);
  Connect(1, ph);
  Pass(absl::Seconds(10));
  Forget();
  sg.Follow(ph, ph.origin());
  exchange->OnHeadsChanged(now);
  Pass(absl::Seconds(1));
  EXPECT_EQ(Sent(1, v1::Frame::kAnnounce).size(), 1u);
}

TEST_F(ExchangeTest, APeerHearsTogetherOfAllLogsThatHaveGrown) {
  Options options;
  options.spread_every = options.tell_all_every = absl::Hours(1);
  Restart(options);
  ph.Follow(id, id.origin());
  Connect(1, ph);
  Receive(1, MakeAnnounce(id.origin(), ph.Head(id.origin()).checkpoint));
  Pass(absl::Seconds(10));
  Pass(absl::Seconds(10));
  Forget();
  sg.Follow(ph, id.origin());
  ASSERT_TRUE(id.Submit(id.Report()).ok());
  sg.Follow(id, id.origin());
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  exchange->OnHeadsChanged(now);
  Pass(absl::Seconds(1));
  EXPECT_EQ(Sent(1, v1::Frame::kAnnounce).size(), 2u);
}

TEST_F(ExchangeTest, CosignaturesAreToldMoreRarelyToManyPeers) {
  Options options;
  options.spread_each = absl::Seconds(1);
  Restart(options);
  exchange->OnHeadsChanged(now);
  Connect(1, ph);
  Connect(2, id);
  Pass(absl::Seconds(10));
  Forget();
  sg.Follow(ph, ph.origin());
  exchange->OnHeadsChanged(now);
  Pass(absl::Seconds(1));
  EXPECT_TRUE(Sent(1, v1::Frame::kAnnounce).empty());
  Pass(absl::Seconds(4));
  EXPECT_EQ(Sent(1, v1::Frame::kAnnounce).size(), 1u);
}

TEST_F(ExchangeTest, APeerForWhomTooMuchWaitsIsLetGo) {
  Connect(1, id);
  world.queued[1] = base::limits::kOutboxBytes;
  Pass(absl::Seconds(1));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED);
  world.queued[1] = base::limits::kOutboxBytes + 1;
  Pass(absl::Seconds(1));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_OVERLOAD);
}

}  // namespace
}  // namespace lightship::exchange
