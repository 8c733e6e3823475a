#include "node/ledger/unverified.h"

#include <utility>

#include "lightship/storage/v1/storage.pb.h"
#include "lightship/v1/claims.pb.h"
#include "node/ledger/log.h"
#include "node/ledger/rebuild.h"
#include "node/store/schema.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::ledger {
namespace {

using store::Table;

// Indonesia copies Singapore's log ahead of its officers' signatures.
class UnverifiedTest : public ::testing::Test {
 protected:
  void Report(int count = 1) {
    for (int i = 0; i < count; ++i) ASSERT_TRUE(sg.Submit(sg.Report()).ok());
  }
  // Singapore's own node lets a report in whose signature is none.
  uint64_t ReportBadly() {
    absl::StatusOr<Admission> admission = sg.Examined(sg.Report());
    EXPECT_TRUE(admission.ok());
    (*admission->statement.mutable_signatures(0)->mutable_signature())[20] ^= 1;
    return sg.CommitOne(*std::move(admission))->index;
  }
  void Erase(uint64_t index) {
    v1::Withdrawal erasure;
    erasure.set_target(crypto::AsString(statement::OpenEntry(sg.reader->Read(sg.origin(), index)->entry())->statement_id));
    erasure.set_target_index(index);
    erasure.mutable_erase();
    v1::Manifest manifest = testing::SampleManifest(v1::STATEMENT_KIND_WITHDRAWAL, "SG");
    manifest.set_subject(erasure.target());
    const testing::Signer& chief = sg.economy.officer(Role::kAdministrator);
    absl::StatusOr<Outcome> erased =
        sg.Submit(sg.RequestOf(testing::SealBy({&chief}, manifest, {testing::Draft("withdrawal", erasure)}), chief));
    ASSERT_TRUE(erased.ok()) << erased.status();
  }
  void Copy() { id.Follow(sg, sg.origin(), true); }
  const LogHead& Copied() { return id.Head(sg.origin()); }
  bool CosignedByIndonesia(uint64_t size) {
    const auto cosigned = Copied().cosigned.find("ID");
    return cosigned != Copied().cosigned.end() && cosigned->second.size == size;
  }
  // As a start does once a bad signature was found.
  void Rebuild() {
    auto fresh = std::make_unique<store::MemoryStore>();
    absl::StatusOr<RebuildReport> report = ledger::Rebuild(
        *id.disk, id.log, id.keys, {fresh.get(), &id.clock, &id.entropy, &id.roots, &id.indexer, &id.keeper, id.heads.get()});
    ASSERT_TRUE(report.ok()) << report.status();
    id.disk = std::move(fresh);
    ASSERT_TRUE(id.Reopen().ok());
  }

