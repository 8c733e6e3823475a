// Copying logs: sources, batches that do not hold, refusals of the ledger.
#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "tests/unit/exchange/scripted_peer.h"

namespace lightship::exchange {
namespace {

TEST_F(ExchangeTest, FetchesExaminesCommitsAndReportsWhatAPeerHasMoreOf) {
  ASSERT_TRUE(id.Submit(id.Report()).ok());
  Connect(1, id);
  ASSERT_EQ(Fetches(1).size(), 1u);
  EXPECT_EQ(Fetches(1)[0].fetch().origin(), id.origin());
  EXPECT_EQ(Fetches(1)[0].fetch().from(), 0u);
  Receive(1, BatchFrame(BatchOf(id, id, 0)));
  EXPECT_TRUE(Sent(1, v1::Frame::kCommitted).empty());
  Ingest();
  const std::vector<v1::Frame> reported = Sent(1, v1::Frame::kCommitted);
  ASSERT_EQ(reported.size(), 1u);
  EXPECT_EQ(reported[0].committed().size(), id.Own().size);
  EXPECT_THAT(reported[0].committed().cosigned_checkpoint(), ::testing::HasSubstr("lightship/SG/1"));
}

class CrowdTest : public ExchangeTest {
 protected:
  CrowdTest() {
    Options options;
    options.report_each = absl::Seconds(1);
    options.spread_every = absl::Seconds(10);
    Restart(options);
    Connect(1, ph);
    for (SessionId other = 2; other <= 5; ++other) {
      exchange->OnCarried(other, "ID", now);
      Receive(other, HelloOf(id, false));
    }
    Pass(absl::Milliseconds(100));
    TakeNext();
    EXPECT_EQ(Sent(1, v1::Frame::kCommitted).size(), 1u);
    Forget();
  }
  // Of what the peer has: one entry, or all.
  void TakeNext(size_t entries = 1000) {
    Receive(1, BatchFrame(BatchOf(ph, ph, Held(ph), entries)));
    Ingest();
  }
};

TEST_F(CrowdTest, ReportsThatComeOneSoonAfterTheOtherAreConfirmedTogether) {
  for (int report = 0; report < 2; ++report) {
    ASSERT_TRUE(ph.Submit(ph.Report()).ok());
    TakeNext();
  }
  Pass(absl::Milliseconds(900));
  EXPECT_TRUE(Sent(1, v1::Frame::kCommitted).empty());
  Pass(absl::Milliseconds(200));
  ASSERT_EQ(Sent(1, v1::Frame::kCommitted).size(), 1u);
  const v1::Committed reported = Sent(1, v1::Frame::kCommitted)[0].committed();
  EXPECT_EQ(reported.size(), ph.Own().size);
  EXPECT_EQ(reported.cosigned_checkpoint(), sg.Head(ph.origin()).checkpoint);
}

TEST_F(CrowdTest, WhatIsToBeFollowedByMoreIsConfirmedAtOnce) {
  ASSERT_TRUE(ph.Submit(ph.Report()).ok());
  ASSERT_TRUE(ph.Submit(ph.Report()).ok());
  TakeNext(1);
  EXPECT_EQ(Sent(1, v1::Frame::kCommitted).size(), 1u);
}

TEST_F(CrowdTest, MuchIsConfirmedAtOnce) {
  ASSERT_TRUE(ph.Submit(ph.Report()).ok());
  TakeNext();
  EXPECT_TRUE(Sent(1, v1::Frame::kCommitted).empty());
  for (int report = 0; report < 250; ++report) ASSERT_TRUE(ph.Submit(ph.Report()).ok());
  TakeNext();
  EXPECT_EQ(Sent(1, v1::Frame::kCommitted).size(), 1u);
}

TEST_F(ExchangeTest, ExaminesBatchesAheadOfTheLedger) {
  ASSERT_TRUE(id.Submit(id.Report()).ok());
  Connect(1, id);
  Receive(1, BatchFrame(BatchOf(id, id, 0, 1)));
  Receive(1, BatchFrame(BatchOf(id, id, 1)));
  EXPECT_EQ(world.ingests.size(), 2u);
  Ingest();
  EXPECT_EQ(Held(id), id.Own().size);
}

TEST_F(ExchangeTest, GoesOnFromItsDurableSizeAfterAReconnection) {
  ASSERT_TRUE(id.Submit(id.Report()).ok());
  Connect(1, id);
  Receive(1, BatchFrame(BatchOf(id, id, 0, 1)));
  Ingest();
  Receive(1, BatchFrame(BatchOf(id, id, 1, 1)));
  exchange->OnClosed(1, now);
  Connect(2, id);
  EXPECT_TRUE(Fetches(2).empty());  // the ledger has not answered yet
  Ingest();
  ASSERT_EQ(Fetches(2).size(), 1u);
  EXPECT_EQ(Fetches(2)[0].fetch().from(), 2u);
}

TEST_F(ExchangeTest, EndsASourceWhoseBatchDoesNotVerifyAndTakesAnother) {
  ph.Follow(id, id.origin());
  Connect(1, id);
  Connect(2, ph, false);
  Receive(2, MakeAnnounce(id.origin(), ph.Head(id.origin()).checkpoint));
  v1::Batch altered = BatchOf(id, id, 0);
  altered.mutable_items(0)->mutable_held()->mutable_entry()->back() ^= 1;
  Receive(1, BatchFrame(altered));
  EXPECT_NE(Ended(1), v1::BYE_REASON_UNSPECIFIED);
  EXPECT_TRUE(world.ingests.empty());
  ASSERT_EQ(Fetches(2).size(), 1u);
  // Once back, the log's own node is not asked before the blame has passed.
  exchange->OnClosed(1, now);
  Connect(3, id);
  EXPECT_TRUE(Fetches(3).empty());
  Pass(absl::Seconds(31));
  EXPECT_EQ(Fetches(3).size(), 1u);
}

TEST_F(ExchangeTest, EndsASourceOfForgedSignatures) {
  Connect(1, id);
  Receive(1, BatchFrame(BatchOf(id, id, 0)));
  Ingest(base::Error(absl::StatusCode::kInvalidArgument, base::reason::kBadSignature, "entry 0"));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_VERIFICATION);
  EXPECT_EQ(Held(id), 0u);
}

TEST_F(ExchangeTest, DoesNotBlameAPeerForAFullInbox) {
  ASSERT_TRUE(id.Submit(id.Report()).ok());
  Connect(1, id);
  Receive(1, BatchFrame(BatchOf(id, id, 0, 1)));
  Receive(1, BatchFrame(BatchOf(id, id, 1)));
  Ingest(base::Error(absl::StatusCode::kResourceExhausted, base::reason::kOverloaded, "full"));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED);
  EXPECT_TRUE(Sent(1, v1::Frame::kCommitted).empty());
  Forget();
  Pass(absl::Seconds(2));
  ASSERT_EQ(Fetches(1).size(), 1u);
  EXPECT_EQ(Fetches(1)[0].fetch().from(), 0u);
  // What was in flight of the first Fetch is no fault.
  Receive(1, BatchFrame(BatchOf(id, id, 1)));
  Receive(1, BatchFrame(BatchOf(id, id, 0)));
  Ingest();
  EXPECT_EQ(Held(id), id.Own().size);
}

