#include "node/ledger/rebuild.h"

#include <set>

#include "node/ledger/scrub.h"
#include "node/store/database_id.h"
#include "node/store/restored.h"
#include "node/store/schema.h"
#include "tests/support/attached.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::ledger {
namespace {

using store::Table;

// A store some of whose rows cannot be read, like those of a damaged block.
class Damaged final : public store::Store {
 public:
  explicit Damaged(const store::Store* sound) : sound_(sound) {}

  void Lose(Table table, const std::string& key) { lost_.insert({table, key}); }

  absl::StatusOr<std::string> Get(Table table, absl::string_view key) const override {
    if (lost_.contains({table, std::string(key)})) return Lost();
    return sound_->Get(table, key);
  }
  absl::Status Scan(Table table, absl::string_view first, absl::string_view limit,
                    absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit)
      const override {
    bool met = false;
    absl::Status scanned = sound_->Scan(table, first, limit,
                                        [&](absl::string_view key, absl::string_view value) {
                                          met = lost_.contains({table, std::string(key)});
                                          return !met && visit(key, value);
                                        });
    return met ? Lost() : scanned;
  }
  absl::Status Write(const store::WriteBatch&) override { return Lost(); }
  std::unique_ptr<const store::View> Snapshot() const override { return sound_->Snapshot(); }

 private:
  static absl::Status Lost() {
    return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage, "a damaged block");
  }
  const store::Store* sound_;
  std::set<std::pair<Table, std::string>> lost_;
};

// Singapore's node holds its own log and Indonesia's; its disk is damaged; Indonesia's is sound.
class RebuildTest : public ::testing::Test {
 protected:
  RebuildTest() {
    for (Desk* desk : {&sg, &id}) {
      for (int i = 0; i < 4; ++i) EXPECT_TRUE(desk->Submit(desk->Report()).ok());
    }
    sg.Follow(id, id.origin());
    id.Follow(sg, sg.origin());
    damaged = std::make_unique<Damaged>(sg.disk.get());
  }

  // Rebuilds Singapore's database and opens its ledger on it.
  RebuildReport RebuildSg() {
    auto fresh = std::make_unique<store::MemoryStore>();
    NodeKeys keys{sg.economy.node().chain, sg.economy.node().key, sg.economy.log_key(),
                  sg.economy.cosigner_key()};
    before = sg.Own();
    absl::StatusOr<RebuildReport> report =
        Rebuild(*damaged, sg.economy.origin(), keys,
                {fresh.get(), &sg.clock, &sg.entropy, &sg.roots, &sg.indexer, &sg.keeper,
                 sg.heads.get()});
    EXPECT_TRUE(report.ok()) << report.status();
    sg.disk = std::move(fresh);
    absl::Status opened = sg.Reopen();
    EXPECT_TRUE(opened.ok()) << opened;
    return *report;
  }
  void ExpectSound() {
    ScrubReport scrubbed =
        Scrub(*sg.disk, *sg.heads->Get(), [](const ScrubReport&) { return true; });
    EXPECT_EQ(scrubbed.damages, 0u) << scrubbed.found[0].where << ": " << scrubbed.found[0].why;
  }
  // Asks Indonesia for what is missing of a log.
  void BackfillFromId(const std::string& origin) {
    std::vector<uint64_t> missing = *sg.reader->Unresolved(origin, 100);
    ASSERT_FALSE(missing.empty());
    absl::StatusOr<v1::Batch> batch = id.reader->ReadBackfill(origin, missing, "SG");
    ASSERT_TRUE(batch.ok());
    absl::StatusOr<Outcome> taken = sg.Take(*batch);
    ASSERT_TRUE(taken.ok()) << taken.status();
    EXPECT_EQ(sg.Head(origin).unresolved, 0u);
    EXPECT_EQ(sg.Head(origin).stubs, 0u);
  }

  Desk sg{"SG"}, id{"ID"};
  std::unique_ptr<Damaged> damaged;
  LogHead before;
};

TEST_F(RebuildTest, ASoundDatabaseComesOutAsItWas) {
  const std::string receipt = sg.reader->MakeReceipt(sg.origin(), 2, true)->tlog_proof();
  RebuildReport report = RebuildSg();
  EXPECT_EQ(sg.Own().root, before.root);
  EXPECT_EQ(sg.Own().checkpoint, before.checkpoint);
  EXPECT_EQ(sg.Head(id.origin()).root, id.Own().root);
  EXPECT_EQ(sg.reader->MakeReceipt(sg.origin(), 2, true)->tlog_proof(), receipt);
  for (const RebuiltLog& log : report.logs) EXPECT_EQ(log.entries_lost + log.parts_lost + log.cut, 0u);
  EXPECT_FALSE(*store::IsRestored(*sg.disk));
  ExpectSound();
  EXPECT_FALSE(sg.ledger->recovering());
  EXPECT_TRUE(sg.Submit(sg.Report()).ok());
}

