#include "node/base/limits.h"
#include "node/ledger/purges.h"
#include "node/store/schema.h"
#include "tests/unit/ledger/withdraw_fixture.h"

namespace lightship::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kSg[] = "lightship/SG/1";

class EraseTest : public WithdrawTest {
 protected:
  uint64_t Erase(uint64_t index, const std::string& part = "") {
    v1::Withdrawal erase = On(index);
    erase.mutable_erase();
    if (!part.empty()) erase.mutable_erase()->add_part_names(part);
    absl::StatusOr<Outcome> taken = Withdraw(erase);
    EXPECT_TRUE(taken.ok()) << taken.status();
    return taken.ok() ? taken->index : 0;
  }
  static std::vector<Purge> Pending(Desk& desk) {
    const PendingPurges pending = ReadPendingPurges(*desk.disk, base::limits::kErasedOfAttestation, {}).value();
    std::vector<Purge> purges;
    for (const auto& [key, purge] : pending.purges) purges.push_back(purge);
    return purges;
  }
  // The desk's disk has forgotten what was deleted, and it says so.
  static void AttestAt(Desk& desk) {
    absl::StatusOr<Outcome> attested = desk.CommitOne(Attest{Pending(desk)});
    EXPECT_TRUE(attested.ok()) << attested.status();
  }
  static void ExpireAt(Desk& desk) { EXPECT_TRUE(desk.CommitOne(Expire()).ok()); }
  // Erasures of SG's entry as the desk tells of them: "vessel: SG|ID" (confirmed | waiting for).
  static std::vector<std::string> ErasuresAt(Desk& desk, uint64_t index) {
    const v1::HeldEntry held = desk.reader->Read(kSg, index).value();
    const statement::OpenedEntry opened = statement::OpenEntry(held.entry()).value();
    std::vector<std::string> texts;
    const std::vector<v1::Erasure> erasures = desk.reader->ErasuresOf(opened, kSg).value();
    for (const v1::Erasure& erasure : erasures) {
      std::string text = erasure.withdrawal().empty() ? "date: " : "asked: ";
      for (const std::string& economy : erasure.confirmed()) text += economy;
      text += "|";
      for (const std::string& economy : erasure.waiting_for()) text += economy;
      texts.push_back(text);
    }
    return texts;
  }
};

TEST_F(EraseTest, IsConfirmedByThoseWhoAttestItAndWaitsForTheOtherHolders) {
  const uint64_t index = Report("all", "SG/patrol@1");
  id_.Follow(sg_, kSg);
  ph_.Follow(sg_, kSg);
  Erase(index, "vessel");
  EXPECT_THAT(ErasuresAt(sg_, index), ElementsAre("asked: |IDSG"));
  id_.Follow(sg_, kSg);
  EXPECT_THAT(ErasuresAt(sg_, index), ElementsAre("asked: |IDSG"));
  AttestAt(id_);
  sg_.Follow(id_, id_.origin());
  EXPECT_THAT(ErasuresAt(sg_, index), ElementsAre("asked: ID|SG"));
  AttestAt(sg_);
  EXPECT_THAT(ErasuresAt(sg_, index), ElementsAre("asked: IDSG|"));
  ASSERT_TRUE(sg_.Reopen().ok());
  EXPECT_THAT(ErasuresAt(sg_, index), ElementsAre("asked: IDSG|"));
}

TEST_F(EraseTest, IsAttestedOnce) {
  const uint64_t index = Report("all", "");
  Erase(index);
  const std::vector<Purge> pending = Pending(sg_);
  ASSERT_EQ(pending.size(), 1u);
  EXPECT_EQ(pending[0].index, index);
  AttestAt(sg_);
  EXPECT_THAT(Pending(sg_), IsEmpty());
  const uint64_t size = sg_.Own().size;
  EXPECT_TRUE(sg_.CommitOne(Attest{pending})->already_admitted);
  EXPECT_EQ(sg_.Own().size, size);
}

