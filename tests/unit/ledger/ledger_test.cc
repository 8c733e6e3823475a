#include "node/ledger/ledger.h"

#include "node/ledger/audit.h"
#include "node/ledger/cosigning.h"
#include "node/statement/canonical.h"
#include "node/statement/offline.h"
#include "node/store/restored.h"
#include "node/store/schema.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::ledger {
namespace {

namespace reason = base::reason;

TEST(Ledger, KeepsWhatItAcknowledgedWhenOpenedAgain) {
  Desk sg("SG");
  sg.DefineAudience("patrol", {"ID"});
  Outcome outcome = *sg.Submit(sg.Report("SG/patrol@1"));
  const LogHead before = sg.Own();
  const std::string receipt = sg.reader->MakeReceipt(sg.origin(), outcome.index, true)->tlog_proof();
  ASSERT_TRUE(sg.Reopen().ok());
  EXPECT_EQ(sg.Own().size, before.size);
  EXPECT_EQ(sg.Own().root, before.root);
  EXPECT_EQ(sg.Own().checkpoint, before.checkpoint);
  EXPECT_EQ(sg.reader->MakeReceipt(sg.origin(), outcome.index, true)->tlog_proof(), receipt);
  EXPECT_EQ(sg.heads->Get()->audiences->Judge("ID", "SG", "SG/patrol@1"),
            trust::AudienceBook::Verdict::kMayHold);
  EXPECT_TRUE(sg.Submit(sg.Report()).ok());
}

// An economy may have many officers.
TEST(Ledger, ASubmissionThatChangesNoKeysLeavesThemWhereTheyAre) {
  Desk sg("SG");
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  const auto keys = sg.Own().keys;
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  EXPECT_EQ(sg.Own().keys, keys);
}

TEST(Ledger, TheIndexerGetsBackWhatItDerivedOfASubmissionAhead) {
  Desk sg("SG");
  const v1::SubmitRequest report = sg.Report();
  absl::StatusOr<Admission> admission = sg.Examined(report);
  ASSERT_TRUE(admission.ok());
  DeriveAhead(sg.indexer, sg.origin(), *admission);
  EXPECT_EQ(admission->statement.SerializeAsString(), report.statement().SerializeAsString()) << "it has all its parts still";
  EXPECT_EQ(admission->manifest.SerializeAsString(), report.statement().manifest());
  const size_t before = sg.indexer.derived_ahead;
  ASSERT_TRUE(sg.CommitOne(*std::move(admission)).ok());
  EXPECT_EQ(sg.indexer.derived_ahead, before + 1);
}

TEST(Ledger, TheSameStatementTwiceIsOneEntryAndTwoSuccesses) {
  Desk sg("SG");
  v1::SubmitRequest request = sg.Report();
  std::vector<Operation> both;
  both.push_back(*sg.Examined(request));
  both.push_back(*sg.Examined(request));
  auto outcomes = sg.ledger->Commit(std::move(both));
  EXPECT_EQ(outcomes[0]->index, outcomes[1]->index);
  EXPECT_FALSE(outcomes[0]->already_admitted);
  EXPECT_TRUE(outcomes[1]->already_admitted);
  ASSERT_TRUE(sg.Reopen().ok());
  EXPECT_EQ(sg.Submit(request)->index, outcomes[0]->index);
  EXPECT_EQ(sg.Own().size, 3u);
}

TEST(Ledger, AFailedWriteAcknowledgesNothingAndEndsWriting) {
  Desk sg("SG");
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  const uint64_t size = sg.Own().size;
  v1::SubmitRequest lost = sg.Report();
  EXPECT_TRUE(sg.ledger->failure().ok());
  sg.disk->FailWritesFrom(1);
  EXPECT_EQ(ReasonOf(sg.Submit(lost).status()), reason::kStorage);
  sg.disk->FailWritesFrom(0);
  EXPECT_EQ(ReasonOf(sg.ledger->failure()), reason::kStorage);
  EXPECT_EQ(ReasonOf(sg.Submit(sg.Report()).status()), reason::kStorage);
  EXPECT_EQ(sg.Own().size, size);
  ASSERT_TRUE(sg.Reopen().ok());
  EXPECT_EQ(sg.Own().size, size);
  EXPECT_FALSE(sg.Submit(lost)->already_admitted);
}

TEST(Ledger, AnOperationThatFailsLeavesTheOthersAlone) {
  Desk sg("SG"), id("ID");
  ExaminedBatch misplaced;
  misplaced.origin = id.origin();
  misplaced.items.emplace_back().index = 5;
  std::vector<Operation> operations;
  operations.push_back(*sg.Examined(sg.Report()));
  operations.push_back(std::move(misplaced));
  operations.push_back(*sg.Examined(sg.Report()));
  auto outcomes = sg.ledger->Commit(std::move(operations));
  EXPECT_TRUE(outcomes[0].ok());
  EXPECT_EQ(outcomes[1].status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(outcomes[2]->index, 3u);
}

TEST(Ledger, GivesWithACommitWhatItsFirstReceiptsAreMadeFrom) {
  Desk sg("SG");
  for (const size_t count : {1, 3, 20, 2}) {
    std::vector<Operation> operations;
    for (size_t i = 0; i < count; ++i) operations.emplace_back(*sg.Examined(sg.Report()));
    std::vector<crypto::Digest> ids;
    for (const Operation& operation : operations) ids.push_back(std::get<Admission>(operation).id);
    const auto outcomes = sg.ledger->Commit(std::move(operations));
    for (size_t i = 0; i < count; ++i) {
      ASSERT_NE(outcomes[i]->admitted, nullptr);
      const auto first = sg.reader->MakeFirstReceipt(*outcomes[i]->admitted, outcomes[i]->index, ids[i]);
      const auto stored = sg.reader->MakeReceipt(sg.origin(), outcomes[i]->index, true);
      ASSERT_TRUE(first.ok() && stored.ok()) << first.status() << stored.status();
      EXPECT_EQ(first->SerializeAsString(), stored->SerializeAsString());
    }
  }
  const v1::SubmitRequest report = sg.Report();
  EXPECT_NE(sg.Submit(report)->admitted, nullptr);
  EXPECT_EQ(sg.Submit(report)->admitted, nullptr) << "it was there already";
}

TEST(Ledger, RefusesKeysThatAreNotTheLogs) {
  Desk sg("SG");
  NodeKeys keys{sg.economy.node().chain, sg.economy.node().key, testing::NewKey(),
                sg.economy.cosigner_key()};
  HeadsBoard board;
  absl::Status opened = Ledger::Open(sg.economy.origin(), keys,
                                     {sg.disk.get(), &sg.clock, &sg.entropy, &sg.roots, &sg.indexer,
                                      &sg.keeper, &board, &sg.standby})
                            .status();
  EXPECT_EQ(ReasonOf(opened), reason::kConfiguration);
}

TEST(Ledger, APeerCountersignsAndTheReceiptProvesItOffline) {
  Desk sg("SG"), id("ID");
  Outcome outcome = *sg.Submit(sg.Report());
  sg.Follow(id, id.origin());
  id.Follow(sg, sg.origin());
  EXPECT_EQ(id.Head(sg.origin()).root, sg.Own().root);
  ASSERT_TRUE(sg.CommitOne(Cosignatures{sg.origin(), id.Head(sg.origin()).checkpoint}).ok());
  v1::Receipt receipt = *sg.reader->MakeReceipt(sg.origin(), outcome.index, false);
  EXPECT_THAT(receipt.holders(), ::testing::ElementsAre("SG", "ID"));
  v1::StatementFile file = *sg.reader->MakeStatementFile(sg.origin(), outcome.index, receipt);
  auto verdict = statement::VerifyOffline(statement::SerializeDeterministic(file),
                                          receipt.tlog_proof(), testing::RootsOf({"SG", "ID"}));
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(verdict->address.ToString(), "SG/2");
  ASSERT_EQ(verdict->holders.size(), 1u);
  EXPECT_TRUE(verdict->holders[0].proven);
}

TEST(Ledger, DropsCosignaturesOfLogsItDoesNotHold) {
  Desk sg("SG"), id("ID");
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  id.Follow(sg, sg.origin());
  ASSERT_TRUE(sg.CommitOne(Cosignatures{sg.origin(), id.Head(sg.origin()).checkpoint}).ok());
  EXPECT_FALSE(sg.Own().cosigned.contains("ID"));
}

TEST(Ledger, ALostDatabaseIsCopiedBackBeforeAnythingIsAdmitted) {
  Desk sg("SG"), id("ID");
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  id.Follow(sg, sg.origin());
  const LogHead before = sg.Own();
  Desk again("SG");
  again.disk = std::make_unique<store::MemoryStore>();
  again.keeper.note = sg.keeper.note;
  ASSERT_TRUE(again.Reopen().ok());
  EXPECT_TRUE(again.ledger->recovering());
  EXPECT_EQ(ReasonOf(again.CommitOne(*sg.Examined(sg.Report())).status()), reason::kRecovering);
  again.Follow(id, sg.origin());
  EXPECT_FALSE(again.ledger->recovering());
  EXPECT_EQ(again.Own().root, before.root);
  EXPECT_TRUE(again.Submit(again.Report()).ok());
}

TEST(Ledger, WithoutDatabaseAndKeptCheckpointTheLogIsCopiedBackAndNotBegunAnew) {
  Desk sg("SG"), id("ID");
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  id.Follow(sg, sg.origin());
  Desk again("SG");
  again.disk = std::make_unique<store::MemoryStore>();
  again.keeper.note.clear();
  ASSERT_TRUE(again.Reopen().ok());
  EXPECT_EQ(again.Own().size, 0u);
  EXPECT_THAT(again.standby.Text(), ::testing::HasSubstr("--new-log"));
  EXPECT_EQ(ReasonOf(again.CommitOne(*sg.Examined(sg.Report())).status()), reason::kRecovering);
  again.Follow(id, sg.origin());
  EXPECT_EQ(again.standby.Text(), "");
  EXPECT_EQ(again.Own().root, sg.Own().root);
  EXPECT_TRUE(again.Submit(again.Report()).ok());
}

TEST(Ledger, ALogThatExistsIsNotOpenedAsNew) {
  Desk sg("SG");
  sg.new_log = true;
  EXPECT_EQ(ReasonOf(sg.Reopen()), reason::kConfiguration);
  sg.disk = std::make_unique<store::MemoryStore>();
  sg.new_log = true;
  EXPECT_EQ(ReasonOf(sg.Reopen()), reason::kConfiguration) << "the kept checkpoint says so";
}

TEST(Ledger, CosignsWhatItCopiedBeforeItsOwnLogCameBack) {
  Desk sg("SG"), id("ID");
  id.Follow(sg, sg.origin());
  Desk again("SG");
  again.disk = std::make_unique<store::MemoryStore>();
  again.keeper.note.clear();
  ASSERT_TRUE(again.Reopen().ok());
  again.Follow(id, id.origin());
  EXPECT_FALSE(again.Head(id.origin()).cosigned.contains("SG"));
  again.Follow(id, sg.origin());
  ASSERT_TRUE(again.Head(id.origin()).cosigned.contains("SG"));
  EXPECT_EQ(again.Head(id.origin()).cosigned.at("SG").size, id.Own().size);
}

TEST(Ledger, RecoversToTheLargestCheckpointThatAnyPeerShows) {
  Desk sg("SG"), id("ID"), ph("PH");
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  id.Follow(sg, sg.origin());
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  ph.Follow(sg, sg.origin());
  Desk again("SG");
  again.disk = std::make_unique<store::MemoryStore>();
  again.keeper.note.clear();
  ASSERT_TRUE(again.Reopen().ok());
  again.Follow(id, sg.origin());
  ASSERT_TRUE(again.CommitOne(Cosignatures{sg.origin(), ph.Head(sg.origin()).checkpoint}).ok());
  EXPECT_TRUE(again.ledger->recovering());
  EXPECT_THAT(again.standby.Text(), ::testing::HasSubstr("it holds 3 of 4 entries"));
  again.Follow(ph, sg.origin());
  EXPECT_FALSE(again.ledger->recovering());
  EXPECT_EQ(again.Own().root, sg.Own().root);
}

TEST(Ledger, ALostKeptCheckpointIsWrittenAnewFromTheDatabase) {
  Desk sg("SG");
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  const std::string kept = std::exchange(sg.keeper.note, "");
  ASSERT_TRUE(sg.Reopen().ok());
  EXPECT_EQ(sg.keeper.note, kept);
}

TEST(Ledger, ANodeThatDiedBeforeItKeptACheckpointKeepsItWhenItStarts) {
  Desk sg("SG");
  const std::string before = sg.keeper.note;
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  const std::string signed_last = std::exchange(sg.keeper.note, before);
  ASSERT_NE(signed_last, before);
  ASSERT_TRUE(sg.Reopen().ok());
  EXPECT_EQ(sg.keeper.note, signed_last);
}

// Notes what is shown of the own log when its checkpoint is kept.
class WatchingKeeper final : public CheckpointKeeper {
 public:
  explicit WatchingKeeper(Desk* desk) : desk_(desk) {}
  absl::StatusOr<std::string> Load() override { return desk_->keeper.Load(); }
  absl::Status Save(absl::string_view note) override {
    shown_before = desk_->Own().size;
    return desk_->keeper.Save(note);
  }
  uint64_t shown_before = 0;

 private:
  Desk* const desk_;
};

TEST(Ledger, ACheckpointIsKeptBeforeItIsShown) {
  Desk sg("SG");
  WatchingKeeper keeper(&sg);
  sg.ledger = nullptr;
  auto opened = Ledger::Open(sg.log, sg.keys,
                             {sg.disk.get(), &sg.clock, &sg.entropy, &sg.roots, &sg.indexer, &keeper, sg.heads.get(),
                              &sg.standby, false});
  ASSERT_TRUE(opened.ok()) << opened.status();
  sg.ledger = *std::move(opened);
  const uint64_t before = sg.Own().size;
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  EXPECT_EQ(keeper.shown_before, before);
  EXPECT_GT(sg.Own().size, before);
}

TEST(Ledger, AnOldDatabaseAdmitsNothingOnceAPeerShowsWhatItLost) {
  Desk sg("SG"), id("ID");
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  id.Follow(sg, sg.origin());
  Desk old("SG");
  old.disk = std::make_unique<store::MemoryStore>();
  old.keeper.note = sg.keeper.note;
  store::WriteBatch mark;
  mark.Put(store::Table::kMeta, std::string(store::kRestoredKey), "");
  ASSERT_TRUE(old.disk->Write(mark).ok());
  ASSERT_TRUE(old.Reopen().ok());
  old.Follow(id, sg.origin());
  ASSERT_FALSE(old.ledger->recovering());
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  id.Follow(sg, sg.origin());

  std::vector<Operation> operations;
  operations.push_back(*old.Examined(old.Report()));
  operations.push_back(OwnLogHeard());
  operations.push_back(Cosignatures{sg.origin(), id.Head(sg.origin()).checkpoint});
  EXPECT_EQ(ReasonOf(old.ledger->Commit(std::move(operations)).front().status()),
            reason::kRecovering);
  EXPECT_TRUE(old.ledger->recovering());
  EXPECT_TRUE(*store::IsRestored(*old.disk)) << "what that peer holds is not back yet";
  old.Follow(id, sg.origin());
  EXPECT_FALSE(old.ledger->recovering());
  EXPECT_TRUE(*store::IsRestored(*old.disk)) << "others may hold more";
  ASSERT_TRUE(old.CommitOne(OwnLogHeard()).ok());
  EXPECT_FALSE(*store::IsRestored(*old.disk));
  EXPECT_EQ(old.Own().root, sg.Own().root);
  EXPECT_TRUE(old.Submit(old.Report()).ok());
}

TEST(Ledger, ALargerOwnCheckpointCountsOnlyWithTheLogsSignature) {
  Desk sg("SG"), id("ID");
  ASSERT_TRUE(id.Submit(id.Report()).ok());
  std::string unsigned_note = id.Own().checkpoint;
  unsigned_note.replace(0, unsigned_note.find('\n'), sg.origin());
  ASSERT_TRUE(sg.CommitOne(Cosignatures{sg.origin(), unsigned_note}).ok());
  EXPECT_FALSE(sg.ledger->recovering());
}

TEST(Superseded, KeepsTheNewestOfEveryCosignerAndWhatHasMore) {
  const absl::Time t = testing::Noon();
  EXPECT_THAT(Superseded({{10, {}}, {9, {{"A", t}}}, {8, {{"A", t}, {"B", t}}}, {7, {{"A", t}}}}),
              ::testing::ElementsAre(7));
  EXPECT_THAT(Superseded({{10, {{"A", t}}}, {9, {{"B", t}}}, {8, {{"A", t}}}}),
              ::testing::ElementsAre(8));
  EXPECT_THAT(Superseded({{3, {}}, {2, {}}}), ::testing::ElementsAre(2));
}

TEST(DamagedRows, AreNamedWhereTheyAreRead) {
  Desk sg("SG");
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  const std::string garbage = "\xff\xff garbage";
  const auto put = [&](store::Table table, const std::string& key, const std::string& value) {
    store::WriteBatch batch;
    batch.Put(table, key, value);
    ASSERT_TRUE(sg.disk->Write(batch).ok());
  };
  put(store::Table::kMeta, std::string(store::kAuditKey), garbage);
  EXPECT_TRUE(absl::IsDataLoss(ReadAuditState(*sg.disk).status()));
  put(store::Table::kMeta, std::string(store::kAuditKey), "");
  put(store::Table::kActs, store::NumberedKey(sg.origin(), 1), garbage);
  EXPECT_TRUE(absl::IsDataLoss(sg.reader->ReadBatch(sg.origin(), 0, {10, 1 << 20}, "ID").status()));

  const std::string head = *sg.disk->Get(store::Table::kHeads, sg.origin());
  put(store::Table::kHeads, sg.origin(), garbage);
  absl::Status refused = sg.Reopen();
  EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), ::testing::HasSubstr("the head of log lightship/SG/1"));
  put(store::Table::kHeads, sg.origin(), head);
  put(store::Table::kEvidence, sg.origin(), garbage);
  refused = sg.Reopen();
  EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), ::testing::HasSubstr("evidence"));
}

TEST(DamagedKeys, AreDamageAtTheStartWhateverTheyStillSay) {
  Desk sg("SG");
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());  // index 1 grants the officer's key
  for (const auto& [table, key] : {std::pair(store::Table::kEntries, store::NumberedKey(sg.origin(), 0)),
                                   std::pair(store::Table::kParts, store::PartKey(sg.origin(), 1, "key"))}) {
    const std::string sound = *sg.disk->Get(table, key);
    for (size_t at = 0; at < sound.size(); at += 1 + sound.size() / 8) {
      std::string flipped = sound;
      flipped[at] ^= 0x04;
      store::WriteBatch damage;
      damage.Put(table, key, flipped);
      ASSERT_TRUE(sg.disk->Write(damage).ok());
      EXPECT_TRUE(absl::IsDataLoss(sg.Reopen())) << at;
    }
    store::WriteBatch mend;
    mend.Put(table, key, sound);
    ASSERT_TRUE(sg.disk->Write(mend).ok());
    EXPECT_TRUE(sg.Reopen().ok());
  }
}

}  // namespace
}  // namespace lightship::ledger