TEST_F(ExchangeTest, AsksForNothingWhileTheDiskHasNoRoomAndGoesOnOnceItHas) {
  ASSERT_TRUE(id.Submit(id.Report()).ok());
  Connect(1, id);
  Receive(1, BatchFrame(BatchOf(id, id, 0, 1)));
  Ingest();
  Forget();
  world.has_room = false;
  Pass(absl::Seconds(1));
  ASSERT_EQ(Fetches(1).size(), 1u) << "the source is told to send no more";
  EXPECT_EQ(Fetches(1)[0].fetch().window_entries(), 0u);
  Receive(1, BatchFrame(BatchOf(id, id, 1)));
  EXPECT_TRUE(world.ingests.empty()) << "what was in flight is dropped, and is no fault";
  EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED);
  Forget();
  Pass(absl::Minutes(10));
  EXPECT_TRUE(Fetches(1).empty());
  world.has_room = true;
  Pass(absl::Seconds(1));
  ASSERT_EQ(Fetches(1).size(), 1u);
  EXPECT_EQ(Fetches(1)[0].fetch().from(), 1u);
  Receive(1, BatchFrame(BatchOf(id, id, 1)));
  Ingest();
  EXPECT_EQ(Held(id), id.Own().size);
}

TEST_F(ExchangeTest, EndsASourceThatSkipsEntries) {
  ASSERT_TRUE(id.Submit(id.Report()).ok());
  Connect(1, id);
  Receive(1, BatchFrame(BatchOf(id, id, 0, 1)));
  Receive(1, BatchFrame(BatchOf(id, id, 2, 1)));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_PROTOCOL);
}