TEST_F(EraseTest, TwoErasuresOfOneStatementAreAttestedEach) {
  const uint64_t index = Report("all", "");
  Erase(index, "vessel");
  Erase(index, "facts");
  EXPECT_EQ(Pending(sg_).size(), 2u);
  AttestAt(sg_);
  id_.Follow(sg_, kSg);
  EXPECT_THAT(ErasuresAt(id_, index), ElementsAre("asked: SG|IDPH", "asked: SG|IDPH"));
}

TEST_F(EraseTest, AnAttestationCountsAlsoWhereItComesBeforeTheErasure) {
  const uint64_t index = Report("all", "");
  id_.Follow(sg_, kSg);
  Erase(index);
  id_.Follow(sg_, kSg);
  AttestAt(id_);
  ph_.Follow(id_, id_.origin());
  ph_.Follow(sg_, kSg);
  EXPECT_THAT(ErasuresAt(ph_, index), ElementsAre("asked: ID|PHSG"));
}

TEST_F(EraseTest, WhoMayHoldTheEntryButHasOnlyTheLeafAttestsItsErasureOnce) {
  const uint64_t index = Report("SG/patrol@1", "");
  ph_.Follow(sg_, kSg);
  id_.Follow(ph_, kSg);  // of a relay outside: only the leaf
  Erase(index);
  id_.Follow(sg_, kSg);
  ASSERT_THAT(PartsAt(id_, index), ElementsAre("(leaf only)"));
  EXPECT_EQ(Pending(id_).size(), 1u);
  AttestAt(id_);
  Backfill(sg_, id_);
  ASSERT_THAT(PartsAt(id_, index), IsEmpty());
  EXPECT_THAT(Pending(id_), IsEmpty());
  EXPECT_THAT(ErasuresAt(id_, index), ElementsAre("asked: ID|SG"));
}

TEST_F(EraseTest, WhoGetsTheEntryAndItsErasureAtOnceAttestsIt) {
  const uint64_t index = Report("all", "");
  Erase(index);
  id_.Follow(sg_, kSg);
  EXPECT_THAT(PartsAt(id_, index), IsEmpty());
  EXPECT_EQ(Pending(id_).size(), 1u);
}

TEST_F(EraseTest, WhatWasDerivedOfPartsThatTheSameCommitErasesDoesNotCount) {
  const uint64_t index = Report("all", "all");
  std::vector<Operation> both;
  ReplicaState state = id_.StateOf(kSg);
  while (both.size() < 2) {
    const v1::Batch batch = sg_.BatchFor(id_, kSg, state.frontier.size()).value();
    if (both.empty()) Erase(index, "vessel");
    ExaminedBatch examined = ExamineBatch(state, batch, id_.roots, [](uint64_t) { return absl::NotFoundError(""); }).value();
    for (ExaminedItem& item : examined.items) DeriveAhead(id_.indexer, kSg, item);
    state = examined.after;
    both.push_back(std::move(examined));
  }
  const size_t derived_ahead = id_.indexer.derived_ahead;
  for (const auto& outcome : id_.ledger->Commit(std::move(both))) EXPECT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_GT(id_.indexer.derived_ahead, derived_ahead);
  EXPECT_THAT(PartsAt(id_, index), ElementsAre("facts"));
}

TEST_F(EraseTest, WhoWasLeftOutBeforeTheEntryCameAttestsItsErasure) {
  const uint64_t before = Report("all", ""), after = Report("all", "");
  v1::Withdrawal narrow = On(before);
  narrow.mutable_narrow()->set_audience("own");
  ASSERT_TRUE(Withdraw(narrow).ok());
  Erase(before);
  Erase(after);
  narrow.set_target(IdAt(after));
  narrow.set_target_index(after);
  ASSERT_TRUE(Withdraw(narrow).ok());
  id_.Follow(sg_, kSg);
  AttestAt(id_);
  sg_.Follow(id_, id_.origin());
  for (const uint64_t index : {before, after}) {
    EXPECT_THAT(PartsAt(id_, index), ElementsAre("(leaf only)"));
    EXPECT_THAT(ErasuresAt(sg_, index), ElementsAre("asked: ID|PHSG"));
  }
}

