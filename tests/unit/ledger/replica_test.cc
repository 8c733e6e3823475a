#include "node/ledger/replica.h"

#include "node/base/limits.h"
#include "node/store/schema.h"
#include "tests/unit/ledger/ledger_fixture.h"
#include "tests/unit/ledger/misplaced.h"

namespace lightship::ledger {
namespace {

namespace reason = base::reason;

// SG's log as a peer gets it whole: opening, grant, report.
class ReplicaTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(sg_.Submit(sg_.Report()).ok());
    good_ = *sg_.BatchFor(id_, sg_.origin(), 0);
    ASSERT_EQ(good_.items_size(), 3);
  }
  std::string Refusal(const v1::Batch& batch) {
    absl::Status status = id_.Take(batch).status();
    EXPECT_FALSE(status.ok());
    EXPECT_EQ(id_.heads->Get()->Find(sg_.origin()), nullptr);
    return ReasonOf(status);
  }

  Desk sg_{"SG"};
  Desk id_{"ID"};
  v1::Batch good_;
};

TEST_F(ReplicaTest, AGoodBatchIsTaken) {
  ASSERT_TRUE(id_.Take(good_).ok());
  EXPECT_EQ(id_.Head(sg_.origin()).root, sg_.Own().root);
  EXPECT_EQ(id_.Head(sg_.origin()).cosigned.at("ID").size, 3u);
}

TEST_F(ReplicaTest, AnyFlippedByteOfAnEntryIsRefused) {
  for (int item = 0; item < 3; ++item) {
    const std::string entry = good_.items(item).held().entry();
    for (size_t at = 0; at < entry.size(); at += 7) {
      v1::Batch changed = good_;
      changed.mutable_items(item)->mutable_held()->mutable_entry()->at(at) ^= 4;
      EXPECT_FALSE(id_.Take(changed).ok()) << "entry " << item << " byte " << at;
    }
  }
}

TEST_F(ReplicaTest, AnAlteredPartIsRefused) {
  v1::Batch changed = good_;
  changed.mutable_items(2)->mutable_held()->mutable_parts(0)->mutable_content()->append("x");
  EXPECT_EQ(Refusal(changed), reason::kDigestMismatch);
}

TEST_F(ReplicaTest, EntriesOutOfOrderAreRefused) {
  v1::Batch changed = good_;
  changed.mutable_items()->SwapElements(1, 2);
  EXPECT_EQ(Refusal(changed), reason::kInconsistentLog);
}

TEST_F(ReplicaTest, AMissingEntryIsRefused) {
  v1::Batch changed = good_;
  changed.mutable_items()->DeleteSubrange(1, 1);
  EXPECT_EQ(Refusal(changed), reason::kInconsistentLog);
}

TEST_F(ReplicaTest, AWrongLeafInsteadOfAnEntryIsRefused) {
  v1::Batch changed = good_;
  changed.mutable_items(2)->mutable_withheld()->set_leaf_hash(std::string(32, 'x'));
  EXPECT_EQ(Refusal(changed), reason::kBadProof);
}

TEST_F(ReplicaTest, ACheckpointOfAnotherLogOrWithoutItsSignatureIsRefused) {
  v1::Batch foreign = good_;
  foreign.set_checkpoint(id_.Own().checkpoint);
  EXPECT_EQ(Refusal(foreign), reason::kInconsistentLog);
  v1::Batch forged = good_;
  merkle::SignedCheckpoint head = *merkle::SignedCheckpoint::FromNote(good_.checkpoint());
  head.note.signatures = {*crypto::SignNote(head.note.text, sg_.origin(), testing::NewKey())};
  forged.set_checkpoint(head.note.ToString());
  EXPECT_EQ(Refusal(forged), reason::kBadSignature);
}

TEST_F(ReplicaTest, ABatchOfAnotherLogThanItSaysIsRefused) {
  v1::Batch renamed = good_;
  renamed.set_origin("lightship/SG/2");
  absl::Status opens_another = id_.Take(renamed).status();
  EXPECT_EQ(ReasonOf(opens_another), reason::kInconsistentLog);
  EXPECT_THAT(std::string(opens_another.message()), ::testing::HasSubstr("opens lightship/SG/1, not lightship/SG/2"));
  auto no_leaf = [](uint64_t) -> absl::StatusOr<crypto::Digest> { return absl::NotFoundError("none"); };
  EXPECT_EQ(ReasonOf(ExamineBatch(id_.StateOf("lightship/SG/2"), good_, id_.roots, no_leaf).status()),
            reason::kInconsistentLog);
}

