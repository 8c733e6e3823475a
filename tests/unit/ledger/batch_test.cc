// How much is read for one batch, whatever the log holds.
#include "node/base/limits.h"
#include "node/store/schema.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::ledger {
namespace {

namespace limits = base::limits;

constexpr size_t kNarrativeBytes = 200 * 1024;
constexpr int kReports = 60;

// SG's reports have narratives that only SG may hold: much to read, little to send.
class LargePartsTest : public ::testing::Test {
 protected:
  void Fill(const std::string& audience) {
    const testing::Signer& signer = sg.economy.officer(Role::kSubmitter);
    v1::Narrative narrative = testing::SampleNarrative();
    narrative.mutable_texts(0)->set_text(std::string(kNarrativeBytes, 'x'));
    v1::Manifest manifest = testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "SG");
    manifest.set_audience(audience);
    for (int i = 0; i < kReports; ++i) {
      absl::StatusOr<Outcome> made = sg.Submit(sg.RequestOf(
          testing::SealBy({&signer}, manifest,
                          {testing::Draft("facts", testing::SampleFacts()),
                           testing::Draft("narrative", narrative, "own")}),
          signer));
      ASSERT_TRUE(made.ok()) << made.status();
      indexes.push_back(made->index);
    }
  }

  Desk sg{"SG"};
  std::vector<uint64_t> indexes;
};

TEST_F(LargePartsTest, ABatchEndsWhereTheirPartsHaveAsManyBytes) {
  Fill("all");
  size_t batches = 0;
  for (uint64_t from = 0; from < sg.Own().size; ++batches) {
    const v1::Batch batch = *sg.reader->ReadBatch(sg.origin(), from, {1000, limits::kBatchBytes}, "ID");
    ASSERT_GT(batch.items_size(), 0);
    EXPECT_LE(batch.items_size(), 10) << "from " << from;
    from += batch.items_size();
  }
  EXPECT_GE(batches, kReports * kNarrativeBytes / limits::kBatchBytes / 2);
  Desk id("ID");
  while (id.heads->Get()->Find(sg.origin()) == nullptr || id.Head(sg.origin()).size < sg.Own().size) {
    ASSERT_NO_FATAL_FAILURE(id.Follow(sg, sg.origin()));
  }
  EXPECT_EQ(id.Head(sg.origin()).root, sg.Own().root);
}

TEST_F(LargePartsTest, AnAnswerForMissingEntriesEndsWhereAsMuchHasBeenRead) {
  Fill("all");
  const v1::Batch answer = *sg.reader->ReadBackfill(sg.origin(), indexes, "ID");
  EXPECT_GT(answer.items_size(), 0);
  EXPECT_LE(answer.items_size() * kNarrativeBytes, limits::kBackfillReadBytes + limits::kPartsOfStatementBytes);
  EXPECT_GT(answer.items(0).held().parts_size(), 0);
}

TEST_F(LargePartsTest, WhoMayNotHaveAnEntryCausesNoneOfItsPartsToBeRead) {
  Fill("own");
  const v1::Batch answer = *sg.reader->ReadBackfill(sg.origin(), indexes, "ID");
  ASSERT_EQ(answer.items_size(), kReports);
  EXPECT_EQ(answer.items(0).withheld().index(), indexes[0]);
  EXPECT_EQ(answer.items(0).withheld().leaf_hash(),
            crypto::AsString(*sg.reader->LeafAt(sg.origin(), indexes[0])));
}

TEST(LargeCommits, LeaveWhatIsToBeFreedToAnotherThread) {
  Desk sg("SG");
  Desk id("ID");
  std::vector<std::function<void()>> tasks;
  id.aside = [&](std::function<void()> task) { tasks.push_back(std::move(task)); };
  ASSERT_TRUE(id.Reopen().ok());
  ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  ASSERT_NO_FATAL_FAILURE(id.Follow(sg, sg.origin()));
  EXPECT_TRUE(tasks.empty()) << "for a few statements";
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  ASSERT_NO_FATAL_FAILURE(id.Follow(sg, sg.origin()));
  ASSERT_EQ(tasks.size(), 1u);
  EXPECT_EQ(id.Head(sg.origin()).root, sg.Own().root);
  id.ledger = nullptr;
  tasks.front()();
}

TEST(DamagedEntries, AreNotSent) {
  Desk sg("SG");
  const uint64_t index = sg.Submit(sg.Report())->index;
  for (const auto& [table, key] : {std::pair(store::Table::kEntries, store::NumberedKey(sg.origin(), index)),
                                   std::pair(store::Table::kParts, store::PartKey(sg.origin(), index, "facts"))}) {
    const std::string sound = *sg.disk->Get(table, key);
    std::string flipped = sound;
    flipped[sound.size() / 2] ^= 1;
    store::WriteBatch damage, mend;
    damage.Put(table, key, flipped);
    mend.Put(table, key, sound);
    ASSERT_TRUE(sg.disk->Write(damage).ok());
    EXPECT_TRUE(absl::IsDataLoss(sg.reader->ReadBatch(sg.origin(), index, {1000, limits::kBatchBytes}, "ID").status()));
    ASSERT_TRUE(sg.disk->Write(mend).ok());
    EXPECT_TRUE(sg.reader->ReadBatch(sg.origin(), index, {1000, limits::kBatchBytes}, "ID").ok());
  }
}

}  // namespace
}  // namespace lightship::ledger