TEST_F(EraseTest, WhoIsLetInOnlyAfterTheErasureAttestsItBeforeTheEntryComes) {
  const uint64_t index = Report("own", "");
  Erase(index);
  id_.Follow(sg_, kSg);
  EXPECT_THAT(Pending(id_), IsEmpty());
  v1::Withdrawal release = On(index);
  release.mutable_release()->set_audience("SG/patrol@1");
  ASSERT_TRUE(Withdraw(release).ok());
  id_.Follow(sg_, kSg);
  ASSERT_THAT(PartsAt(id_, index), ElementsAre("(leaf only)"));
  AttestAt(id_);
  sg_.Follow(id_, id_.origin());
  EXPECT_THAT(ErasuresAt(sg_, index), ElementsAre("asked: ID|SG"));
}

TEST_F(EraseTest, WhoNeverWasToHaveItNeitherAttestsNorIsCounted) {
  const uint64_t index = Report("SG/patrol@1", "");
  const uint64_t erased = Erase(index);
  ph_.Follow(sg_, kSg);
  ASSERT_THAT(PartsAt(ph_, index), ElementsAre("(leaf only)"));
  EXPECT_THAT(Pending(ph_), IsEmpty());
  store::WriteBatch batch;
  batch.Put(store::Table::kPurges, store::PurgeKey(kSg, index, erased), "");
  ASSERT_TRUE(ph_.disk->Write(batch).ok());
  AttestAt(ph_);
  sg_.Follow(ph_, ph_.origin());
  EXPECT_THAT(ErasuresAt(sg_, index), ElementsAre("asked: |IDSG"));
}

TEST_F(EraseTest, MustReachWhoeverMayHoldTheParts) {
  const uint64_t index = Report("SG/patrol@1", "");
  v1::Withdrawal erase = On(index);
  erase.mutable_erase();
  absl::StatusOr<Outcome> too_narrow = Withdraw(erase, "own");
  ASSERT_FALSE(too_narrow.ok());
  EXPECT_EQ(base::ViolationsOf(too_narrow.status())[0].field, "manifest.audience");
  EXPECT_THAT(PartsAt(sg_, index), ElementsAre("facts", "vessel"));
  EXPECT_TRUE(Withdraw(erase, "SG/patrol@1").ok());
  EXPECT_THAT(PartsAt(sg_, index), IsEmpty());
}

TEST_F(EraseTest, PartsGoOnTheirDateEverywhereAndAreNotTakenAgain) {
  const absl::Time date = sg_.clock.Now() + absl::Hours(24);
  const uint64_t index = Report("all", "", date);
  id_.Follow(sg_, kSg);
  id_.clock.Advance(absl::Hours(23));
  ExpireAt(id_);
  EXPECT_THAT(PartsAt(id_, index), ElementsAre("facts", "vessel"));
  id_.clock.Advance(absl::Hours(2));
  ExpireAt(id_);
  EXPECT_THAT(PartsAt(id_, index), IsEmpty());
  EXPECT_EQ(At(id_).unresolved, 0u);
  EXPECT_EQ(At(id_).root, sg_.Own().root);
  EXPECT_THAT(ErasuresAt(id_, index), ElementsAre("date: |IDPHSG"));
  AttestAt(id_);
  EXPECT_THAT(ErasuresAt(id_, index), ElementsAre("date: ID|PHSG"));
  ExpireAt(id_);
  EXPECT_THAT(Pending(id_), IsEmpty());
  absl::StatusOr<v1::Batch> batch = id_.BatchFor(ph_, kSg, index);
  ASSERT_TRUE(batch.ok());
  EXPECT_EQ(batch->items(0).held().parts_size(), 0);
}

