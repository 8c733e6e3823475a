// Operations that fail after they have begun: nothing of them stays, and what only follows from them costs nothing else.
#include "node/ledger/log.h"
#include "tests/unit/ledger/withdraw_fixture.h"

namespace lightship::ledger {
namespace {

class HalfWayTest : public WithdrawTest {};

TEST_F(HalfWayTest, ABatchOfWhichSomethingCannotBeReadLeavesNothingAndStopsTheWriting) {
  const uint64_t index = Report("all", "SG/patrol@1");
  id_.Follow(sg_, sg_.origin());
  const uint64_t held = At(id_).size;
  v1::Withdrawal withdrawal = On(index);
  withdrawal.mutable_release()->set_audience("all");
  ASSERT_TRUE(sg_.Submit(sg_.Report()).ok());
  ASSERT_TRUE(Withdraw(withdrawal).ok());
  const v1::Batch batch = *sg_.BatchFor(id_, sg_.origin(), held);
  id_.disk->FailReadsOf(store::Table::kActs);
  const absl::Status failed = id_.Take(batch).status();
  EXPECT_EQ(ReasonOf(failed), base::reason::kStorage);
  id_.disk->FailReadsOf(std::nullopt);
  EXPECT_EQ(id_.Submit(id_.Report()).status(), failed) << "what is in memory is not what the disk has";
  ASSERT_TRUE(id_.Reopen().ok());
  EXPECT_EQ(At(id_).size, held);
  ASSERT_TRUE(id_.Take(batch).ok());
  EXPECT_EQ(At(id_).root, sg_.Own().root);
  EXPECT_EQ(ReadActs(*id_.disk, sg_.origin(), index)->acts_size(), 1);
}

TEST_F(HalfWayTest, ACosignatureThatCannotBeMadeCostsNothingElse) {
  const absl::Time right = id_.clock.Now();
  id_.clock.Set(absl::UnixEpoch() - absl::Seconds(1));  // no cosignature can tell that time
  id_.Follow(sg_, sg_.origin());
  EXPECT_EQ(At(id_).checkpoint_size, sg_.Own().size);
  EXPECT_FALSE(At(id_).cosigned.contains("ID"));
  id_.clock.Set(right);
  Report("all", "own");
  id_.Follow(sg_, sg_.origin());
  EXPECT_EQ(At(id_).cosigned.at("ID").size, sg_.Own().size);
}

}  // namespace
}  // namespace lightship::ledger
