// Three economies' ledgers, and what is done to a report of the first.
#ifndef LIGHTSHIP_TESTS_UNIT_LEDGER_WITHDRAW_FIXTURE_H_
#define LIGHTSHIP_TESTS_UNIT_LEDGER_WITHDRAW_FIXTURE_H_

#include <string>
#include <vector>

#include "lightship/v1/claims.pb.h"
#include "node/statement/open.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::ledger {

// SG reports facts for all and the vessel for SG/patrol@1, which is ID; PH is outside of that.
class WithdrawTest : public ::testing::Test {
 protected:
  WithdrawTest() { sg_.DefineAudience("patrol", {"ID"}); }

  uint64_t Report(const std::string& audience, const std::string& vessel_audience,
                  absl::Time retain_until = absl::InfiniteFuture()) {
    const testing::Signer& signer = sg_.economy.officer(Role::kSubmitter);
    v1::Manifest manifest = testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "SG");
    manifest.set_audience(audience);
    if (retain_until != absl::InfiniteFuture()) {
      *manifest.mutable_retain_until() = statement::ToTimestamp(retain_until);
    }
    absl::StatusOr<Outcome> taken = sg_.Submit(sg_.RequestOf(
        testing::SealBy({&signer}, manifest,
                        {testing::Draft("facts", testing::SampleFacts()),
                         testing::Draft("vessel", testing::SampleVessel(), vessel_audience)}),
        signer));
    EXPECT_TRUE(taken.ok()) << taken.status();
    return taken.ok() ? taken->index : 0;
  }
  v1::Withdrawal On(uint64_t index) {
    v1::Withdrawal withdrawal;
    withdrawal.set_target(IdAt(index));
    withdrawal.set_target_index(index);
    return withdrawal;
  }
  std::string IdAt(uint64_t index) {
    absl::StatusOr<v1::HeldEntry> held = sg_.reader->Read(sg_.origin(), index);
    return crypto::AsString(statement::OpenEntry(held->entry())->statement_id);
  }
  absl::StatusOr<Outcome> Withdraw(const v1::Withdrawal& withdrawal,
                                   const std::string& audience = "all") {
    return sg_.Submit(
        sg_.RequestOf(Sealed(withdrawal, audience), sg_.economy.officer(Role::kAdministrator)));
  }
  v1::SignedStatement Sealed(const v1::Withdrawal& withdrawal, const std::string& audience = "all") {
    v1::Manifest manifest = testing::SampleManifest(v1::STATEMENT_KIND_WITHDRAWAL, "SG");
    manifest.set_subject(withdrawal.target());
    manifest.set_audience(audience);
    return testing::SealBy({&sg_.economy.officer(Role::kAdministrator)}, manifest,
                           {testing::Draft("withdrawal", withdrawal)});
  }
  std::string FieldAtFault(const v1::Withdrawal& withdrawal) {
    const std::vector<base::Violation> violations =
        base::ViolationsOf(Withdraw(withdrawal).status());
    return violations.empty() ? "" : violations[0].field;
  }
  // Names of the parts held of SG's entry, and whether even the entry is.
  static std::vector<std::string> PartsAt(Desk& desk, uint64_t index) {
    std::vector<std::string> names;
    absl::StatusOr<v1::HeldEntry> held = desk.reader->Read("lightship/SG/1", index);
    if (!held.ok()) return {"(leaf only)"};
    for (const v1::Part& part : held->parts()) names.push_back(part.name());
    return names;
  }
  // `to` asks `from` again for what it misses of SG's log.
  static void Backfill(Desk& from, Desk& to) {
    absl::StatusOr<std::vector<uint64_t>> missing = to.reader->Unresolved("lightship/SG/1", 100);
    ASSERT_TRUE(missing.ok());
    absl::StatusOr<v1::Batch> batch =
        from.reader->ReadBackfill("lightship/SG/1", *missing, to.economy.code());
    ASSERT_TRUE(batch.ok());
    absl::StatusOr<ExaminedBatch> examined =
        ExamineBatch(to.StateOf("lightship/SG/1"), *batch, to.roots,
                     [&](uint64_t index) { return to.reader->LeafAt("lightship/SG/1", index); });
    ASSERT_TRUE(examined.ok()) << examined.status();
    for (ExaminedItem& item : examined->items) DeriveAhead(to.indexer, examined->origin, item);
    examined->authoritative = from.economy.code() == "SG";
    ASSERT_TRUE(to.CommitOne(*std::move(examined)).ok());
  }
  const LogHead& At(Desk& desk) { return desk.Head("lightship/SG/1"); }

  Desk sg_{"SG"}, id_{"ID"}, ph_{"PH"};
};

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_TESTS_UNIT_LEDGER_WITHDRAW_FIXTURE_H_