TEST_F(EraseTest, ALogIsCosignedWhenWhatWasMissingOfItGoesOnItsDate) {
  Report("all", "SG/patrol@1", sg_.clock.Now() + absl::Hours(1));
  ph_.Follow(sg_, kSg);
  id_.Follow(ph_, kSg);  // of a relay outside: not the vessel
  const auto cosigned = [&] { return At(id_).cosigned.contains("ID") && At(id_).cosigned.at("ID").size == At(id_).size; };
  EXPECT_EQ(At(id_).unresolved, 1u);
  EXPECT_FALSE(cosigned());
  id_.clock.Advance(absl::Hours(2));
  ExpireAt(id_);
  EXPECT_EQ(At(id_).unresolved, 0u);
  EXPECT_TRUE(cosigned());
}

TEST_F(EraseTest, ADateOnAStatementThatHoldsTheLogTogetherTakesNothing) {
  const testing::Signer& chief = sg_.economy.officer(Role::kAdministrator);
  v1::Manifest manifest = testing::SampleManifest(v1::STATEMENT_KIND_AUDIENCE, "SG");
  *manifest.mutable_retain_until() = statement::ToTimestamp(sg_.clock.Now() + absl::Hours(1));
  v1::AudienceDefinition definition;
  definition.set_name("desk");
  definition.set_version(1);
  definition.add_economies("ID");
  absl::StatusOr<Outcome> defined = sg_.Submit(sg_.RequestOf(
      testing::SealBy({&chief}, manifest, {testing::Draft("audience", definition)}), chief));
  ASSERT_TRUE(defined.ok()) << defined.status();
  sg_.clock.Advance(absl::Hours(2));
  ExpireAt(sg_);
  EXPECT_THAT(PartsAt(sg_, defined->index), ElementsAre("audience"));
}

TEST_F(EraseTest, WhatAnOldBackupBringsBackIsPurgedAgainAlthoughItWasAttested) {
  const uint64_t index = Report("all", "");
  id_.Follow(sg_, kSg);
  store::WriteBatch backup;
  for (int table = 0; table < store::kTables; ++table) {
    ASSERT_TRUE(id_.disk->Scan(static_cast<store::Table>(table), "", "",
                               [&](absl::string_view key, absl::string_view value) {
                                 backup.Put(static_cast<store::Table>(table), std::string(key),
                                            std::string(value));
                                 return true;
                               }).ok());
  }
  Erase(index);
  id_.Follow(sg_, kSg);
  AttestAt(id_);
  sg_.Follow(id_, id_.origin());
  id_.ledger = nullptr;
  id_.disk = std::make_unique<store::MemoryStore>();
  ASSERT_TRUE(id_.disk->Write(backup).ok());
  ASSERT_TRUE(id_.Reopen().ok());
  ASSERT_THAT(PartsAt(id_, index), ElementsAre("facts", "vessel"));
  id_.Follow(sg_, id_.origin());  // the own log comes back first, with the attestation
  id_.Follow(sg_, kSg);
  EXPECT_THAT(PartsAt(id_, index), IsEmpty());
  EXPECT_EQ(Pending(id_).size(), 1u);
  AttestAt(id_);
  EXPECT_THAT(Pending(id_), IsEmpty());
}

TEST_F(EraseTest, OneEconomyCannotFillAStatementsRow) {
  const uint64_t index = Report("all", "");
  Erase(index);
  id_.Follow(sg_, kSg);
  for (uint64_t i = 1; i <= base::limits::kConfirmationsOfEconomy + 10; ++i) {
    store::WriteBatch batch;
    batch.Put(store::Table::kPurges, store::PurgeKey(kSg, index, 1000 + i), "");
    ASSERT_TRUE(id_.disk->Write(batch).ok());
  }
  AttestAt(id_);
  sg_.Follow(id_, id_.origin());
  EXPECT_EQ(static_cast<size_t>(sg_.reader->ActsOn(kSg, index)->confirmations_size()),
            base::limits::kConfirmationsOfEconomy);
}

}  // namespace
}  // namespace lightship::ledger