TEST_F(ReplicaTest, APartTwiceAKeyWithoutItsPartAndMoreThanTheLimitsAreRefused) {
  v1::Batch twice = good_;
  *twice.mutable_items(2)->mutable_held()->add_parts() = good_.items(2).held().parts(0);
  EXPECT_EQ(Refusal(twice), reason::kMalformed);
  v1::Batch keyless = good_;
  keyless.mutable_items(1)->mutable_held()->clear_parts();
  EXPECT_EQ(Refusal(keyless), reason::kInconsistentLog);
  v1::Batch proof = good_;
  for (size_t i = 0; i <= base::limits::kProofHashes; ++i) proof.add_consistency(std::string(32, 'h'));
  EXPECT_EQ(Refusal(proof), reason::kTooLarge);
  v1::Batch items = good_;
  while (items.items_size() <= static_cast<int>(base::limits::kBatchEntries)) *items.add_items() = good_.items(2);
  EXPECT_EQ(Refusal(items), reason::kTooLarge);
}

TEST_F(ReplicaTest, ALogOfAnEconomyWithoutPinnedRootsIsRefused) {
  id_.roots = testing::RootsOf({"ID"});
  EXPECT_FALSE(id_.Take(good_).ok());
}

TEST_F(ReplicaTest, AForgedSignatureIsFoundByTheChecks) {
  // The log's own node vouches for an entry that its officer never signed.
  v1::SubmitRequest request = sg_.Report();
  Admission forged = *sg_.Examined(request);
  forged.statement.mutable_signatures(0)->mutable_signature()->at(3) ^= 1;
  ASSERT_TRUE(sg_.CommitOne(std::move(forged)).ok());
  absl::Status taken = id_.Take(*sg_.BatchFor(id_, sg_.origin(), 0)).status();
  EXPECT_EQ(ReasonOf(taken), reason::kBadSignature);
  EXPECT_THAT(std::string(taken.message()), ::testing::HasSubstr("entry 3"));
}

TEST_F(ReplicaTest, OutsidersGetLeavesAndReasonsAndTheTreeStillHolds) {
  sg_.DefineAudience("patrol", {"PH"});
  const uint64_t named = sg_.Submit(sg_.Report("SG/patrol@1"))->index;
  const uint64_t own = sg_.Submit(sg_.Report("own"))->index;
  id_.Follow(sg_, sg_.origin());
  EXPECT_EQ(id_.Head(sg_.origin()).root, sg_.Own().root);
  EXPECT_EQ(id_.Head(sg_.origin()).stubs, 2u);
  EXPECT_EQ(id_.Head(sg_.origin()).unresolved, 0u);
  EXPECT_TRUE(absl::IsNotFound(id_.reader->Read(sg_.origin(), named).status()));
  v1::Batch onward = *id_.BatchFor(Desk("PH"), sg_.origin(), 0);
  EXPECT_EQ(onward.items(static_cast<int>(named)).withheld().reason(),
            v1::WITHHELD_REASON_NOT_HELD);
  EXPECT_EQ(onward.items(static_cast<int>(own)).withheld().reason(), v1::WITHHELD_REASON_OWN_ONLY);
}

TEST_F(ReplicaTest, PartsForTheAuthorAloneStayThere) {
  ASSERT_TRUE(id_.Take(good_).ok());
  v1::HeldEntry held = *id_.reader->Read(sg_.origin(), 2);
  ASSERT_EQ(held.parts_size(), 1);
  EXPECT_EQ(held.parts(0).name(), "facts");
  EXPECT_EQ(sg_.reader->Read(sg_.origin(), 2)->parts_size(), 2);
}

TEST_F(ReplicaTest, WhatARelayCouldNotTellIsAskedOfTheAuthorBeforeCosigning) {
  Desk ph("PH");
  sg_.DefineAudience("patrol", {"PH"});
  const uint64_t named = sg_.Submit(sg_.Report("SG/patrol@1"))->index;
  id_.Follow(sg_, sg_.origin());
  ph.Follow(id_, sg_.origin());
  EXPECT_EQ(ph.Head(sg_.origin()).unresolved, 1u);
  EXPECT_FALSE(ph.Head(sg_.origin()).cosigned.contains("PH"));
  std::vector<uint64_t> missing = *ph.reader->Unresolved(sg_.origin(), 10);
  EXPECT_EQ(missing, std::vector<uint64_t>{named});
  v1::Batch answer = *sg_.reader->ReadBackfill(sg_.origin(), missing, "PH");
  ASSERT_TRUE(ph.Take(answer).ok());
  EXPECT_EQ(ph.Head(sg_.origin()).unresolved, 0u);
  EXPECT_EQ(ph.Head(sg_.origin()).stubs, 0u);
  EXPECT_TRUE(ph.reader->Read(sg_.origin(), named).ok());
  EXPECT_EQ(ph.Head(sg_.origin()).cosigned.at("PH").size, ph.Head(sg_.origin()).size);
}

