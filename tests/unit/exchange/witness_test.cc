// Two histories of one log meet in the exchange: who proves it, who is told, who is believed.
#include "node/store/schema.h"
#include "tests/unit/exchange/scripted_peer.h"

namespace lightship::exchange {
namespace {

// ID has signed two histories; SG, under test, is on the first.
class WitnessTest : public ExchangeTest {
 protected:
  void SetUp() override {
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(id.Submit(id.Report()).ok());
    for (int i = 0; i < 6; ++i) ASSERT_TRUE(twin.Submit(twin.Report("own")).ok());
    sg.Follow(id, log);
    Restart({});
  }
  // PH copies the second history up to a size.
  void HoldSecond(size_t entries) {
    ASSERT_TRUE(ph.Take(twin.reader->ReadBatch(log, 0, {entries, 1 << 20}, "PH").value()).ok());
    // A batch's checkpoint may be beyond it: what PH says is one that it has reached.
    second_note =
        twin.disk->Get(store::Table::kCheckpoints, store::NumberedKey(log, entries)).value();
  }
  v1::EvidenceFile EvidenceOfPh() {
    auto note = merkle::SignedCheckpoint::FromNote(sg.Head(log).checkpoint).value();
    return **twin.reader->FindFork(note);
  }
  static v1::Frame EvidenceFrame(const v1::EvidenceFile& evidence) {
    v1::Frame frame;
    *frame.mutable_evidence() = evidence;
    return frame;
  }
  bool Frozen() { return sg.Head(log).fork != nullptr; }
  std::vector<v1::Frame> Evidence(SessionId session) {
    return Sent(session, v1::Frame::kEvidence);
  }