TEST_F(RebuildTest, TheNewDatabaseIsNotTakenForTheOldOne) {
  const std::string old = store::DatabaseId(*sg.disk, sg.entropy).value();
  RebuildSg();
  EXPECT_NE(store::DatabaseId(*sg.disk, sg.entropy).value(), old);
}

TEST_F(RebuildTest, ARestoredDatabaseCountsAsAnOldOneStill) {
  store::WriteBatch mark;
  mark.Put(Table::kMeta, std::string(store::kRestoredKey), "");
  ASSERT_TRUE(sg.disk->Write(mark).ok());
  RebuildSg();
  EXPECT_TRUE(*store::IsRestored(*sg.disk));
}

TEST_F(RebuildTest, AGapWhereItMayHaveStoodThatTheDatabaseWasRestoredCountsAsThat) {
  store::WriteBatch rows;
  rows.Put(Table::kMeta, "backups/before", "");
  rows.Put(Table::kMeta, "sample", "");
  ASSERT_TRUE(sg.disk->Write(rows).ok());
  damaged->Lose(Table::kMeta, "sample");
  RebuildSg();
  EXPECT_TRUE(*store::IsRestored(*sg.disk));
  EXPECT_TRUE(sg.disk->Get(Table::kMeta, "backups/before").ok());
}

TEST_F(RebuildTest, ALostEntryOfAPeersLogIsAskedForAgain) {
  damaged->Lose(Table::kEntries, store::NumberedKey(id.origin(), 3));
  RebuildReport report = RebuildSg();
  EXPECT_EQ(report.logs[0].entries_lost, 1u) << report.ToString();
  EXPECT_EQ(sg.Head(id.origin()).size, id.Own().size);
  EXPECT_EQ(sg.Head(id.origin()).unresolved, 1u);
  ExpectSound();
  BackfillFromId(id.origin());
  EXPECT_TRUE(sg.reader->Read(id.origin(), 3).ok());
  ExpectSound();
}

TEST_F(RebuildTest, ALostEntryOfTheOwnLogComesBackFromAPeerWhileTheNodeTakesReports) {
  damaged->Lose(Table::kEntries, store::NumberedKey(sg.origin(), 3));
  RebuildSg();
  EXPECT_FALSE(sg.ledger->recovering());
  EXPECT_EQ(sg.Own().root, before.root);
  EXPECT_TRUE(sg.Submit(sg.Report()).ok());
  BackfillFromId(sg.origin());
  ExpectSound();
}

TEST_F(RebuildTest, AnAudienceWhoseDefinitionIsLostIsNobodysUntilAPeerSendsIt) {
  id.DefineAudience("patrol", {"SG"});
  sg.Follow(id, id.origin());
  const uint64_t defined = id.Own().size - 1;
  damaged->Lose(Table::kParts, store::PartKey(id.origin(), defined, "audience"));
  RebuildSg();
  const auto of = [&] { return sg.heads->Get()->audiences->Judge("SG", "ID", "ID/patrol@1"); };
  EXPECT_EQ(of(), trust::AudienceBook::Verdict::kUndefined);
  BackfillFromId(id.origin());
  EXPECT_EQ(of(), trust::AudienceBook::Verdict::kMayHold);
}

TEST_F(RebuildTest, ADefinitionThatIsLostIsNotReplacedByOneThatStandsLater) {
  id.DefineAudience("patrol", {"SG"});
  const uint64_t defined = id.Own().size - 1;
  sg.Follow(id, id.origin());
  EXPECT_EQ(base::ViolationsOf(id.Submit(id.Definition("patrol", {"PH"})).status())[0].field,
            "audience.version");
  // Indonesia's node admits a second one all the same.
  const std::string part = store::PartKey(id.origin(), defined, "audience");
  store::WriteBatch forget;
  forget.Delete(Table::kParts, part);
  forget.Delete(Table::kMeta, "audience/ID/patrol@1");
  ASSERT_TRUE(id.disk->Write(forget).ok());
  ASSERT_TRUE(id.Reopen().ok());
  id.DefineAudience("patrol", {"PH"});
  const auto of = [&](const char* economy) {
    return sg.heads->Get()->audiences->Judge(economy, "ID", "ID/patrol@1");
  };
  sg.Follow(id, id.origin());
  EXPECT_EQ(of("PH"), trust::AudienceBook::Verdict::kOutside);
  damaged->Lose(Table::kParts, part);
  RebuildSg();
  EXPECT_EQ(of("PH"), trust::AudienceBook::Verdict::kUndefined);
}

TEST_F(RebuildTest, ALostPartIsAskedForAgain) {
  damaged->Lose(Table::kParts, store::PartKey(id.origin(), 2, "facts"));
  RebuildReport report = RebuildSg();
  EXPECT_EQ(report.logs[0].parts_lost, 1u) << report.ToString();
  BackfillFromId(id.origin());
  EXPECT_EQ(sg.reader->Read(id.origin(), 2)->parts_size(),
            id.reader->ReadBackfill(id.origin(), {2}, "SG")->items(0).held().parts_size());
  ExpectSound();
}

