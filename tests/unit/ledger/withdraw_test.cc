#include "node/store/schema.h"
#include "tests/unit/ledger/misplaced.h"
#include "tests/unit/ledger/withdraw_fixture.h"

namespace lightship::ledger {
namespace {

namespace reason = base::reason;

using ::testing::ElementsAre;

TEST_F(WithdrawTest, ARelayThatLacksAPartCannotCostItThoseWhoMayHaveIt) {
  const uint64_t index = Report("all", "SG/patrol@1");
  ph_.Follow(sg_, "lightship/SG/1");
  EXPECT_THAT(PartsAt(ph_, index), ElementsAre("facts"));
  EXPECT_EQ(At(ph_).unresolved, 0u);
  id_.Follow(ph_, "lightship/SG/1");
  EXPECT_THAT(PartsAt(id_, index), ElementsAre("facts"));
  EXPECT_EQ(At(id_).unresolved, 1u);
  EXPECT_FALSE(At(id_).cosigned.contains("ID"));
  ASSERT_TRUE(id_.Reopen().ok());
  EXPECT_EQ(At(id_).unresolved, 1u);
  Backfill(ph_, id_);
  EXPECT_EQ(At(id_).unresolved, 1u);  // the relay has nothing to add, which proves nothing
  Backfill(sg_, id_);
  EXPECT_THAT(PartsAt(id_, index), ElementsAre("facts", "vessel"));
  EXPECT_EQ(At(id_).unresolved, 0u);
  EXPECT_TRUE(At(id_).cosigned.contains("ID"));
}

TEST_F(WithdrawTest, TheOwnLogThatARelayGaveBackIsCompletedByThoseWhoHoldMore) {
  const uint64_t index = Report("all", "SG/patrol@1");
  const uint64_t alone = Report("all", "own");
  ph_.Follow(sg_, "lightship/SG/1");
  id_.Follow(sg_, "lightship/SG/1");
  sg_.disk = std::make_unique<store::MemoryStore>();
  ASSERT_TRUE(sg_.Reopen().ok());
  sg_.Follow(ph_, "lightship/SG/1");
  EXPECT_FALSE(sg_.ledger->recovering());
  EXPECT_THAT(PartsAt(sg_, index), ElementsAre("facts"));
  EXPECT_EQ(At(sg_).unresolved, 1u) << "nobody else ever had the one for SG alone";
  ASSERT_TRUE(sg_.Reopen().ok());
  Backfill(ph_, sg_);
  EXPECT_EQ(At(sg_).unresolved, 1u);
  Backfill(id_, sg_);
  EXPECT_THAT(PartsAt(sg_, index), ElementsAre("facts", "vessel"));
  EXPECT_THAT(PartsAt(sg_, alone), ElementsAre("facts"));
  EXPECT_EQ(At(sg_).unresolved, 0u);
  ASSERT_TRUE(sg_.Submit(sg_.Report()).ok());
}

TEST_F(WithdrawTest, TheOwnLogGoesOnBehindTheTimeOfWhatCameBackLast) {
  const absl::Time right = sg_.clock.Now();
  sg_.clock.Advance(absl::Hours(1));
  Report("SG/patrol@1", "");
  ph_.Follow(sg_, "lightship/SG/1");
  id_.Follow(sg_, "lightship/SG/1");
  sg_.clock.Set(right);
  sg_.disk = std::make_unique<store::MemoryStore>();
  ASSERT_TRUE(sg_.Reopen().ok());
  sg_.Follow(ph_, "lightship/SG/1");
  Backfill(id_, sg_);
  ASSERT_TRUE(sg_.Submit(sg_.Report()).ok());
  id_.Follow(sg_, "lightship/SG/1");
  EXPECT_EQ(At(id_).root, sg_.Own().root);
}

TEST_F(WithdrawTest, APartThatItsAuthorLostIsTakenFromWhoeverHasIt) {
  const uint64_t index = Report("all", "");
  id_.Follow(sg_, "lightship/SG/1");
  store::WriteBatch loss;
  loss.Delete(store::Table::kParts, store::PartKey("lightship/SG/1", index, "vessel"));
  ASSERT_TRUE(sg_.disk->Write(loss).ok());
  ph_.Follow(sg_, "lightship/SG/1");
  EXPECT_THAT(PartsAt(ph_, index), ElementsAre("facts"));
  EXPECT_EQ(At(ph_).author_lacks, 1u);
  EXPECT_TRUE(At(ph_).cosigned.contains("PH")) << "nothing waits for it";
  ASSERT_TRUE(ph_.Reopen().ok());
  Backfill(sg_, ph_);
  EXPECT_EQ(At(ph_).author_lacks, 1u);
  Backfill(id_, ph_);
  EXPECT_THAT(PartsAt(ph_, index), ElementsAre("facts", "vessel"));
  EXPECT_EQ(At(ph_).author_lacks, 0u);
  EXPECT_EQ(At(ph_).unresolved, 0u);
}

TEST_F(WithdrawTest, APartThatItsAuthorLostIsNotWaitedForAfterAWithdrawalAndListedBehindWhatIs) {
  const uint64_t index = Report("all", "");
  store::WriteBatch loss;
  loss.Delete(store::Table::kParts, store::PartKey("lightship/SG/1", index, "vessel"));
  ASSERT_TRUE(sg_.disk->Write(loss).ok());
  ph_.Follow(sg_, "lightship/SG/1");
  v1::Withdrawal erase = On(index);
  erase.mutable_erase()->add_part_names("facts");
  ASSERT_TRUE(Withdraw(erase).ok());
  ph_.Follow(sg_, "lightship/SG/1");
  EXPECT_EQ(At(ph_).author_lacks, 1u);
  EXPECT_EQ(At(ph_).unresolved, 0u);
  EXPECT_EQ(At(ph_).cosigned.at("PH").size, At(ph_).size);
  EXPECT_THAT(*ph_.reader->Unresolved("lightship/SG/1", 1), ElementsAre(index));
  const uint64_t leaf = Report("SG/patrol@1", "");
  ph_.Follow(sg_, "lightship/SG/1");
  v1::Withdrawal release = On(leaf);
  release.mutable_release()->set_audience("all");
  ASSERT_TRUE(Withdraw(release).ok());
  ph_.Follow(sg_, "lightship/SG/1");
  EXPECT_EQ(At(ph_).author_lacks, 1u);
  EXPECT_THAT(*ph_.reader->Unresolved("lightship/SG/1", 1), ElementsAre(leaf));
}

TEST_F(WithdrawTest, AReleaseMakesALeafWorthAskingFor) {
  const uint64_t index = Report("SG/patrol@1", "");
  ph_.Follow(sg_, "lightship/SG/1");
  EXPECT_THAT(PartsAt(ph_, index), ElementsAre("(leaf only)"));
  v1::Withdrawal release = On(index);
  release.mutable_release()->set_audience("all");
  release.mutable_release()->add_part_names("vessel");
  ASSERT_TRUE(Withdraw(release).ok());
  ph_.Follow(sg_, "lightship/SG/1");
  EXPECT_EQ(At(ph_).unresolved, 1u);
  EXPECT_EQ(At(ph_).stubs, 1u);
  Backfill(sg_, ph_);
  EXPECT_THAT(PartsAt(ph_, index), ElementsAre("vessel"));
  EXPECT_EQ(At(ph_).unresolved, 0u);
  EXPECT_EQ(At(ph_).stubs, 0u);
}

TEST_F(WithdrawTest, ARelayThatHasNotHeardOfAReleaseIsNotBelieved) {
  const uint64_t index = Report("SG/patrol@1", "");
  id_.Follow(sg_, "lightship/SG/1");
  ph_.Follow(sg_, "lightship/SG/1");
  v1::Withdrawal release = On(index);
  release.mutable_release()->set_audience("all");
  ASSERT_TRUE(Withdraw(release).ok());
  ph_.Follow(sg_, "lightship/SG/1");
  Backfill(id_, ph_);  // says that it is not for PH
  EXPECT_EQ(At(ph_).unresolved, 1u);
  Backfill(sg_, ph_);
  EXPECT_THAT(PartsAt(ph_, index), ElementsAre("facts", "vessel"));
}

TEST_F(WithdrawTest, ANarrowingKeepsPartsFromThoseWhoComeLater) {
  const uint64_t index = Report("all", "");
  v1::Withdrawal narrow = On(index);
  narrow.mutable_narrow()->set_audience("SG/patrol@1");
  narrow.mutable_narrow()->add_part_names("vessel");
  ASSERT_TRUE(Withdraw(narrow).ok());
  id_.Follow(sg_, "lightship/SG/1");
  ph_.Follow(sg_, "lightship/SG/1");
  EXPECT_THAT(PartsAt(id_, index), ElementsAre("facts", "vessel"));
  EXPECT_THAT(PartsAt(ph_, index), ElementsAre("facts"));
  EXPECT_EQ(At(ph_).unresolved, 0u);
}

TEST_F(WithdrawTest, AnErasureTakesThePartFromEveryHolderAndKeepsTheProof) {
  const uint64_t index = Report("all", "SG/patrol@1");
  id_.Follow(sg_, "lightship/SG/1");
  ASSERT_THAT(PartsAt(id_, index), ElementsAre("facts", "vessel"));
  v1::Withdrawal erase = On(index);
  erase.mutable_erase()->add_part_names("vessel");
  ASSERT_TRUE(Withdraw(erase).ok());
  EXPECT_THAT(PartsAt(sg_, index), ElementsAre("facts"));
  id_.Follow(sg_, "lightship/SG/1");
  EXPECT_THAT(PartsAt(id_, index), ElementsAre("facts"));
  EXPECT_EQ(At(id_).unresolved, 0u);
  EXPECT_EQ(At(id_).root, sg_.Own().root);
  ph_.Follow(id_, "lightship/SG/1");  // joins later, from a relay
  EXPECT_THAT(PartsAt(ph_, index), ElementsAre("facts"));
  EXPECT_EQ(At(ph_).unresolved, 0u);
  absl::StatusOr<std::string> purge =
      id_.disk->Get(store::Table::kPurges, store::PurgeKey("lightship/SG/1", index, index + 1));
  EXPECT_TRUE(purge.ok()) << purge.status();
}

TEST_F(WithdrawTest, AnErasedPartIsNotKeptWhenItComesLate) {
  const uint64_t index = Report("all", "SG/patrol@1");
  ph_.Follow(sg_, "lightship/SG/1");
  id_.Follow(ph_, "lightship/SG/1");
  ASSERT_EQ(At(id_).unresolved, 1u);
  absl::StatusOr<v1::Batch> late = sg_.reader->ReadBackfill("lightship/SG/1", {index}, "ID");
  ASSERT_TRUE(late.ok());
  v1::Withdrawal erase = On(index);
  erase.mutable_erase();
  ASSERT_TRUE(Withdraw(erase).ok());
  id_.Follow(sg_, "lightship/SG/1");
  EXPECT_EQ(At(id_).unresolved, 0u);
  absl::StatusOr<Outcome> taken = id_.Take(*late);
  ASSERT_TRUE(taken.ok()) << taken.status();
  EXPECT_THAT(PartsAt(id_, index), ElementsAre());
}

TEST_F(WithdrawTest, AWithdrawalThatDoesNotFitIsRefusedWithTheFieldAtFault) {
  const uint64_t index = Report("all", "");
  v1::Withdrawal erase = On(index);
  erase.mutable_erase()->add_part_names("people");
  EXPECT_EQ(FieldAtFault(erase), "withdrawal.part_names");
  erase.mutable_erase()->clear_part_names();
  erase.set_target_index(index + 50);
  EXPECT_EQ(FieldAtFault(erase), "withdrawal.target");
  erase.set_target_index(0);
  EXPECT_EQ(FieldAtFault(erase), "withdrawal.target");
  v1::Withdrawal of_key = On(0);
  of_key.mutable_erase();
  EXPECT_EQ(FieldAtFault(of_key), "manifest.subject");
  const testing::Signer& chief = sg_.economy.officer(Role::kAdministrator);
  auto without_subject = testing::SealBy({&chief}, testing::SampleManifest(v1::STATEMENT_KIND_WITHDRAWAL, "SG"),
                                         {testing::Draft("withdrawal", of_key)});
  absl::Status refused = sg_.Submit(sg_.RequestOf(without_subject, chief)).status();
  EXPECT_THAT(std::string(refused.message()), ::testing::HasSubstr("hold the log together"));
  EXPECT_THAT(PartsAt(sg_, index), ElementsAre("facts", "vessel"));
}

// SG's node puts into its log what its own admission would refuse.
TEST_F(WithdrawTest, WhatHoldsALogTogetherCannotBeTakenFromThoseWhoCopyIt) {
  const auto kinds = {v1::Withdrawal::kErase, v1::Withdrawal::kNarrow};
  for (const uint64_t target : {0, 1, 2}) {  // the opening, the administrator's grant, the audience
    for (const auto kind : kinds) {
      Desk copier("ID"), beyond("PH");
      copier.Follow(sg_, "lightship/SG/1");
      v1::Withdrawal withdrawal = On(target);
      if (kind == v1::Withdrawal::kErase) withdrawal.mutable_erase();
      if (kind == v1::Withdrawal::kNarrow) withdrawal.mutable_narrow()->set_audience("own");
      const std::vector<std::string> before = PartsAt(copier, target);
      ASSERT_TRUE(copier.Take(Unexamined(sg_, Sealed(withdrawal))).ok());
      EXPECT_EQ(PartsAt(copier, target), before);
      ASSERT_TRUE(copier.Reopen().ok()) << target;
      beyond.Follow(copier, "lightship/SG/1");
      EXPECT_EQ(PartsAt(beyond, target), before);
      EXPECT_EQ(beyond.Head("lightship/SG/1").root, copier.Head("lightship/SG/1").root);
    }
  }
}

}  // namespace
}  // namespace lightship::ledger
