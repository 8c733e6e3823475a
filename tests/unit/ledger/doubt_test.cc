#include <optional>

#include "node/store/schema.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::ledger {
namespace {

using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

// SG's officer reports before and after the time since which the key turns out to be compromised.
class DoubtTest : public ::testing::Test {
 protected:
  DoubtTest() {
    before_ = sg_.Submit(sg_.Report())->index;
    sg_.clock.Advance(absl::Hours(2));
    after_ = sg_.Submit(sg_.Report())->index;
    last_ = sg_.Submit(sg_.Report("own"))->index;
    sg_.clock.Advance(absl::Hours(2));
  }

  void Revoke(std::optional<absl::Time> since) {
    sg_.Revoke(sg_.economy.officer(Role::kSubmitter).key.public_key().key_id(), since);
  }

  // Copies SG's log in batches of at most so many entries.
  void Follow(Desk& peer, size_t entries) {
    const LogHead* held = (peer.picture = peer.heads->Get())->Find(sg_.origin());
    for (uint64_t from = held == nullptr ? 0 : held->size; from < sg_.Own().size;
         from = peer.Head(sg_.origin()).size) {
      absl::StatusOr<v1::Batch> batch =
          sg_.reader->ReadBatch(sg_.origin(), from, {entries, 1 << 20}, peer.economy.code());
      ASSERT_TRUE(batch.ok()) << batch.status();
      absl::StatusOr<Outcome> taken = peer.Take(*batch, true);
      ASSERT_TRUE(taken.ok()) << taken.status();
    }
  }

  Desk sg_{"SG"};
  uint64_t before_ = 0, after_ = 0, last_ = 0;
};

TEST_F(DoubtTest, FallsOnWhatTheKeySignedSinceItWasCompromised) {
  Revoke(sg_.clock.Now() - absl::Hours(3));
  EXPECT_THAT(sg_.indexer.doubtful, UnorderedElementsAre(Pair(sg_.origin(), after_),
                                                         Pair(sg_.origin(), last_)));
}

TEST_F(DoubtTest, DoesNotFallOnAnythingWithoutACompromise) {
  Revoke(std::nullopt);
  EXPECT_THAT(sg_.indexer.doubtful, IsEmpty());
}

TEST_F(DoubtTest, IsTheSameInWhateverPiecesTheLogArrives) {
  Revoke(sg_.clock.Now() - absl::Hours(3));
  ASSERT_FALSE(sg_.indexer.doubtful.empty());
  for (size_t entries = 1; entries <= sg_.Own().size; ++entries) {
    Desk peer("ID");
    Follow(peer, entries);
    // Of the last report only the leaf came.
    EXPECT_THAT(peer.indexer.doubtful, UnorderedElementsAre(Pair(sg_.origin(), after_)))
        << "in batches of " << entries;
  }
}

TEST_F(DoubtTest, SeveralRevocationsInOneCommitFallOnAllThatEachOfThemNames) {
  Desk peer("ID");
  Follow(peer, 1000);
  Revoke(std::nullopt);
  Revoke(sg_.clock.Now() - absl::Hours(1));
  Revoke(sg_.clock.Now() - absl::Hours(3));
  Follow(peer, 1000);
  EXPECT_THAT(peer.indexer.doubtful, UnorderedElementsAre(Pair(sg_.origin(), after_)));
}

TEST_F(DoubtTest, IsNotLookedForBeforeTheKeyWasGranted) {
  Desk peer("ID");
  Follow(peer, 1000);
  // An entry that cannot be read stops whoever looks at it.
  store::WriteBatch batch;
  batch.Put(store::Table::kEntries, store::NumberedKey(sg_.origin(), 0), "damaged");
  ASSERT_TRUE(peer.disk->Write(batch).ok());
  Revoke(sg_.clock.Now() - absl::Hours(3));
  Follow(peer, 1000);
  EXPECT_THAT(peer.indexer.doubtful, UnorderedElementsAre(Pair(sg_.origin(), after_)));
}

}  // namespace
}  // namespace lightship::ledger