// An erasure that comes before the part does finds them by nothing.
TEST_F(RebuildTest, BytesOfAnAttachmentThatNoPartNamesAnyMoreAreNotCarriedOver) {
  const testing::Signer& signer = sg.economy.officer(Role::kSubmitter);
  const std::string kept = testing::Photo(1000), unnamed = testing::Photo(1001);
  uint64_t index = 0;
  for (const std::string& photo : {kept, unnamed}) {
    const auto filed = sg.Submit(sg.RequestOf(
        testing::SealBy({&signer}, testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "SG"),
                        {testing::Draft("facts", testing::SampleFacts()),
                         testing::Draft("attachment/1", testing::AttachmentOf(photo))}),
        signer));
    ASSERT_TRUE(filed.ok()) << filed.status();
    ASSERT_TRUE(sg.CommitOne(BlobChunk{crypto::Sha256(photo), 0, photo}).ok());
    index = filed->index;
  }
  damaged->Lose(Table::kParts, store::PartKey(sg.origin(), index, "attachment/1"));
  RebuildSg();
  EXPECT_TRUE(sg.reader->blobs().StateOf(crypto::Sha256(kept))->whole);
  EXPECT_EQ(*sg.reader->blobs().ReadChunk(crypto::Sha256(kept), 0), kept);
  EXPECT_EQ(sg.reader->blobs().StateOf(crypto::Sha256(unnamed))->held, 0u);
  EXPECT_FALSE(sg.reader->blobs().ReadChunk(crypto::Sha256(unnamed), 0).ok());
  ExpectSound();
}

TEST_F(RebuildTest, AFlippedBitThatNoChecksumSawIsLostLikeAnUnreadableBlock) {
  const std::string key = store::NumberedKey(id.origin(), 3);
  std::string entry = *sg.disk->Get(Table::kEntries, key);
  entry.back() ^= 1;
  store::WriteBatch batch;
  batch.Put(Table::kEntries, key, entry);
  ASSERT_TRUE(sg.disk->Write(batch).ok());
  EXPECT_EQ(RebuildSg().logs[0].entries_lost, 1u);
  BackfillFromId(id.origin());
  ExpectSound();
}

TEST_F(RebuildTest, LostTilesAreMadeAgainFromTheEntries) {
  damaged->Lose(Table::kTiles, store::TileKey(sg.origin(), 0, 0));
  damaged->Lose(Table::kTiles, store::TileKey(id.origin(), 0, 0));
  RebuildSg();
  EXPECT_EQ(sg.Own().root, before.root);
  EXPECT_EQ(sg.Head(id.origin()).root, id.Own().root);
  ExpectSound();
}

TEST_F(RebuildTest, ALostHeadLosesNothing) {
  damaged->Lose(Table::kHeads, sg.origin());
  damaged->Lose(Table::kHeads, id.origin());
  RebuildSg();
  EXPECT_EQ(sg.Own().root, before.root);
  EXPECT_EQ(sg.Head(id.origin()).root, id.Own().root);
  ExpectSound();
}

TEST_F(RebuildTest, ALogWithoutItsOpeningIsFollowedFromTheBeginning) {
  damaged->Lose(Table::kEntries, store::NumberedKey(id.origin(), 0));
  RebuildReport report = RebuildSg();
  EXPECT_EQ(report.logs[0].cut, id.Own().size);
  EXPECT_EQ(sg.heads->Get()->Find(id.origin()), nullptr);
  sg.Follow(id, id.origin());
  EXPECT_EQ(sg.Head(id.origin()).root, id.Own().root);
  ExpectSound();
}

TEST_F(RebuildTest, AnOwnLogThatLostAKeyIsCopiedBackBeforeItGrows) {
  damaged->Lose(Table::kEntries, store::NumberedKey(sg.origin(), 1));
  RebuildSg();
  EXPECT_TRUE(sg.ledger->recovering());
  EXPECT_TRUE(*store::IsRestored(*sg.disk)) << "its kept checkpoint may be lost or old";
  sg.Follow(id, sg.origin());
  EXPECT_FALSE(sg.ledger->recovering());
  EXPECT_EQ(sg.Own().root, before.root);
  ExpectSound();
}

TEST_F(RebuildTest, WhatOnlyThisNodeSaysIsCarriedOverAroundTheGap) {
  store::WriteBatch batch;
  for (uint64_t i = 0; i < 1000; ++i) {
    std::string key;
    for (int shift = 56; shift >= 0; shift -= 8) key.push_back(static_cast<char>(i >> shift));
    batch.Put(Table::kAudit, key, "row");
    if (i == 300) damaged->Lose(Table::kAudit, key);
  }
  ASSERT_TRUE(sg.disk->Write(batch).ok());
  EXPECT_EQ(RebuildSg().gaps, 1u);
  size_t rows = 0;
  ASSERT_TRUE(sg.disk->Scan(Table::kAudit, "", "", [&](absl::string_view, absl::string_view) {
                       ++rows;
                       return true;
                     }).ok());
  EXPECT_EQ(rows, 999u);
}

}  // namespace
}  // namespace lightship::ledger