TEST_F(ReplicaTest, AReasonOfALaterReleaseIsAskedAboutAndNotTakenForAMarkOfThisNode) {
  Desk ph("PH");
  v1::Batch batch = *sg_.reader->ReadBatch(sg_.origin(), 0, {1000, 1 << 20}, "PH");
  const int last = batch.items_size() - 1;
  const std::string leaf = crypto::AsString(*sg_.reader->LeafAt(sg_.origin(), last));
  batch.mutable_items(last)->mutable_withheld()->set_leaf_hash(leaf);
  batch.mutable_items(last)->mutable_withheld()->set_reason(static_cast<v1::WithheldReason>('a'));
  ASSERT_TRUE(ph.Take(batch).ok());
  EXPECT_EQ(ph.Head(sg_.origin()).unresolved, 1u);
  EXPECT_EQ(ph.Head(sg_.origin()).author_lacks, 0u);
  EXPECT_FALSE(ph.Head(sg_.origin()).cosigned.contains("PH"));
}

TEST_F(ReplicaTest, ABackfillOfAnotherEntryIsRefused) {
  Desk ph("PH");
  sg_.DefineAudience("patrol", {"PH"});
  const uint64_t named = sg_.Submit(sg_.Report("SG/patrol@1"))->index;
  id_.Follow(sg_, sg_.origin());
  ph.Follow(id_, sg_.origin());
  v1::Batch answer = *sg_.reader->ReadBackfill(sg_.origin(), {named}, "PH");
  v1::Entry entry;
  ASSERT_TRUE(entry.ParseFromString(answer.items(0).held().entry()));
  entry.mutable_admitted_at()->set_nanos(entry.admitted_at().nanos() + 1);
  answer.mutable_items(0)->mutable_held()->set_entry(entry.SerializeAsString());
  EXPECT_EQ(ReasonOf(ph.Take(answer).status()), reason::kBadProof);
}

TEST_F(ReplicaTest, TheOwnLogIsNotTakenFromAPeer) {
  ASSERT_TRUE(id_.Take(good_).ok());
  ASSERT_TRUE(sg_.Submit(sg_.Report()).ok());
  v1::Batch own = *id_.BatchFor(sg_, sg_.origin(), 0);
  EXPECT_FALSE(sg_.Take(own).ok());
}

TEST_F(ReplicaTest, WhatARevokedKeySignsIsItsLogsFaultAndCuredByNoKey) {
  sg_.Revoke(sg_.economy.officer(Role::kSubmitter).key.public_key().key_id());
  id_.Follow(sg_, sg_.origin());
  v1::Batch again = Again(sg_, 2);
  absl::Status taken = id_.Take(again).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(taken)) << taken;
  EXPECT_EQ(ReasonOf(taken), reason::kRevokedKey);
  EXPECT_FALSE(LacksKey(taken));
  merkle::SignedCheckpoint forged = *merkle::SignedCheckpoint::FromNote(again.checkpoint());
  forged.note.signatures = {*crypto::SignNote(forged.note.text, sg_.origin(), testing::NewKey())};
  again.set_checkpoint(forged.note.ToString());
  EXPECT_TRUE(absl::IsInvalidArgument(id_.Take(again).status())) << "no log speaks for it";
}

TEST_F(ReplicaTest, ALateKeyThatContradictsItsLogIsNotItsSendersFault) {
  ASSERT_TRUE(id_.Take(good_).ok());
  const v1::Batch again = Again(sg_, 0);
  v1::Batch leaf = again;
  leaf.mutable_items(0)->mutable_withheld()->set_leaf_hash(
      crypto::AsString(merkle::LeafHash(again.items(0).held().entry())));
  leaf.mutable_items(0)->mutable_withheld()->set_reason(v1::WITHHELD_REASON_NOT_HELD);
  ASSERT_TRUE(id_.Take(leaf).ok());
  v1::Batch late;
  late.set_origin(sg_.origin());
  late.set_backfill(true);
  *late.add_items() = again.items(0);
  absl::Status taken = id_.Take(late).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(taken)) << taken;
}

// PH sends the grant of the officer's key (entry 1) as a leaf alone, as if it were a statement for others.
class WithheldKeyTest : public ReplicaTest {
 protected:
  void SetUp() override {
    ReplicaTest::SetUp();
    v1::Batch lie = *sg_.reader->ReadBatch(sg_.origin(), 0, {2, 1 << 20}, "ID");
    const crypto::Digest leaf = *sg_.reader->LeafAt(sg_.origin(), 1);
    lie.mutable_items(1)->mutable_withheld()->set_leaf_hash(crypto::AsString(leaf));
    lie.mutable_items(1)->mutable_withheld()->set_reason(v1::WITHHELD_REASON_NOT_IN_AUDIENCE);
    ASSERT_TRUE(id_.Take(lie).ok());
  }
  absl::Status TakeKey() {
    return id_.Take(*sg_.reader->ReadBackfill(sg_.origin(), {1, 2}, "ID")).status();
  }
};