TEST_F(ExchangeTest, EndsASourceThatSendsBeyondItsCredit) {
  ASSERT_TRUE(id.Submit(id.Report()).ok());
  Options options;
  options.window_entries = 2;
  Restart(options);
  Connect(1, id);
  EXPECT_EQ(Fetches(1)[0].fetch().window_entries(), 2u);
  Receive(1, BatchFrame(BatchOf(id, id, 0, 2)));
  Receive(1, BatchFrame(BatchOf(id, id, 2, 1)));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_PROTOCOL);
}

TEST_F(ExchangeTest, FollowsALogFromItsOwnNodeAsSoonAsThatConnects) {
  ph.Follow(id, id.origin());
  Connect(2, ph, false);
  Receive(2, MakeAnnounce(id.origin(), ph.Head(id.origin()).checkpoint));
  ASSERT_EQ(Fetches(2).size(), 1u);
  Connect(1, id);
  ASSERT_EQ(Fetches(2).size(), 2u);
  EXPECT_EQ(Fetches(2)[1].fetch().window_entries(), 0u);
  EXPECT_EQ(Fetches(1).size(), 1u);
  // The relay's batch was under way: late, not wrong.
  Receive(2, BatchFrame(BatchOf(ph, id, 0)));
  EXPECT_EQ(Ended(2), v1::BYE_REASON_UNSPECIFIED);
  EXPECT_TRUE(world.ingests.empty());
}

TEST_F(ExchangeTest, EndsAPeerThatKeepsSendingWhatIsNoLongerWanted) {
  Options options;
  options.window_entries = 1;
  Restart(options);
  ph.Follow(id, id.origin());
  Connect(2, ph, false);
  Receive(2, MakeAnnounce(id.origin(), ph.Head(id.origin()).checkpoint));
  Connect(1, id);
  for (int i = 0; i < 2000 && Ended(2) == v1::BYE_REASON_UNSPECIFIED; ++i) {
    Receive(2, BatchFrame(BatchOf(ph, id, 0)));
  }
  EXPECT_EQ(Ended(2), v1::BYE_REASON_PROTOCOL);
}

TEST_F(ExchangeTest, LeavesASourceThatAnnouncesButDoesNotSend) {
  ph.Follow(id, id.origin());
  Connect(1, id);
  Connect(2, ph, false);
  Receive(2, MakeAnnounce(id.origin(), ph.Head(id.origin()).checkpoint));
  EXPECT_TRUE(Fetches(2).empty());
  Pass(absl::Seconds(1));
  Pass(absl::Seconds(31));
  EXPECT_EQ(Fetches(2).size(), 1u);
  EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED);
}

TEST_F(ExchangeTest, WaitsForASourceWhileAFrameOfItsComesIn) {
  ph.Follow(id, id.origin());
  Connect(1, id);
  Connect(2, ph, false);
  Receive(2, MakeAnnounce(id.origin(), ph.Head(id.origin()).checkpoint));
  for (int i = 0; i < 20; ++i) {
    Pass(absl::Seconds(15));
    exchange->OnPiece(1, now);
  }
  EXPECT_TRUE(Fetches(2).empty());
  Pass(absl::Seconds(31));
  EXPECT_EQ(Fetches(2).size(), 1u);
}

// Any frame will do to have parts of frames come in, and one that has not ended gives nothing.
TEST_F(ExchangeTest, WaitsForASourceThatDripsNoLongerThanTheLargestFrameTakesWhenAnotherHasTheSame) {
  Connect(1, id);
  for (int i = 0; i < 200; ++i) {
    Pass(absl::Seconds(25));
    exchange->OnPiece(1, now);
  }
  EXPECT_EQ(Fetches(1).size(), 1u) << "nobody else has it";
  ph.Follow(id, id.origin());
  Connect(2, ph, false);
  Receive(2, MakeAnnounce(id.origin(), ph.Head(id.origin()).checkpoint));
  Pass(absl::Seconds(25));
  EXPECT_EQ(Fetches(2).size(), 1u);
}

