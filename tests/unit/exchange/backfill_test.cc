// Entries that a relay did not hold: ID's report for SG alone, copied by way of PH.
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/store/schema.h"
#include "tests/unit/exchange/scripted_peer.h"
#include "tests/unit/ledger/misplaced.h"

namespace lightship::exchange {
namespace {

class BackfillTest : public ExchangeTest {
 protected:
  void SetUp() override {
    id.DefineAudience("patrol", {"SG"});
    auto made = id.Submit(id.Report("ID/patrol@1"));
    ASSERT_TRUE(made.ok()) << made.status();
    index = made->index;
    ph.Follow(id, id.origin());
    Connect(2, ph, false);
    Receive(2, MakeAnnounce(id.origin(), ph.Head(id.origin()).checkpoint));
    Receive(2, BatchFrame(BatchOf(ph, id, 0)));
    Ingest();
    ASSERT_EQ(sg.Head(id.origin()).unresolved, 1u);
  }
  v1::Frame Answer() {
    return BatchFrame(id.reader->ReadBackfill(id.origin(), {index}, "SG").value());
  }

  uint64_t index = 0;
};

TEST_F(BackfillTest, AsksTheLogsOwnNodeAndResolvesTheEntry) {
  Receive(2, Nothing(id));
  Connect(1, id);
  ASSERT_EQ(Asked(1).size(), 1u);
  EXPECT_EQ(Asked(1)[0][0], index);
  Receive(1, Answer());
  EXPECT_TRUE(world.ingests.front().second.authoritative);
  Ingest();
  EXPECT_EQ(sg.Head(id.origin()).unresolved, 0u);
  EXPECT_TRUE(sg.reader->Read(id.origin(), index).ok());
  EXPECT_EQ(Asked(1).size(), 1u);
}

TEST_F(BackfillTest, AsksEverMoreRarelyWhenNobodyHasIt) {
  size_t answered = 0;
  for (int second = 0; second < 3600; ++second) {
    for (; answered < Asked(2).size(); ++answered) Receive(2, Nothing(id));
    Pass(absl::Seconds(1));
  }
  EXPECT_EQ(Ended(2), v1::BYE_REASON_UNSPECIFIED);
  EXPECT_GT(answered, 2u);
  EXPECT_LT(answered, 12u);
}

TEST_F(BackfillTest, AsksAgainSoonWhenThePeerHasNews) {
  Receive(2, Nothing(id));
  const size_t before = Asked(2).size();
  Receive(2, MakeAnnounce(ph.origin(), ph.Own().checkpoint));
  Pass(absl::Seconds(2));
  EXPECT_EQ(Asked(2).size(), before + 1);
}

TEST_F(BackfillTest, NewsThatHastenedQuestionsDoNotMakeTheNextOnesRarer) {
  size_t answered = 0;
  for (int times = 0; times < 10; ++times) {
    for (; answered < Asked(2).size(); ++answered) Receive(2, Nothing(id));
    ASSERT_TRUE(ph.Submit(ph.Report()).ok());
    Receive(2, MakeAnnounce(ph.origin(), ph.Own().checkpoint));
    Pass(absl::Seconds(2));
  }
  for (; answered < Asked(2).size(); ++answered) Receive(2, Nothing(id));
  ASSERT_GT(answered, 8u);
  Pass(absl::Seconds(31));
  EXPECT_EQ(Asked(2).size(), answered + 1);
}

TEST_F(BackfillTest, AsksSoonForWhatWasNotWantedWhenThePeerWasAskedInVain) {
  size_t answered = 0;
  for (int minute = 0; minute < 60; ++minute) {
    for (; answered < Asked(2).size(); ++answered) Receive(2, Nothing(id));
    Pass(absl::Minutes(1));
  }
  const uint64_t size = sg.Head(id.origin()).size;
  ASSERT_TRUE(id.Submit(id.Report("ID/patrol@1")).ok());
  ph.Follow(id, id.origin());
  Receive(2, BatchFrame(BatchOf(ph, id, size)));
  Ingest();
  ASSERT_EQ(sg.Head(id.origin()).unresolved, 2u);
  for (int second = 0; second < 5; ++second) {
    for (; answered < Asked(2).size(); ++answered) Receive(2, Nothing(id));
    Pass(absl::Seconds(1));
  }
  EXPECT_EQ(Asked(2).back().size(), 2u);
}

// Parts of frames that never end: any frame will do for them.
TEST_F(BackfillTest, LeavesAPeerWhoseAnswerDripsWhenTheLogsOwnNodeIsThere) {
  ASSERT_EQ(Asked(2).size(), 1u);
  for (int i = 0; i < 200; ++i) {
    Pass(absl::Seconds(25));
    exchange->OnPiece(2, now);
  }
  EXPECT_EQ(Asked(2).size(), 1u) << "nobody else could answer";
  Connect(1, id);
  Pass(absl::Seconds(25));
  EXPECT_EQ(Asked(1).size(), 1u);
}

TEST_F(BackfillTest, EndsAPeerThatAnswersWithAnAlteredEntry) {
  Receive(2, Nothing(id));
  Connect(1, id);
  v1::Frame answer = Answer();
  answer.mutable_batch()->mutable_items(0)->mutable_held()->mutable_entry()->back() ^= 1;
  Receive(1, answer);
  EXPECT_NE(Ended(1), v1::BYE_REASON_UNSPECIFIED);
  EXPECT_EQ(sg.Head(id.origin()).unresolved, 1u);
}

TEST_F(BackfillTest, TheLogsOwnNodeHasNotTheLastWordWhileItsLogIsNotBack) {
  Receive(2, Nothing(id));
  v1::Frame hello = HelloOf(id);
  const std::string older = store::NumberedKey(id.origin(), index - 1);
  hello.mutable_hello()->mutable_heads(0)->set_checkpoint(id.disk->Get(store::Table::kCheckpoints, older).value());
  exchange->OnConnected(1, "ID", now);
  Receive(1, hello);
  ASSERT_EQ(Asked(1).size(), 1u);
  Receive(1, Answer());
  ASSERT_EQ(world.ingests.size(), 1u);
  EXPECT_FALSE(world.ingests.front().second.authoritative);
}

TEST_F(BackfillTest, APeerThatHoldsTheOtherHistoryOfAForkedLogIsNotAtFault) {
  Desk twin("ID");
  twin.DefineAudience("patrol", {"SG"});
  ASSERT_TRUE(twin.Submit(twin.Report("ID/patrol@1")).ok());
  auto fork = sg.reader->FindFork(merkle::SignedCheckpoint::FromNote(twin.Own().checkpoint).value());
  ASSERT_TRUE(fork.ok() && fork->has_value()) << fork.status();
  ASSERT_TRUE(sg.CommitOne(**fork).ok());
  Receive(2, BatchFrame(twin.reader->ReadBackfill(id.origin(), {index}, "SG").value()));
  Ingest();
  EXPECT_EQ(Ended(2), v1::BYE_REASON_UNSPECIFIED);
  EXPECT_EQ(sg.Head(id.origin()).unresolved, 1u);
  Connect(1, id);
  Receive(1, Answer());
  Ingest();
  EXPECT_EQ(sg.Head(id.origin()).unresolved, 0u);
}

TEST_F(BackfillTest, EndsAPeerThatAnswersWithEntriesNotAskedFor) {
  Receive(2, Nothing(id));
  Connect(1, id);
  const uint64_t definition = index - 2;  // between them: the key of the report's author
  Receive(1, BatchFrame(id.reader->ReadBackfill(id.origin(), {definition}, "SG").value()));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_PROTOCOL);
}

// PH, from which ID's log is copied, calls a report for all one that is not for SG.
class HearsayTest : public ExchangeTest {
 protected:
  void SetUp() override {
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(id.Submit(id.Report(i == 0 ? "all" : "own")).ok());
    ph.Follow(id, id.origin());
    Connect(2, ph, false);
    Receive(2, MakeAnnounce(id.origin(), ph.Head(id.origin()).checkpoint));
    v1::Batch lie = BatchOf(ph, id, 0);
    Withhold(lie, 2, id, v1::WITHHELD_REASON_NOT_IN_AUDIENCE);
    Receive(2, BatchFrame(lie));
    Ingest();
    ASSERT_EQ(Held(id), id.Own().size);
  }
  // ID files a report for itself alone, of which PH passes on the leaf.
  void OneMore() {
    ASSERT_TRUE(id.Submit(id.Report("own")).ok());
    ph.Follow(id, id.origin());
    Receive(2, MakeAnnounce(id.origin(), ph.Head(id.origin()).checkpoint));
    v1::Batch leaf = BatchOf(ph, id, Held(id));
    leaf.mutable_items(0)->mutable_withheld()->set_reason(v1::WITHHELD_REASON_OWN_ONLY);
    Receive(2, BatchFrame(leaf));
    Ingest();
  }
};

TEST_F(HearsayTest, IsNotWaitedForAndTheLogsOwnNodeHasTheLastWord) {
  EXPECT_TRUE(sg.Head(id.origin()).cosigned.contains("SG"));
  Receive(2, Nothing(id));
  Connect(1, id);
  ASSERT_THAT(Asked(1), ::testing::ElementsAre(::testing::ElementsAre(2, 3)));
  Receive(1, BatchFrame(id.reader->ReadBackfill(id.origin(), {2, 3}, "SG").value()));
  Ingest();
  EXPECT_TRUE(sg.reader->Read(id.origin(), 2).ok());
  EXPECT_FALSE(sg.reader->Read(id.origin(), 3).ok());
  EXPECT_EQ(sg.Head(id.origin()).hearsay, 0u);
  ASSERT_TRUE(sg.Reopen().ok());
  Pass(absl::Hours(24));
  EXPECT_EQ(Asked(1).size(), 1u);
}

TEST_F(HearsayTest, OthersAreAskedEverMoreRarelyAndOfWhatIsNewAtOnce) {
  size_t answered = 0;
  for (int minute = 0; minute < 48 * 60; ++minute) {
    for (; answered < Asked(2).size(); ++answered) Receive(2, Nothing(id));
    Pass(absl::Minutes(1));
  }
  EXPECT_GT(answered, 5u);
  EXPECT_LT(answered, 16u);
  OneMore();
  Pass(absl::Seconds(2));
  ASSERT_EQ(Asked(2).size(), answered + 1);
  EXPECT_THAT(Asked(2).back(), ::testing::ElementsAre(4));
}

TEST_F(HearsayTest, WhatIsNewDoesNotPutOffTheRestAndIsAskedOfWhoHoldsIt) {
  size_t answered = 0, again = 0;
  const auto answer = [&] {
    for (; answered < Asked(2).size(); ++answered) {
      again += Asked(2)[answered].front() == 2;
      Receive(2, Nothing(id));
    }
  };
  answer();
  for (int n = 0; n < 180; ++n) {
    OneMore();
    for (int second = 0; second < 20; ++second) {
      answer();
      Pass(absl::Seconds(1));
    }
    ASSERT_EQ(Held(id), id.Own().size);
  }
  EXPECT_GT(answered, 170u);
  EXPECT_GT(again, 4u);
  EXPECT_LT(again, 12u);
}

TEST_F(HearsayTest, WhatTheAuthorSettlesDoesNotHideWhatComes) {
  Receive(2, Nothing(id));
  Connect(1, id);
  ASSERT_FALSE(Asked(1).empty());
  Receive(1, BatchFrame(id.reader->ReadBackfill(id.origin(), {2}, "SG").value()));
  Ingest();
  exchange->OnClosed(1, now);
  ASSERT_EQ(sg.Head(id.origin()).hearsay, 1u);
  const size_t before = Asked(2).size();
  OneMore();
  Pass(absl::Seconds(2));
  ASSERT_EQ(Asked(2).size(), before + 1);
  EXPECT_THAT(Asked(2).back(), ::testing::ElementsAre(4));
}

TEST_F(HearsayTest, OutlastsAStart) {
  ASSERT_TRUE(sg.Reopen().ok());
  EXPECT_EQ(sg.Head(id.origin()).hearsay, 2u);
  EXPECT_THAT(*sg.reader->Hearsay(id.origin(), 0, 10), ::testing::ElementsAre(2, 3));
}

// ID's node has lost a part of its own report.
TEST_F(ExchangeTest, APartThatItsAuthorLacksIsAskedForEverMoreRarelyAndNewsDoNotHastenIt) {
  auto made = id.Submit(id.Report());
  ASSERT_TRUE(made.ok());
  ph.Follow(id, id.origin());
  store::WriteBatch loss;
  loss.Delete(store::Table::kParts, store::PartKey(id.origin(), made->index, "facts"));
  ASSERT_TRUE(id.disk->Write(loss).ok());
  Connect(1, id);
  Receive(1, BatchFrame(BatchOf(id, id, 0)));
  Ingest();
  ASSERT_EQ(sg.Head(id.origin()).author_lacks, 1u);
  Connect(2, ph, false);
  Receive(2, MakeAnnounce(id.origin(), ph.Head(id.origin()).checkpoint));
  const auto asked = [&](SessionId session) { return Asked(session).size(); };
  size_t answered[3] = {};
  for (int minute = 0; minute < 60; ++minute) {
    for (SessionId session : {1, 2}) {
      for (; answered[session] < asked(session); ++answered[session]) Receive(session, Nothing(id));
    }
    ASSERT_TRUE(ph.Submit(ph.Report()).ok());
    Receive(2, MakeAnnounce(ph.origin(), ph.Own().checkpoint));
    if (minute == 0) {
      EXPECT_EQ(asked(2), 1u);
      EXPECT_EQ(asked(1), 0u) << "it is known to lack it";
    }
    Pass(absl::Minutes(1));
  }
  EXPECT_LT(asked(2), 12u);
  for (int minute = 0; minute < 24 * 60; ++minute) {
    for (SessionId session : {1, 2}) {
      for (; answered[session] < asked(session); ++answered[session]) Receive(session, Nothing(id));
    }
    Pass(absl::Minutes(1));
  }
  EXPECT_LT(asked(2), 20u);
  for (int minute = 0; minute < 240 && asked(2) == answered[2]; ++minute) Pass(absl::Minutes(1));
  ASSERT_GT(asked(2), answered[2]);
  Receive(2, BatchFrame(ph.reader->ReadBackfill(id.origin(), {made->index}, "SG").value()));
  Ingest();
  EXPECT_EQ(sg.Head(id.origin()).author_lacks, 0u);
  EXPECT_EQ(sg.reader->Read(id.origin(), made->index)->parts(0).name(), "facts");
}

// ID's node gets back what it had lost.
TEST_F(ExchangeTest, APartThatItsAuthorLacksIsTakenFromTheAuthorOnceItIsBackThere) {
  auto made = id.Submit(id.Report());
  ASSERT_TRUE(made.ok());
  const std::string key = store::PartKey(id.origin(), made->index, "facts");
  const std::string row = *id.disk->Get(store::Table::kParts, key);
  store::WriteBatch loss, cure;
  loss.Delete(store::Table::kParts, key);
  cure.Put(store::Table::kParts, key, row);
  ASSERT_TRUE(id.disk->Write(loss).ok());
  Connect(1, id);
  Receive(1, BatchFrame(BatchOf(id, id, 0)));
  Ingest();
  ASSERT_EQ(sg.Head(id.origin()).author_lacks, 1u);
  ASSERT_TRUE(id.disk->Write(cure).ok());
  Forget();
  Pass(absl::Minutes(1));
  ASSERT_FALSE(Fetches(1).empty());
  EXPECT_EQ(Fetches(1).back().fetch().missing(0), made->index);
  Receive(1, BatchFrame(id.reader->ReadBackfill(id.origin(), {made->index}, "SG").value()));
  Ingest();
  EXPECT_EQ(sg.Head(id.origin()).author_lacks, 0u);
  EXPECT_EQ(sg.reader->Read(id.origin(), made->index)->parts(0).name(), "facts");
}

// ID sends PH its revocation as a leaf alone, and then what the revoked key signs.
TEST_F(ExchangeTest, WhoPassesOnWhatALogMayNotHaveIsNotHungUpOnButTheLogsOwnNodeIs) {
  ASSERT_TRUE(id.Submit(id.Report()).ok());
  id.Revoke(id.economy.officer(ledger::Role::kSubmitter).key.public_key().key_id());
  sg.Follow(id, id.origin());
  const v1::Batch again = ledger::Again(id, 2);
  Connect(2, ph, false);
  Receive(2, MakeAnnounce(id.origin(), again.checkpoint()));
  ASSERT_FALSE(Fetches(2).empty());
  Receive(2, BatchFrame(again));
  EXPECT_EQ(Ended(2), v1::BYE_REASON_UNSPECIFIED);
  EXPECT_EQ(base::ReasonOf(exchange->FaultOf(2)), base::reason::kRevokedKey) << "operators see it";
  const size_t fetched = Fetches(2).size();
  Pass(absl::Seconds(20));
  EXPECT_EQ(Fetches(2).size(), fetched) << "it is left alone";
  Connect(1, id, false);
  Receive(1, MakeAnnounce(id.origin(), again.checkpoint()));
  Receive(1, BatchFrame(again));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_VERIFICATION);
}

}  // namespace
}  // namespace lightship::exchange
