// KEYs that came as leaves alone: nobody may withhold them, and no log goes on without.
#include <set>

#include "absl/strings/str_cat.h"
#include "tests/unit/exchange/scripted_peer.h"

namespace lightship::exchange {
namespace {

// PH, from which ID's log is copied, withholds the grant of ID's officer.
class WithheldKeyTest : public ExchangeTest {
 protected:
  void SetUp() override {
    ASSERT_TRUE(id.Submit(id.Report()).ok());
    ph.Follow(id, id.origin());
    Connect(2, ph, false);
    Receive(2, MakeAnnounce(id.origin(), ph.Head(id.origin()).checkpoint));
    v1::Batch lie = BatchOf(ph, id, 0, 2);
    Withhold(lie, 1, id, v1::WITHHELD_REASON_NOT_IN_AUDIENCE);
    Receive(2, BatchFrame(lie));
    Ingest();
    ASSERT_EQ(Held(id), 2u);
    Receive(2, Nothing(id));
  }
};

TEST_F(WithheldKeyTest, IsAskedOfOthersWhoAreNotBlamedAndTheLogGoesOn) {
  Connect(1, id);
  Receive(1, BatchFrame(BatchOf(id, id, 2)));
  EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED);
  ASSERT_FALSE(Asked(1).empty());
  EXPECT_EQ(Asked(1).back(), std::vector<uint64_t>{1});
  Forget();
  Receive(1, BatchFrame(id.reader->ReadBackfill(id.origin(), {1}, "SG").value()));
  Ingest();
  ASSERT_FALSE(Fetches(1).empty());
  EXPECT_EQ(Fetches(1).back().fetch().from(), 2u);
  Receive(1, BatchFrame(BatchOf(id, id, 2)));
  Ingest();
  EXPECT_EQ(sg.Head(id.origin()).root, id.Own().root);
  EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED);
}

TEST_F(WithheldKeyTest, IsAskedForEverMoreRarelyWhenNobodyHasIt) {
  Connect(1, id);
  Receive(1, BatchFrame(BatchOf(id, id, 2)));
  size_t asked = 0, answered = 0;
  for (int second = 0; second < 3600; ++second) {
    asked = Asked(1).size();
    for (; answered < asked; ++answered) Receive(1, Nothing(id));
    if (second % 10 == 0) {
      ASSERT_TRUE(id.Submit(id.Report()).ok());
      Receive(1, MakeAnnounce(id.origin(), id.Own().checkpoint));
    }
    Pass(absl::Seconds(1));
  }
  EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED);
  EXPECT_GT(asked, 2u);
  EXPECT_LT(asked, 20u) << "of a KEY that is missing, and of an entry that is for others by hearsay";
}

// Each round asks for a few of the leaves.
TEST_F(ExchangeTest, EveryPeerIsAskedForEveryLeafWhileAKeyIsMissing) {
  Options options;
  options.round_indexes = 3;
  Restart(options);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(id.Submit(id.Report("own")).ok());
  id.DefineAudience("patrol", {"SG"});
  Connect(1, id);
  v1::Batch lie = BatchOf(id, id, 0, 5);
  for (int i = 1; i < 5; ++i) {  // a grant, and three reports for ID alone
    Withhold(lie, i, id, v1::WITHHELD_REASON_OWN_ONLY);
  }
  Receive(1, BatchFrame(lie));
  Ingest();
  ASSERT_EQ(Held(id), 5u);
  ASSERT_TRUE(id.Submit(id.Report()).ok());
  Receive(1, MakeAnnounce(id.origin(), id.Own().checkpoint));
  Receive(1, BatchFrame(BatchOf(id, id, 5, 2)));  // the administrator's grant and what it signs
  Ingest();
  Receive(1, BatchFrame(BatchOf(id, id, 7)));  // what the officer signs
  Connect(2, ph);
  ph.Follow(id, id.origin());
  Receive(2, MakeAnnounce(id.origin(), ph.Head(id.origin()).checkpoint));
  std::set<uint64_t> asked[3];
  for (int second = 0; second < 3600; ++second) {
    for (SessionId session : {1, 2}) {
      for (const std::vector<uint64_t>& missing : Asked(session)) {
        asked[session].insert(missing.begin(), missing.end());
        Receive(session, Nothing(id));
      }
    }
    Forget();
    Pass(absl::Seconds(1));
  }
  for (SessionId session : {1, 2}) EXPECT_EQ(asked[session], (std::set<uint64_t>{1, 2, 3, 4})) << session;
}