  Desk sg{"SG"}, id{"ID"}, ph{"PH"};
};

TEST_F(UnverifiedTest, AReportIsHeldBeforeItsSignatureIsVerifiedAndVouchedForAfter) {
  Report(2);
  Copy();
  EXPECT_EQ(Copied().size, sg.Own().size);
  EXPECT_EQ(Copied().verified_until, sg.Own().size - 2);
  EXPECT_TRUE(id.reader->Read(sg.origin(), sg.Own().size - 1).ok());
  EXPECT_EQ(Copied().checkpoint_size, 0u);
  EXPECT_FALSE(CosignedByIndonesia(sg.Own().size));

  absl::StatusOr<Outcome> checked = id.CheckLate(sg.origin());
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(checked->index, sg.Own().size);
  EXPECT_EQ(Copied().verified_until, sg.Own().size);
  EXPECT_EQ(Copied().checkpoint_size, sg.Own().size);
  EXPECT_TRUE(CosignedByIndonesia(sg.Own().size));
  EXPECT_EQ(id.indexer.published, id.Own().size + sg.Own().size);
}

TEST_F(UnverifiedTest, WhatIsNotVerifiedIsNotPassedOnAndNoReceiptCoversIt) {
  Report(2);
  const uint64_t last = sg.Own().size - 1;
  Copy();
  EXPECT_FALSE(id.BatchFor(ph, sg.origin(), 0).ok());
  EXPECT_TRUE(id.reader->ReadBackfill(sg.origin(), std::vector<uint64_t>{last}, "PH")->items().empty());
  EXPECT_FALSE(id.reader->MakeReceipt(sg.origin(), last, false).ok());
  ASSERT_TRUE(id.CheckLate(sg.origin()).ok());
  EXPECT_EQ(id.BatchFor(ph, sg.origin(), 0)->items_size(), static_cast<int>(sg.Own().size));
  EXPECT_EQ(id.reader->ReadBackfill(sg.origin(), std::vector<uint64_t>{last}, "PH")->items_size(), 1);
  EXPECT_TRUE(id.reader->MakeReceipt(sg.origin(), last, false).ok());
}

TEST_F(UnverifiedTest, ItsLogsNodeIsToldHowFarItIsHeldAllTheSame) {
  Report(2);
  Copy();
  EXPECT_EQ(Copied().reaching_size, sg.Own().size);
  ASSERT_TRUE(id.CheckLate(sg.origin()).ok());
  EXPECT_EQ(Copied().reaching_size, 0u);
}

TEST_F(UnverifiedTest, OfPartOfItNothingIsSaidUntilACheckpointIsReached) {
  Report(3);
  Copy();
  const uint64_t begun = Copied().verified_until;
  ASSERT_TRUE(id.CheckLate(sg.origin(), 2).ok());
  EXPECT_EQ(Copied().verified_until, begun + 2);
  EXPECT_EQ(Copied().checkpoint_size, 0u);
  ASSERT_TRUE(id.CheckLate(sg.origin(), 2).ok());
  EXPECT_TRUE(CosignedByIndonesia(sg.Own().size));
}

TEST_F(UnverifiedTest, WhileMoreComesTheFirstCheckpointIsReachedAndThenTheNewest) {
  Report(2);
  Copy();
  const uint64_t first = Copied().size, unverified = first - Copied().verified_until;
  for (int i = 0; i < 3; ++i) {
    Report();
    Copy();
  }
  ASSERT_TRUE(id.CheckLate(sg.origin(), unverified).ok());
  EXPECT_TRUE(CosignedByIndonesia(first));
  EXPECT_EQ(Copied().size, first + 3);
  ASSERT_TRUE(id.CheckLate(sg.origin()).ok());
  EXPECT_TRUE(CosignedByIndonesia(first + 3));
}

TEST_F(UnverifiedTest, CosignaturesOfOthersCountOnceWhatTheyCoverIsVerified) {
  Report(2);
  ph.Follow(id, id.origin());
  id.Follow(ph, ph.origin());
  ph.Follow(sg, sg.origin());
  Copy();
  const Cosignatures by_ph{sg.origin(), ph.Head(sg.origin()).checkpoint};
  ASSERT_TRUE(id.CommitOne(by_ph).ok());
  EXPECT_FALSE(Copied().cosigned.contains("PH"));
  ASSERT_TRUE(id.CheckLate(sg.origin()).ok());
  ASSERT_TRUE(id.CommitOne(by_ph).ok());
  EXPECT_TRUE(Copied().cosigned.contains("PH"));
}

TEST_F(UnverifiedTest, ARestartGoesOnWhereTheMarkStands) {
  Report(3);
  Copy();
  ASSERT_TRUE(id.CheckLate(sg.origin(), 1).ok());
  const uint64_t mark = Copied().verified_until;
  ASSERT_TRUE(id.Reopen().ok());
  EXPECT_EQ(Copied().verified_until, mark);
  EXPECT_EQ(Copied().size, sg.Own().size);
  EXPECT_EQ(Copied().checkpoint_size, 0u);
  ASSERT_TRUE(id.CheckLate(sg.origin()).ok());
  EXPECT_TRUE(CosignedByIndonesia(sg.Own().size));
}

TEST_F(UnverifiedTest, InADatabaseOfAnOlderReleaseAllIsVerified) {
  Report(2);
  id.Follow(sg, sg.origin());
  storage::v1::LogHead row;
  ASSERT_TRUE(row.ParseFromString(*id.disk->Get(Table::kHeads, sg.origin())));
  EXPECT_FALSE(row.has_verified_until());
  ASSERT_TRUE(id.Reopen().ok());
  EXPECT_EQ(Copied().verified_until, Copied().size);
}

TEST_F(UnverifiedTest, OnlyReportsThatFoundIncidentsMayWait) {
  const v1::SubmitRequest report = sg.Report();
  ASSERT_TRUE(sg.Submit(report).ok());
  v1::Manifest manifest;
  EXPECT_TRUE(manifest.ParseFromString(report.statement().manifest()));
  EXPECT_TRUE(MayWait(manifest));
  manifest.add_supersedes(std::string(32, 'x'));
  EXPECT_FALSE(MayWait(manifest));
  manifest.clear_supersedes();
  manifest.set_subject(std::string(32, 'x'));
  EXPECT_FALSE(MayWait(manifest));
  for (int kind = 0; kind < v1::StatementKind_ARRAYSIZE; ++kind) {
    manifest.clear_subject();
    manifest.set_kind(static_cast<v1::StatementKind>(kind));
    EXPECT_EQ(MayWait(manifest), kind == v1::STATEMENT_KIND_REPORT) << kind;
  }
  sg.DefineAudience("patrol", {"ID"});
  absl::StatusOr<v1::Batch> batch = sg.BatchFor(id, sg.origin(), 0);
  absl::StatusOr<ExaminedBatch> examined = ExamineBatch(
      id.StateOf(sg.origin()), *batch, id.roots, [](uint64_t) -> absl::StatusOr<merkle::Digest> { return absl::NotFoundError(""); });
  const size_t all = examined->checks.size();
  EXPECT_EQ(CountThatMayWait(*examined), 1u);
  LeaveForLater(*examined);
  EXPECT_EQ(examined->checks.size(), all - 1);
}

TEST_F(UnverifiedTest, ABadSignatureEndsTheLogThereAndNothingBehindItIsTaken) {
  Report();
  const uint64_t bad = ReportBadly();
  Report();
  Copy();
  EXPECT_EQ(Copied().size, bad + 2);
  absl::StatusOr<Outcome> checked = id.CheckLate(sg.origin());
  EXPECT_EQ(checked->index, bad);
  EXPECT_EQ(Copied().bad_signature_at, bad);
  EXPECT_EQ(Copied().verified_until, bad);
  EXPECT_EQ(Copied().checkpoint_size, 0u);
  EXPECT_TRUE(id.heads->Get()->verify_first.contains("SG"));
  // Nor is it said of it that it is good after all.
  ASSERT_TRUE(id.CommitOne(SignaturesChecked{sg.origin(), bad, bad + 2, false}).ok());
  EXPECT_EQ(Copied().verified_until, bad);
  Report();
  EXPECT_TRUE(absl::IsFailedPrecondition(id.Take(*sg.BatchFor(id, sg.origin(), bad + 2)).status()));
  ASSERT_TRUE(id.Reopen().ok());
  EXPECT_EQ(Copied().bad_signature_at, bad);
}

TEST_F(UnverifiedTest, WhatStandsBehindABadSignatureIsTakenOutAndTheRestStays) {
  Report(2);
  id.Follow(sg, sg.origin());
  const uint64_t sound = Copied().size;
  ReportBadly();
  sg.DefineAudience("patrol", {"ID"});
  Copy();
  EXPECT_TRUE(id.disk->Get(Table::kMeta, absl::StrCat(store::kAudiencePrefix, "SG/patrol@1")).ok());
  ASSERT_TRUE(id.CheckLate(sg.origin()).ok());
  Rebuild();
  EXPECT_EQ(Copied().size, sound);
  EXPECT_EQ(Copied().verified_until, sound);
  EXPECT_TRUE(CosignedByIndonesia(sound));
  EXPECT_FALSE(Copied().bad_signature_at.has_value());
  EXPECT_TRUE(id.heads->Get()->verify_first.contains("SG"));
  EXPECT_TRUE(absl::IsNotFound(id.disk->Get(Table::kMeta, absl::StrCat(store::kAudiencePrefix, "SG/patrol@1")).status()));
  // Verified first, it is refused as by any node.
  EXPECT_EQ(ReasonOf(id.Take(*sg.BatchFor(id, sg.origin(), sound)).status()), base::reason::kBadSignature);
}

TEST_F(UnverifiedTest, WhatAWithdrawalBehindABadSignatureTookAwayIsAskedForAgain) {
  Report();
  const uint64_t report = sg.Own().size - 1;
  id.Follow(sg, sg.origin());
  ReportBadly();
  Erase(report);
  Copy();
  EXPECT_EQ(id.reader->Read(sg.origin(), report)->parts_size(), 0);
  EXPECT_FALSE(ReadActs(*id.disk, sg.origin(), report)->acts().empty());
  ASSERT_TRUE(id.CheckLate(sg.origin()).ok());
  Rebuild();
  EXPECT_TRUE(ReadActs(*id.disk, sg.origin(), report)->acts().empty());
  EXPECT_THAT(*id.reader->Unresolved(sg.origin(), 10), ::testing::ElementsAre(report));
  bool purges = false;
  ASSERT_TRUE(id.disk->Scan(Table::kPurges, "", "", [&](absl::string_view, absl::string_view) { return purges = true; }).ok());
  EXPECT_FALSE(purges);
}

TEST_F(UnverifiedTest, OfALogThatWasNeverVerifiedNothingStaysButThatItIsVerifiedFirst) {
  ReportBadly();
  Copy();
  ASSERT_TRUE(id.CheckLate(sg.origin()).ok());
  Rebuild();
  EXPECT_EQ(id.heads->Get()->Find(sg.origin()), nullptr);
  EXPECT_TRUE(id.heads->Get()->verify_first.contains("SG"));
}

}  // namespace
}  // namespace lightship::ledger