  Desk twin{"ID"};
  const std::string log = id.origin();
  std::string second_note;
};

TEST_F(WitnessTest, TheLargerTreeProvesTheForkAndTellsEveryPeer) {
  HoldSecond(4);
  Connect(1, id);
  Connect(2, ph);
  Receive(2, MakeAnnounce(log, second_note));
  EXPECT_TRUE(Frozen());
  ASSERT_EQ(Evidence(1).size(), 1u);
  ASSERT_EQ(Evidence(2).size(), 1u);
  EXPECT_EQ(Evidence(2)[0].evidence().SerializeAsString(),
            sg.Head(log).fork->SerializeAsString());
  EXPECT_EQ(Ended(2), v1::BYE_REASON_UNSPECIFIED);
}

TEST_F(WitnessTest, AnAnnouncementFromAheadIsJudgedWhenTheTreeHasGrownSoFar) {
  Connect(1, id);
  Connect(2, ph);
  second_note = twin.disk->Get(store::Table::kCheckpoints, store::NumberedKey(log, 7)).value();
  Receive(2, MakeAnnounce(log, second_note));
  EXPECT_FALSE(Frozen());
  while (id.Own().size < 7) ASSERT_TRUE(id.Submit(id.Report()).ok());
  Receive(1, BatchFrame(BatchOf(id, id, sg.Head(log).size)));
  Ingest();
  EXPECT_TRUE(Frozen());
  EXPECT_EQ(Evidence(2).size(), 1u);
}

TEST_F(WitnessTest, NoForkIsSeenAmongNodesOfOneHistory) {
  ph.Follow(id, log);
  Connect(1, id);
  Connect(2, ph);
  Receive(2, MakeAnnounce(log, ph.Head(log).checkpoint));
  Pass(absl::Seconds(1));
  EXPECT_FALSE(Frozen());
  EXPECT_EQ(world.evidence_kept, 0);
}

TEST_F(WitnessTest, EvidenceFromAPeerFreezesTheLogAndIsPassedOnOnce) {
  Connect(1, id);
  Connect(2, ph);
  Receive(2, EvidenceFrame(EvidenceOfPh()));
  EXPECT_TRUE(Frozen());
  EXPECT_EQ(Evidence(1).size(), 1u);
  EXPECT_TRUE(Evidence(2).empty()) << "it has it";
  Receive(2, EvidenceFrame(EvidenceOfPh()));
  Pass(absl::Seconds(1));
  Pass(absl::Seconds(1));
  EXPECT_EQ(Evidence(1).size(), 1u);
  EXPECT_EQ(world.evidence_kept, 1);
}

TEST_F(WitnessTest, FalseEvidenceEndsTheSessionAndFreezesNothing) {
  Connect(1, id);
  Connect(2, ph);
  v1::EvidenceFile forged = EvidenceOfPh();
  *forged.mutable_evidence()->mutable_checkpoint_b() = forged.evidence().checkpoint_a();
  Receive(2, EvidenceFrame(forged));
  EXPECT_EQ(Ended(2), v1::BYE_REASON_PROTOCOL);
  EXPECT_FALSE(exchange->FaultOf(2).ok());
  EXPECT_FALSE(Frozen());
  Connect(3, ph);
  forged = EvidenceOfPh();
  forged.mutable_evidence()->mutable_proof(0)->at(3) ^= 1;
  Receive(3, EvidenceFrame(forged));
  EXPECT_EQ(Ended(3), v1::BYE_REASON_VERIFICATION);
  EXPECT_FALSE(Frozen());
  EXPECT_TRUE(Evidence(1).empty());
}

TEST_F(WitnessTest, EvidenceOfALogThatIsNotHeldIsLeftAlone) {
  v1::EvidenceFile evidence = EvidenceOfPh();
  evidence.mutable_evidence()->set_origin("lightship/ID/7");
  Connect(2, ph);
  Receive(2, EvidenceFrame(evidence));
  EXPECT_EQ(Ended(2), v1::BYE_REASON_UNSPECIFIED);
  EXPECT_EQ(world.evidence_kept, 0);
}

TEST_F(WitnessTest, AFrozenLogIsFollowedNoMoreAndWhatStillComesIsNoFault) {
  ASSERT_TRUE(id.Submit(id.Report()).ok());
  Connect(1, id);
  ASSERT_EQ(Fetches(1).size(), 1u);
  Connect(2, ph);
  Receive(2, EvidenceFrame(EvidenceOfPh()));
  ASSERT_EQ(Fetches(1).size(), 2u);
  EXPECT_EQ(Fetches(1)[1].fetch().window_entries(), 0u);
  const uint64_t size = Held(id);
  Receive(1, BatchFrame(BatchOf(id, id, size)));
  Ingest();
  EXPECT_EQ(Held(id), size);
  EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED);
  Pass(absl::Minutes(5));
  EXPECT_EQ(Fetches(1).size(), 2u);
}

TEST_F(WitnessTest, AfterARestartTheEvidenceIsToldToWhoeverSpeaksOfTheLog) {
  ASSERT_TRUE(sg.CommitOne(EvidenceOfPh()).ok());
  ASSERT_TRUE(sg.Reopen().ok());
  Restart({});
  Connect(1, id);
  EXPECT_EQ(Evidence(1).size(), 1u);
  EXPECT_TRUE(Fetches(1).empty());
  Connect(2, ph);
  EXPECT_TRUE(Evidence(2).empty());
  Receive(2, MakeAnnounce(log, id.Own().checkpoint));
  Pass(absl::Seconds(1));
  EXPECT_EQ(Evidence(2).size(), 1u);
}

TEST_F(WitnessTest, ANewcomerGetsTheEntriesBeforeTheEvidence) {
  ASSERT_TRUE(sg.CommitOne(EvidenceOfPh()).ok());
  Restart({});
  Connect(2, ph);
  Receive(2, MakeFetch(log, 0, 2, 1 << 20));
  ASSERT_EQ(Sent(2, v1::Frame::kBatch).size(), 1u);
  Receive(2, MakeAnnounce(log, id.Own().checkpoint));
  for (uint64_t held = 2; held <= Held(id) + 1; held += 2) {
    Receive(2, CommittedFrame(log, std::min(held, Held(id))));
    Pass(absl::Seconds(1));
  }
  ASSERT_GE(Evidence(2).size(), 1u);
  uint64_t sent = 0;
  for (const v1::Frame& frame : world.sent[2]) {
    if (frame.has_batch()) sent += frame.batch().items_size();
    if (frame.has_evidence()) break;
  }
  EXPECT_EQ(sent, Held(id));
}

TEST_F(WitnessTest, WhoCopiesTheLogFromHereAndHasNothingToSayOfItGetsTheEvidenceToo) {
  ASSERT_TRUE(sg.CommitOne(EvidenceOfPh()).ok());
  Restart({});
  Connect(2, ph);
  Receive(2, MakeFetch(log, 0, 1000, 1 << 20));
  Pass(absl::Seconds(1));
  EXPECT_TRUE(Evidence(2).empty()) << "it could not check it yet";
  Receive(2, CommittedFrame(log, Held(id)));
  Pass(absl::Seconds(1));
  EXPECT_EQ(Evidence(2).size(), 1u);
}

TEST_F(WitnessTest, HistoriesThatChangedTheKeyEachInItsOwnWayAreComparedByTheFormerKey) {
  auto change = [](Desk& desk) {
    desk.keys.log_key = testing::NewKey();
    EXPECT_TRUE(desk.CommitOne(ledger::KeyChange{desk.keys}).ok());
    EXPECT_TRUE(desk.Submit(desk.Report()).ok());
  };
  const uint64_t last = id.Own().size + 1;
  change(id);
  change(twin);
  while (id.Own().size < twin.Own().size) ASSERT_TRUE(id.Submit(id.Report()).ok());
  sg.Follow(id, log);
  sg.Follow(id, log);
  ASSERT_EQ(sg.Head(log).size, id.Own().size);
  Restart({});
  Connect(1, id);
  Connect(2, ph);
  const size_t told = Sent(2, v1::Frame::kAnnounce).size();
  Receive(2, MakeAnnounce(log, twin.Own().checkpoint));
  EXPECT_FALSE(Frozen());
  std::vector<v1::Frame> answers = Sent(2, v1::Frame::kAnnounce);
  ASSERT_EQ(answers.size(), told + 1);
  const std::string former = answers.back().announce().checkpoint();
  EXPECT_EQ(merkle::SignedCheckpoint::FromNote(former)->checkpoint.size, last);
  // Whose change came later can prove it.
  auto proven = twin.reader->FindFork(merkle::SignedCheckpoint::FromNote(former).value());
  ASSERT_TRUE(proven.ok() && proven->has_value()) << proven.status();
  EXPECT_EQ((*proven)->evidence().origin(), log);
  Receive(2, EvidenceFrame(**proven));
  EXPECT_TRUE(Frozen());
}

}  // namespace
}  // namespace lightship::exchange