TEST_F(WithheldKeyTest, WhatItSignsIsNotItsSendersFault) {
  absl::Status taken = id_.Take(*sg_.BatchFor(id_, sg_.origin(), 2)).status();
  EXPECT_TRUE(LacksKey(taken)) << taken;
  // Whether the entry stands in the log is looked at all the same.
  v1::Batch invented = *sg_.BatchFor(id_, sg_.origin(), 2);
  v1::Entry entry;
  ASSERT_TRUE(entry.ParseFromString(invented.items(0).held().entry()));
  entry.mutable_admitted_at()->set_nanos(entry.admitted_at().nanos() + 1);
  invented.mutable_items(0)->mutable_held()->set_entry(entry.SerializeAsString());
  EXPECT_EQ(ReasonOf(id_.Take(invented).status()), reason::kBadProof);
}

TEST_F(WithheldKeyTest, ComesLateAndTheLogGoesOnAlsoAfterARestart) {
  ASSERT_TRUE(TakeKey().ok());
  EXPECT_EQ(id_.Head(sg_.origin()).stubs, 0u);
  ASSERT_TRUE(id_.Reopen().ok());
  id_.Follow(sg_, sg_.origin());
  EXPECT_EQ(id_.Head(sg_.origin()).root, sg_.Own().root);
  ASSERT_TRUE(id_.Reopen().ok());
  EXPECT_EQ(id_.Head(sg_.origin()).keys->Revoked(), sg_.Own().keys->Revoked());
}

TEST_F(WithheldKeyTest, ABatchJudgedWithoutItIsJudgedAnew) {
  const ReplicaState before = id_.StateOf(sg_.origin());
  sg_.Revoke(sg_.economy.officer(Role::kSubmitter).key.public_key().key_id());
  v1::Batch next = *sg_.BatchFor(id_, sg_.origin(), 2);
  ASSERT_TRUE(TakeKey().ok());
  absl::StatusOr<ExaminedBatch> examined = ExamineBatch(
      id_.StateOf(sg_.origin()), next, id_.roots,
      [](uint64_t) -> absl::StatusOr<merkle::Digest> { return absl::NotFoundError(""); });
  ASSERT_TRUE(examined.ok()) << examined.status();
  examined->judged_by = before.keys;
  EXPECT_TRUE(absl::IsFailedPrecondition(id_.CommitOne(*std::move(examined)).status()));
  id_.Follow(sg_, sg_.origin());
  EXPECT_EQ(id_.Head(sg_.origin()).keys->Revoked().size(), 1u);
}

TEST_F(WithheldKeyTest, ThatChangesTheLogsKeyIsMissedInTheSameWay) {
  ASSERT_TRUE(TakeKey().ok());
  id_.Follow(sg_, sg_.origin());
  sg_.keys.log_key = testing::NewKey();
  ASSERT_TRUE(sg_.CommitOne(KeyChange{sg_.keys}).ok());
  v1::Batch lie = *sg_.BatchFor(id_, sg_.origin(), 3);
  const crypto::Digest leaf = *sg_.reader->LeafAt(sg_.origin(), 3);
  lie.mutable_items(0)->mutable_withheld()->set_leaf_hash(crypto::AsString(leaf));
  ASSERT_TRUE(id_.Take(lie).ok());
  ASSERT_TRUE(sg_.Submit(sg_.Report()).ok());
  v1::Batch next = *sg_.BatchFor(id_, sg_.origin(), 4);
  EXPECT_TRUE(LacksKey(id_.Take(next).status()));
  ASSERT_TRUE(id_.Take(*sg_.reader->ReadBackfill(sg_.origin(), {3}, "ID")).ok());
  EXPECT_TRUE(id_.Take(next).ok());
}

// A malicious log may have any number of them, each coming alone.
TEST_F(WithheldKeyTest, IsTakenWithoutAnotherLookAtThoseBefore) {
  store::WriteBatch batch;
  batch.Delete(store::Table::kEntries, store::NumberedKey(sg_.origin(), 0));
  ASSERT_TRUE(id_.disk->Write(batch).ok());
  const absl::Status taken = TakeKey();
  EXPECT_TRUE(taken.ok()) << taken;
}

TEST_F(WithheldKeyTest, IsRefusedWithoutItsPart) {
  v1::Batch answer = *sg_.reader->ReadBackfill(sg_.origin(), {1}, "ID");
  answer.mutable_items(0)->mutable_held()->clear_parts();
  EXPECT_EQ(ReasonOf(id_.Take(answer).status()), reason::kInconsistentLog);
}

}  // namespace
}  // namespace lightship::ledger