TEST_F(ExchangeTest, DoesNotFollowItsOwnLog) {
  ph.Follow(sg, sg.origin());
  Connect(2, ph, false);
  Receive(2, MakeAnnounce(sg.origin(), ph.Head(sg.origin()).checkpoint));
  EXPECT_TRUE(Fetches(2).empty());
}

TEST_F(ExchangeTest, EpochsThatAPeerInventsMakeNoWorkAndAreForgottenWithIt) {
  const auto announce = [&](uint32_t epoch) {
    const std::string origin = absl::StrCat("lightship/PH/", epoch);
    const std::string& note = ph.Own().checkpoint;
    Receive(1, MakeAnnounce(origin, origin + note.substr(note.find('\n'))));
  };
  const auto followed = [&] {
    std::set<std::string> origins;
    for (const FollowView& follow : exchange->Follows()) origins.insert(follow.origin);
    return origins;
  };
  Connect(1, id, false);
  const std::set<std::string> before = followed();
  announce(base::limits::kEpochsAhead);
  announce(base::limits::kEpochsAhead + 1);
  announce(4'000'000'000);
  EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED);
  EXPECT_EQ(followed().size(), before.size() + 1);
  EXPECT_TRUE(followed().contains("lightship/PH/8"));
  exchange->OnClosed(1, now);
  EXPECT_EQ(followed(), before);
}

TEST_F(ExchangeTest, ALogThatIsHeldIsFollowedAlsoAfterItsOnlySourceHasGone) {
  Connect(1, id);
  Receive(1, BatchFrame(BatchOf(id, id, 0)));
  Ingest();
  exchange->OnClosed(1, now);
  ASSERT_FALSE(exchange->Follows().empty());
  ASSERT_TRUE(id.Submit(id.Report()).ok());
  Connect(2, id);
  EXPECT_EQ(Fetches(2).size(), 1u);
}

// Whether the signatures of Indonesia's reports, `count` of them in a batch, are verified behind the commit.
class SignaturesBehindTest : public ExchangeTest {
 protected:
  bool AreLeft(const SignaturesBehind& behind, int count) {
    Options options;
    options.behind = behind;
    Restart(options);
    for (int i = 0; i < count; ++i) EXPECT_TRUE(id.Submit(id.Report()).ok());
    const SessionId session = ++last_;
    Connect(session, id);
    const uint64_t from = Held(id);
    Receive(session, BatchFrame(BatchOf(id, id, from)));
    EXPECT_EQ(world.ingests.size(), 1u);
    const bool left = world.ingests.front().second.unverified_from.has_value();
    EXPECT_EQ(left, ledger::CountThatMayWait(world.ingests.front().second) == 0);
    Ingest();
    return left;
  }
  SessionId last_ = 0;
};

TEST_F(SignaturesBehindTest, AsConfiguredForAllOrForAnEconomy) {
  EXPECT_FALSE(AreLeft({}, 40));
  EXPECT_TRUE(AreLeft({true, {}}, 40)) << "all";
  EXPECT_FALSE(AreLeft({true, {{"ID", false}}}, 40));
  EXPECT_TRUE(AreLeft({false, {{"ID", true}}}, 40));
  EXPECT_FALSE(AreLeft({false, {{"PH", true}}}, 40));
}

TEST_F(SignaturesBehindTest, NotWhereTheyAreFew) {
  EXPECT_FALSE(AreLeft({true, {}, 3}, 2));
  EXPECT_TRUE(AreLeft({true, {}, 3}, 3));
}

TEST_F(SignaturesBehindTest, NotOfAnEconomyThatHadABadOne) {
  EXPECT_TRUE(AreLeft({true, {}, 1}, 2));
  const ledger::LogHead head = sg.Head(id.origin());
  ASSERT_TRUE(sg.CommitOne(ledger::SignaturesChecked{id.origin(), head.verified_until, head.verified_until, true}).ok());
  ASSERT_TRUE(id.Submit(id.Report()).ok());
  exchange->OnClosed(last_, now);
  Connect(++last_, id);
  Receive(last_, BatchFrame(BatchOf(id, id, head.size)));
  ASSERT_EQ(world.ingests.size(), 1u);
  EXPECT_FALSE(world.ingests.front().second.unverified_from.has_value());
}

}  // namespace
}  // namespace lightship::exchange
