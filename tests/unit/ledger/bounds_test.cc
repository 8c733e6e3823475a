// What one log can make its followers keep and do: definitions, acts on one statement, keys.
#include "node/base/limits.h"
#include "node/ledger/state.h"
#include "node/store/schema.h"
#include "tests/unit/ledger/misplaced.h"
#include "tests/unit/ledger/withdraw_fixture.h"

namespace lightship::ledger {
namespace {

namespace limits = base::limits;
using trust::AudienceBook;

constexpr absl::string_view kLog = "lightship/SG/1";

class BoundsTest : public WithdrawTest {
 protected:
  AudienceBook::Verdict Judge(Desk& desk, absl::string_view audience) {
    return desk.heads->Get()->audiences->Judge("ID", "SG", audience);
  }
  // As if SG's log had so many AUDIENCE statements, all of them the one at `index`.
  void FillWithDefinitions(Desk& desk, size_t count, uint64_t index) {
    storage::v1::LogHead record;
    record.ParseFromString(*desk.disk->Get(store::Table::kHeads, kLog));
    record.clear_audience_indexes();
    for (size_t i = 0; i < count; ++i) record.add_audience_indexes(index);
    store::WriteBatch batch;
    batch.Put(store::Table::kHeads, std::string(kLog), record.SerializeAsString());
    ASSERT_TRUE(desk.disk->Write(batch).ok());
    ASSERT_TRUE(desk.Reopen().ok());
  }
  uint64_t Define(const std::string& name) {
    sg_.DefineAudience(name, {"ID"});
    return sg_.Own().size - 1;
  }
  v1::Withdrawal Release(uint64_t target) {
    v1::Withdrawal withdrawal = On(target);
    withdrawal.mutable_release()->set_audience("all");
    withdrawal.mutable_release()->add_part_names("vessel");
    return withdrawal;
  }
  v1::Withdrawal Erase(uint64_t target) {
    v1::Withdrawal withdrawal = On(target);
    withdrawal.mutable_erase()->add_part_names("vessel");
    return withdrawal;
  }
  static int ActsOn(Desk& desk, uint64_t index) { return ReadActs(*desk.disk, kLog, index)->acts_size(); }
};

TEST_F(BoundsTest, ADefinitionThatDefinesNothingCopiesNothing) {
  id_.Follow(sg_, sg_.origin());
  const auto before = id_.heads->Get()->audiences;
  v1::AudienceDefinition definition;
  definition.set_name("not a label");
  definition.set_version(1);
  const v1::SignedStatement sealed =
      testing::SealBy({&sg_.economy.officer(Role::kAdministrator)}, testing::SampleManifest(v1::STATEMENT_KIND_AUDIENCE, "SG"),
                      {testing::Draft("audience", definition)});
  ASSERT_TRUE(id_.Take(Unexamined(sg_, sealed)).ok());
  EXPECT_EQ(id_.heads->Get()->audiences, before);
}

TEST_F(BoundsTest, OfALogsDefinitionsTheFirstOnesCount) {
  const uint64_t last = Define("last");
  id_.Follow(sg_, sg_.origin());
  FillWithDefinitions(id_, limits::kAudiencesOfLog - 1, last);
  Define("fits");
  Define("late");
  id_.Follow(sg_, sg_.origin());
  EXPECT_EQ(Judge(id_, "SG/last@1"), AudienceBook::Verdict::kMayHold);
  EXPECT_EQ(Judge(id_, "SG/fits@1"), AudienceBook::Verdict::kMayHold);
  EXPECT_EQ(Judge(id_, "SG/late@1"), AudienceBook::Verdict::kUndefined);
  EXPECT_EQ(At(id_).size, sg_.Own().size) << "the log itself goes on";
  ASSERT_TRUE(id_.Reopen().ok());
  EXPECT_EQ(Judge(id_, "SG/fits@1"), AudienceBook::Verdict::kMayHold);
  EXPECT_EQ(Judge(id_, "SG/late@1"), AudienceBook::Verdict::kUndefined);
}

TEST_F(BoundsTest, ADefinitionThatComesLateCountsByItsPlaceAndTakesThatOfTheLast) {
  const uint64_t early = Define("early");
  const uint64_t last = Define("last");
  v1::Batch batch = *sg_.BatchFor(ph_, sg_.origin(), 0);
  v1::Withheld& leaf = *batch.mutable_items(static_cast<int>(early))->mutable_withheld();
  leaf.set_leaf_hash(crypto::AsString(*sg_.reader->LeafAt(kLog, early)));
  leaf.set_reason(v1::WITHHELD_REASON_NOT_HELD);
  ASSERT_TRUE(id_.Take(batch).ok());
  FillWithDefinitions(id_, limits::kAudiencesOfLog, last);
  EXPECT_EQ(Judge(id_, "SG/last@1"), AudienceBook::Verdict::kMayHold);
  Backfill(sg_, id_);
  EXPECT_EQ(Judge(id_, "SG/early@1"), AudienceBook::Verdict::kMayHold);
  EXPECT_EQ(Judge(id_, "SG/last@1"), AudienceBook::Verdict::kUndefined);
}

TEST_F(BoundsTest, TheOwnLogTakesNoDefinitionThatWouldNotCount) {
  FillWithDefinitions(sg_, limits::kAudiencesOfLog, Define("last"));
  EXPECT_EQ(ReasonOf(sg_.Submit(sg_.Definition("late", {"ID"})).status()), base::reason::kTooLarge);
}

TEST_F(BoundsTest, OfTheActsOnAStatementTheFirstOnesCountAndErasuresApart) {
  const uint64_t index = Report("all", "SG/patrol@1");
  for (int n = 0; n < limits::kActsOfTarget; ++n) ASSERT_TRUE(Withdraw(Release(index)).ok());
  EXPECT_EQ(FieldAtFault(Release(index)), "withdrawal.target");
  id_.Follow(sg_, sg_.origin());
  EXPECT_EQ(ActsOn(id_, index), limits::kActsOfTarget);
  ph_.Follow(sg_, sg_.origin());
  ASSERT_TRUE(id_.Take(Unexamined(sg_, Sealed(Release(index)))).ok());
  EXPECT_EQ(ActsOn(id_, index), limits::kActsOfTarget);
  ASSERT_TRUE(ph_.Take(Unexamined(sg_, Sealed(Erase(index)))).ok());
  EXPECT_EQ(ActsOn(ph_, index), limits::kActsOfTarget + 1);
  EXPECT_EQ(PartsAt(ph_, index), (std::vector<std::string>{"facts"}));
}

TEST_F(BoundsTest, AnActThatComesLateCountsByItsPlaceAndTakesThatOfTheLast) {
  const uint64_t index = Report("all", "SG/patrol@1");
  for (int n = 0; n < limits::kActsOfTarget; ++n) ASSERT_TRUE(Withdraw(Release(index)).ok());
  v1::Batch batch = *sg_.BatchFor(id_, sg_.origin(), 0);
  const int first = static_cast<int>(sg_.Own().size) - limits::kActsOfTarget;
  v1::Withheld& leaf = *batch.mutable_items(first)->mutable_withheld();
  leaf.set_leaf_hash(crypto::AsString(*sg_.reader->LeafAt(kLog, first)));
  leaf.set_reason(v1::WITHHELD_REASON_NOT_HELD);
  ASSERT_TRUE(id_.Take(batch).ok());
  ASSERT_TRUE(id_.Take(Unexamined(sg_, Sealed(Release(index)))).ok());
  EXPECT_EQ(ReadActs(*id_.disk, kLog, index)->acts().rbegin()->index(), sg_.Own().size);
  Backfill(sg_, id_);
  const storage::v1::Acts acts = *ReadActs(*id_.disk, kLog, index);
  ASSERT_EQ(acts.acts_size(), limits::kActsOfTarget);
  EXPECT_EQ(acts.acts(0).index(), static_cast<uint64_t>(first));
  EXPECT_EQ(acts.acts().rbegin()->index(), sg_.Own().size - 1);
}

TEST_F(BoundsTest, AnActOfManyNamesDoesNotCount) {
  const uint64_t index = Report("all", "SG/patrol@1");
  v1::Withdrawal large = Release(index);
  while (large.ByteSizeLong() <= limits::kActBytes) large.mutable_release()->add_part_names("vessel");
  id_.Follow(sg_, sg_.origin());
  ASSERT_TRUE(id_.Take(Unexamined(sg_, Sealed(large))).ok());
  EXPECT_EQ(ActsOn(id_, index), 0);
}

TEST_F(BoundsTest, ARowOfActsIsWrittenOnceACommit) {
  Scratch scratch;
  PutActs(kLog, 3, storage::v1::Acts(), scratch);
  EXPECT_TRUE(scratch.batch.empty()) << "each act would write all those before it";
  EXPECT_EQ(scratch.acts.size(), 1u);
}

TEST_F(BoundsTest, ALogsKeysAreTakenUpToTheirLimit) {
  ASSERT_TRUE(sg_.Submit(sg_.Report()).ok());  // behind the grant of its author's key
  const v1::Batch batch = *sg_.BatchFor(id_, sg_.origin(), 1);
  ReplicaState state = sg_.StateOf(sg_.origin());
  state.frontier = merkle::Frontier();
  const v1::HeldEntry opening = *sg_.reader->Read(kLog, 0);
  state.frontier.Append(*sg_.reader->LeafAt(kLog, 0));
  state.last_admitted_at = absl::InfinitePast();
  auto keys = std::make_shared<trust::KeyState>(*trust::KeyState::Open(opening, id_.roots));
  const auto examined = [&] {
    state.keys = keys;
    return ExamineBatch(state, batch, id_.roots, [](uint64_t) { return merkle::Digest(); });
  };
  EXPECT_TRUE(examined().ok()) << examined().status();
  const statement::OpenedEntry entry = *statement::OpenEntry(opening.entry());
  for (size_t n = 1; n < limits::kKeysBeforeGrant; ++n) ASSERT_TRUE(keys->Apply(entry, v1::KeyStatement(), id_.roots).ok());
  EXPECT_EQ(ReasonOf(examined().status()), base::reason::kTooLarge);
  EXPECT_TRUE(absl::IsFailedPrecondition(examined().status())) << "the log's own fault";
}

}  // namespace
}  // namespace lightship::ledger