// ID withholds the grant of one officer after the other, until it is asked for it again.
TEST_F(ExchangeTest, AnAuthorWhoWithholdsOneKeyAfterAnotherHasNotAllAskAllTheTime) {
  Connect(1, id);
  Connect(2, ph);
  Receive(2, MakeAnnounce(id.origin(), id.Own().checkpoint));
  Receive(1, BatchFrame(BatchOf(id, id, 0)));
  Ingest();
  size_t asked = 0;
  for (int officer = 0; officer < 20; ++officer) {
    const statement::Identity who{"ID", false, absl::StrCat("night-", officer), {statement::Role::kSubmitter}};
    testing::Signer signer{testing::NewKey(), {}, who};
    signer.chain = {id.economy.Certify(signer.key.public_key(), {who.Uri(), statement::RoleUri(statement::Role::kSubmitter)})};
    const uint64_t grant = id.Own().size;
    ASSERT_TRUE(id.Submit(id.RequestOf(testing::SealBy({&signer}, testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "ID"),
                                                       {testing::Draft("facts", testing::SampleFacts())}), signer)).ok());
    v1::Batch lie = BatchOf(id, id, grant, 1);
    Withhold(lie, 0, id, v1::WITHHELD_REASON_OWN_ONLY);
    Receive(1, BatchFrame(lie));
    Ingest();
    Receive(1, BatchFrame(BatchOf(id, id, grant + 1)));
    bool again = false;
    for (int second = 0; second < 60 && Held(id) < id.Own().size; ++second) {
      const std::vector<v1::Frame> fetches[] = {{}, Fetches(1), Fetches(2)};
      Forget();
      for (SessionId session : {1, 2}) {
        for (const v1::Frame& fetch : fetches[session]) {
          if (fetch.fetch().missing().empty()) {
            const bool wanted = session == 1 && fetch.fetch().window_entries() > 0 && fetch.fetch().from() < id.Own().size;
            if (wanted) Receive(1, BatchFrame(BatchOf(id, id, fetch.fetch().from())));
            continue;
          }
          asked += session == 2;
          const bool gives = session == 1 && std::exchange(again, true);
          Receive(session, gives ? BatchFrame(id.reader->ReadBackfill(id.origin(), {grant}, "SG").value()) : Nothing(id));
          Ingest();
        }
      }
      Ingest();
      Pass(absl::Seconds(1));
    }
    ASSERT_EQ(Held(id), id.Own().size) << officer;
    ASSERT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED);
  }
  EXPECT_LT(asked, 8u);
}

// ID's officer signs again and again; the grant, and what it signed first, PH withholds. Between them others sign.
TEST_F(ExchangeTest, ALogThatGoesOnForAWhileIsNotDoubtedAnewEachTime) {
  ASSERT_TRUE(id.Submit(id.Report()).ok());
  id.DefineAudience("patrol", {"SG"});
  ASSERT_TRUE(id.Submit(id.Report()).ok());
  Connect(1, id);
  v1::Batch lie = BatchOf(id, id, 0, 3);
  for (int i : {1, 2}) Withhold(lie, i, id, v1::WITHHELD_REASON_NOT_IN_AUDIENCE);
  Receive(1, BatchFrame(lie));
  Ingest();
  ASSERT_EQ(Held(id), 3u);
  Receive(1, BatchFrame(BatchOf(id, id, 3)));
  ASSERT_EQ(Held(id), 3u) << "its last entry is the officer's";
  Receive(1, Nothing(id));
  Pass(absl::Seconds(31));
  const size_t before = Asked(1).size();
  ASSERT_EQ(before, 2u);
  Receive(1, Nothing(id));
  Receive(1, BatchFrame(BatchOf(id, id, 3, 2)));
  Ingest();
  ASSERT_EQ(Held(id), 5u);
  Receive(1, BatchFrame(BatchOf(id, id, 5)));
  Pass(absl::Seconds(2));
  EXPECT_EQ(Asked(1).size(), before);
  EXPECT_EQ(Ended(1), v1::BYE_REASON_UNSPECIFIED);
}

}  // namespace
}  // namespace lightship::exchange
