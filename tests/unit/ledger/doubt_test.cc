#include <optional>

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
    for (uint64_t from = 0; from < sg_.Own().size; from = peer.Head(sg_.origin()).size) {
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

}  // namespace
}  // namespace lightship::ledger
